"""Whether somebody may be called or written to, and who must be left alone for good.

Verbs: `oppose`, `lift`, `consent`, `revoke`, `give_notice`, `receive`, `extend`, `close_request`.
Questions: `opposed`, `consent_of`. The rule: `permit`.
It knows values only (a telephone number, an e-mail address, a SIREN), never a company: so an
opposition outlives the erasure of the card and stops the next import of it.
"""
