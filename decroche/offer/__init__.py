"""Her offer: who she is, what she does, where each service starts and stops; the one-page
presentation.

Verbs: save_offer, enclose, remove_enclosure. It refuses to know whom it is shown to: calls, mails
and pages take its words from here.
"""
