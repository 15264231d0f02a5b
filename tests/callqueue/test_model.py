"""The model in small numbers: what each of its parts says, worked out by hand."""

from __future__ import annotations

from math import exp, log, pi, sqrt

import numpy as np
import pytest

from decroche.callqueue.ranking import (
    NUDGED_FROM,
    WINDOW,
    Model,
    Prior,
    block,
    exact_every,
    fit,
    logit,
    online_update,
    prior_model,
    share,
    sigmoid,
)

SMALL = Prior(
    -1.0,
    0.5,
    (block("line", ("direct", "mobile"), 0.25, (0.5, -0.5)), block("day", ("a", "b", "c"), 1.0)),
)
"""Six coefficients: the general level, two of the line, three of the day."""


def test_a_block_without_means_presumes_nothing() -> None:
    assert SMALL.blocks[1].means == (0.0, 0.0, 0.0)
    assert SMALL.blocks[0].means == (0.5, -0.5)
    with pytest.raises(ValueError, match="line: 2 levels and 1 prior means"):
        block("line", ("direct", "mobile"), 0.25, (0.5,))


def test_the_general_level_stands_before_those_of_the_blocks() -> None:
    assert SMALL.mean.tolist() == [-1.0, 0.5, -0.5, 0.0, 0.0, 0.0]
    assert SMALL.precision.tolist() == [4.0, 16.0, 16.0, 1.0, 1.0, 1.0]
    assert SMALL.offsets.tolist() == [1, 3]
    rows = np.array([[0, 0], [1, 2]])
    assert SMALL.coefficients(rows).tolist() == [[0, 1, 3], [0, 2, 5]]
    assert SMALL.design(rows).tolist() == [[1, 1, 0, 1, 0, 0], [1, 0, 1, 0, 0, 1]]


def test_before_the_first_call_the_spread_is_the_prior_one() -> None:
    model = prior_model(SMALL)
    none = fit(SMALL, np.zeros((0, 2), dtype=np.intp), np.zeros(0, dtype=bool))
    for one in (model, none):
        assert one.calls == 0
        assert one.mode.tolist() == SMALL.mean.tolist()
        assert np.diag(one.covariance).tolist() == [0.25, 0.0625, 0.0625, 1.0, 1.0, 1.0]
    row = np.array([[1, 2]])
    assert model.score(row)[0] == pytest.approx(-1.5)
    assert model.variance(row)[0] == pytest.approx(0.25 + 0.0625 + 1.0)


def test_the_variance_of_a_row_counts_how_its_coefficients_move_together() -> None:
    covariance = np.diag([0.25, 0.0625, 0.0625, 1.0, 1.0, 1.0])
    covariance[0, 1] = covariance[1, 0] = -0.1
    covariance[1, 2] = covariance[2, 1] = 9.0  # of two levels that never hold together
    model = Model(SMALL, SMALL.mean, covariance)
    found = model.variance(np.array([[0, 1], [1, 1]]))
    assert found.tolist() == pytest.approx([1.3125 - 0.2, 1.3125])


def test_a_chance_is_drawn_to_the_middle_by_its_spread() -> None:
    """MacKay 1992: the score over the root of one and an eighth of pi times the variance."""
    model, row = prior_model(SMALL), np.array([[1, 2]])
    shrunk = -1.5 / sqrt(1 + pi / 8 * 1.3125)
    assert model.chance(row)[0] == pytest.approx(1 / (1 + exp(-shrunk)))
    low, high = model.interval(row)
    assert low[0] == pytest.approx(1 / (1 + exp(1.5 + 1.2816 * sqrt(1.3125))))
    assert high[0] == pytest.approx(1 / (1 + exp(1.5 - 1.2816 * sqrt(1.3125))))
    assert model.interval(row, z=0.0)[0] == pytest.approx(1 / (1 + exp(1.5)))


def test_one_row_in_single_numbers_is_what_the_rows_of_an_array_say() -> None:
    covariance = np.diag([0.25, 0.0625, 0.0625, 1.0, 1.0, 1.0])
    covariance[0, 1] = covariance[1, 0] = -0.1
    covariance[0, 4] = covariance[4, 0] = 0.2
    for level in (-1.0, 40.0, -40.0):
        model = Model(SMALL, np.array([level, 0.5, -0.5, 0.2, -0.3, 0.1]), covariance)
        for row in ((0, 0), (0, 1), (1, 2)):
            one = np.array([row])
            low, high = model.interval(one)
            assert model.expected(row) == pytest.approx(
                (model.chance(one)[0], low[0], high[0]), rel=1e-12, abs=0
            )
    assert model.expected((0, 1), z=0.0).low == model.expected((0, 1), z=0.0).high


def test_what_a_block_adds_is_against_its_average() -> None:
    mode = np.array([-1.0, 0.5, -0.1, 0.3, 0.0, -0.6])
    model = Model(SMALL, mode, np.eye(6))
    assert model.contributions([0, 2]) == pytest.approx([0.3, -0.5])
    assert model.contributions([1, 0]) == pytest.approx([-0.3, 0.4])


@pytest.mark.parametrize(
    ("calls", "every"),
    [(0, 10), (200, 10), (219, 10), (220, 11), (1000, 50), (1199, 59), (1200, 60), (5000, 60)],
)
def test_for_how_many_calls_a_single_step_is_good_enough(calls: int, every: int) -> None:
    assert exact_every(calls) == every


def test_a_call_pulls_the_coefficients_of_its_row() -> None:
    """From the prior nothing pulls back yet: the step is the surprise, spread by the covariance."""
    model = prior_model(SMALL)
    one = online_update(model, np.array([[1, 2]]), np.array([True]))
    surprise = 1 - 1 / (1 + exp(1.5))
    moved = [0.25 * surprise, 0, 0.0625 * surprise, 0, 0, surprise]
    assert (one.mode - model.mode).tolist() == pytest.approx(moved)
    assert (one.calls, one.stale) == (1, 1)
    two = online_update(one, np.array([[0, 0], [0, 1]]), np.array([False, True]))
    assert (two.calls, two.stale) == (3, 3)
    full = Model(SMALL, model.mode, model.covariance, WINDOW, 4)
    assert online_update(full, np.array([[0, 0]]), np.array([True])).calls == WINDOW


def test_all_calls_before_fade_by_one_call() -> None:
    """At the mode the calls pull as hard as the prior: with a half-life of two calls, as much of
    that pull is lost as leaves half of it after the second.
    """
    away = Model(SMALL, SMALL.mean + 1.0, np.eye(6))
    row = np.array([[0, 0]])
    surprise = -1 / (1 + exp(-(0.0 + 1.5 + 1.0)))
    wanted = (sqrt(0.5) - 1.0) * SMALL.precision
    wanted[[0, 1, 3]] += surprise
    one = online_update(away, row, np.array([False]), half_life=2.0)
    assert (one.mode - away.mode).tolist() == pytest.approx(wanted.tolist())


def rows_and_answers(count: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(5)
    rows = np.stack([dice.integers(0, 2, count), dice.integers(0, 3, count)], axis=1)
    return rows, dice.random(count) < 0.3


@pytest.mark.parametrize("count", [3, 60])  # of few calls the prior's own spread leads there too
def test_a_model_without_calls_shortens_no_way(count: int) -> None:
    rows, reached = rows_and_answers(count)
    cold = fit(SMALL, rows, reached)
    assert fit(SMALL, rows, reached, start=prior_model(SMALL)).mode.tolist() == cold.mode.tolist()


@pytest.mark.parametrize(
    ("before", "stale", "kept"),
    [
        (399, 0, True),
        (399, 19, True),
        (399, 20, False),  # a twentieth of four hundred steps since the spread was made
        (380, 0, True),
        (379, 0, False),  # more calls than single steps are good for
    ],
)
def test_the_spread_is_computed_again_after_a_twentieth_of_the_calls(
    before: int, stale: int, *, kept: bool
) -> None:
    rows, reached = rows_and_answers(400)
    near = fit(SMALL, rows[:before], reached[:before])
    start = Model(SMALL, near.mode, near.covariance, before, stale)
    warm = fit(SMALL, rows, reached, start=start)
    assert (warm.covariance is start.covariance) is kept
    assert warm.stale == (stale + 1 if kept else 0)
    assert np.allclose(warm.mode, fit(SMALL, rows, reached).mode, atol=1e-3)


def test_a_spread_holds_for_a_hundred_steps_at_most() -> None:
    rows, reached = rows_and_answers(4000)
    near = fit(SMALL, rows[:-1], reached[:-1])
    for stale, kept in ((99, True), (100, False)):
        start = Model(SMALL, near.mode, near.covariance, 3999, stale)
        assert (fit(SMALL, rows, reached, start=start).covariance is start.covariance) is kept


def test_what_is_decided_is_what_happens_when_nothing_is_said() -> None:
    """Decision 15: by default a call has half its weight after a thousand later calls, and none
    after five thousand.
    """
    rows, reached = rows_and_answers(5_002)
    some, answers = rows[:300], reached[:300]
    usual = fit(SMALL, some, answers)
    assert usual.mode.tolist() == fit(SMALL, some, answers, half_life=1000.0).mode.tolist()
    told = rows[300:310], reached[300:310]
    one, other = online_update(usual, *told), online_update(usual, *told, half_life=1000.0)
    assert one.mode.tolist() == other.mode.tolist()
    whole, latest = fit(SMALL, rows, reached), fit(SMALL, rows[-5_000:], reached[-5_000:])
    assert whole.calls == latest.calls == 5_000
    assert whole.mode.tolist() == latest.mode.tolist()
    assert online_update(whole, *told).calls == 5_000
    assert NUDGED_FROM == 100


@pytest.mark.parametrize("moved", [0.3, 0.5, 0.9])
def test_from_near_by_the_same_top_is_found_with_the_spread_as_it_was(moved: float) -> None:
    rows, reached = rows_and_answers(400)
    top = fit(SMALL, rows, reached)
    mode = top.mode.copy()
    mode[4] += moved
    warm = fit(SMALL, rows, reached, start=Model(SMALL, mode, top.covariance, 400))
    assert warm.covariance is top.covariance
    assert warm.mode.tolist() == pytest.approx(top.mode.tolist(), abs=1e-6)


@pytest.mark.parametrize("moved", [1.0, 1.1, 1.5])
def test_from_far_away_nothing_is_taken_over(moved: float) -> None:
    """A first step of more than one (in log-odds: 1.10, 1.21, 1.65 in these cases) says that the
    variance at the starting point is wrong.
    """
    rows, reached = rows_and_answers(400)
    top = fit(SMALL, rows, reached)
    mode = top.mode.copy()
    mode[4] += moved
    cold = fit(SMALL, rows, reached, start=Model(SMALL, mode, top.covariance, 400))
    assert cold.covariance is not top.covariance
    assert cold.mode.tolist() == top.mode.tolist()


def test_a_spread_computed_again_moves_nothing() -> None:
    rows, reached = rows_and_answers(400)
    top = fit(SMALL, rows[:399], reached[:399])
    kept, anew = (
        fit(SMALL, rows, reached, start=Model(SMALL, top.mode, top.covariance, 399, stale))
        for stale in (19, 20)
    )
    assert kept.covariance is top.covariance
    assert anew.covariance is not top.covariance
    assert kept.mode.tolist() == anew.mode.tolist()


def test_one_number_and_an_array_have_the_same_share() -> None:
    for value in (-900.0, -30.5, -30.0, -1.5, 0.0, 2.0, 30.0, 31.0, 900.0):
        assert share(value) == pytest.approx(float(sigmoid(np.array([value]))[0]), rel=1e-12, abs=0)


def test_log_odds_and_shares() -> None:
    assert [logit(part) for part in (0.5, 0.75, 0.1)] == pytest.approx([0.0, log(3), -log(9)])
    assert sigmoid(np.array([0.0, log(3), -log(9)])).tolist() == pytest.approx([0.5, 0.75, 0.1])
    assert sigmoid(np.array([-900.0, 900.0])).tolist() == pytest.approx([0.0, 1.0])
    assert sigmoid(np.array([-30.0, 30.0])).tolist() == pytest.approx(
        [1 / (1 + exp(30)), 1 / (1 + exp(-30))], rel=1e-9
    )
