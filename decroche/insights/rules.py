"""Statistics of small numbers: rates with confidence intervals, differences, forecasts. Plain
Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil, exp, lgamma, sqrt
from statistics import NormalDist

ENOUGH = 20
"""Calls from which a rate is shown as a percentage."""
FEW = 5
"""Calls below which a cell of the heat map is drawn as uncertain."""
USUAL_HANG_UPS = 20
"""One call in twenty is usually hung up, by her own count."""
Z = 1.959964
"""The number of standard deviations around the mean that contain 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, `part` of `whole`, with its 95 % Wilson interval (Wilson 1927): `low` and `high` are
    shares from 0 to 1.
    """

    part: int
    whole: int
    low: float
    high: float

    @property
    def one_in(self) -> int | None:
        """N of “one in N”; None when `part` is 0."""
        return round(self.whole / self.part) if self.part else None

    @property
    def share(self) -> float:
        """The rate as a share from 0 to 1; 0 when `whole` is 0."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def enough(self) -> bool:
        """Whether there are enough calls to show the rate."""
        return self.whole >= ENOUGH


def rate(part: int, whole: int, *, z: float = Z) -> Rate:
    """A rate with its Wilson interval, which is right for small numbers too: 0 of 5 is between 0
    and 43 %. `z` is the number of standard deviations (95 % by default).
    """
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
    """The difference of two shares with its confidence interval (Newcombe 1998, method 10)."""

    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the difference is significant: its interval does not contain 0."""
        return self.low > 0 or self.high < 0


def difference(
    first: tuple[int, int], second: tuple[int, int], *, confidence: float = 0.95
) -> Difference:
    """The difference of two rates, each (part, whole). Its interval is made of both Wilson
    intervals, so that it is right for small numbers too.
    """
    z = _z(confidence)
    one, two = rate(*first, z=z), rate(*second, z=z)
    gap = one.share - two.share
    low = gap - sqrt((one.share - one.low) ** 2 + (two.high - two.share) ** 2)
    high = gap + sqrt((one.high - one.share) ** 2 + (two.share - two.low) ** 2)
    return Difference(gap, low, high)


def stands_out(rows: Sequence[tuple[int, int]]) -> list[int]:
    """For each (part, whole): 1 when its share is significantly above that of all others together,
    −1 when below, else 0.

    With many comparisons, one of them would often be significant by chance. So the 5 % are divided
    by their number (Bonferroni correction). Rows with fewer than ENOUGH calls are not compared.
    """
    part, whole = sum(row[0] for row in rows), sum(row[1] for row in rows)
    comparable = [row[1] >= ENOUGH and whole - row[1] >= ENOUGH for row in rows]
    confidence = 1 - 0.05 / max(1, sum(comparable))
    signs = []
    for row, is_comparable in zip(rows, comparable, strict=True):
        sign = 0
        if is_comparable:
            others = (part - row[0], whole - row[1])
            gap = difference(row, others, confidence=confidence)
            if gap.holds:
                sign = 1 if gap.low > 0 else -1
        signs.append(sign)
    return signs


@cache
def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many conversations `calls` further calls will probably give: the expected number, and the
    interval from `low` to `high` with a probability of 95 %.
    """

    calls: int
    expected: float
    low: int
    high: int


def forecast(part: int, whole: int, calls: int) -> Forecast:
    """The forecast after `part` conversations in `whole` calls: the beta-binomial distribution from
    a Jeffreys prior (½, ½), without 2.5 % at each end.
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
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _choose(n: int, k: int) -> float:
    """The logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def enough_to_tell(share: float, *, gain: float = 0.30, explored: float = 0.1) -> int:
    """How many random calls are needed to find a relative `gain` over `share` with a power of 80 %
    (a two-sided test at 5 %). `explored` is the share of random calls among all.
    """
    share = min(max(share, 0.02), 0.8)
    z = _z(0.95) + NormalDist().inv_cdf(0.8)
    return ceil(z * z * share * (1 - share) * (1 + explored / (1 - explored)) / (gain * share) ** 2)


def smoothed(part: int, whole: int, mean: float, *, strength: float = 10.0) -> float:
    """A share that is moved towards the mean while calls are few: as if there were `strength` more
    calls with the mean share.
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
    """How many working days in a row, back from today, the goal was met. Days off do not count, nor
    does today while the goal is not met yet. `days` gives the calls of a day, `works` whether it is
    a working day; it looks `most` days back.
    """
    count = 0
    for back in range(most):
        day = today - timedelta(days=back)
        if days(day) >= goal:
            count += 1
        elif works(day) and back:
            break
    return count


def median(values: Sequence[float]) -> float | None:
    """The median; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def sitting_minutes(cards: int, per_card: float) -> int:
    """How many minutes a number of cards takes, rounded to five; at least five."""
    return round(cards * per_card / 5) * 5 or 5
