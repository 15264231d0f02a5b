"""Django's PostgreSQL backend with a second kind of cursor: its statements stay prepared on the
server, which then neither reads nor plans them anew at each run.

Django writes the values into the text of a statement, so that each run is another statement. That
stays so for everything but the queries of `database/prepared.py`, whose texts are the same each
time.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8Dumper

_MOST = 64
"""Statements that a connection keeps; the one that was not run for longest makes room. The largest,
that for the next card, takes 2.7 MB of the server's memory.
"""
_PREPARED = "prepared"


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, that know what a statement was whose values were sent beside it."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """The statement with its values, for the list of those that were run."""
        if type(cursor) is psycopg.Cursor:
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that can keep statements prepared (see the module)."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that keeps some statements."""
        opened = super().get_new_connection(conn_params)
        opened.prepared_max = _MOST
        return opened

    def create_cursor(self, name: str | None = None) -> Any:
        """Django's own cursors, and the one that `prepared_cursor` asks for."""
        if name != _PREPARED:
            return super().create_cursor(name)
        cursor = psycopg.Cursor[Any](self.connection)
        # Every whole number as the same type: else 40,000 would be another statement than 30,000.
        cursor.adapters.register_dumper(int, Int8Dumper)
        return cursor

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for a statement that comes again with other values."""
        itself: Any = self  # as Django asks for its own cursors that have a name
        cursor: CursorWrapper = itself._cursor(_PREPARED)
        return cursor
