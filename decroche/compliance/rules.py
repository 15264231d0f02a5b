"""Pure decisions about calling. No Django."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from decroche.shared.calendar import holiday_name, is_working_day
from decroche.shared.places import tz

ValueKind = Literal["number", "email", "siren"]
Why = Literal["", "opposed", "holiday", "weekend", "hours", "address"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason: `why` is a code, `detail` names the holiday, `until` when it ends."""

    allowed: bool
    why: Why = ""
    detail: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When professionals are called, on their own clock. Advice, not law, for professionals (law.md §9)."""

    opens: time = time(8, 30)
    closes: time = time(19, 0)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Hours:
        """From the preferences; whatever is missing or nonsense is the default."""
        base = cls()
        try:
            opens, closes = time.fromisoformat(stored["opens"]), time.fromisoformat(stored["closes"])
            weekdays = tuple(sorted({int(day) for day in stored["weekdays"] if 0 <= int(day) <= 6}))
        except (KeyError, TypeError, ValueError):
            return base
        return cls(opens, closes, weekdays or base.weekdays) if opens < closes else base

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {"opens": self.opens.isoformat("minutes"), "closes": self.closes.isoformat("minutes"), "weekdays": list(self.weekdays)}


def open_now(hours: Hours, zone: str, at: datetime) -> Verdict:
    """Whether the clock and the calendar of a place allow a call; if not, when they do again."""
    local = at.astimezone(tz(zone))
    feast = holiday_name(local.date(), zone)
    if feast:
        return Verdict(False, "holiday", feast, next_opening(hours, zone, at))
    if local.weekday() not in hours.weekdays:
        return Verdict(False, "weekend", "", next_opening(hours, zone, at))
    if not hours.opens <= local.time() < hours.closes:
        return Verdict(False, "hours", "", next_opening(hours, zone, at))
    return Verdict(True)


def next_opening(hours: Hours, zone: str, at: datetime) -> datetime:
    """The next moment, after `at`, when a call is allowed there."""
    local = at.astimezone(tz(zone))
    day = local.date()
    if local.time() >= hours.opens:
        day += timedelta(days=1)
    while day.weekday() not in hours.weekdays or holiday_name(day, zone) or (day.weekday() < 5 and not is_working_day(day, zone)):
        day += timedelta(days=1)
    return datetime.combine(day, hours.opens, tz(zone))


def fingerprint(key: str, kind: ValueKind, value: str) -> str:
    """A keyed digest of a value: enough to recognise it, useless to read it back."""
    plain = value.strip().lower()
    return hmac.new(bytes.fromhex(key), f"{kind}:{plain}".encode(), hashlib.sha256).hexdigest()
