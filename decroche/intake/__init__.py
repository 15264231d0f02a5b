"""Bringing companies in: from a file, a photographed list, the state's register.

Verbs: `import_file`, `undo_import`, `apply_changes`, `leave_changes`, `complete`, `check_file`; in
the background `start`, `start_scan`, `start_register`, `start_check`, `look_over`. No row is lost,
and no card is overwritten before she has seen the change. The folder sources/ has one reader for
each kind of file. Of calls this package knows only what the undo of an import must leave alone.
"""
