"""Time zones in iCalendar texts (VTIMEZONE, RFC 5545, 3.6.5), in the form every calendar program
reads: two observances (standard time and daylight saving time), each with one yearly rule.

Outlook knows a zone by its VTIMEZONE only, and reads rules (RRULE) there but no lists of dates
(RDATE). A zone whose clock does not change by the same rule each year (Morocco, for example) can't
be written so; times in it are written in UTC.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 6
"""The rule of a year is taken when it holds for this many years from then on."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock of a zone: `at`, as the clock showed before the change; the offsets
    from UTC before and after; the name of the time after it (CEST); and the day as a rule has it:
    the `nth` (-1: the last) `weekday` (0: Monday) of `month`.
    """

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    month: int
    nth: int
    weekday: int

    @property
    def rule(self) -> tuple[int, int, int, int, int]:
        """What must be the same each year: day and hour."""
        return self.month, self.nth, self.weekday, self.at.hour, self.at.minute


def in_known_zone(at: datetime) -> datetime:
    """The same instant, in its own zone when that can be written as a VTIMEZONE, else in UTC."""
    zone = at.tzinfo
    if isinstance(zone, ZoneInfo) and _observances(zone, at.year) is not None:
        return at
    return at.astimezone(UTC)


def add_zones(calendar: Calendar, moments: list[datetime]) -> None:
    """Adds the zones of these instants to a calendar, each once, before its events. A zone is
    described as from the year of its first instant.
    """
    first: dict[str, datetime] = {}
    for at in moments:
        if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key != "UTC":
            first[at.tzinfo.key] = min(at, first.get(at.tzinfo.key, at))
    for key, at in first.items():
        observances = _observances(ZoneInfo(key), at.year)
        if observances is not None:
            zone = Timezone()
            zone.add("tzid", key)
            for observance in observances:
                zone.add_component(observance)
            calendar.subcomponents.insert(0, zone)


def _observances(zone: ZoneInfo, year: int) -> list[TimezoneStandard | TimezoneDaylight] | None:
    """A zone's observances from that year on: one for a clock that never changes, two for one that
    changes by the same two rules each year; None for any other.
    """
    january = datetime(year, 1, 1, tzinfo=zone)
    changes_by_year = [_changes(zone, year + count) for count in range(_YEARS)]
    if not any(changes_by_year):
        offset = january.utcoffset()
        return [_with_offsets(TimezoneStandard(), january, offset, offset)]
    first_year = changes_by_year[0]
    rules = [change.rule for change in first_year]
    if len(rules) != 2:
        return None
    for changes in changes_by_year:
        if [change.rule for change in changes] != rules:
            return None
    return [_observance(change) for change in first_year]


def _changes(zone: tzinfo, year: int) -> list[_Change]:
    """The changes of the clock in a year, in order, looked for in steps of twelve hours."""
    found = []
    at = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        following = at + timedelta(hours=12)
        if _offset(at, zone) != _offset(following, zone):
            found.append(_change(at, following, zone))
        at = following
    return found


def _change(low: datetime, high: datetime, zone: tzinfo) -> _Change:
    """The change between two instants with different offsets, found to the minute by halving."""
    before = _offset(low, zone)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    high = high.replace(second=0, microsecond=0)
    at = (high + before).replace(tzinfo=None)
    last = monthrange(at.year, at.month)[1]
    nth = -1 if at.day + 7 > last else (at.day - 1) // 7 + 1
    name = high.astimezone(zone).tzname() or ""
    return _Change(at, before, _offset(high, zone), name, at.month, nth, at.weekday())


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _observance(change: _Change) -> TimezoneStandard | TimezoneDaylight:
    daylight = change.after > change.before
    observance: TimezoneStandard | TimezoneDaylight = (
        TimezoneDaylight() if daylight else TimezoneStandard()
    )
    observance.add(
        "rrule",
        vRecur(FREQ="YEARLY", BYMONTH=change.month, BYDAY=f"{change.nth}{_DAYS[change.weekday]}"),
    )
    return _with_offsets(observance, _in_1970(change), change.before, change.after, change.name)


def _in_1970(change: _Change) -> datetime:
    """When the change's rule was first met in 1970, the year in which observances usually begin."""
    first, last = datetime(1970, change.month, 1, tzinfo=UTC), monthrange(1970, change.month)[1]
    if change.nth > 0:
        day = 1 + (change.weekday - first.weekday()) % 7 + 7 * (change.nth - 1)
    else:
        day = last - (first.replace(day=last).weekday() - change.weekday) % 7
    return first.replace(day=day, hour=change.at.hour, minute=change.at.minute)


def _with_offsets(
    observance: TimezoneStandard | TimezoneDaylight,
    at: datetime,
    before: timedelta | None,
    after: timedelta | None,
    name: str = "",
) -> TimezoneStandard | TimezoneDaylight:
    """Adds the beginning (`at`, in 1970), the offsets before and after, and the name."""
    observance.add("dtstart", at.replace(tzinfo=None, year=1970))
    observance.add("tzoffsetfrom", before or timedelta())
    observance.add("tzoffsetto", after or timedelta())
    if name:
        observance.add("tzname", name)
    return observance
