"""iCalendar (RFC 5545, 5546): invitations and feeds. Typed in, text out; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from icalendar import Calendar, Event, vCalAddress, vText

from decroche.gateways.calendar.zones import add_zones, in_known_zone

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One date. `at` is aware, on the clock of the place; a `whole_day` one has no hour."""

    uid: str
    at: datetime
    title: str
    minutes: int = 60
    place: str = ""
    notes: str = ""
    whole_day: bool = False
    changed: datetime | None = None


def invitation(
    entry: CalendarEvent,
    *,
    organizer: tuple[str, str],
    attendee: tuple[str, str],
    method: Method,
    sequence: int,
    stamp: datetime,
) -> str:
    """An invitation, its move (the same uid, a higher sequence) or its cancellation.

    People are (name, address).
    """
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry, stamp)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event["organizer"] = _person(*organizer)
    guest = _person(*attendee)
    guest.params["ROLE"], guest.params["PARTSTAT"], guest.params["RSVP"] = (
        vText("REQ-PARTICIPANT"),
        vText("NEEDS-ACTION"),
        vText("TRUE"),
    )
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    add_zones(calendar, [entry.at])
    return str(calendar.to_ical().decode())


def feed(entries: list[CalendarEvent], *, name: str, stamp: datetime) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    add_zones(calendar, [entry.at for entry in entries if not entry.whole_day])
    return str(calendar.to_ical().decode())


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What somebody answered to an invitation, or invites to.

    method: REPLY, COUNTER (another time is proposed), REQUEST or CANCEL. answer: ACCEPTED,
    DECLINED, TENTATIVE, DELEGATED or "". uid: of the meeting. at: aware when it says its zone; the
    proposed time of a COUNTER.
    """

    method: str
    uid: str
    answer: str = ""
    at: datetime | None = None
    title: str = ""
    comment: str = ""


def read_answer(text: str) -> CalendarAnswer | None:
    """The answer an iCalendar text holds; None when it can't be read or has no method."""
    try:
        calendar = Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    method = str(calendar.get("METHOD", "")).upper().strip()
    if not method or not events:
        return None
    event = events[0]
    return CalendarAnswer(
        method,
        str(event.get("UID", ""))[:300],
        _answered(event.get("ATTENDEE")),
        _start(event),
        _one_line(event.get("SUMMARY", "")),
        _one_line(event.get("COMMENT", "")),
    )


def _answered(attendees: Any) -> str:
    """The PARTSTAT of the one who answers; "" when nobody says."""
    for one in attendees if isinstance(attendees, list) else [attendees]:
        said = str(getattr(one, "params", {}).get("PARTSTAT", "")).upper()
        if said and said != "NEEDS-ACTION":
            return said
    return ""


def _start(event: Any) -> datetime | None:
    try:
        value = event.decoded("DTSTART")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, datetime.min.time()) if isinstance(value, date) else None


def _one_line(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(str(first).split())[:300]


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Décroche//FR")
    calendar.add("version", "2.0")
    return calendar


def _event(entry: CalendarEvent, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("summary", entry.title)
    if entry.whole_day:
        event.add("dtstart", entry.at.date())
        event.add("dtend", entry.at.date() + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        at = in_known_zone(entry.at)
        event.add("dtstart", at)
        event.add("dtend", at + timedelta(minutes=entry.minutes))
    for field, value in (("location", entry.place), ("description", entry.notes)):
        if value:
            event.add(field, value)
    if entry.changed:
        event.add("last-modified", entry.changed)
    return event


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["CN"] = vText(name)
    return person
