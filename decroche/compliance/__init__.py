"""Whether somebody may be called or written to; oppositions, consents, notices and legal requests.

Verbs: `oppose`, `lift`, `consent`, `revoke`, `give_notice`, `receive`, `extend`, `close_request`.
Questions: `opposed`, `consent_of`. The rule: `permit`.
It knows values only (a telephone number, an e-mail address, a SIREN), never a company. So an
opposition is still there when the card is erased, and applies when the company is imported again.
"""
