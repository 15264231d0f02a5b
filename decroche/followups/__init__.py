"""Dated next steps: promised (she gave her word) or advised.

Verbs: `move`, `put_off`, `close`, `open_feed`, `close_feed`.
The list of all companies is read here too (`listing.py`): it is filtered by calls and
by what is due, and follow-ups are the highest of what it is filtered by.
It listens to outcomes: a call opens a follow-up, and closes those that it answered.
"""
