"""Writing and reading iCalendar texts (RFC 5545, 5546): invitations to meetings, the answers to
them, and feeds that calendar programs subscribe to. Nothing is fetched from the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal

from icalendar import Calendar, Component, Event, vCalAddress, vText

from decroche.gateways.calendar.zones import add_zones, in_known_zone

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event. `at` is an aware instant in the time zone of the place; of a `whole_day` event
    only its day counts. `minutes` is its length, `changed` when it was last changed.
    """

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
    """The text of an invitation, of its move to another time (the same uid, a higher sequence) or
    of its cancellation (`method`). `organizer` and `attendee` are (name, mail address); `stamp` is
    when the text is made.
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


def from_whom(text: str, organizer: tuple[str, str] | None) -> str:
    """An invitation in the name of its `organizer` (name, mail address); without one, the meeting
    as a plain event, which nobody can answer.
    """
    calendar = _read(text)
    event = calendar and _first_event(calendar)
    if not calendar or not event:
        return text
    event.pop("organizer", None)
    if organizer:
        event["organizer"] = _person(*organizer)
    else:
        event.pop("attendee", None)
        calendar["method"] = vText("PUBLISH")
    return str(calendar.to_ical().decode())


def uid_of(text: str) -> str:
    """What names the event of an iCalendar text; "" when it can't be read."""
    calendar = _read(text)
    event = calendar and _first_event(calendar)
    return str(event.get("UID", "")) if event else ""


def feed(entries: list[CalendarEvent], *, name: str, stamp: datetime) -> str:
    """The text of a calendar to subscribe to; `name` is its title, `stamp` when it is made."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    add_zones(calendar, [entry.at for entry in entries if not entry.whole_day])
    return str(calendar.to_ical().decode())


def calendar_object(entry: CalendarEvent, *, stamp: datetime, known: str = "") -> str:
    """The text of a calendar object with this event. `known` is the text of the object that it
    replaces: what she added to that is kept (reminders, colours and whatever else).
    """
    before = _read(known) if known else None
    calendar, kept = _calendar(), before and _first_event(before)
    event = _event(entry, stamp)
    if kept is not None:
        for name, value in kept.property_items(recursive=False):
            if name not in ("BEGIN", "END") and name not in _OURS:
                event.add(name, value, encode=False)
        for inner in kept.subcomponents:
            event.add_component(inner)
    calendar.add_component(event)
    add_zones(calendar, [] if entry.whole_day else [entry.at])
    return str(calendar.to_ical().decode())


@dataclass(frozen=True, slots=True)
class EventState:
    """An event as it is in her calendar: its beginning (aware; midnight of a `whole_day`), and
    whether it is cancelled.
    """

    at: datetime
    whole_day: bool
    cancelled: bool


_YEARS = range(1971, 2200)
"""The years of events that are read: beyond them time zones have no rules."""


def read_calendar_object(text: str, zone: tzinfo) -> EventState | None:
    """The event of a calendar object; None when it can't be read. A time without a zone is in
    `zone`, and so is the midnight of a whole day.
    """
    calendar = _read(text)
    event = calendar and _first_event(calendar)
    if not event:
        return None
    try:
        value = event.decoded("DTSTART")
        cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
        if value.year not in _YEARS:
            return None
        if isinstance(value, datetime):
            at = value if value.tzinfo else value.replace(tzinfo=zone)
            return EventState(at.astimezone(zone), False, cancelled)
        whole = datetime.combine(value, datetime.min.time(), zone)
        return EventState(whole.astimezone(zone), True, cancelled)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


_OURS = frozenset(
    {
        *("UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "DURATION", "TRANSP", "LOCATION"),
        *("DESCRIPTION", "LAST-MODIFIED", "STATUS", "SEQUENCE", "RRULE", "RDATE", "EXDATE"),
    }
)
"""The properties that are written again when an event replaces a known one."""


def _read(text: str) -> Calendar | None:
    try:
        found = Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    return found


def _first_event(calendar: Calendar) -> Component | None:
    return next(iter(calendar.walk("VEVENT")), None)


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What somebody answers to an invitation, or an invitation of theirs.

    - method: REPLY, COUNTER (another time is proposed), REQUEST or CANCEL;
    - answer: ACCEPTED, DECLINED, TENTATIVE, DELEGATED, or "" without one;
    - uid: of the meeting;
    - at: its time, of a COUNTER the proposed one; aware when the text says its zone.
    """

    method: str
    uid: str
    answer: str = ""
    at: datetime | None = None
    title: str = ""
    comment: str = ""


def read_answer(text: str) -> CalendarAnswer | None:
    """The answer in an iCalendar text; None when it can't be read, or has no method or event."""
    calendar = _read(text)
    events = list(calendar.walk("VEVENT")) if calendar is not None else []
    if calendar is None:
        return None
    method = str(calendar.get("METHOD", "")).upper().strip()
    if not method or not events:
        return None
    event = events[0]
    return CalendarAnswer(
        method,
        str(event.get("UID", ""))[:300],
        _participation(event.get("ATTENDEE")),
        _start(event),
        _one_line(event.get("SUMMARY", "")),
        _one_line(event.get("COMMENT", "")),
    )


def _participation(attendees: Any) -> str:
    """The first attendee's status (PARTSTAT) that is an answer; "" without one. `attendees` is one
    value, a list of them, or None.
    """
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        status = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
        if status and status != "NEEDS-ACTION":
            return status
    return ""


def _start(event: Any) -> datetime | None:
    """The beginning of an event, midnight of a whole day; None when it can't be read."""
    try:
        value = event.decoded("DTSTART")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, datetime.min.time()) if isinstance(value, date) else None


def _one_line(value: Any) -> str:
    """A text field as one line of at most 300 characters; the first where there are several."""
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
