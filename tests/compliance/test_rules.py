from __future__ import annotations

from datetime import date, datetime, time

import pytest

from decroche.compliance.rules import Hours, Verdict, fingerprint, next_opening, open_now
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


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def kept(**stored: object) -> Hours:
    """Hours read from preferences that hold nine to six on Mondays, and these."""
    return Hours.read({"opens": "09:00", "closes": "18:00", "weekdays": [0], **stored})


def test_days_of_the_week_that_do_not_exist_are_left_out() -> None:
    assert kept(weekdays=[6, 0, 7, -1, 3, 3]).weekdays == (0, 3, 6)
    assert kept(weekdays=[9]).weekdays == Hours().weekdays
    both = [[0, "10:00", "12:00"], [6, "10:00", "12:00"]]
    assert kept(by_day=[*both, [7, "10:00", "12:00"], [-1, "10:00", "12:00"]]).by_day == (
        (0, time(10), time(12)),
        (6, time(10), time(12)),
    )


@pytest.mark.parametrize(
    "stored",
    [
        {"opens": 9},
        {"weekdays": None},
        {"weekdays": ["x"]},
        {"opens": "18:00"},
    ],
)
def test_hours_of_another_kind_or_that_never_open_are_the_default(
    stored: dict[str, object],
) -> None:
    assert kept(**stored) == Hours()


def test_a_pause_or_a_span_that_does_not_last_is_left_out() -> None:
    assert kept(lunch=["12:00", "12:00"]).lunch is None
    assert kept(lunch=[12, 13]).lunch is None
    assert kept(lunch=None).lunch is None
    assert kept(by_day=[[0, "10:00", "10:00"], [1, 10, 12]]).by_day == ()
    assert kept(days_off=[[20261224, 20261224]]).days_off == ()
    assert kept(days_off=[["2026-12-24", "2026-12-24"]]).days_off == (
        (date(2026, 12, 24), date(2026, 12, 24)),
    )


LUNCH = Hours(time(9), time(18), lunch=(time(12), time(14)))


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-11-24T08:59", "hours"),
        ("2026-11-24T09:00", ""),
        ("2026-11-24T11:59", ""),
        ("2026-11-24T12:00", "lunch"),
        ("2026-11-24T13:59", "lunch"),
        ("2026-11-24T14:00", ""),
        ("2026-11-24T17:59", ""),
        ("2026-11-24T18:00", "hours"),
        ("2026-11-28T12:30", "weekend"),
    ],
)
def test_her_hours_to_the_minute(moment: str, why: str) -> None:
    verdict = open_now(LUNCH, "metro", at(moment))
    assert (verdict.allowed, verdict.why, verdict.detail) == (not why, why, "")
    assert (verdict.until is None) is verdict.allowed


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-24T08:00", "2026-11-24T09:00"),
        ("2026-11-24T09:00", "2026-11-25T09:00"),
        ("2026-11-24T12:30", "2026-11-24T14:00"),
        ("2026-11-27T18:30", "2026-11-30T09:00"),
    ],
)
def test_the_next_opening_comes_after_the_moment(moment: str, opening: str) -> None:
    assert next_opening(LUNCH, "metro", at(moment)) == at(opening)


def test_a_pause_until_closing_time_ends_on_another_day() -> None:
    half_days = Hours(time(9), time(14), lunch=(time(12), time(14)))
    assert next_opening(half_days, "metro", at("2026-11-24T13:00")) == at("2026-11-25T09:00")
    short_tuesdays = Hours(lunch=(time(12), time(14)), by_day=((1, time(9), time(13)),))
    assert next_opening(short_tuesdays, "metro", at("2026-11-24T12:30")) == at("2026-11-25T08:30")


@pytest.mark.parametrize(
    ("opens", "opening"),
    [(time(11, 59), "11:59"), (time(12), "14:00"), (time(13), "14:00"), (time(14), "14:00")],
)
def test_a_day_that_opens_within_the_pause_opens_after_it(opens: time, opening: str) -> None:
    hours = Hours(time(9), time(18), lunch=(time(12), time(14)), by_day=((2, opens, time(18)),))
    found = next_opening(hours, "metro", at("2026-11-24T18:30"))
    assert found == at(f"2026-11-25T{opening}")


def test_a_consumers_next_opening_follows_the_law_and_the_local_holidays() -> None:
    good_friday = at("2027-03-26T09:00")
    opening = open_now(Hours(), "alsace", good_friday, consumer=True).until
    assert opening == at("2027-03-30T10:00")
    verdict = open_now(Hours(), "alsace", good_friday, consumer=True, local_holidays=False)
    assert (verdict.why, verdict.until) == ("hours", at("2027-03-26T10:00"))


@pytest.mark.parametrize(
    ("moment", "why", "until"),
    [
        ("2026-11-24T09:59", "hours", "2026-11-24T10:00"),
        ("2026-11-24T13:00", "lunch", "2026-11-24T14:00"),
        ("2026-11-24T13:59", "lunch", "2026-11-24T14:00"),
        ("2026-11-24T20:00", "hours", "2026-11-25T10:00"),
        ("2026-11-27T20:00", "hours", "2026-11-30T10:00"),
        ("2026-11-28T11:00", "weekend", "2026-11-30T10:00"),
        ("2026-12-02T11:00", "day_off", "2026-12-03T10:00"),
    ],
)
def test_when_a_consumer_may_be_called_again(moment: str, why: str, until: str) -> None:
    hours = Hours(days_off=((date(2026, 12, 2), date(2026, 12, 2)),))
    verdict = open_now(hours, "metro", at(moment), consumer=True)
    assert (verdict.why, verdict.detail, verdict.until) == (why, "", at(until))


def test_an_open_place_has_nothing_to_say() -> None:
    assert open_now(Hours(), "metro", at("2026-11-24T14:00"), consumer=True) == Verdict(True)
    assert open_now(Hours(), "metro", at("2026-11-24T14:00")) == Verdict(True)


def test_the_holiday_is_named() -> None:
    for consumer in (False, True):
        verdict = open_now(Hours(), "metro", at("2026-11-11T11:00"), consumer=consumer)
        assert (verdict.why, verdict.detail) == ("holiday", "Armistice")


def test_a_fingerprint_is_the_one_written_in_files_already_made() -> None:
    """Oppositions are kept as fingerprints for good: another spelling of the same value must not
    change them from one version to the next.
    """
    assert fingerprint(KEY, "email", "A@b.fr") == (
        "a7169b9a273b5501787197f87d08416a5b2c9914b34dae0d315ecce5c5dd49e4"
    )
