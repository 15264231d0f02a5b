"""Writing in many short transactions, so that a call can be logged during a long import.

SQLite has one writer at a time: a call that is logged waits until the transaction under way ends.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

HELD = 0.06
"""Seconds that a transaction of an import may last."""
FREE = 0.006
"""Seconds between two transactions: a process that waits for the write lock tries to take it each
millisecond (config/sqlite/base.py).
"""
_FEWEST, _FIRST, _MOST = 20, 200, 2_000
"""How many rows the shortest transaction has (each transaction has a cost that does not depend on
its rows), the first one, and the longest.
"""


class Steps:
    """Transactions of a limited duration: how many rows one has follows from how long the earlier
    ones took. `few` says that each row takes long, so that the first has few rows.
    """

    def __init__(self, *, few: bool = False) -> None:
        self.rows = _FEWEST if few else _FIRST
        """How many rows the next transaction should have."""

    @contextmanager
    def step(self, rows: int) -> Iterator[None]:
        """Runs the block as one transaction of this many rows, then leaves the write lock free for
        a moment.
        """
        with transaction.atomic():
            begun = time.perf_counter()
            yield
        took = time.perf_counter() - begun  # with the commit, which holds the lock too
        if took > HELD:
            self.rows = max(_FEWEST, int(self.rows * max(0.5, HELD / took)))
        elif rows >= self.rows:  # fewer rows are the rest of what was read, and teach nothing
            self.rows = min(_MOST, self.rows + self.rows // 4)
        breathe()

    def each(self, work: Iterator[object], until: float = math.inf) -> bool:
        """Does a piece of work after the other, with as many in each transaction as there is time
        for. Returns False when something is left at the moment `until` (of time.monotonic).
        """
        going_on = True
        while going_on and time.monotonic() < until:
            with transaction.atomic():
                going_on = _some(work, time.perf_counter() + HELD)
            breathe()
        return not going_on


def _some(work: Iterator[object], end: float) -> bool:
    """Does pieces of work until the moment `end` (of time.perf_counter); returns whether any may be
    left.
    """
    return any(time.perf_counter() > end for _ in work)


def breathe() -> None:
    """Leaves the write lock free for a moment, unless an outer transaction holds it."""
    if not connection.in_atomic_block:
        time.sleep(FREE)
