"""Équipe: who works in a shared workspace, and on which card; signing in, and one's own account."""
