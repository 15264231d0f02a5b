"""When calls are made: her hours and those of the law for consumers, on the clock of a place.

Beside them what the whole package speaks with: `Verdict`, an answer with its reason, and the keyed
fingerprint under which a value that must not be called is kept. Pure: no Django. Whether somebody
may be called is permission.py.
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
    """An answer with its reason: `why` is a code, `detail` names the holiday, `until` when it ends;
    `rule` is the rule that decided (references.py), "" when it is none of the law's.
    """

    allowed: bool
    why: Why = ""
    detail: str = ""
    until: datetime | None = None
    rule: str = ""


class ClosedBeforeItOpens(ValueError):
    """Calling hours that end before they begin, or without a single day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When professionals are called, on their own clock.

    Advice, not law: the hours of article D. 223-9 of the Code de la consommation protect consumers
    only; for professionals there are customs, and studies of a best hour contradict each other.

    `by_day`: (weekday, opens, closes) where a day has hours of its own; `lunch`: a pause in the
    middle;
    `days_off`: her own, first and last day of each.
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
        """From the preferences; whatever is missing or nonsense is the default."""
        base, usual = cls(), _times((stored.get("opens"), stored.get("closes")))
        weekdays = _weekdays(stored.get("weekdays"))
        if usual is None or weekdays is None:
            return base
        spans = [
            (day, *span)
            for first, *pair in filter(None, _lists(stored.get("by_day")))
            if (span := _times(pair)) and (own := _weekdays([first]))
            for day in own
        ]
        off = [gone for pair in _lists(stored.get("days_off")) if (gone := _days(pair))]
        return cls(
            *usual,
            weekdays or base.weekdays,
            _times(stored.get("lunch") or ()),
            tuple(spans),
            tuple(sorted(off)),
        )

    @classmethod
    def of_days(
        cls,
        spans: Mapping[int, tuple[time, time]],
        *,
        lunch: tuple[time, time] | None,
        days_off: tuple[tuple[date, date], ...],
    ) -> Hours:
        """Hours typed day by day (0 is Monday). The most usual ones are kept as such, the others as
        those of their day.

        Raises ClosedBeforeItOpens: also without any day.
        """
        pairs = [*spans.values(), *([lunch] if lunch else [])]
        if not spans or any(opens >= closes for opens, closes in pairs):
            raise ClosedBeforeItOpens
        usual = Counter(spans.values()).most_common(1)[0][0]
        own = tuple((day, *span) for day, span in spans.items() if span != usual)
        return cls(*usual, tuple(spans), lunch, own, days_off)

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {
            "opens": self.opens.isoformat("minutes"),
            "closes": self.closes.isoformat("minutes"),
            "weekdays": list(self.weekdays),
            "lunch": [one.isoformat("minutes") for one in self.lunch or ()],
            "by_day": [
                [day, opens.isoformat("minutes"), closes.isoformat("minutes")]
                for day, opens, closes in self.by_day
            ],
            "days_off": [[first.isoformat(), last.isoformat()] for first, last in self.days_off],
        }

    def of(self, weekday: int) -> tuple[time, time]:
        """When a weekday opens and closes."""
        return next(
            ((opens, closes) for day, opens, closes in self.by_day if day == weekday),
            (self.opens, self.closes),
        )

    def off(self, day: date) -> bool:
        """Whether it is one of her days off."""
        return any(first <= day <= last for first, last in self.days_off)


USUAL = Hours()
"""The hours of whoever has set none."""


def _times(pair: Any) -> tuple[time, time] | None:
    """Two hours of a day, the first before the second; None when they are not."""
    try:
        first, last = (time.fromisoformat(one).replace(tzinfo=None) for one in pair)
    except (TypeError, ValueError):
        return None
    return (first, last) if first < last else None


def _days(pair: Any) -> tuple[date, date] | None:
    """A first and a last day; None when they are not."""
    try:
        first, last = (date.fromisoformat(one) for one in pair)
    except (TypeError, ValueError):
        return None
    return (first, last) if first <= last else None


def _weekdays(days: Any) -> tuple[int, ...] | None:
    """Those that are weekdays, 0 (Monday) to 6, in their order; None when one is no number."""
    try:
        return tuple(sorted({int(day) for day in days if 0 <= int(day) <= 6}))
    except (TypeError, ValueError, OverflowError):
        return None


def _lists(value: object) -> list[list[Any]]:
    """Those entries of a list that are lists themselves."""
    found = value if isinstance(value, list | tuple) else []
    return [list(one) for one in found if isinstance(one, list | tuple)]


def open_now(
    hours: Hours, zone: str, at: datetime, *, consumer: bool = False, local_holidays: bool = True
) -> Verdict:
    """Whether the clock and the calendar of a place allow a call; if not, when they do again.

    `consumer`: somebody who is called as a consumer; then the hours are the law's (D. 223-9), not
    hers. Her days off hold for everybody.
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
    feast = holiday_name(day, zone if local_holidays else METRO)
    if feast:
        return "holiday", feast
    if day.weekday() not in legal_limit("consumer_weekdays", day):
        return "weekend", ""
    return ("day_off", "") if hours.off(day) else ("", "")


def _consumer_opening(hours: Hours, zone: str, local: datetime, local_holidays: bool) -> datetime:
    day, clock = local.date(), local.time()
    while True:
        if not _consumer_day(hours, zone, day, local_holidays)[0]:
            windows: Windows = legal_limit("consumer_windows", day)
            for first, last in windows:
                if clock < last:
                    return datetime.combine(day, max(first, clock), tz(zone))
        day, clock = day + timedelta(days=1), time(0)


def _shut(hours: Hours, zone: str, local: datetime) -> tuple[Why, str]:
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
    return (
        ("lunch", "")
        if hours.lunch and hours.lunch[0] <= local.time() < hours.lunch[1]
        else ("", "")
    )


def next_opening(hours: Hours, zone: str, at: datetime) -> datetime:
    """The next moment, after `at`, when professionals are called there."""
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
    """A keyed digest of a value: enough to recognise it, useless to read it back."""
    plain = value.strip().lower()
    return hmac.new(bytes.fromhex(key), f"{kind}:{plain}".encode(), hashlib.sha256).hexdigest()
