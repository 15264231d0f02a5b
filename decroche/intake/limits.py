"""Reads somebody's file in another process with limits of memory and time."""

from __future__ import annotations

from decroche.intake.sources.source import Unreadable
from decroche.shared import limits


def run_limited(module: list[str], *, wait: float) -> str:
    """Runs a module that limits itself, for `wait` seconds at most; returns what it printed. Raises
    Unreadable (too_heavy) when a limit ended it.
    """
    try:
        return limits.run_limited(module, wait=wait)
    except limits.TooHeavy:
        raise Unreadable("too_heavy") from None
