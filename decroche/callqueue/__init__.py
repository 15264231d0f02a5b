"""Whom to call now, and why: next_for, claim, release, pass over."""
