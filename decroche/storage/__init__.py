"""The database as a whole: preparing it at a start, upgrading, checking, copying, restoring, and
exporting the companies.
"""
