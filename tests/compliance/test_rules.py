from __future__ import annotations

from datetime import date, datetime, time

import pytest

from decroche.compliance.rules import Hours, fingerprint, next_opening, open_now
from decroche.shared.clock import PARIS

KEY = "00" * 32


@pytest.mark.parametrize(
    ("at", "zone", "why"),
    [
        ("2026-11-24T10:00", "metro", ""),
        ("2026-11-24T07:00", "metro", "hours"),
        ("2026-11-24T19:00", "metro", "hours"),
        ("2026-11-28T10:00", "metro", "weekend"),
        ("2026-11-11T10:00", "metro", "holiday"),
        ("2026-12-26T10:00", "alsace", "holiday"),
        ("2027-03-26T10:00", "alsace", "holiday"),
        ("2027-03-26T10:00", "metro", ""),
        ("2026-11-24T06:00", "974", ""),
        ("2026-11-24T17:00", "974", "hours"),
        ("2026-11-24T10:00", "971", "hours"),
        ("2026-11-24T14:00", "971", ""),
        ("2027-05-27T14:00", "971", "holiday"),
        ("2027-05-27T16:00", "972", ""),
        ("2026-11-24T10:00", "tz:Europe/Brussels", ""),
    ],
)
def test_the_clock_and_the_calendar_of_a_place_decide(at: str, zone: str, why: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=PARIS)
    verdict = open_now(Hours(), zone, moment)
    assert (verdict.allowed, verdict.why) == (not why, why)
    if why:
        assert verdict.until is not None
        assert verdict.until > moment
        assert open_now(Hours(), zone, verdict.until).allowed


def test_hours_that_make_no_sense_are_the_default() -> None:
    assert Hours.read({"opens": "19:00", "closes": "08:00", "weekdays": [0]}) == Hours()
    assert Hours.read({"opens": "x"}) == Hours.read({}) == Hours()
    kept = Hours(time(9), time(17), (0, 1))
    assert Hours.read(kept.stored()) == kept
    assert next_opening(kept, "metro", datetime(2026, 11, 24, 18, tzinfo=PARIS)).weekday() == 0


def test_a_fingerprint_recognises_a_value_and_cannot_be_read() -> None:
    assert fingerprint(KEY, "email", " A@B.fr ") == fingerprint(KEY, "email", "a@b.fr")
    assert fingerprint(KEY, "email", "a@b.fr") != fingerprint(KEY, "number", "a@b.fr")
    assert fingerprint(KEY, "email", "a@b.fr") != fingerprint("11" * 32, "email", "a@b.fr")


WEEK = Hours(
    time(9),
    time(18),
    (0, 1, 2, 3, 4, 5),
    lunch=(time(12, 30), time(14)),
    by_day=((2, time(9), time(12)), (5, time(10), time(12))),
    days_off=((date(2026, 11, 26), date(2026, 11, 27)),),
)


@pytest.mark.parametrize(
    ("at", "why", "until"),
    [
        ("2026-11-24T10:00", "", ""),
        ("2026-11-24T12:45", "lunch", "2026-11-24T14:00"),
        ("2026-11-25T12:10", "hours", "2026-11-28T10:00"),
        ("2026-11-26T10:00", "day_off", "2026-11-28T10:00"),
        ("2026-11-28T09:30", "hours", "2026-11-28T10:00"),
        ("2026-11-24T18:00", "hours", "2026-11-25T09:00"),
        ("2026-11-29T10:00", "weekend", "2026-11-30T09:00"),
    ],
)
def test_weekdays_lunch_and_days_off_of_her_own(at: str, why: str, until: str) -> None:
    verdict = open_now(WEEK, "metro", datetime.fromisoformat(at).replace(tzinfo=PARIS))
    assert verdict.why == why
    if until:
        assert verdict.until == datetime.fromisoformat(until).replace(tzinfo=PARIS)
        assert open_now(WEEK, "metro", verdict.until).allowed
    assert Hours.read(WEEK.stored()) == WEEK


def test_nonsense_in_the_hours_is_left_out() -> None:
    read = Hours.read(
        {
            "opens": "09:00",
            "closes": "18:00",
            "weekdays": [0],
            "lunch": ["14:00", "12:00"],
            "by_day": [[9, "x", "y"]],
            "days_off": [["x"], ["2026-12-31", "2026-12-01"]],
        }
    )
    assert read == Hours(time(9), time(18), (0,))
