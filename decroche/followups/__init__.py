"""Dated next steps: promised (she gave her word) or advised.

Verbs: move, done, drop; and, listening to outcomes, open one and close those that a call answered.
"""
