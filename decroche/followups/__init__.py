"""Dated next steps: promised (she gave her word) or advised.

Verbs: `move`, `put_off`, `close`, `open_feed`, `close_feed`.
It listens to outcomes: a call opens a follow-up, and closes those that it answered.
"""
