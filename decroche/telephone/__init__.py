"""Her telephone beside the desk: which telephones are paired (`Device`), how one is, what all of
them show (`Exchange`), and the page they load.

Verbs: `begin` (a pairing), `claim`, `revoke`, `show`, `call`. It knows no companies and no calls:
what is shown is made by the desk, and what is said is answered by it (`answer_with`).
"""
