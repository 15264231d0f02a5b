"""Readers, one module for each kind of file.

A reader turns a file into rows of text; it knows nothing of companies. `source.py` defines what a
reader is, `signatures.py` tells the kinds of files apart by their first bytes, `opening.py`
chooses the reader.
"""
