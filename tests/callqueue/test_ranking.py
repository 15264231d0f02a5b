"""The model: what it believes before the first call, what calls teach it, and its gates on real
calls.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from decroche.callqueue.features import DAYS, HOURS, PRIOR, Situation, read, table, written
from decroche.callqueue.ranking import (
    WINDOW,
    Prior,
    block,
    exact_every,
    fit,
    logit,
    online_update,
    prior_model,
)
from decroche.calls.strata import LINES, sector_of, size_of, stratum
from tests.callqueue.simulator import compare
from tests.cast import TUESDAY
from tools.measures_ranking import auc, check


def test_the_gates_hold_on_real_calls(shared_data: Path) -> None:
    blocks, gates = check(shared_data / "calls" / "bank-additional-full.csv")
    assert len(blocks) == 43
    assert [gate for gate in gates if not gate.passed] == []


def test_the_queue_beats_the_order_of_the_file_and_loses_nothing_when_its_beliefs_are_wrong() -> (
    None
):
    assert compare("as_believed", freelancers=14, days=10).low > 0
    assert compare("only_timing", freelancers=14, days=10).gain > -0.01


def one(line: str = "switchboard", at: datetime = TUESDAY, **more: Any) -> Situation:
    return Situation(stratum("", None, line), at, **more)


def test_before_the_first_call_it_believes_what_was_published() -> None:
    model = prior_model(PRIOR)
    chances = model.chance(table([one("switchboard"), one("direct"), one("mobile")]))
    assert list(chances) == sorted(chances)
    assert 0.05 < chances.mean() < 0.2
    low, high = model.interval(table([one()]))
    assert low[0] < chances[0] < high[0]


def test_calls_overrule_the_belief() -> None:
    switchboard, mobile = one("switchboard").levels(), one("mobile").levels()
    rows = np.array([switchboard, mobile] * 150)
    model = fit(PRIOR, rows, np.array([True, False] * 150))
    chances = model.chance(table([one("switchboard"), one("mobile")]))
    assert chances[0] > 0.8
    assert chances[1] < 0.2


def test_an_old_call_counts_half_after_a_thousand() -> None:
    prior = Prior(0.0, 10.0, ())
    none: list[list[int]] = [[] for _ in range(2000)]
    model = fit(
        prior,
        np.array(none, dtype=np.intp).reshape(2000, 0),
        np.array([True] * 1000 + [False] * 1000),
    )
    assert model.chance(np.zeros((1, 0), dtype=np.intp))[0] == pytest.approx(1 / 3, abs=0.01)


def test_a_warm_start_gives_the_same_answer_as_a_cold_one() -> None:
    dice = np.random.default_rng(7)
    rows = np.stack([dice.integers(0, len(one.levels), 800) for one in PRIOR.blocks], axis=1)
    worked = dice.random(800) < 0.2
    half = fit(PRIOR, rows[:400], worked[:400])
    cold = fit(PRIOR, rows, worked)
    assert np.allclose(cold.mode, fit(PRIOR, rows, worked, start=half).mode, atol=1e-4)
    near = fit(PRIOR, rows[:-7], worked[:-7])
    warm = fit(PRIOR, rows, worked, start=near)
    assert warm.stale == 1
    assert np.allclose(cold.mode, warm.mode, atol=1e-4)
    assert np.allclose(cold.variance(rows[:50]), warm.variance(rows[:50]), rtol=0.05)


def test_a_nudge_is_as_good_as_a_refit_for_a_few_calls() -> None:
    dice = np.random.default_rng(9)
    rows = np.stack([dice.integers(0, len(one.levels), 3000) for one in PRIOR.blocks], axis=1)
    worked = dice.random(3000) < 0.2
    for seen in (200, 1000, 2900):
        last = seen + exact_every(seen) - 1
        model = fit(PRIOR, rows[:seen], worked[:seen])
        for more in range(seen, last):
            model = online_update(model, rows[more : more + 1], worked[more : more + 1])
        exact = fit(PRIOR, rows[:last], worked[:last])
        assert np.abs(model.mode - exact.mode).max() < 0.01
        assert np.abs(model.chance(rows[:200]) - exact.chance(rows[:200])).max() < 0.004


def test_it_settles_however_far_the_truth_is_from_the_belief() -> None:
    """After thousands of similar calls that mostly reach somebody, a plain Newton step would
    overshoot and never converge.
    """
    rows = np.array(
        [one("switchboard").levels(), one("switchboard", TUESDAY.replace(hour=15)).levels()] * 2000
    )
    worked = np.arange(4000) % 10 < 3
    model = fit(PRIOR, rows, worked)
    assert model.chance(table([one("switchboard")]))[0] == pytest.approx(0.4, abs=0.04)
    assert np.allclose(model.mode, fit(PRIOR, rows, worked, start=model).mode, atol=1e-4)


def test_the_mode_is_where_the_posterior_is_flat() -> None:
    prior = Prior(logit(0.1), 0.7, (block("side", ("left", "right"), 0.5, (0.3, -0.3)),))
    rows, worked = np.array([[0], [0], [1], [0], [1]]), np.array([True, False, False, True, False])
    model = fit(prior, rows, worked, half_life=1e9)

    def posterior(mode: np.ndarray) -> float:
        score = prior.design(rows) @ mode
        return float(
            np.where(worked, -np.log1p(np.exp(-score)), -np.log1p(np.exp(score))).sum()
            - 0.5 * (prior.precision * (mode - prior.mean) ** 2).sum()
        )

    best = posterior(model.mode)
    for place in range(3):
        for move in (-0.01, 0.01):
            near = model.mode.copy()
            near[place] += move
            assert posterior(near) < best


def test_only_the_latest_calls_are_used() -> None:
    rows = np.array([one().levels()] * (WINDOW + 10))
    assert fit(PRIOR, rows, np.zeros(WINDOW + 10, dtype=bool)).calls == WINDOW


def test_what_is_missing_has_a_level_of_its_own() -> None:
    assert one("").levels()[:3] == (LINES.index("unknown"), 4, 8)
    assert (sector_of(""), sector_of("18.12Z"), sector_of("47.11F"), sector_of("84.11Z")) == (
        8,
        0,
        2,
        7,
    )
    assert [size_of(people) for people in (None, 0, 3, 20, 5000)] == [4, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("hour", "slot"),
    [
        (8, "before_9"),
        (9, "at_9"),
        (10, "at_10"),
        (11, "at_11"),
        (13, "noon"),
        (15, "at_14"),
        (16, "at_16"),
        (19, "from_17"),
    ],
)
def test_every_hour_has_its_slot(hour: int, slot: str) -> None:
    levels = one(at=TUESDAY.replace(hour=hour)).levels()
    assert (HOURS[levels[3]], DAYS[levels[4]]) == (slot, "tuesday")


def test_levels_are_read_back_and_those_of_another_version_are_not() -> None:
    levels = one("mobile", attempts=9, same_part=True, age=500).levels()
    assert read(written(levels)) == levels
    assert read("1,2,3") is None
    assert read("") is None
    assert read(written((99, *levels[1:]))) is None


def test_the_area_under_the_curve_counts_ties_half() -> None:
    assert auc(np.array([True, False]), np.array([0.5, 0.5])) == 0.5
    assert auc(np.array([True, False, True]), np.array([0.9, 0.1, 0.4])) == 1.0
