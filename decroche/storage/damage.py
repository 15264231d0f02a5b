"""Telling errors that mean a damaged database file from other errors of the database."""

from __future__ import annotations

import sqlite3

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


def is_damage(error: BaseException | None) -> bool:
    """Whether an error means that SQLite could not read the file. Django's errors have SQLite's as
    their cause, so the causes are followed.
    """
    while error is not None:
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", None)
            return isinstance(error.__cause__, UnicodeDecodeError) or (
                code is not None and code & 0xFF in _DAMAGE
            )
        error = error.__cause__
    return False
