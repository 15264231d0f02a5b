"""Whether a value may be called now, and who must be left alone for good.

Verbs: oppose, lift, consent, revoke, give_notice. Questions: opposed, consent_of. The rule: permit.
Knows values only (a number, an address, a SIREN), never a company: an opposition outlives the
erasure of the card, and stops its re-import.
"""
