"""Her calendar and her address book on a server of hers: her promises and meetings stand there as
events, the people she has talked to as cards. What she moves there moves here; what she deletes
there is asked about.

Verbs: `keep_agenda`, `stop`, `withdraw`, `decide`, `synchronise`, `release`. It knows
nothing of the queue and writes no mail.
"""
