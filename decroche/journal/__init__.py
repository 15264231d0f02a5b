"""One line for each change, added and never rewritten: when, who, verb, subject, particulars.

Verbs: `record` (a block inside which a verb of the trade does its work), `undo`.
The timeline of a card, the audit and undo read the same rows. It does not know what a verb means:
undo puts back the images of the rows that the verb touched.
"""
