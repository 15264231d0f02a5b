"""Calls: sittings, attempts, their outcomes and consequences, qualification, moments, scripts.

Verbs: record_outcome, begin_session, pause, resume, end_session, qualify, keep_moment.
Refuses to know follow-ups, mails and referrals: it publishes OutcomeRecorded inside its
transaction, and the packages above add what follows.
"""
