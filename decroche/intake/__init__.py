"""Bringing a file in: reading it whatever it is, guessing its columns, making cards, losing nothing.

Verbs: import_file, undo_import. One reader per kind of file under sources/: a new format is a new file.
"""
