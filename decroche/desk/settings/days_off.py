"""Her days off, typed one to a line in her own words."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from decroche.compliance.rules import Hours
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken import NotUnderstood, day_meant
from decroche.ui.language import current_language

_BETWEEN = re.compile(r"\s+(?:au|to|until|till)\s+|\s*[–→]\s*|\s+-\s+")
_BEFORE = re.compile(r"^(?:du|from)\s+", re.IGNORECASE)
_BARE = re.compile(r"\d{1,2}(?:er|st|nd|rd|th)?")


def read_days_off(text: str) -> tuple[tuple[tuple[date, date], ...], str]:
    """“24 décembre”, “du 21 au 31 décembre”, “24/12/2026”: ((first, last) of each, what was not
    understood, in a sentence).
    """
    spans, unread = list[tuple[date, date]](), list[str]()
    lines = (" ".join(line.split()) for line in text.splitlines())
    for line in filter(None, lines):
        first, *rest = _BETWEEN.split(_BEFORE.sub("", line), maxsplit=1)
        last = rest[0] if rest else first
        if _BARE.fullmatch(first) and rest:
            first = f"{first} {last.split(' ', 1)[-1]}"
        try:
            days = _day(first), _day(last)
        except NotUnderstood:
            unread.append(line)
            continue
        spans.append((min(days), max(days)))
    if not unread:
        return tuple(spans), ""
    words = _(
        "Not understood: %(lines)s. Write a day off like “24 December”, or “from 21 to 31 "
        "December”."
    )
    return tuple(spans), words % {"lines": ", ".join(unread)}


def days_off_in_words(hours: Hours) -> list[str]:
    """One line each, as `read_days_off` takes them."""
    return [
        f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
        for first, last in hours.days_off
    ]


def _day(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=PARIS).date()
        except ValueError:
            continue
    return day_meant(text, now=now().astimezone(PARIS), language=current_language())
