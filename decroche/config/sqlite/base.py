"""Django's SQLite backend with two changes: shorter sleeps while waiting for the write lock, and
placeholders of statements that are converted once.

SQLite itself waits for a lock in longer and longer sleeps, up to 100 ms. With twenty callers the
lock is then free while all of them sleep, and one may miss it for half a second. Here the sleeps
are of 1 ms, within the same time limit.
"""

from __future__ import annotations

import sqlite3
import time
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper

_SLEEP = 0.001


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that keeps the converted form of a statement (%s becomes ?) for its next run."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_question_marks(query)
        return str(super().convert_query(query, param_names=param_names))


@lru_cache(maxsize=1000)
def _with_question_marks(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes the write lock at the start of a transaction (see the module)."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for a statement that comes again with other values: SQLite keeps each of those
        that were run last.
        """
        return self.cursor()

    def _start_transaction_under_autocommit(self) -> None:
        connection: Any = self.connection
        timeout = float(self.settings_dict["OPTIONS"]["timeout"])
        connection.execute("PRAGMA busy_timeout = 0")  # no sleeps of SQLite's own meanwhile
        try:
            with self.wrap_database_errors:
                self._begin(connection, time.monotonic() + timeout)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")

    @staticmethod
    def _begin(connection: Any, limit: float) -> None:
        """Begins a transaction with the write lock, tried again until `limit` (monotonic)."""
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > limit:
                    raise
            else:
                return
            time.sleep(_SLEEP)
