"""Bringing a file in: preview, progress, result, and what it would change."""
