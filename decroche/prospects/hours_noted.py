"""At which hours and on which days a company is to be called, from what is noted on its card: “pas
avant 14h”, “seulement le matin”, “jamais le mercredi”. Pure.

Only words that can mean nothing else are read, and no hour of one single day (“demain, pas avant
14h”). A note is a wish: when nobody else is left to call, the queue offers the card in spite of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from decroche.shared.folding import strip_marks

NOON = time(12)
_HOUR = r"(?P<hour>\d{1,2})(?: ?h ?| ?: ?| heures? ?)(?P<minute>[0-5]\d)?"
_ENGLISH = r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))? ?(?P<half>am|pm)"
_CALL = r"(?:r?appeler|r?appelez|plutot|seulement|uniquement|joignable|present[es]?)"
_REACHED = r"(?:joignable|disponible|dispo|present[es]?|a appeler|plutot|seulement|uniquement)"
_UNTIL = r"(?: ?(?:et|a|-) ?)"
_EARLIEST = (
    rf"(?:pas|jamais) avant (?:les )?{_HOUR}",
    rf"{_REACHED} (?:entre|de) {_HOUR}{_UNTIL}\d{{1,2}}(?:h\d*)?",
    rf"{_CALL} (?:apres|a partir de|des) {_HOUR}",
    rf"(?:apres|a partir de|des) {_HOUR} (?:seulement|uniquement)",
    rf"(?:not|never) before {_ENGLISH}",
    rf"(?:call|only|best) after {_ENGLISH}",
    rf"after {_ENGLISH} only",
)
_LATEST = (
    rf"(?:pas|jamais) apres (?:les )?{_HOUR}",
    rf"{_REACHED} (?:entre|de) \d{{1,2}} ?(?:h ?(?:[0-5]\d)?)?{_UNTIL}{_HOUR}",
    rf"{_CALL} (?:avant|jusqu'a|jusque) {_HOUR}",
    rf"avant {_HOUR} (?:seulement|uniquement)",
    rf"(?:not|never) after {_ENGLISH}",
    rf"(?:call|only|best) before {_ENGLISH}",
    rf"before {_ENGLISH} only",
)
_ONLY = r"(?:seulement|uniquement|que|only)"
_RATHER = r"(?:prefere|plutot|de preference|mieux)"
_AFTERNOON = (
    rf"{_ONLY} (?:l'|d'|en )?apres-?\s?midi",
    r"(?:l')?apres-?\s?midi (?:seulement|uniquement)",
    r"(?:pas|jamais) (?:dispo(?:nible)? |joignable )?le matin",
    rf"{_RATHER} l'apres-?\s?midi",
    r"only in the afternoon|afternoons? only|(?:not|never) in the morning",
)
_MORNING = (
    rf"{_ONLY} (?:le |en )?matin(?:ee)?",
    r"(?:le )?matin (?:seulement|uniquement)",
    r"(?:pas|jamais) (?:dispo(?:nible)? |joignable )?l'apres-?\s?midi",
    rf"{_RATHER} le matin",
    r"only in the morning|mornings? only|(?:not|never) in the afternoon",
)
_WEEK = {
    **{
        name: day
        for day, name in enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"])
    },
    **{
        name: day
        for day, name in enumerate(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        )
    },
}
_DAY_OFF = re.compile(
    r"\b(?:(?:pas|sauf|jamais|absente?s?|fermee?s?|off|injoignables?) (?:tous )?les? "
    r"|(?:never|not|closed|away) on )"
    rf"(?P<days>(?:{'|'.join(_WEEK)})s?(?:(?:,? (?:et|ou|ni|and|or) |, )(?:les? )?"
    rf"(?:{'|'.join(_WEEK)})s?)*)\b(?! (?:matin|apres|soir|morning|afternoon|avant|\d))"
)
_ONE_DAY = (
    rf"(?:(?:le )?(?:{'|'.join(_WEEK)})(?: prochain)?|le \d{{1,2}}(?: \w+)?|\d{{1,2}}/\d{{1,2}})"
)
_ONE_CALL = r"(?:r?appele[rz]|rappel|rdv|rendez-vous|relance[rz]?|revoir|call back|meeting)"
_OF_ONE_DAY_BEFORE = re.compile(
    rf"\b(?:(?:demain|aujourd'hui|tomorrow|today)[,:]?|{_ONE_DAY}"
    rf"|{_ONE_CALL}\b[^.;·]{{0,30}}\b{_ONE_DAY},) $"
)
_OF_ONE_DAY_AFTER = re.compile(rf" ?(?:demain|aujourd'hui|tomorrow|today|(?:on )?{_ONE_DAY})\b")
"""An hour of one day (“demain, pas avant 14h”), which does not hold for every day."""
_ONLY_ON = re.compile(
    rf"\b(?:(?:seulement|uniquement|que) les? |only on )(?P<days>{'|'.join(_WEEK)})s?\b"
    rf"|\bles? (?P<named>{'|'.join(_WEEK)})s? (?:seulement|uniquement)\b"
)


@dataclass(frozen=True, slots=True)
class HoursNoted:
    """On the clock of the company: not before `earliest`, not after `latest`, not on these
    weekdays (0 is Monday).
    """

    earliest: time | None = None
    latest: time | None = None
    days_off: frozenset[int] = frozenset()

    def hold(self, there: datetime) -> bool:
        """Whether the notes allow a call at the moment `there`, on the clock of the company."""
        hour = there.time()
        return (
            there.weekday() not in self.days_off
            and (self.earliest is None or hour >= self.earliest)
            and (self.latest is None or hour < self.latest)
        )


def notes_allow(notes: Iterable[str], there: datetime) -> bool:
    """Whether what is noted on a card, newest first, allows a call at a moment of its own clock."""
    return hours_of(notes).hold(there)


def hours_of(notes: Iterable[str]) -> HoursNoted:
    """What the notes of a card, newest first, say together: the hours of the newest that names an
    hour, and the days of the newest that names a day.
    """
    hours, days = HoursNoted(), frozenset[int]()
    for note in notes:
        said = hours_noted(note)
        if hours.earliest is None and hours.latest is None:
            hours = said
        days = days or said.days_off
    return HoursNoted(hours.earliest, hours.latest, days)


@lru_cache(maxsize=4096)
def hours_noted(notes: str) -> HoursNoted:
    """What one note says of the hours of a card. When it names two hours, the first one counts."""
    if not notes:
        return HoursNoted()
    text = re.sub(r"[\s’]", lambda found: "'" if found.group() == "’" else " ", strip_marks(notes))
    text = text.lower()
    days = {
        _WEEK[name.removesuffix("s")]
        for found in _DAY_OFF.finditer(text)
        for name in re.findall("|".join(_WEEK), found["days"])
    }
    if only := _ONLY_ON.search(text):
        days |= set(_WEEK.values()) - {_WEEK[only["days"] or only["named"]]}
    return HoursNoted(
        _said(text, _EARLIEST) or (NOON if _found(text, _AFTERNOON) else None),
        _said(text, _LATEST) or (NOON if _found(text, _MORNING) else None),
        frozenset(days),
    )


def _found(text: str, patterns: tuple[str, ...]) -> bool:
    return any(
        not _of_one_day(text, found)
        for pattern in patterns
        for found in re.finditer(rf"\b(?:{pattern})", text)
    )


def _said(text: str, patterns: tuple[str, ...]) -> time | None:
    """The first hour that one of the patterns names; None when it is no hour of a working day."""
    for pattern in patterns:
        for found in re.finditer(rf"\b{pattern}\b", text):
            hour = int(found["hour"])
            if "half" in found.re.groupindex:
                hour = hour % 12 + (12 if found["half"] == "pm" else 0)
            if 7 <= hour <= 20 and not _of_one_day(text, found):
                return time(hour, int(found["minute"] or 0))
    return None


def _of_one_day(text: str, hour: re.Match[str]) -> bool:
    before = _OF_ONE_DAY_BEFORE.search(text, 0, hour.start())
    return bool(before or _OF_ONE_DAY_AFTER.match(text, hour.end()))
