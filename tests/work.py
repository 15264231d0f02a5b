"""How much work a block of code gives the database, counted in steps of SQLite's own machine: so a
test can say “the same whatever the size of the file” without a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

_EVERY = 50
"""Steps between two counts. A row that is read costs some ten steps, one that is found in an index
some five."""


@dataclass(slots=True)
class Work:
    """Steps of SQLite's machine, to the nearest fifty."""

    steps: int = 0


@contextmanager
def counted() -> Iterator[Work]:
    """Counts what is asked of the database inside. SQLite only."""
    connection.ensure_connection()
    work = Work()

    def note() -> int:
        work.steps += _EVERY
        return 0

    connection.connection.set_progress_handler(note, _EVERY)
    try:
        yield work
    finally:
        connection.connection.set_progress_handler(None, 0)
