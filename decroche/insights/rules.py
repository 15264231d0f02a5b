"""Figures that stay honest when calls are few. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil, exp, lgamma, sqrt
from statistics import NormalDist

ENOUGH = 20
"""Below this many calls a rate is not shown as a percentage."""
FEW = 5
"""Below this many calls a cell of the heat map is drawn as uncertain."""
USUAL_HANG_UPS = 20
"""One call in twenty is a curt “no need, goodbye” by her own count."""
Z = 1.959964
"""Of the standard normal distribution 95 % lies within this many deviations of its middle."""


@dataclass(frozen=True, slots=True)
class Rate:
    """part of whole with the 95 % Wilson interval (Wilson 1927); low and high are shares between 0
    and 1.
    """

    part: int
    whole: int
    low: float
    high: float

    @property
    def one_in(self) -> int | None:
        """N of “one in N”, None when there was none."""
        return round(self.whole / self.part) if self.part else None

    @property
    def share(self) -> float:
        """part of whole, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def enough(self) -> bool:
        """Whether there are calls enough to speak of a rate."""
        return self.whole >= ENOUGH


def rate(part: int, whole: int, *, z: float = Z) -> Rate:
    """A share with its Wilson interval, right for small numbers: 0 of 5 is between 0 and 43 %."""
    if not whole:
        return Rate(part, whole, 0.0, 1.0)
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = (
        z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    )
    low = 0.0 if not part else max(0.0, centre - spread)
    return Rate(part, whole, low, 1.0 if part == whole else min(1.0, centre + spread))


@dataclass(frozen=True, slots=True)
class Difference:
    """Share of the first less that of the second, with its interval (Newcombe 1998, method 10)."""

    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether chance alone would hardly make it."""
        return self.low > 0 or self.high < 0


def difference(
    first: tuple[int, int], second: tuple[int, int], *, confidence: float = 0.95
) -> Difference:
    """(part, whole) of both; the interval is made of both Wilson intervals, so it is right for
    small numbers too.
    """
    z = _z(confidence)
    one, two = rate(*first, z=z), rate(*second, z=z)
    gap = one.share - two.share
    low = gap - sqrt((one.share - one.low) ** 2 + (two.high - two.share) ** 2)
    high = gap + sqrt((one.high - one.share) ** 2 + (two.share - two.low) ** 2)
    return Difference(gap, low, high)


def stands_out(rows: Sequence[tuple[int, int]]) -> list[int]:
    """For each (part, whole): 1 when its share is above that of all the others together, −1 below,
    0 when that can't be told.

    Every row is one comparison more that chance may win: the 5 % are shared out among them
    (Bonferroni). Rows with fewer than ENOUGH calls are never compared.
    """
    part, whole = sum(row[0] for row in rows), sum(row[1] for row in rows)
    judged = [row[1] >= ENOUGH and whole - row[1] >= ENOUGH for row in rows]
    confidence = 1 - 0.05 / max(1, sum(judged))
    found = []
    for row, fit in zip(rows, judged, strict=True):
        gap = (
            difference(row, (part - row[0], whole - row[1]), confidence=confidence) if fit else None
        )
        found.append(0 if gap is None or not gap.holds else 1 if gap.low > 0 else -1)
    return found


@cache
def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many of `calls` still to be made will be conversations: expected, and an interval that
    holds 95 times in 100.
    """

    calls: int
    expected: float
    low: int
    high: int


def forecast(part: int, whole: int, calls: int) -> Forecast:
    """From `part` conversations in `whole` calls: the beta-binomial of a Jeffreys prior (½, ½), its
    tails cut at 2.5 % each.
    """
    a, b = part + 0.5, whole - part + 0.5
    chances = [
        exp(_choose(calls, k) + _beta(k + a, calls - k + b) - _beta(a, b)) for k in range(calls + 1)
    ]
    low, high, below = 0, calls, 0.0
    for k, chance in enumerate(chances):
        if below + chance <= 0.025:
            low = k + 1
        if below + chance >= 0.975:
            high = k
            break
        below += chance
    return Forecast(calls, calls * a / (a + b), min(low, high), high)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def enough_to_tell(share: float, *, gain: float = 0.30, explored: float = 0.1) -> int:
    """Random calls needed to see a relative `gain` over `share` four times in five (two-sided 5 %,
    random to ranked as 1 to 9).
    """
    share = min(max(share, 0.02), 0.8)
    z = _z(0.95) + NormalDist().inv_cdf(0.8)
    return ceil(z * z * share * (1 - share) * (1 + explored / (1 - explored)) / (gain * share) ** 2)


def drawn_in(part: int, whole: int, mean: float, *, strength: float = 10.0) -> float:
    """A share drawn towards the mean while calls are few: `strength` calls of the mean are added to
    it.
    """
    return (part + strength * mean) / (whole + strength)


def streak(
    days: Callable[[date], int],
    works: Callable[[date], bool],
    goal: int,
    today: date,
    *,
    most: int = 400,
) -> int:
    """Working days in a row, back from today, on which the goal was met.

    Today breaks nothing before it is over; days off are passed over.
    """
    found = 0
    for back in range(most):
        day = today - timedelta(days=back)
        if days(day) >= goal:
            found += 1
        elif works(day) and back:
            break
    return found


def median(values: Sequence[float]) -> float | None:
    """The middle one; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def sitting_minutes(cards: int, per_card: float) -> int:
    """About how long so many cards take, to five minutes; five at least."""
    return round(cards * per_card / 5) * 5 or 5
