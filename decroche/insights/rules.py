"""Figures that stay honest when calls are few. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

ENOUGH = 20
"""Below this many calls a rate is not shown as a percentage."""


@dataclass(frozen=True, slots=True)
class Rate:
    """part of whole with the 95 % Wilson interval (Wilson 1927); low and high are shares between 0 and 1."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def one_in(self) -> int | None:
        """N of “one in N”, None when there was none."""
        return round(self.whole / self.part) if self.part else None

    @property
    def enough(self) -> bool:
        """Whether there are calls enough to speak of a rate."""
        return self.whole >= ENOUGH


def rate(part: int, whole: int) -> Rate:
    """A share with its Wilson interval, right for small numbers: 0 of 5 is between 0 and 43 %."""
    if not whole:
        return Rate(part, whole, 0.0, 1.0)
    z = 1.959964
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return Rate(part, whole, max(0.0, centre - spread), min(1.0, centre + spread))
