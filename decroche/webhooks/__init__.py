"""Telling another program what was done: an address of hers that is asked after each verb she
chose, signed, in order, again and again until it answers.

Verbs: `keep_webhook`, `switch_off`, `new_secret`, `try_webhook`. It decides nothing of the trade:
it reads the lines of the journal.
"""
