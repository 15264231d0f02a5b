"""A workspace that several people share: who joins, with which role, who leaves, who is at work.

Verbs: `share`, `invite`, `withdraw`, `join`, `change_role`, `leave`, `change_password`, `make_key`,
`end_key`, `end_members_sessions`, each one line of the journal. How a member signs in is
team/signing.py; how cards are handed out is callqueue. It does not count anybody's calls: a
member's rates are shown to nobody else.
"""
