"""The spine: one line per change, appended, never rewritten: when, who, verb, subject, particulars.

Verbs: record (a context that a verb of the trade opens), undo. Timeline, audit, undo and webhooks
read the same rows. Refuses to know what any verb means: undo puts back the images of the rows that
the verb touched.
"""
