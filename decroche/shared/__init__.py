"""Helpers that any package may use: the clock, telephone numbers, working days, dates in words,
texts without accents and case.

They are plain Python: no Django, no models, no network, no text that gettext translates.
"""
