from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from decroche.calls import rules
from decroche.calls.outcome_spec import CallHistory, Delay, Delays
from decroche.calls.outcomes import OUTCOMES, hung_up, no_answer
from decroche.calls.outcomes.email_requested import DAYS as EMAIL_DAYS
from decroche.calls.returns import ATTEMPTS_LIMIT, MONTH_LIMIT
from decroche.calls.rules import (
    EarlierCall,
    call_history,
    choices_in,
    consequence,
    delays,
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
    return call_history(CallHistory(), calls, TUESDAY, delays or Delays())


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


def test_every_delay_is_listed_once_the_limits_of_all_calls_last() -> None:
    names = [delay.name for delay in delays()]
    own = {delay.name for spec in OUTCOMES.values() for delay in spec.delays}
    assert len(names) == len(set(names))
    assert set(names[:-3]) == own
    assert names[-3:] == ["attempts_limit", "attempts_rest_months", "month_limit"]


def test_a_delay_that_several_outcomes_share_is_listed_after_the_last_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared, one, two = (Delay(name, 1, name) for name in ("shared", "one", "two"))
    first = replace(OUTCOMES["no_answer"], delays=(shared, one))
    last = replace(OUTCOMES["voicemail"], delays=(two, shared))
    monkeypatch.setattr(rules, "OUTCOMES", {"a": first, "b": last})
    assert [delay.name for delay in delays()[:3]] == ["one", "two", "shared"]


def test_a_delay_keeps_to_its_bounds() -> None:
    for typed, kept in ((0, 7), (1, 1), (2, 2), (400, 400), (401, 7), (True, 7), ("9", 7)):
        assert Delays.read({"email_days": typed}).of(EMAIL_DAYS) == kept, typed
    hers = Delays.read({"email_days": 9, "month_limit": 2})
    assert Delays.read(hers.stored()) == hers
    assert hers.stored() == {"email_days": 9, "month_limit": 2}


def test_a_call_thirty_days_ago_is_of_another_month() -> None:
    three = earlier((3, "gatekeeper"), (9, "no_answer"))
    edge = EarlierCall(TUESDAY - timedelta(days=30), "gatekeeper")
    within = edge._replace(at=edge.at + timedelta(seconds=1))
    assert after((*three, edge)).free is None
    assert after((*three, within)).free == date(2026, 11, 25)


def test_what_is_known_of_a_company_is_handed_on() -> None:
    for consumer, promised in ((True, False), (False, True)):
        for calls in ((), earlier((1, "no_answer"), (2, "no_answer"), (3, "no_answer"))):
            state = CallHistory(unanswered=2, zone="974", consumer=consumer)
            found = call_history(state, calls, TUESDAY, Delays(), promised=promised)
            assert (found.consumer, found.promised) == (consumer, promised)
            assert (found.unanswered, found.zone, found.tries) == (2, "974", len(calls))


def test_one_call_a_month_counts_from_this_one() -> None:
    once = Delays.read({"month_limit": 1})
    assert after((), once).free == date(2026, 12, 25)  # the day after thirty days
    assert after(earlier((10, "gatekeeper")), once).free == date(2026, 12, 25)


def test_a_promise_is_no_reason_to_rest() -> None:
    found = consequence("no_answer", CallHistory(unanswered=4, promised=True), TUESDAY, Delays())
    assert (found.kind, found.half_day) == ("retry", True)
    rest = consequence("no_answer", CallHistory(unanswered=4), TUESDAY, Delays())
    assert rest.at is not None
    assert (rest.at.date(), rest.half_day) == (date(2027, 2, 22), False)
    assert consequence("gatekeeper", CallHistory(), TUESDAY, Delays()).kind == "retry"


@pytest.mark.parametrize(("day", "at"), [(27, "27"), (28, "28"), (29, "28"), (30, "28")])
def test_a_rest_of_months_ends_by_the_twenty_eighth(day: int, at: str) -> None:
    now = datetime(2026, 1, day, 10, tzinfo=PARIS)
    found = consequence("hung_up", CallHistory(), now, Delays())
    assert f"{found.at:%Y-%m-%d}" == f"2027-01-{at}"


def test_a_consumer_who_refused_is_left_alone_for_good() -> None:
    for outcome in ("no_need", "hung_up"):
        assert consequence(outcome, CallHistory(consumer=True), TUESDAY, Delays()).kind == (
            "suppress"
        )


@pytest.mark.parametrize(
    ("ends", "back"),
    [
        (date(2027, 3, 31), date(2027, 2, 3)),  # eight weeks before
        (date(2027, 3, 29), date(2027, 2, 1)),
        (date(2027, 3, 28), date(2027, 2, 1)),  # eight weeks before is a Sunday
        (date(2028, 12, 31), date(2028, 11, 6)),  # further away than the usual rest
        (date(2026, 12, 31), date(2026, 12, 8)),  # sooner than eight weeks: two weeks at least
        (date(2026, 12, 8), date(2026, 12, 8)),
    ],
)
def test_a_company_with_an_agency_is_called_before_its_contract_ends(
    ends: date, back: date
) -> None:
    found = consequence("no_need", CallHistory(), TUESDAY, Delays(), contract_ends=ends)
    assert found.at is not None
    assert (found.kind, found.at.date(), found.at.hour) == ("rest", back, 9)


def test_a_contract_that_ends_tells_nothing_of_a_consumer_nor_when_it_is_over() -> None:
    ends = date(2027, 3, 31)
    private = CallHistory(consumer=True)
    found = consequence("no_need", private, TUESDAY, Delays(), contract_ends=ends)
    assert found.kind == "suppress"
    over = date(2026, 12, 7)
    usual = consequence("no_need", CallHistory(), TUESDAY, Delays())
    assert consequence("no_need", CallHistory(), TUESDAY, Delays(), contract_ends=over) == usual
    hung_up = consequence("hung_up", CallHistory(), TUESDAY, Delays(), contract_ends=ends)
    assert hung_up == consequence("hung_up", CallHistory(), TUESDAY, Delays())


def test_a_next_project_comes_before_a_contract() -> None:
    when = TUESDAY + timedelta(days=20)
    ends = date(2027, 3, 31)
    found = consequence("no_need", CallHistory(), TUESDAY, Delays(), when=when, contract_ends=ends)
    assert (found.kind, found.at) == ("follow_up", when)


def test_a_limit_that_ends_before_the_retry_changes_nothing() -> None:
    usual = consequence("no_answer", CallHistory(), TUESDAY, Delays())
    assert usual.at is not None
    for free in (usual.at.date() - timedelta(days=1), usual.at.date()):
        found = consequence("no_answer", CallHistory(free=free), TUESDAY, Delays())
        assert found == usual
    later = consequence(
        "no_answer",
        CallHistory(free=usual.at.date() + timedelta(days=1)),
        TUESDAY,
        Delays(),
    )
    assert (later.kind, later.days) == ("rest", 2)


def test_an_answer_that_was_never_given_has_no_choices() -> None:
    assert choices_in("") == []
    assert choices_in("Agence · Indépendants") == ["Agence", "Indépendants"]


def test_an_hour_and_a_minute_is_sixty_one_minutes() -> None:
    assert minutes_worked(TUESDAY, TUESDAY + timedelta(minutes=61), 0) == 61
