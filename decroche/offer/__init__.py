"""Her offer: who she is, her services and where each starts and stops, and the presentation of one
page that is made from it.

Verbs: `save_offer`, `enclose`, `remove_enclosure`. It knows no companies and no calls; packages
above it take its texts for calls, mails and pages.
"""
