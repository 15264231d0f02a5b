"""Her telephone beside the desk: which telephones are paired (`Device`), how one is paired
(`Pairings`), what all of them show (`Exchange`), and the page they load.

Verbs: `begin` (a pairing), `claim`, `revoke`, `show`, `call`. It knows no companies and no calls:
the desk makes what is shown, and answers the messages of telephones (`answer_with`).
"""
