"""Messages to contacts. For now the wish for one, kept from the call until it can be sent.

Verbs: ask_for_message (listening to outcomes), drop_message. Sending comes with her mailbox.
"""
