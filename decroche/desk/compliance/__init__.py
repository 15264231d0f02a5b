"""Conformité: what is due, oppositions, requests, documents and legal settings.

One module a page, beside its template. The legal verbs of one card are in `desk/company/legal.py`.
"""
