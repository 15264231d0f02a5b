"""The ranking against real outbound calls (Moro, Cortez, Rita 2014) and against simulated
freelancers. Deterministic.

The real calls stay outside the project. Features are what is known before dialling: no duration,
and none of the five economic indices. Every call is foretold by a model that has seen earlier calls
only.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from decroche.callqueue.ranking import (
    WINDOW,
    Block,
    Floats,
    Levels,
    Model,
    Prior,
    block,
    fit,
    logit,
)
from tests.callqueue.simulator import Scenario, compare

CALLS = Path(__file__).resolve().parent.parent.parent / "shared/data/calls/bank-additional-full.csv"
FIRST, STEP = 20_000, 500
_AGES, _CAMPAIGN, _PREVIOUS = (25, 30, 40, 50, 60), (2, 3, 4, 5), (1, 2, 3)
_BROAD = 0.5
"""Spread for what an earlier campaign gave: nothing is known of it beforehand, and it may weigh
much.
"""


@dataclass(frozen=True, slots=True)
class Gate:
    """One check: what was measured, what it must reach, and whether it does."""

    name: str
    found: float
    bound: float
    at_least: bool = True

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound


@dataclass(frozen=True, slots=True)
class Block500:
    """One block of 500 consecutive calls: its rate, the rate foretold, its AUC (nan without both
    outcomes), its share in the top fifth.
    """

    first: int
    successes: int
    foretold: float
    auc: float
    top: int


def measure_ranking(_folder: str) -> None:
    """bin/bench ranking"""
    if CALLS.exists():
        blocks, gates = check(CALLS)
        for one in blocks:
            print(
                f"  calls {one.first + 1:6}+  successes {one.successes:3}  foretold "
                f"{one.foretold:6.1f}  in-block AUC {one.auc:.3f}  in the top fifth "
                f"{one.top:3}"
            )
        for gate in gates:
            print(
                f"ranking: {gate.name}: {gate.found:.4f} ({'≥' if gate.at_least else '≤'} "
                f"{gate.bound:.4f}) {'ok' if gate.passed else 'FAILED'}"
            )
    else:
        print(
            "ranking: the real calls are not on this machine: only simulated freelancers are "
            "measured"
        )
    _simulated()


def _simulated() -> None:
    scenarios: list[tuple[Scenario, str]] = [
        ("as_believed", "main scenario"),
        ("only_timing", "the prior is wrong, only timing matters"),
        ("reversed", "the prior is the contrary of the truth"),
    ]
    for scenario, words in scenarios:
        found = compare(scenario, freelancers=60)
        print(
            f"ranking against file order, {words}: {found.base:.1f} → {found.found:.1f} "
            f"decision makers per 100 calls, {found.gain:+.1%} (95 %: {found.low:+.1%} to "
            f"{found.high:+.1%})"
        )


def check(path: Path) -> tuple[list[Block500], list[Gate]]:
    """The measures of each block of 500 real calls, and the gates that decision 0015 sets."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    prior, levels = _encoded(rows)
    worked = np.array([row["y"] == "yes" for row in rows])
    chance, constant, ends = (
        np.full(len(rows), np.nan),
        np.full(len(rows), np.nan),
        range(FIRST, len(rows), STEP),
    )
    model: Model | None = None
    for start in ends:
        seen, asked = slice(start - WINDOW, start), slice(start, start + STEP)
        model = fit(prior, levels[seen], worked[seen], start=model)
        chance[asked], constant[asked] = (
            model.chance(levels[asked]),
            worked[start - STEP : start].mean(),
        )
    blocks = [
        _block(start, worked[start : start + STEP], chance[start : start + STEP]) for start in ends
    ]
    scored = slice(FIRST, len(rows))
    inside = float(np.nanmean([one.auc for one in blocks]))
    pooled = auc(worked[scored], chance[scored])
    few, few_constant = _few(prior, levels, worked)
    top = sum(one.top for one in blocks) / sum(one.successes for one in blocks)
    return blocks, [
        Gate("in-block AUC", inside, 0.57),
        Gate("successes in the top fifth of a block", top, 0.27),
        Gate(
            f"pooled AUC (the recent rate alone: {auc(worked[scored], constant[scored]):.3f})",
            pooled,
            0.76,
        ),
        Gate(
            "calibration error, 10 bins",
            calibration(worked[scored], chance[scored]),
            0.03,
            at_least=False,
        ),
        Gate(
            "log-loss, against the recent rate less 0.01",
            log_loss(worked[scored], chance[scored]),
            log_loss(worked[scored], constant[scored]) - 0.01,
            at_least=False,
        ),
        Gate(
            "log-loss with 200 own calls, against their rate plus 0.002",
            few,
            few_constant + 0.002,
            at_least=False,
        ),
        Gate("leak alarm, pooled AUC", pooled, 0.88, at_least=False),
        Gate("leak alarm, in-block AUC", inside, 0.75, at_least=False),
    ]


def _encoded(rows: list[dict[str, Any]]) -> tuple[Prior, Levels]:
    told: dict[str, tuple[list[str], float, dict[str, float]]] = {
        "line": ([row["contact"] for row in rows], 0.3, {"cellular": 0.5, "telephone": -0.55}),
        "attempt": (
            _bands(rows, "campaign", _CAMPAIGN),
            0.25,
            dict(zip("01234", (0.0, -0.25, -0.45, -0.6, -0.7), strict=True)),
        ),
        "age": (_bands(rows, "age", _AGES), 0.25, {}),
        "previous": (_bands(rows, "previous", _PREVIOUS), 0.25, {}),
        "days since": (
            [
                "none" if row["pdays"] == "999" else "week" if int(row["pdays"]) <= 7 else "more"
                for row in rows
            ],
            _BROAD,
            {},
        ),
        "last campaign": ([row["poutcome"] for row in rows], _BROAD, {}),
        "job": ([row["job"] for row in rows], 0.3, {}),
        **{
            name: ([row[name] for row in rows], 0.25, {})
            for name in (
                "marital",
                "education",
                "default",
                "housing",
                "loan",
                "month",
                "day_of_week",
            )
        },
    }
    blocks: list[Block] = []
    columns = []
    for name, (values, spread, means) in told.items():
        known = sorted(set(values))
        blocks.append(block(name, known, spread, [means.get(level, 0.0) for level in known]))
        columns.append([known.index(value) for value in values])
    return Prior(logit(0.10), 0.7, tuple(blocks)), np.array(columns, dtype=np.intp).T


def _bands(rows: list[dict[str, Any]], name: str, cuts: tuple[int, ...]) -> list[str]:
    return [str(sum(int(row[name]) >= cut for cut in cuts)) for row in rows]


def _block(first: int, worked: Any, chance: Floats) -> Block500:
    best = np.argsort(-chance, kind="stable")[: len(chance) // 5]
    inside = auc(worked, chance) if 0 < worked.sum() < len(worked) else float("nan")
    return Block500(first, int(worked.sum()), float(chance.sum()), inside, int(worked[best].sum()))


def _few(prior: Prior, levels: Levels, worked: Any) -> tuple[float, float]:
    """Log-loss on the next 1,000 calls after 200 own ones, from 24 origins: (model, their rate)."""
    model, rate = [], []
    for start in np.linspace(0, len(worked) - 1200, 24).astype(int):
        seen, asked = slice(start, start + 200), slice(start + 200, start + 1200)
        model.append(
            log_loss(worked[asked], fit(prior, levels[seen], worked[seen]).chance(levels[asked]))
        )
        rate.append(log_loss(worked[asked], np.full(1000, (worked[seen].sum() + 0.5) / 201)))
    return float(np.mean(model)), float(np.mean(rate))


def auc(worked: Any, score: Floats) -> float:
    """Area under the ROC curve: how often a success stands above a failure, ties counting half."""
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    good, bad = int(worked.sum()), int((~worked).sum())
    return float((rank[worked].sum() - good * (good + 1) / 2) / (good * bad))


def log_loss(worked: Any, chance: Floats) -> float:
    """Mean surprise, in nats a call."""
    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(worked, np.log(safe), np.log(1 - safe))))


def calibration(worked: Any, chance: Floats, bins: int = 10) -> float:
    """Mean distance between foretold and found over equal bins of the chance, weighted by calls."""
    place = np.clip((chance * bins).astype(int), 0, bins - 1)
    return float(
        sum(
            abs(chance[place == one].mean() - worked[place == one].mean()) * (place == one).mean()
            for one in range(bins)
            if (place == one).any()
        )
    )
