"""Advice before a call, which forbids nothing. Plain Python; the words are in wording.py."""

from __future__ import annotations

from datetime import datetime

from decroche.compliance.permission import Audience, hour_verdict
from decroche.compliance.rules import USUAL, Hours
from decroche.shared.calendar import school_holidays
from decroche.shared.clock import day_of
from decroche.shared.legal_figures import legal_limit
from decroche.shared.numbers import cost_of, national_digits
from decroche.shared.places import tz, zone


def advice(
    number: str,
    at: datetime,
    *,
    zone_code: str = "metro",
    department: str = "",
    audience: Audience = "professional",
    hours: Hours = USUAL,
) -> tuple[str, ...]:
    """The codes of advice about a call to a number (E.164 or short) at an instant: surcharged,
    platform (a number of a call platform), foreign, outside_… (of her hours), school_holidays.
    """
    codes: list[str] = []
    digits = national_digits(number) if number else ""
    if cost_of(digits) == "surcharged":
        codes.append("surcharged")
    if digits.startswith(legal_limit("platform_prefixes", day_of(at))):
        codes.append("platform")
    if not zone(zone_code).french:
        codes.append("foreign")
    if audience == "professional":
        verdict = hour_verdict(hours, zone_code, at, consumer=False)
        codes += [] if verdict.allowed else [f"outside_{verdict.why}"]
    if school_holidays(at.astimezone(tz(zone_code)).date(), department):
        codes.append("school_holidays")
    return tuple(codes)
