"""Intervals contain the true value as often as they promise, and no figure is shown for too few
calls.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import comb

import numpy as np
import pytest

from decroche.insights.rules import (
    ENOUGH,
    difference,
    enough_to_tell,
    forecast,
    median,
    rate,
    smoothed,
    stands_out,
    streak,
)

SHARES = (0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.45, 0.6)


def coverage_of_a_rate(truth: float, calls: int) -> float:
    """Exact: the sum of the binomial chances of the counts whose interval holds the truth."""
    held = 0.0
    for part in range(calls + 1):
        found = rate(part, calls)
        if found.low <= truth <= found.high:
            held += comb(calls, part) * truth**part * (1 - truth) ** (calls - part)
    return held


@pytest.mark.parametrize("calls", [20, 40, 112, 400, 1000])
def test_a_rate_s_interval_holds_95_times_in_100(calls: int) -> None:
    """Averaged over a neighbourhood of shares: of a count, coverage jumps with every step of the
    share (Brown, Cai, DasGupta 2001).
    """
    for middle in SHARES:
        if middle * calls < 2:
            continue
        near = [coverage_of_a_rate(middle * (0.8 + 0.4 * place / 40), calls) for place in range(41)]
        assert 0.93 <= sum(near) / len(near) <= 0.97, (middle, calls)


def test_a_rate_s_interval_holds_by_simulation() -> None:
    dice = np.random.default_rng(11)
    for calls in (20, 112, 1000):
        truths = dice.uniform(0.05, 0.6, 40_000)
        parts = dice.binomial(calls, truths)
        known = [rate(part, calls) for part in range(calls + 1)]
        held = np.mean(
            [
                known[part].low <= truth <= known[part].high
                for part, truth in zip(parts, truths, strict=True)
            ]
        )
        assert 0.93 <= held <= 0.97, (calls, held)


def test_a_difference_s_interval_holds_by_simulation() -> None:
    dice = np.random.default_rng(12)
    for first, second in ((60, 60), (40, 400), (900, 100)):
        truths = dice.uniform(0.05, 0.5, (6000, 2))
        held = 0
        for one, two in truths:
            found = difference(
                (int(dice.binomial(first, one)), first), (int(dice.binomial(second, two)), second)
            )
            held += found.low <= one - two <= found.high
        assert 0.93 <= held / len(truths) <= 0.97, (first, second, held / len(truths))


def test_a_forecast_holds_by_simulation() -> None:
    """The rate is drawn as its prior says, then what was seen and what comes: a count's interval
    holds 95 at least, 97 and a half at most.
    """
    dice = np.random.default_rng(13)
    for seen, ahead in ((60, 200), (400, 300)):
        held = 0
        for truth in dice.beta(0.5, 0.5, 3000):
            found = forecast(int(dice.binomial(seen, truth)), seen, ahead)
            held += found.low <= dice.binomial(ahead, truth) <= found.high
        assert 0.93 <= held / 3000 <= 0.985, (seen, ahead, held / 3000)


def test_a_forecast_at_the_rates_of_a_morning_holds() -> None:
    dice = np.random.default_rng(14)
    held = 0
    for truth in dice.uniform(0.15, 0.4, 4000):
        found = forecast(int(dice.binomial(600, truth)), 600, 200)
        held += found.low <= dice.binomial(200, truth) <= found.high
    assert 0.93 <= held / 4000 <= 0.97


def test_a_forecast_of_nothing_is_nothing() -> None:
    found = forecast(3, 20, 0)
    assert (found.expected, found.low, found.high) == (0, 0, 0)


def test_chance_alone_hardly_ever_stands_out() -> None:
    dice = np.random.default_rng(15)
    alarms = sum(
        any(stands_out([(int(dice.binomial(60, 0.2)), 60) for _ in range(6)])) for _ in range(1500)
    )
    assert alarms / 1500 <= 0.06


def test_what_differs_stands_out_once_there_is_enough() -> None:
    assert stands_out([(60, 200), (20, 200)]) == [1, -1]
    assert stands_out([(6, ENOUGH - 1), (20, 200)]) == [0, 0]
    assert stands_out([(5, 20), (4, 20)]) == [0, 0]
    assert stands_out([]) == []


def test_a_cell_of_few_calls_is_drawn_to_the_mean() -> None:
    assert smoothed(1, 1, 0.2) == pytest.approx(3 / 11)
    assert smoothed(80, 100, 0.2) > 0.7


def test_the_uplift_waits_for_as_many_calls_as_its_power_needs() -> None:
    """Some 140 working days of 40 calls for +30 % on 15 % (a test of two proportions at 80 %
    power), of which one call in ten is random: about 560 random calls.
    """
    assert 500 <= enough_to_tell(0.15) <= 600
    dice = np.random.default_rng(16)
    needed = enough_to_tell(0.15)
    seen = sum(
        difference(
            (int(dice.binomial(9 * needed, 0.195)), 9 * needed),
            (int(dice.binomial(needed, 0.15)), needed),
        ).low
        > 0
        for _ in range(1500)
    )
    assert 0.7 <= seen / 1500 <= 0.9


def test_a_streak_forgives_days_off_and_is_not_broken_by_a_day_under_way() -> None:
    today = date(2026, 11, 24)  # a Tuesday
    made = {
        today - timedelta(days=1): 40,
        today - timedelta(days=4): 40,
        today - timedelta(days=5): 40,
    }

    def works(day: date) -> bool:
        return day.weekday() < 5

    assert streak(lambda day: made.get(day, 0), works, 40, today) == 3
    assert streak(lambda day: (made | {today: 40}).get(day, 0), works, 40, today) == 4
    assert streak(lambda day: made.get(day, 0), works, 41, today) == 0
    assert (
        streak(lambda day: made.get(day, 0), lambda day: works(day) and day.day != 18, 40, today)
        == 3
    )


def test_the_median_is_the_middle_one() -> None:
    assert (median([]), median([3]), median([1, 9, 2]), median([1, 2, 3, 4])) == (None, 3, 2, 2.5)
