"""Time zones as every calendar reads them: two recurring observances (RFC 5545, 3.6.5).

Outlook knows a zone by its VTIMEZONE and reads RRULEs there, not lists of RDATEs. A zone whose
clock does not change by one rule a year (Morocco, say) is left out: such hours go in UTC.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 6
"""How many years the rule found in one must hold for."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock: when, on the clock before it; the offsets before and after; which
    weekday of which month (nth, or -1 for the last).
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
        return self.month, self.nth, self.weekday, self.at.hour, self.at.minute


def in_known_zone(at: datetime) -> datetime:
    """The moment on its own clock when every calendar can be told of its zone, else in UTC."""
    zone = at.tzinfo
    return (
        at
        if isinstance(zone, ZoneInfo) and _observances(zone, at.year) is not None
        else at.astimezone(UTC)
    )


def add_zones(calendar: Calendar, moments: list[datetime]) -> None:
    """Adds the zones of these moments to a calendar, each once, before its events."""
    first: dict[str, datetime] = {}
    for at in moments:
        if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key != "UTC":
            first[at.tzinfo.key] = min(at, first.get(at.tzinfo.key, at))
    for key, at in first.items():
        found = _observances(ZoneInfo(key), at.year)
        if found is not None:
            zone = Timezone()
            zone.add("tzid", key)
            for one in found:
                zone.add_component(one)
            calendar.subcomponents.insert(0, zone)


def _observances(zone: ZoneInfo, year: int) -> list[TimezoneStandard | TimezoneDaylight] | None:
    """A zone's observances as they are from that year on; None when no rule says them."""
    here = datetime(year, 1, 1, tzinfo=zone)
    years = [_changes(zone, year + count) for count in range(_YEARS)]
    if not any(years):
        return [_standing(TimezoneStandard(), here, here.utcoffset(), here.utcoffset())]
    if any([one.rule for one in each] != [one.rule for one in years[0]] for each in years):
        return None
    if len(years[0]) != 2:
        return None
    return [_observance(one) for one in years[0]]


def _changes(zone: tzinfo, year: int) -> list[_Change]:
    """The changes of the clock in a year, in order."""
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
    made: TimezoneStandard | TimezoneDaylight = (
        TimezoneDaylight() if daylight else TimezoneStandard()
    )
    made.add(
        "rrule",
        vRecur(FREQ="YEARLY", BYMONTH=change.month, BYDAY=f"{change.nth}{_DAYS[change.weekday]}"),
    )
    return _standing(made, _first(change), change.before, change.after, change.name)


def _first(change: _Change) -> datetime:
    """The same change in 1970, where every such table begins."""
    first, last = datetime(1970, change.month, 1, tzinfo=UTC), monthrange(1970, change.month)[1]
    if change.nth > 0:
        day = 1 + (change.weekday - first.weekday()) % 7 + 7 * (change.nth - 1)
    else:
        day = last - (first.replace(day=last).weekday() - change.weekday) % 7
    return first.replace(day=day, hour=change.at.hour, minute=change.at.minute)


def _standing(
    made: TimezoneStandard | TimezoneDaylight,
    at: datetime,
    before: timedelta | None,
    after: timedelta | None,
    name: str = "",
) -> TimezoneStandard | TimezoneDaylight:
    made.add("dtstart", at.replace(tzinfo=None, year=1970))
    made.add("tzoffsetfrom", before or timedelta())
    made.add("tzoffsetto", after or timedelta())
    if name:
        made.add("tzname", name)
    return made
