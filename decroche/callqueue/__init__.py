"""Whom to call now, and why: next_for, claim, release, pass_over.

Promises due, then follow-ups, then an order frozen for the sitting, learned from her own calls with
one card in ten by chance. Refuses to know names, genders, origins, and whatever other workspaces
have learned.
"""
