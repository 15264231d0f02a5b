"""What the law asks to be done and shown about everybody's data: erasing it, giving a copy of it,
keeping it no longer than allowed, answering requests, writing the documents (decision 0018).

Verbs: `take_in` (a request), `erase_for`, `finish`, `erase_company`, `erase_person`,
`clear_company`, `apply_retention`. It stands above every package that holds personal data and below
the desk.
"""
