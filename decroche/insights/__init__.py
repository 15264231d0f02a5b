"""Read models over calls, follow-ups, messages, referrals: the Bilan, with what each figure is
worth.

Verbs: keep_goals, nothing else; figures are counted when they are asked for and kept nowhere.
Refuses a rate on a handful of calls, a comparison that chance would make as well, and any figure
that can't be opened on its calls.
"""
