"""Django's SQLite backend, with a shorter wait for the write lock and statements translated once.

SQLite's own wait sleeps longer and longer, up to 100 ms at a time: with twenty callers the lock
stands free while all of them sleep, and an unlucky one is passed by for half a second. Here the
wait is one of short sleeps, within the same time limit.
"""

from __future__ import annotations

import sqlite3
import time
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

_SLEEP = 0.001


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that turns a statement's placeholders into SQLite's once, not at every run."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return (
            _in_question_marks(query)
            if param_names is None
            else str(super().convert_query(query, param_names=param_names))
        )


@lru_cache(maxsize=1000)
def _in_question_marks(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the write lock at the start of a transaction."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        made: Cursor = self.connection.cursor(factory=Cursor)
        return made

    def _start_transaction_under_autocommit(self) -> None:
        connection: Any = self.connection
        limit = time.monotonic() + float(self.settings_dict["OPTIONS"]["timeout"])
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self.wrap_database_errors:
                self._begin(connection, limit)
        finally:
            connection.execute(
                "PRAGMA busy_timeout = "
                f"{int(float(self.settings_dict['OPTIONS']['timeout']) * 1000)}"
            )

    @staticmethod
    def _begin(connection: Any, limit: float) -> None:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > limit:
                    raise
            else:
                return
            time.sleep(_SLEEP)
