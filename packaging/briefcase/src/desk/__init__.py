"""Décroche as an application of macOS or Windows."""
