"""Whether an error of the database says that its file is damaged."""

from __future__ import annotations

import sqlite3

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


def is_damage(error: BaseException | None) -> bool:
    """SQLite could not make sense of the file, or not read it; Django's errors carry SQLite's."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", None)
            return isinstance(error.__cause__, UnicodeDecodeError) or (
                code is not None and code & 0xFF in _DAMAGE
            )
        error = error.__cause__
    return False
