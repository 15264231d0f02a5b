"""Whom to call now, and why.

Verbs: `next_for`, `claim`, `take_card`, `release`, `skip_card`, `keep_order`.
First come promises that are due, then other follow-ups, then the plan of the sitting: an order
learned from her own calls, with one card in ten drawn at random so that the order can be compared
with chance.
The order knows no name, no gender, no origin, and nothing that other workspaces have learned.
"""
