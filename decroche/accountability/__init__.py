"""What the law asks to be done and shown about everybody's data: erasing, access, retention,
requests, the documents.

Above every package that holds personal data, below the desk. Decision 0018.
"""
