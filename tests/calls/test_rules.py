from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.outcomes import hung_up, no_answer
from decroche.calls.outcomes.email_requested import DAYS as EMAIL_DAYS
from decroche.calls.returns import ATTEMPTS_LIMIT, MONTH_LIMIT
from decroche.calls.rules import (
    EarlierCall,
    call_history,
    consequence,
    minutes_worked,
    read_goal,
    toggled,
)
from decroche.shared.clock import PARIS
from tests.cast import TUESDAY

AFTERNOON = TUESDAY.replace(hour=15)
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("outcome", "now", "at"),
    [
        ("no_answer", TUESDAY, "2026-11-25 14:00"),
        ("no_answer", AFTERNOON, "2026-11-25 09:00"),
        ("no_answer", FRIDAY, "2026-11-30 14:00"),
        ("voicemail", TUESDAY, "2026-11-26 14:00"),
        ("voicemail", FRIDAY, "2026-12-01 14:00"),
        ("gatekeeper", TUESDAY, "2026-11-25 09:00"),
        ("gatekeeper", AFTERNOON, "2026-11-25 14:00"),
        ("email_requested", TUESDAY, "2026-12-01 09:00"),
        ("no_need", TUESDAY, "2027-05-24 09:00"),
        ("hung_up", TUESDAY, "2027-11-24 09:00"),
    ],
)
def test_an_outcome_leads_to_its_next_moment(outcome: str, now: datetime, at: str) -> None:
    found = consequence(outcome, CallHistory(), now, Delays())
    assert found.at is not None
    assert f"{found.at:%Y-%m-%d %H:%M}" == at


def test_a_retry_is_on_another_half_day_and_a_working_day_later() -> None:
    for days in range(30):
        now = TUESDAY + timedelta(days=days)
        found = consequence("no_answer", CallHistory(), now, Delays())
        assert found.at is not None
        assert found.at.date() > now.date()
        assert (found.at.hour < 13) is not (now.hour < 13)


def test_the_fifth_unanswered_call_in_a_row_brings_a_rest() -> None:
    assert consequence("no_answer", CallHistory(unanswered=3), TUESDAY, Delays()).kind == "retry"
    rest = consequence("no_answer", CallHistory(unanswered=4), TUESDAY, Delays())
    assert (rest.kind, rest.days) == ("rest", 90)


@pytest.mark.parametrize("outcome", ["call_back", "interested", "meeting"])
def test_outcomes_that_need_a_date_ask_for_it(outcome: str) -> None:
    assert consequence(outcome, CallHistory(), TUESDAY, Delays()).kind == "ask"
    given = consequence(outcome, CallHistory(), TUESDAY, Delays(), when=FRIDAY)
    assert (given.kind, given.at, given.follow_up) == ("follow_up", FRIDAY, "promised")


def test_too_late_waits_for_the_next_project() -> None:
    assert (
        consequence("no_need", CallHistory(), TUESDAY, Delays(), when=FRIDAY).follow_up == "advised"
    )


def test_an_opposition_has_no_return() -> None:
    found = consequence("do_not_call", CallHistory(), TUESDAY, Delays())
    assert (found.kind, found.at) == ("suppress", None)


def test_the_moment_is_on_the_clock_of_the_company() -> None:
    found = consequence("no_answer", CallHistory(zone="974"), TUESDAY, Delays())
    assert found.at is not None
    assert found.at.utcoffset() == timedelta(hours=4)
    assert found.at.hour == 9  # ten in Paris is one in the afternoon there


def test_settings_out_of_bounds_are_the_defaults() -> None:
    read = Delays.read({"hung_up_months": -3, "email_days": "x", "no_answer_days": 3})
    assert [read.of(one) for one in (hung_up.MONTHS, EMAIL_DAYS, no_answer.DAYS)] == [12, 7, 3]


def earlier(*days_and_outcomes: tuple[int, str]) -> tuple[EarlierCall, ...]:
    return tuple(
        EarlierCall(TUESDAY - timedelta(days=days), outcome) for days, outcome in days_and_outcomes
    )


def after(calls: tuple[EarlierCall, ...], delays: Delays | None = None) -> CallHistory:
    return call_history(0, "metro", calls, TUESDAY, delays or Delays())


def test_nobody_is_rung_up_more_than_four_times_in_thirty_days() -> None:
    often = after(earlier((3, "gatekeeper"), (9, "no_answer"), (20, "gatekeeper")))
    found = consequence("no_answer", often, TUESDAY, Delays())
    assert (found.kind, found.at and found.at.date()) == (
        "rest",
        (TUESDAY + timedelta(days=13)).date(),
    )
    assert consequence("gatekeeper", often, TUESDAY, Delays()).kind == "rest"
    assert consequence("gatekeeper", often, TUESDAY, Delays(), when=FRIDAY).at == FRIDAY
    seldom = after(earlier((3, "gatekeeper"), (9, "no_answer"), (40, "gatekeeper")))
    assert consequence("no_answer", seldom, TUESDAY, Delays()).kind == "retry"


def test_six_calls_that_reach_nobody_bring_a_long_rest() -> None:
    tries = earlier(*[(40 * (place + 1), "gatekeeper") for place in range(5)])
    found = consequence("voicemail", after(tries), TUESDAY, Delays())
    assert (found.kind, found.months) == ("rest", 12)
    talked = (*tries[:3], tries[3]._replace(outcome="no_need"), tries[4])
    assert consequence("voicemail", after(talked), TUESDAY, Delays()).kind == "retry"


def test_her_limits_are_hers_up_to_the_bounds() -> None:
    hers = Delays.read({"attempts_limit": 3, "month_limit": 2})
    assert (hers.of(ATTEMPTS_LIMIT), hers.of(MONTH_LIMIT)) == (3, 2)
    beyond = Delays.read({"attempts_limit": 60, "month_limit": 30})
    assert (beyond.of(ATTEMPTS_LIMIT), beyond.of(MONTH_LIMIT)) == (6, 4)
    found = consequence(
        "gatekeeper",
        after(earlier((5, "gatekeeper")), hers),
        TUESDAY,
        hers,
    )
    assert (found.kind, found.at and found.at.date()) == (
        "rest",
        date(2026, 12, 21),  # thirty days after the earlier call is a Saturday
    )


@pytest.mark.parametrize(
    ("chosen", "value", "several", "kept"),
    [
        ([], "Agence", True, ["Agence"]),
        (["Agence"], "Indépendants", True, ["Agence", "Indépendants"]),
        (["Agence", "Indépendants"], "Agence", True, ["Indépendants"]),
        (["Mme Roussel"], "M. Haddad", False, ["M. Haddad"]),
        (["Mme Roussel"], "Mme Roussel", False, []),
        (["Agence"], "", True, ["Agence"]),
    ],
)
def test_an_answer_pressed_is_added_or_taken_out(
    chosen: list[str], value: str, several: bool, kept: list[str]
) -> None:
    assert toggled(chosen, value, several=several) == kept


@pytest.mark.parametrize(
    ("typed", "goal"),
    [(" 25 ", 25), (12, 12), ("0", 1), (-3, 1), ("9000", 500), ("beaucoup", 40), (None, 40)],
)
def test_a_goal_is_between_1_and_500_calls(typed: object, goal: int) -> None:
    assert read_goal(typed) == goal


def test_pauses_are_not_worked() -> None:
    assert minutes_worked(TUESDAY, TUESDAY + timedelta(minutes=50, seconds=59), 60) == 49
