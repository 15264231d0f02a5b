"""The screens of the caller: one folder each, with its views, form, words and templates.

A template stands beside the views that use it; its name is its path below `decroche/`.
`parts/` has what several screens share; `urls.py` is the table of contents.
The desk owns no table: a view reads the request, calls one action or query, and renders.
"""
