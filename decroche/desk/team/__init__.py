"""Équipe: who works in a shared workspace, what is before whom; signing in, one's own account."""
