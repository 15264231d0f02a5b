"""Whom next: the order, and the reason in words that can be counted. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

EARLY = timedelta(minutes=10)
"""A promise is shown from ten minutes before its time (ranking.md)."""

Source = Literal["held", "promise", "follow_up", "fresh", "retry", "passed"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this card now. `source` is where it came from in the order; the rest are the facts it rests on."""

    source: Source
    due: str = ""
    late_minutes: int = 0
    attempts: int = 0
    last_outcome: str = ""
    note: str = ""
    referred_by: str = ""

    def stored(self) -> dict[str, str | int]:
        """As a claim keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}
