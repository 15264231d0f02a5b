"""Her offer: who she is, what she does, where each service starts and stops; the one-page
presentation made from it.

Verbs: `save_offer`, `enclose`, `remove_enclosure`.
It does not know whom it is shown to: calls, mails and pages take their words from here.
"""
