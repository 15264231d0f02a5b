"""Her calendar and her address book on a CalDAV and CardDAV server: her promises and meetings are
events in that calendar, the people she has talked to are cards in that address book. An event that
she moves on the server moves its follow-up in Décroche; about one that she deletes there she is
asked.

Verbs: `keep_agenda`, `stop`, `withdraw`, `decide`, `synchronise`, `release`. It knows
nothing of the queue and writes no mail.
"""
