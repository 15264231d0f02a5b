"""Waiting for a state instead of a time: a slow machine makes a test longer, not red."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

DEADLINE = 120.0
"""Seconds after which something that should happen is taken for something that never will."""
_BACKGROUND = ("import-", "scan-", "check-", "doubles")
"""How the threads of decroche.intake.jobs are called."""

Seen = TypeVar("Seen")


def until(look: Callable[[], Seen], what: str) -> Seen:
    """What `look` gives, as soon as it is something; fails, naming `what`, after the deadline."""
    last = time.monotonic() + DEADLINE
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > last:
            raise AssertionError(f"after {DEADLINE:.0f} seconds still not: {what}")
        time.sleep(0.05)


def background_done() -> None:
    """Waits for the imports, scans and comparisons that run beside the pages."""
    for thread in threading.enumerate():
        if thread.name.startswith(_BACKGROUND):
            thread.join(DEADLINE)
            assert not thread.is_alive(), f"{thread.name} still runs"
