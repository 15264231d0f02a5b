"""Calls: the sittings, each attempt with its outcome and consequence, the answers to her questions,
the great moments, and what she says on the telephone.

Verbs: `log_call`, `begin`, `pause`, `resume`, `end`, `qualify`, `keep_moment`, `win`, `lose`,
`rest`. This package knows neither follow-ups nor mails nor referrals: it publishes
`OutcomeRecorded` inside its transaction, and the packages above add what follows.
"""
