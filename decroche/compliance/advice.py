"""What is worth knowing before dialling, and forbids nothing.

No Django; the words are in wording.py.
"""

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
    """Codes of what is worth knowing about a call to a number (E.164 or short) at that moment."""
    found: list[str] = []
    digits = national_digits(number) if number else ""
    if cost_of(digits) == "surcharged":
        found.append("surcharged")
    if digits.startswith(legal_limit("platform_prefixes", day_of(at))):
        found.append("platform")
    if not zone(zone_code).french:
        found.append("foreign")
    if audience == "professional":
        shut = hour_verdict(hours, zone_code, at, consumer=False)
        found += [] if shut.allowed else [f"outside_{shut.why}"]
    if school_holidays(at.astimezone(tz(zone_code)).date(), department):
        found.append("school_holidays")
    return tuple(found)
