"""iCalendar (RFC 5545, 5546): invitations and feeds. Typed in, text out; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

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
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())


def feed(entries: list[CalendarEvent], *, name: str, stamp: datetime) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())


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
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + timedelta(minutes=entry.minutes))
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
