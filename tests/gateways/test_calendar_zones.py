"""Invitations carry time zones that every calendar reads, Outlook too: recurring observances."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from decroche.gateways.calendar import CalendarEvent, feed, invitation, read_answer

rrulestr: Any = import_module("dateutil.rrule").rrulestr  # it comes without types
ZONES = (
    "Europe/Paris",
    "Indian/Reunion",
    "America/Guadeloupe",
    "America/Miquelon",
    "Pacific/Tahiti",
    "Pacific/Noumea",
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
)
STAMP = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def invited(at: datetime) -> Any:
    text = invitation(
        CalendarEvent("meeting-1@arnaud.example", at, "Rendez-vous"),
        organizer=("Camille", "camille@arnaud.example"),
        attendee=("", "com@vasseur.example"),
        method="REQUEST",
        sequence=0,
        stamp=STAMP,
    )
    return Calendar.from_ical(text)


def offset_at(zone: Any, local: datetime) -> timedelta:
    """The offset as RFC 5545 reads a VTIMEZONE: of the observance that began last."""
    begun: list[tuple[datetime, timedelta]] = []
    for one in zone.subcomponents:
        assert "RDATE" not in one
        start = one["DTSTART"].dt
        if "RRULE" in one:
            rule = rrulestr(one["RRULE"].to_ical().decode(), dtstart=start)
            last = rule.before(local, inc=True)
        else:
            last = start
        if last is not None:
            begun.append((last, one["TZOFFSETTO"].td))
    return max(begun)[1]


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize(
    "day", [date(2026, 10, 8), date(2026, 12, 3), date(2027, 3, 28), date(2027, 7, 8)]
)
def test_the_hour_is_right_on_every_side_of_a_change_of_the_clock(key: str, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 14, tzinfo=ZoneInfo(key))
    calendar = invited(at)
    start = calendar.walk("VEVENT")[0]["DTSTART"]
    assert start.params["TZID"] == key
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == key
    assert (
        offset_at(zone, datetime(day.year, day.month, day.day, 14)) == at.utcoffset()
    )  # the clock of the place, as a VTIMEZONE counts


def test_the_clock_changes_when_the_standard_says() -> None:
    (zone,) = invited(datetime(2027, 7, 8, 14, tzinfo=ZoneInfo("Europe/Paris"))).walk("VTIMEZONE")
    told = {
        one.name: (one["DTSTART"].to_ical().decode(), one["RRULE"].to_ical().decode())
        for one in zone.subcomponents
    }
    assert told["DAYLIGHT"][0][-6:] == "020000"
    assert told["STANDARD"][0][-6:] == "030000"
    assert all("BYDAY=-1SU" in rule for _start, rule in told.values())


def test_a_clock_that_no_rule_says_is_told_in_universal_time() -> None:
    at = datetime(2027, 2, 15, 14, tzinfo=ZoneInfo("Africa/Casablanca"))
    calendar = invited(at)
    assert calendar.walk("VTIMEZONE") == []
    start = calendar.walk("VEVENT")[0]["DTSTART"]
    assert start.to_ical().decode().endswith("Z")
    assert start.dt == at


def test_a_feed_names_each_zone_once_and_none_for_whole_days() -> None:
    paris, reunion = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
    entries = [
        CalendarEvent("1@x", datetime(2026, 12, 3, 10, tzinfo=paris), "a"),
        CalendarEvent("2@x", datetime(2027, 7, 3, 10, tzinfo=paris), "b"),
        CalendarEvent("3@x", datetime(2027, 7, 3, 10, tzinfo=reunion), "c"),
        CalendarEvent(
            "4@x", datetime(2027, 7, 3, tzinfo=ZoneInfo("Asia/Tokyo")), "d", whole_day=True
        ),
    ]
    calendar: Any = Calendar.from_ical(feed(entries, name="x", stamp=STAMP))
    assert sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")) == [
        "Europe/Paris",
        "Indian/Reunion",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:99999999\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT:x\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\n" * 500,
    ],
)
def test_a_broken_answer_is_none(text: str) -> None:
    found = read_answer(text)
    assert found is None or found.answer == ""
