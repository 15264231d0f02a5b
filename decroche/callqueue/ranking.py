"""How likely somebody is reached: an additive Bayesian logistic regression in closed form. Pure numpy, no Django.

Every feature is a block of levels of which exactly one holds; each level has a prior mean and spread
in log-odds, so that the model says something sensible before the first call and moves away from it
only as far as her own calls carry it. The mode is found by Newton's method, the spread around it by
Laplace's approximation. Old calls fade with a half-life counted in calls, since the general level
moves more over a year than any feature does (measured: docs/decisions/0015-the-ranking.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

HALF_LIFE = 1000
"""After this many calls a call counts half."""
WINDOW = 5000
"""Calls beyond this many weigh less than a thirtieth of a new one, and are left out."""
_STEPS = 25
_STILL = 1e-6

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

    def coefficients(self, levels: Levels) -> Levels:
        """The places of the coefficients that apply: shape (calls, 1 + blocks)."""
        level = np.zeros((len(levels), 1), dtype=np.intp)
        return np.concatenate((level, levels + self.offsets), axis=1)

    def design(self, levels: Levels) -> Floats:
        """The same as zeros and ones: shape (calls, coefficients)."""
        table = np.zeros((len(levels), len(self.mean)))
        np.put_along_axis(table, self.coefficients(levels), 1.0, axis=1)
        return table


@dataclass(frozen=True)
class Model:
    """What is believed after her calls: the mode of every coefficient and the covariance around it."""

    prior: Prior
    mode: Floats
    covariance: Floats
    calls: int = 0

    def score(self, levels: Levels) -> Floats:
        """Log-odds of reaching somebody, shape (rows,)."""
        found: Floats = self.mode[self.prior.coefficients(levels)].sum(axis=1)
        return found

    def chance(self, levels: Levels) -> Floats:
        """P(reach) of each row, shape (rows,): the mean over the spread (MacKay 1992's approximation)."""
        return squash(self.score(levels) / np.sqrt(1.0 + np.pi / 8.0 * self.variance(levels)))

    def variance(self, levels: Levels) -> Floats:
        """Variance of the log-odds of each row."""
        places = self.prior.coefficients(levels)
        found: Floats = self.covariance[places[:, :, None], places[:, None, :]].sum(axis=(1, 2))
        return found

    def interval(self, levels: Levels, z: float = 1.2816) -> tuple[Floats, Floats]:
        """Lower and upper chance of each row; z = 1.2816 leaves one in ten on either side."""
        middle, spread = self.score(levels), z * np.sqrt(self.variance(levels))
        return squash(middle - spread), squash(middle + spread)

    def contributions(self, row: Sequence[int]) -> list[float]:
        """What each block adds for this row (log-odds), against the average level of that block."""
        found = []
        for start, one, place in zip(self.prior.offsets, self.prior.blocks, row, strict=True):
            values = self.mode[start : start + len(one.levels)]
            found.append(float(values[place] - values.mean()))
        return found


def before(prior: Prior) -> Model:
    """The model of somebody who has not called yet."""
    return Model(prior, prior.mean.copy(), np.diag(1.0 / prior.precision))


def fit(prior: Prior, levels: Levels, reached: NDArray[np.bool_], *, start: Model | None = None, half_life: float = HALF_LIFE) -> Model:
    """The model after these calls, oldest first. `start`, an earlier model, only shortens the way to the same answer."""
    levels, reached = levels[-WINDOW:], reached[-WINDOW:]
    calls = len(levels)
    if not calls:
        return before(prior)
    weight = 0.5 ** (np.arange(calls - 1, -1, -1) / half_life)
    table, mode = prior.design(levels), (start.mode if start else prior.mean).copy()
    for _ in range(_STEPS):
        gradient, curvature = _slope(prior, table, weight, reached, mode)
        step = np.linalg.solve(curvature, gradient)
        mode += np.clip(step, -2.0, 2.0)
        if float(np.abs(step).max()) < _STILL:
            break
    covariance = np.linalg.inv(_slope(prior, table, weight, reached, mode)[1])
    return Model(prior, mode, covariance.astype(np.float64, copy=False), calls)


def _slope(prior: Prior, table: Floats, weight: Floats, reached: NDArray[np.bool_], mode: Floats) -> tuple[Floats, Floats]:
    """Gradient and negative curvature of the log posterior at `mode`."""
    chance = squash(table @ mode)
    gradient = table.T @ (weight * (reached - chance)) - prior.precision * (mode - prior.mean)
    curvature = (table * (weight * chance * (1.0 - chance))[:, None]).T @ table
    curvature[np.diag_indices_from(curvature)] += prior.precision
    return gradient, curvature


def squash(value: Floats) -> Floats:
    """Log-odds to a share."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))
    return found


def logit(share: float) -> float:
    """A share to log-odds."""
    return log(share / (1.0 - share))
