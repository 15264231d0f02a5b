"""Her e-mails to contacts: written, queued, sent from her own mailbox, and what comes back to them.

Verbs: `begin`, `queue`, `take_back`, `leave_now`, `send_again`, `close`, `keep_mailbox`,
`write_templates`, `invite`, `move_invitation`, `cancel_invitation`. It listens to outcomes: a call
in which an e-mail was asked for writes one.
"""
