"""Writing in many short transactions: a call that is logged beside a long import waits a moment.

SQLite has one writer, and a press is one transaction: it waits as long as the one before it lasts.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

HELD = 0.06
"""Seconds that a transaction of an import is to last at most."""
FREE = 0.006
"""Seconds between two of them: whoever waits for the write lock asks for it each millisecond
(config/sqlite/base.py)."""
_FEWEST, _FIRST, _MOST = 20, 200, 2_000
"""Rows of the shortest transaction (each has a cost that its rows don't change), of the first and
of the longest."""


class Steps:
    """Transactions as short as they are to be: how many rows one takes is learnt from how long
    those before it took. `few`: what is done with a row takes long.
    """

    def __init__(self, *, few: bool = False) -> None:
        self.rows = _FEWEST if few else _FIRST
        """Rows that the next transaction is to take."""

    @contextmanager
    def step(self, rows: int) -> Iterator[None]:
        """One transaction of this many rows; the lock is left free for a moment after it."""
        with transaction.atomic():
            begun = time.perf_counter()
            yield
        # With the commit, which holds the lock too.
        took = time.perf_counter() - begun
        if took > HELD:
            self.rows = max(_FEWEST, int(self.rows * max(0.5, HELD / took)))
        elif rows >= self.rows:  # else it was the rest of what was read, and tells nothing
            self.rows = min(_MOST, self.rows + self.rows // 4)
        breathe()

    def each(self, work: Iterator[object], until: float = math.inf) -> bool:
        """Does all of a work, as many of its pieces in one transaction as there is time for; False
        when something is left at the moment `until` (of time.monotonic).
        """
        going_on = True
        while going_on and time.monotonic() < until:
            with transaction.atomic():
                going_on = _some(work, time.perf_counter() + HELD)
            breathe()
        return not going_on


def _some(work: Iterator[object], end: float) -> bool:
    """Goes on until the time is over; returns whether anything may be left."""
    return any(time.perf_counter() > end for _ in work)


def breathe() -> None:
    """Leaves the write lock free for a moment, unless a transaction around holds it."""
    if not connection.in_atomic_block:
        time.sleep(FREE)
