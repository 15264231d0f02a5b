"""The hours of calls: her own for professionals, the legal ones for consumers, in the time zone of
a place. Plain Python.

Here are also two things that the whole package uses: `Verdict`, an answer with its reason, and
`fingerprint`, under which a value with an opposition is stored. The rule whether somebody may be
called is in permission.py.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, ClassVar, Literal

from decroche.shared.calendar import holiday_name
from decroche.shared.legal_figures import legal_limit
from decroche.shared.places import METRO, tz

ValueKind = Literal["number", "email", "siret", "siren", "company", "person"]
Why = Literal[
    "",
    "erased",
    "opposed",
    "removed",
    "unlisted",
    "no_number",
    "no_consent",
    "consent_revoked",
    "refused",
    "too_often",
    "personal_address",
    "holiday",
    "weekend",
    "day_off",
    "hours",
    "lunch",
]


Windows = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason: `why` is the code of the refusal, `detail` the name of the
    holiday, `until` the instant at which the refusal ends (None: not by itself); `rule` is the
    legal rule that decided (references.py), "" when it is not a legal one.
    """

    allowed: bool
    why: Why = ""
    detail: str = ""
    until: datetime | None = None
    rule: str = ""


class ClosedBeforeItOpens(ValueError):
    """Calling hours end before they begin, or have no day at all."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When professionals are called, in their own time zone. This is her choice, not law: the hours
    of article D. 223-9 of the Code de la consommation protect consumers only.

    `opens` and `closes` hold for each of the `weekdays` (0 is Monday), unless `by_day` has other
    hours for one: (weekday, opens, closes). `lunch` is a pause (from, to) of each day, `days_off`
    are her own days off: (first day, last day).
    """

    SECTION: ClassVar[str] = "hours"
    opens: time = time(8, 30)
    closes: time = time(19, 0)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    lunch: tuple[time, time] | None = None
    by_day: tuple[tuple[int, time, time], ...] = ()
    days_off: tuple[tuple[date, date], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Hours:
        """The hours from stored values. When opens, closes or weekdays can't be read, all defaults;
        of the other values, those that can be read.
        """
        default, usual = cls(), _times((stored.get("opens"), stored.get("closes")))
        weekdays = _weekdays(stored.get("weekdays"))
        if usual is None or weekdays is None:
            return default
        by_day = []
        for entry in filter(None, _lists(stored.get("by_day"))):
            days, span = _weekdays(entry[:1]), _times(entry[1:])
            if days and span:
                by_day.append((days[0], *span))
        days_off = filter(None, map(_days, _lists(stored.get("days_off"))))
        return cls(
            *usual,
            weekdays or default.weekdays,
            _times(stored.get("lunch") or ()),
            tuple(by_day),
            tuple(sorted(days_off)),
        )

    @classmethod
    def of_days(
        cls,
        spans: Mapping[int, tuple[time, time]],
        *,
        lunch: tuple[time, time] | None,
        days_off: tuple[tuple[date, date], ...],
    ) -> Hours:
        """The hours from those of each weekday (0 is Monday). The most frequent ones become `opens`
        and `closes`, the others are in `by_day`. Raises ClosedBeforeItOpens, also without any day.
        """
        pairs = [*spans.values(), *([lunch] if lunch else [])]
        if not spans or any(opens >= closes for opens, closes in pairs):
            raise ClosedBeforeItOpens
        usual = Counter(spans.values()).most_common(1)[0][0]
        own = tuple((day, *span) for day, span in spans.items() if span != usual)
        return cls(*usual, tuple(spans), lunch, own, days_off)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {
            "opens": self.opens.isoformat("minutes"),
            "closes": self.closes.isoformat("minutes"),
            "weekdays": list(self.weekdays),
            "lunch": [end.isoformat("minutes") for end in self.lunch or ()],
            "by_day": [
                [day, opens.isoformat("minutes"), closes.isoformat("minutes")]
                for day, opens, closes in self.by_day
            ],
            "days_off": [[first.isoformat(), last.isoformat()] for first, last in self.days_off],
        }

    def of(self, weekday: int) -> tuple[time, time]:
        """(opens, closes) of a weekday."""
        return next(
            ((opens, closes) for day, opens, closes in self.by_day if day == weekday),
            (self.opens, self.closes),
        )

    def off(self, day: date) -> bool:
        """Whether a day is one of her days off."""
        return any(first <= day <= last for first, last in self.days_off)


USUAL = Hours()
"""The hours of a workspace that has set none."""


def _times(pair: Any) -> tuple[time, time] | None:
    """(from, to) of two texts; None when they are not two times, the first before the second."""
    try:
        first, last = (time.fromisoformat(text).replace(tzinfo=None) for text in pair)
    except (TypeError, ValueError):
        return None
    return (first, last) if first < last else None


def _days(pair: Any) -> tuple[date, date] | None:
    """(first day, last day) of two texts; None when they are not two days in their order."""
    try:
        first, last = (date.fromisoformat(text) for text in pair)
    except (TypeError, ValueError):
        return None
    return (first, last) if first <= last else None


def _weekdays(days: Any) -> tuple[int, ...] | None:
    """Those of the numbers that are weekdays (0 is Monday), sorted; None when one is no number."""
    try:
        return tuple(sorted({int(day) for day in days if 0 <= int(day) <= 6}))
    except (TypeError, ValueError, OverflowError):
        return None


def _lists(value: object) -> list[list[Any]]:
    """Those items of a list that are lists themselves; none when it is not a list."""
    items = value if isinstance(value, list | tuple) else []
    return [list(item) for item in items if isinstance(item, list | tuple)]


def open_now(
    hours: Hours, zone: str, at: datetime, *, consumer: bool = False, local_holidays: bool = True
) -> Verdict:
    """Whether a call is allowed at an instant by the time and the holidays of a zone, and if not,
    when it is next. For a `consumer` the legal hours decide (D. 223-9), for others hers; her days
    off count for both.
    """
    if consumer:
        why, detail, until = _consumer_shut(hours, zone, at, local_holidays)
        return Verdict(not why, why, detail, until)
    local = at.astimezone(tz(zone))
    why, detail = _shut(hours, zone, local)
    return Verdict(not why, why, detail, next_opening(hours, zone, at) if why else None)


def _consumer_shut(
    hours: Hours, zone: str, at: datetime, local_holidays: bool
) -> tuple[Why, str, datetime | None]:
    """(why, name of the holiday, when it is allowed next); why is "" when it is allowed now."""
    local = at.astimezone(tz(zone))
    why, detail = _consumer_day(hours, zone, local.date(), local_holidays)
    windows: Windows = legal_limit("consumer_windows", local.date())
    if not why and any(first <= local.time() < last for first, last in windows):
        return "", "", None
    why = why or (
        "lunch"
        if any(last <= local.time() < first for (_, last), (first, _) in pairwise(windows))
        else "hours"
    )
    return why, detail, _consumer_opening(hours, zone, local, local_holidays)


def _consumer_day(hours: Hours, zone: str, day: date, local_holidays: bool) -> tuple[Why, str]:
    """(why, name of the holiday) of a day on which consumers are not called; else ("", "")."""
    feast = holiday_name(day, zone if local_holidays else METRO)
    if feast:
        return "holiday", feast
    if day.weekday() not in legal_limit("consumer_weekdays", day):
        return "weekend", ""
    return ("day_off", "") if hours.off(day) else ("", "")


def _consumer_opening(hours: Hours, zone: str, local: datetime, local_holidays: bool) -> datetime:
    """The first instant from `local` on at which consumers may be called."""
    day, clock = local.date(), local.time()
    while True:
        if not _consumer_day(hours, zone, day, local_holidays)[0]:
            windows: Windows = legal_limit("consumer_windows", day)
            for first, last in windows:
                if clock < last:
                    return datetime.combine(day, max(first, clock), tz(zone))
        day, clock = day + timedelta(days=1), time(0)


def _shut(hours: Hours, zone: str, local: datetime) -> tuple[Why, str]:
    """(why, name of the holiday) when professionals are not called; else ("", "")."""
    feast = holiday_name(local.date(), zone)
    if feast:
        return "holiday", feast
    if local.weekday() not in hours.weekdays:
        return "weekend", ""
    if hours.off(local.date()):
        return "day_off", ""
    opens, closes = hours.of(local.weekday())
    if not opens <= local.time() < closes:
        return "hours", ""
    if hours.lunch and hours.lunch[0] <= local.time() < hours.lunch[1]:
        return "lunch", ""
    return "", ""


def next_opening(hours: Hours, zone: str, at: datetime) -> datetime:
    """The next instant, after `at`, at which professionals are called in a zone."""
    local = at.astimezone(tz(zone))
    if (
        _shut(hours, zone, local)[0] == "lunch"
        and hours.lunch
        and hours.lunch[1] < hours.of(local.weekday())[1]
    ):
        return datetime.combine(local.date(), hours.lunch[1], tz(zone))
    day = local.date()
    if local.time() >= hours.of(day.weekday())[0]:
        day += timedelta(days=1)
    while day.weekday() not in hours.weekdays or holiday_name(day, zone) or hours.off(day):
        day += timedelta(days=1)
    opens = hours.of(day.weekday())[0]
    if hours.lunch and hours.lunch[0] <= opens < hours.lunch[1]:
        opens = hours.lunch[1]
    return datetime.combine(day, opens, tz(zone))


def fingerprint(key: str, kind: ValueKind, value: str) -> str:
    """A keyed digest (HMAC-SHA-256) of a value, by which the same value is recognised and from
    which it can't be read back. `key` is the workspace's, in hexadecimal digits.
    """
    plain = value.strip().lower()
    return hmac.new(bytes.fromhex(key), f"{kind}:{plain}".encode(), hashlib.sha256).hexdigest()
