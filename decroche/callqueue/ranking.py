"""How likely somebody is reached: an additive Bayesian logistic regression in closed form.

Pure numpy, no Django.

Every feature is a block of levels of which exactly one holds; each level has a prior mean and
spread in log-odds, so that the model says something sensible before the first call and moves away
from it only as far as her own calls carry it. The mode is found by Newton's method, the spread
around it by Laplace's approximation. Old calls fade with a half-life counted in calls, since the
general level moves more over a year than any feature does (measured:
docs/decisions/0015-the-ranking.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HALF_LIFE = 1000
"""After this many calls a call counts half."""
WINDOW = 5000
"""Calls beyond this many weigh less than a thirtieth of a new one, and are left out."""
_STEPS = 25
_STILL = 1e-5
NUDGED_FROM = 100
"""With fewer calls one call moves too much for a single step, and a whole fit costs nothing."""

Levels = NDArray[np.intp]
"""Shape (calls, blocks): which level of each block holds, counted within its block."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """One feature: its levels with their prior means (log-odds) and the spread they share."""

    name: str
    levels: tuple[str, ...]
    means: tuple[float, ...]
    spread: float


def block(name: str, levels: Sequence[str], spread: float, means: Sequence[float] = ()) -> Block:
    """A block; without means, nothing is presumed (all 0)."""
    found = tuple(means) or (0.0,) * len(levels)
    if len(found) != len(levels):
        raise ValueError(f"{name}: {len(levels)} levels and {len(found)} prior means")
    return Block(name, tuple(levels), found, spread)


@dataclass(frozen=True)
class Prior:
    """What is believed before the first call: the general level and every block."""

    level: float
    level_spread: float
    blocks: tuple[Block, ...]

    @cached_property
    def mean(self) -> Floats:
        """Shape (1 + all levels,): the general level first."""
        return np.array([self.level, *(mean for one in self.blocks for mean in one.means)])

    @cached_property
    def precision(self) -> Floats:
        """One over the prior variance, same shape as `mean`."""
        spreads = [self.level_spread, *(one.spread for one in self.blocks for _ in one.levels)]
        found: Floats = 1.0 / np.square(np.array(spreads))
        return found

    @cached_property
    def offsets(self) -> NDArray[np.intp]:
        """Where each block begins among the coefficients."""
        sizes = [len(one.levels) for one in self.blocks]
        return 1 + np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        """How many levels each block has."""
        return np.array([len(one.levels) for one in self.blocks], dtype=np.intp)

    def coefficients(self, levels: Levels) -> Levels:
        """The places of the coefficients that apply: shape (calls, 1 + blocks)."""
        level = np.zeros((len(levels), 1), dtype=np.intp)
        return np.concatenate((level, levels + self.offsets), axis=1)

    def design(self, levels: Levels) -> Floats:
        """The coefficients that apply, as zeros and ones: shape (calls, coefficients)."""
        table = np.zeros((len(levels), len(self.mean)))
        np.put_along_axis(table, self.coefficients(levels), 1.0, axis=1)
        return table


class Expected(NamedTuple):
    """The chance of one row, with the lower and upper end of its interval."""

    chance: float
    low: float
    high: float


@dataclass(frozen=True)
class Model:
    """What is believed after her calls: the mode of every coefficient and the covariance
    around it.
    """

    prior: Prior
    mode: Floats
    covariance: Floats
    calls: int = 0
    stale: int = 0
    """Refits since the spread was worked out: the mode moves with every call, the spread once they
    are a twentieth more.
    """

    def score(self, levels: Levels) -> Floats:
        """Log-odds of reaching somebody, shape (rows,)."""
        found: Floats = self.mode[self.prior.coefficients(levels)].sum(axis=1)
        return found

    def chance(self, levels: Levels) -> Floats:
        """P(reach) of each row, shape (rows,): the mean over the spread (MacKay 1992's
        approximation).
        """
        return sigmoid(self.score(levels) / np.sqrt(1.0 + np.pi / 8.0 * self.variance(levels)))

    def variance(self, levels: Levels) -> Floats:
        """Variance of the log-odds of each row."""
        places = self.prior.coefficients(levels)
        found: Floats = self.covariance[places[:, :, None], places[:, None, :]].sum(axis=(1, 2))
        return found

    def interval(self, levels: Levels, z: float = 1.2816) -> tuple[Floats, Floats]:
        """Lower and upper chance of each row; z = 1.2816 leaves one in ten on either side."""
        middle, spread = self.score(levels), z * np.sqrt(self.variance(levels))
        return sigmoid(middle - spread), sigmoid(middle + spread)

    def contributions(self, row: Sequence[int]) -> list[float]:
        """What each block adds for this row (log-odds), against the average level of that block."""
        offsets = self.prior.offsets
        averages = np.add.reduceat(self.mode, offsets) / self.prior.sizes
        found: list[float] = (self.mode[offsets + row] - averages).tolist()
        return found

    def expected(self, row: Sequence[int], z: float = 1.2816) -> Expected:
        """What `chance` and `interval` say of one row, in single numbers: arrays of one row cost
        ten times as much, and each press asks this.
        """
        places = np.concatenate(([0], self.prior.offsets + row))
        middle = float(self.mode[places].sum())
        variance = float(self.covariance[places[:, None], places].sum())
        spread = z * sqrt(variance)
        return Expected(
            share(middle / sqrt(1.0 + pi / 8.0 * variance)),
            share(middle - spread),
            share(middle + spread),
        )


def prior_model(prior: Prior) -> Model:
    """The model of somebody who has not called yet."""
    return Model(prior, prior.mean.copy(), np.diag(1.0 / prior.precision))


def fit(
    prior: Prior,
    levels: Levels,
    reached: NDArray[np.bool_],
    *,
    start: Model | None = None,
    half_life: float = HALF_LIFE,
) -> Model:
    """The model after these calls, oldest first.

    `start`, the model of a few calls before, only shortens the way to the same mode.
    """
    levels, reached = levels[-WINDOW:], reached[-WINDOW:]
    count = len(levels)
    if not count:
        return prior_model(prior)
    weight = 0.5 ** (np.arange(count - 1, -1, -1) / half_life)
    calls = _Calls(prior, prior.coefficients(levels), weight, reached)
    near = _near(calls, start) if start is not None and start.calls else None
    if (
        near is not None
        and start is not None
        and start.stale < _spread_holds(count)
        and abs(count - start.calls) <= exact_every(count)
    ):
        return Model(prior, near, start.covariance, count, start.stale + 1)
    table = prior.design(levels)
    mode = near if near is not None else prior.mean.copy()
    for _ in range(0 if near is not None else _STEPS):
        step: Floats = np.linalg.solve(
            _curvature(calls, table, mode), _gradient(calls, mode)
        ).astype(np.float64, copy=False)
        mode, moved = _climbed(calls, mode, step)
        if moved < _STILL:
            break
    covariance = np.linalg.inv(_curvature(calls, table, mode))
    return Model(prior, mode, covariance.astype(np.float64, copy=False), count)


def exact_every(calls: int) -> int:
    """For how many calls single steps are good enough: a twentieth of those before, sixty at most
    (an order's length).
    """
    return min(60, max(10, calls // 20))


def _spread_holds(calls: int) -> int:
    """For how many calls a spread is good enough: a twentieth of those it was made from."""
    return min(100, calls // 20)


def online_update(
    model: Model, levels: Levels, reached: NDArray[np.bool_], *, half_life: float = HALF_LIFE
) -> Model:
    """The model after a few calls more, in one step whatever their number before.

    At the mode the calls pull as hard as the prior; so after one more call the pull of all the
    others is known, faded by one call. What is left out is of second order, and `fit` sets it right
    after `exact_every` calls.
    """
    prior, mode, stale = model.prior, model.mode, model.stale
    fade = 0.5 ** (1.0 / half_life)
    for row, worked in zip(prior.coefficients(levels), reached, strict=True):
        pull = prior.precision * (mode - prior.mean) * (fade - 1.0)
        pull[row] += float(worked) - share(float(mode[row].sum()))
        mode, stale = mode + model.covariance @ pull, stale + 1
    return Model(prior, mode, model.covariance, min(WINDOW, model.calls + len(levels)), stale)


class _Calls(NamedTuple):
    """The calls that a model is fitted to, one row each: `places` are the coefficients that its
    situation adds up, `weight` what it still counts, `reached` whether somebody was reached.
    """

    prior: Prior
    places: Levels
    weight: Floats
    reached: NDArray[np.bool_]


def _near(calls: _Calls, start: Model) -> Floats | None:
    """The mode from a model of a few calls before: its spread serves as the slope's, which costs
    nothing; None when that does not settle.
    """
    mode = start.mode
    for _ in range(_STEPS):
        step = start.covariance @ _gradient(calls, mode)
        if float(np.abs(step).max()) > 1.0:
            return None
        mode = mode + step
        if float(np.abs(step).max()) < 10 * _STILL:
            return mode
    return None


def _climbed(calls: _Calls, mode: Floats, step: Floats) -> tuple[Floats, float]:
    """As much of a step as leads upwards (Newton's steps may overshoot a far mode), and how far
    that went.
    """
    here, part = _height(calls, mode), 1.0
    while part > 1e-4 and _height(calls, mode + part * step) < here:
        part /= 2
    return mode + part * step, float(np.abs(part * step).max())


def _height(calls: _Calls, mode: Floats) -> float:
    """The log posterior at `mode`, less a constant."""
    score = mode[calls.places].sum(axis=1)
    likely = float((calls.weight * (calls.reached * score - np.logaddexp(0.0, score))).sum())
    return likely - 0.5 * float((calls.prior.precision * np.square(mode - calls.prior.mean)).sum())


def _gradient(calls: _Calls, mode: Floats) -> Floats:
    """Slope of the log posterior at `mode`."""
    places = calls.places
    surprise = calls.weight * (calls.reached - sigmoid(mode[places].sum(axis=1)))
    summed = np.bincount(
        places.ravel(), weights=np.repeat(surprise, places.shape[1]), minlength=len(mode)
    )
    found: Floats = summed - calls.prior.precision * (mode - calls.prior.mean)
    return found


def _curvature(calls: _Calls, table: Floats, mode: Floats) -> Floats:
    """Negative curvature of the log posterior at `mode`; `table` is `places` as zeros and ones."""
    chance = sigmoid(table @ mode)
    found: Floats = (table * (calls.weight * chance * (1.0 - chance))[:, None]).T @ table
    found[np.diag_indices_from(found)] += calls.prior.precision
    return found


def sigmoid(value: Floats) -> Floats:
    """Log-odds to a share."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))
    return found


def share(value: float) -> float:
    """`sigmoid` of one number."""
    return 1.0 / (1.0 + exp(-min(max(value, -30.0), 30.0)))


def logit(part: float) -> float:
    """A share to log-odds."""
    return log(part / (1.0 - part))
