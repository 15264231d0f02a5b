"""Bringing companies in: from a file, a photographed list, the state's register.

Verbs: `import_file`, `undo_import`, `apply_changes`, `leave_changes`, `complete`, `check_file`; in
the background `start`, `start_scan`, `start_register`, `start_check`, `look_over`. No row is lost,
and nothing that is there is overwritten before she has seen it. One reader for each kind of file
stands under sources/: a new format is a new file. It knows of calls only what an undo must leave
alone.
"""
