"""A module that reads somebody's file in a process with limits, and what comes of one too heavy."""

from __future__ import annotations

from decroche.intake.sources.source import Unreadable
from decroche.shared import limits


def run_limited(module: list[str], *, wait: float) -> str:
    """Runs a module that limits itself; what it says. Raises Unreadable (too_heavy) when it was
    ended by its limits.
    """
    try:
        return limits.run_limited(module, wait=wait)
    except limits.TooHeavy:
        raise Unreadable("too_heavy") from None
