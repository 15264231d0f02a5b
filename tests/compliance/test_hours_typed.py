"""Her hours as she types them day by day, and what is left of what was stored."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from decroche.compliance.advice import advice
from decroche.compliance.permission import (
    FORBIDDING,
    CallValues,
    Consent,
    MailValues,
    Nature,
    permit,
)
from decroche.compliance.rules import ClosedBeforeItOpens, Hours, next_opening, open_now
from decroche.shared.clock import PARIS, read_instant

OFFICE = (time(9), time(18))
SHORT = (time(9), time(12))
WEEK = dict.fromkeys(range(5), OFFICE)
NOON = read_instant("2026-11-24T12:00")


def test_the_most_usual_hours_are_kept_as_such_and_the_others_by_day() -> None:
    hours = Hours.of_days({**WEEK, 4: SHORT}, lunch=None, days_off=())
    assert (hours.opens, hours.closes) == OFFICE
    assert hours.by_day == ((4, *SHORT),)
    assert hours.weekdays == (0, 1, 2, 3, 4)
    assert hours.of(4) == SHORT
    assert hours.of(0) == OFFICE


def test_lunch_and_days_off_are_kept_with_the_hours() -> None:
    gone = ((date(2026, 12, 24), date(2027, 1, 3)),)
    hours = Hours.of_days(WEEK, lunch=(time(12), time(14)), days_off=gone)
    assert (hours.lunch, hours.days_off) == ((time(12), time(14)), gone)


@pytest.mark.parametrize(
    ("spans", "lunch"),
    [
        ({}, None),
        ({**WEEK, 3: (time(18), time(9))}, None),
        ({**WEEK, 3: (time(9), time(9))}, None),
        (WEEK, (time(14), time(12))),
        (WEEK, (time(12), time(12))),
    ],
)
def test_hours_that_end_before_they_begin_are_refused(
    spans: dict[int, tuple[time, time]], lunch: tuple[time, time] | None
) -> None:
    with pytest.raises(ClosedBeforeItOpens):
        Hours.of_days(spans, lunch=lunch, days_off=())


def test_what_is_stored_is_read_again_without_what_is_no_hour() -> None:
    stored = {
        "opens": "09:00+02:00",
        "closes": "18:00",
        "weekdays": [0, "1"],
        "by_day": [[0, "10:00", "12:00"], "nonsense", 7],
        "days_off": "never",
    }
    hours = Hours.read(stored)
    assert (hours.opens, hours.closes, hours.weekdays) == (time(9), time(18), (0, 1))
    assert hours.opens.tzinfo is None
    assert hours.by_day == ((0, time(10), time(12)),)
    assert (hours.lunch, hours.days_off) == (None, ())
    assert Hours.read({"opens": "09:00", "closes": "18:00", "weekdays": [None]}) == Hours()


def test_whoever_sets_nothing_calls_until_seven() -> None:
    assert open_now(Hours(), "metro", read_instant("2026-11-24T18:59")).allowed
    assert not open_now(Hours(), "metro", read_instant("2026-11-24T19:00")).allowed


def test_a_day_that_opens_in_the_middle_of_lunch_opens_after_it() -> None:
    hours = Hours(opens=time(12), closes=time(18), lunch=(time(12), time(13)))
    monday = read_instant("2026-11-23T20:00")
    assert next_opening(hours, "metro", monday).astimezone(PARIS).hour == 13
    late = Hours(opens=time(13), closes=time(18), lunch=(time(12), time(13)))
    assert next_opening(late, "metro", monday).astimezone(PARIS).hour == 13


def test_a_consumer_at_lunch_is_told_so_and_before_the_day_is_not() -> None:
    """D. 223-9: from 10 to 13 and from 14 to 20."""
    at = read_instant
    assert open_now(Hours(), "metro", at("2026-11-24T13:30"), consumer=True).why == "lunch"
    assert open_now(Hours(), "metro", at("2026-11-24T09:59"), consumer=True).why == "hours"
    assert open_now(Hours(), "metro", at("2026-11-24T14:00"), consumer=True).allowed


YES = Consent(read_instant("2026-09-01T10:00"))
GONE = Consent(YES.given_at, revoked_at=read_instant("2026-10-01T10:00"))
REFUSED = read_instant("2026-11-01T10:00")


@pytest.mark.parametrize(
    ("values", "why", "for_good"),
    [
        (CallValues(opposed=True), "opposed", True),
        (CallValues(unlisted=True, nature="register"), "unlisted", True),
        (CallValues(audience="consumer"), "no_consent", True),
        (CallValues(audience="consumer", consent=GONE), "consent_revoked", True),
        (CallValues(audience="consumer", consent=YES, refused_at=REFUSED), "refused", True),
        (CallValues(number=False), "no_number", False),
        (CallValues(removed=True), "removed", False),
        (CallValues(audience="consumer", consent=YES, attempts=(NOON,) * 4), "too_often", False),
    ],
)
def test_only_refusals_of_the_law_for_good_keep_a_call_out_of_the_journal(
    values: CallValues, why: str, for_good: bool
) -> None:
    """A call that was made too often, or to a card without a number, was made, and counts."""
    verdict = permit(values, NOON)
    assert (verdict.allowed, verdict.why) == (False, why)
    assert (verdict.why in FORBIDDING) is for_good


def test_an_erased_card_is_refused_by_the_rule_of_erasure() -> None:
    assert permit(CallValues(erased=True), NOON).rule == "erasure"
    assert permit(CallValues(), NOON).rule == "professional"


@pytest.mark.parametrize(("nature", "allowed"), [("register", False), ("given", True), ("", True)])
def test_an_unlisted_address_is_written_to_only_when_somebody_gave_it(
    nature: Nature, allowed: bool
) -> None:
    """R. 123-232-1 forbids what comes from the register, not what they said themselves."""
    values = MailValues("durand@example.fr", unlisted=True, nature=nature)
    assert permit(values, NOON).allowed is allowed


@pytest.mark.parametrize(
    ("number", "surcharged"),
    [
        ("112", False),
        ("115", False),
        ("116000", False),
        ("3949", True),
        ("3020", False),
        ("118218", True),
        ("1014", True),
        ("", False),
    ],
)
def test_a_short_number_costs_what_its_kind_costs(number: str, surcharged: bool) -> None:
    """Emergencies, 30xx, 31xx and 116xxx are free (Arcep); 118xxx and the like are not."""
    assert ("surcharged" in advice(number, NOON)) is surcharged


def full() -> Hours:
    return Hours(
        time(9),
        time(18, 30),
        (0, 2, 5),
        (time(12), time(13, 30)),
        ((5, time(10), time(12, 15)),),
        ((date(2026, 12, 24), date(2027, 1, 2)),),
    )


def test_hours_are_kept_in_words_that_another_version_reads() -> None:
    assert full().stored() == {
        "opens": "09:00",
        "closes": "18:30",
        "weekdays": [0, 2, 5],
        "lunch": ["12:00", "13:30"],
        "by_day": [[5, "10:00", "12:15"]],
        "days_off": [["2026-12-24", "2027-01-02"]],
    }
    assert Hours().stored()["lunch"] == []
    for hours in (full(), Hours()):
        assert Hours.read(hours.stored()) == hours


def test_what_is_not_kept_is_usual() -> None:
    kept = Hours().stored()
    del kept["lunch"], kept["by_day"], kept["days_off"]
    assert Hours.read(kept) == Hours()
    assert Hours().weekdays == (0, 1, 2, 3, 4)
    assert Hours.read({**kept, "weekdays": [float("inf")]}) == Hours()


def test_a_day_off_is_called_what_it_is() -> None:
    first = datetime(2026, 12, 28, 10, tzinfo=PARIS)
    found = open_now(full(), "", first)
    assert (found.allowed, found.why, found.detail, found.rule) == (False, "day_off", "", "")
    assert found.until == datetime(2027, 1, 4, 9, tzinfo=PARIS)  # a Monday, after the second
    late = datetime(2026, 12, 23, 20, tzinfo=PARIS)
    assert open_now(full(), "", late).until == datetime(2027, 1, 4, 9, tzinfo=PARIS)
    assert open_now(full(), "", datetime(2026, 12, 23, 10, tzinfo=PARIS)).allowed
