"""A half-day without a day, as a switchboard says it: “elle est là l’après-midi”. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from decroche.calls.returns import AFTERNOON, MORNING
from decroche.shared.calendar import working_day_from
from decroche.shared.language import Language
from decroche.shared.places import tz
from decroche.shared.spoken import NotUnderstood, Spoken, understand
from decroche.shared.spoken.say import say

_NAMED = re.compile(
    r"\b(?:l['’]|en |d['’]|in the )(?P<afternoon>apr[eè]s[- ]?midi|afternoon)s?\b"
    r"|\b(?:le |en |les |in the )(?:matin(?:ée|s)?|morning)s?\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:pas|jamais|sauf|ni|not|never|except)\b", re.IGNORECASE)


def half_day_named(text: str, *, zone: str, at: datetime, language: Language) -> Spoken | None:
    """Returns the half-day that the words name: that of today when it is still ahead, else that of
    the next working day. None when they name none, several, or one in which nobody is there.
    """
    found = list(_NAMED.finditer(text))
    if len(found) != 1 or _NOT.search(text):
        return None
    hour = AFTERNOON if found[0]["afternoon"] else MORNING
    here = at.astimezone(tz(zone))
    day = here.date() if here.time() < hour else here.date() + timedelta(days=1)
    start = datetime.combine(working_day_from(day, zone), hour, tz(zone))
    try:
        return understand(
            say(start, "half_day", here, language), now=at, zone=zone, language=language
        )
    except NotUnderstood:
        return None
