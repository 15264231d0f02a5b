"""The legal duties about personal data: erasing it, giving a copy of it, deleting what is kept too
long, answering requests, the documents (decision 0018).

Verbs: `take_in` (a request), `erase_for`, `finish`, `erase_company`, `erase_person`,
`clear_company`, `apply_retention`. It is above every package with personal data and below the desk.
"""
