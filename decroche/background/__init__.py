"""Work that no page waits for: begun beside a page and looked at again (`beside`), or done by one
machine of a team at a time (`turns`).

The packages whose work it is say what is done and when, in their `jobs.py`.
"""
