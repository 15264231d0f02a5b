"""The verbs of the product over HTTP at /api/v1, for other programs of this machine.

A request needs the token of the data folder.
"""
