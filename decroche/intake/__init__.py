"""Bringing companies in, whatever they stand on: a file, a photographed list, the state's register.

Nothing is lost, nothing overwritten unseen.

Verbs: import_file, undo_import, apply_changes, leave_changes, complete, check_file; in the
background start, start_scan, start_register, start_check, look_over. One reader per kind of file
under sources/: a new format is a new file. Refuses to know calls, but for what an undo must leave
alone.
"""
