"""The other moment that a text may mean, to be offered beside the one that was understood.

“Mardi 14 h” on a Tuesday morning means today, and may mean next Tuesday; “à la rentrée” means
September for a school, and January for somebody who speaks of the winter holidays.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from decroche.shared.calendar import is_working_day
from decroche.shared.folding import strip_marks
from decroche.shared.language import Language
from decroche.shared.places import METRO, tz
from decroche.shared.spoken import NotUnderstood, Spoken, say, understand

_WEEKDAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_TODAY = re.compile(r"\baujourd'hui\b|\btoday\b|\d{1,2}[/.]\d|\b\d{1,2} [a-z]{3,}")
_BACK_TO_WORK = re.compile(r"\brentree\b(?! (?:de |d')?(?:septembre|janvier|noel))")


def other_meaning(
    text: str, meant: Spoken, *, now: datetime, zone: str = METRO, language: Language = "fr"
) -> Spoken | None:
    """Returns the other moment that a text may mean, `meant` being the one that was understood;
    None for a text that means one moment only.
    """
    folded = strip_marks(text.replace("’", "'")).lower()
    if _BACK_TO_WORK.search(folded):
        month = "septembre" if meant.at.month == 1 else "janvier"
        try:
            return understand(
                _BACK_TO_WORK.sub(f"rentree de {month}", folded),
                now=now,
                zone=zone,
                language=language,
            )
        except NotUnderstood:
            return None
    local = now.astimezone(tz(zone))
    if meant.at.date() != local.date() or not _WEEKDAY.search(folded) or _TODAY.search(folded):
        return None
    at = meant.at + timedelta(days=7)
    if not is_working_day(at.date(), zone):
        return None
    return Spoken(at, meant.precision, say(at, meant.precision, local, language))
