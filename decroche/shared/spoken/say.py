"""Dates in words. What was understood is shown to the user in words, so that a misunderstanding is
noticed before it is saved.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from decroche.shared.language import Language
from decroche.shared.spoken.parts import Precision

_NBSP = "\u00a0"
_DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]
_NOON, _EVENING = 12, 18
"""The hours at which the afternoon and the evening begin."""
_EARLIEST = 7
"""The hour before which French says “du matin”: the grammar takes “3 h” for three in the afternoon.
"""
HALF_DAYS = {
    "fr": {
        time(9): "au matin",
        time(11, 30): "en fin de matinée",
        time(14): "après-midi",
        time(15, 30): "en milieu d’après-midi",
        time(17): "en fin d’après-midi",
        time(17, 30): "en fin de journée",
        time(18): "en soirée",
    },
    "en": {
        time(9): "in the morning",
        time(11, 30): "in the late morning",
        time(14): "in the afternoon",
        time(15, 30): "in the middle of the afternoon",
        time(17): "in the late afternoon",
        time(17, 30): "at the end of the day",
        time(18): "in the evening",
    },
}
"""The words for a part of the day, by the time that stands for it. Typed in again, each means the
same time.
"""


_THIS = {
    "fr": {"au matin": "ce matin", "après-midi": "cet après-midi"},
    "en": {"in the morning": "this morning", "in the afternoon": "this afternoon"},
}


def say(at: datetime, precision: Precision, now: datetime, language: Language = "fr") -> str:
    """A moment in words: “demain, mardi 24 novembre à 9 h 30”. The year is left out when it is that
    of `now`; a week or month is said by its first day (“vers le lundi 7 décembre”).
    """
    near = _near(at, now, language) if precision not in {"week", "month"} else ""
    day = day_in_words(at.date(), now.year, language)
    if precision in ("week", "month"):
        return f"vers le {day}" if language == "fr" else f"around {day}"
    part = HALF_DAYS[language].get(at.time()) if precision == "half_day" else None
    if part:
        return f"{near}{day} {part}"
    if precision in ("minute", "half_day"):
        night = " du matin" if language == "fr" and at.hour < _EARLIEST else ""
        return f"{near}{day} {'à' if language == 'fr' else 'at'} {clock(at, language)}{night}"
    return f"{near}{day}"


def clock(at: datetime, language: Language = "fr") -> str:
    """A time of day: “9 h”, “9 h 30” with no-break spaces; “9:30” in English."""
    if language == "en":
        return f"{at.hour}:{at.minute:02}"
    return f"{at.hour}{_NBSP}h{_NBSP}{at.minute:02}" if at.minute else f"{at.hour}{_NBSP}h"


def time_said(at: datetime, precision: str, language: Language = "fr") -> str:
    """The time of day that was said, short: “14 h”, “après-midi”; "" when only a day was."""
    if precision == "minute":
        return clock(at, language)
    if precision != "half_day":
        return ""
    return HALF_DAYS[language].get(at.time(), clock(at, language))


def this_half_day(at: datetime, language: Language = "fr") -> str:
    """A part of today in words: “ce matin”, “cet après-midi”, “en fin d’après-midi”."""
    said = time_said(at, "half_day", language)
    return _THIS[language].get(said, said)


def day_looking_back(day: date, today: date, language: Language = "fr") -> str:
    """A day of the last week as one says it: “hier”, “mardi”; "" for any other day."""
    ago = (today - day).days
    if ago == 1:
        return "hier" if language == "fr" else "yesterday"
    if not 1 < ago < len(_DAYS[language]):
        return ""
    name = _DAYS[language][day.weekday()]
    return name if language == "fr" else f"on {name}"


def half_day_looking_back(at: datetime, today: date, language: Language = "fr") -> str:
    """Part of a day of the last week as one says it: “hier matin”, “mardi en fin d’après-midi”;
    "" for any other day.
    """
    day, said = day_looking_back(at.date(), today, language), time_said(at, "half_day", language)
    short = said.removeprefix("au ") if language == "fr" else said.removeprefix("in the ")
    return f"{day} {short}" if day else ""


def of_near_day(at: datetime, now: datetime, language: Language = "fr") -> str:
    """A moment near today, as it is said of a meeting: “de ce matin”, “d’hier”, “de demain”, “de
    mardi”; "" for another day. English: “this morning”, “yesterday”.
    """
    french, days = language == "fr", (at.date() - now.date()).days
    if days == 0:
        which = (at.hour >= _NOON) + (at.hour >= _EVENING)
        words = ("ce matin", "cet après-midi", "ce soir")
        said = words[which] if french else ("this morning", "this afternoon", "tonight")[which]
    elif days == 1:
        said = "demain" if french else "tomorrow"
    else:
        said = day_looking_back(at.date(), now.date(), language)
    if not (said and french):
        return said
    return f"d’{said}" if said.startswith("h") else f"de {said}"


def part_of_day(at: datetime, language: Language = "fr") -> str:
    """The part of the day in words: morning before 12, afternoon before 18, evening after."""
    words = {
        "fr": ("au matin", "après-midi", "en soirée"),
        "en": ("in the morning", "in the afternoon", "in the evening"),
    }
    return words[language][(at.hour >= 12) + (at.hour >= 18)]


def day_in_words(day: date, year: int, language: str = "fr") -> str:
    """A day in words (“jeudi 3 décembre”), with its year when that is not `year`."""
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    shown = f" {day.year}" if day.year != year else ""
    return f"{_DAYS[language][day.weekday()]} {number} {_MONTHS[language][day.month - 1]}{shown}"


def short_day_name(day: date, language: Language = "fr") -> str:
    """The short name of a weekday: “jeu.”, “Thu”."""
    name = _DAYS[language][day.weekday()][:3]
    return f"{name}." if language == "fr" else name


def short_date(day: date, language: Language = "fr") -> str:
    """A day of the month, short: “1er déc.”, “1 Dec”."""
    if language == "en":
        return f"{day.day} {_MONTHS['en'][day.month - 1][:3]}"
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_SHORT_MONTHS[day.month - 1]}"


def _near(at: datetime, now: datetime, language: str) -> str:
    """“aujourd’hui, ” or “demain, ” for those two days, else ""."""
    if at.date() == now.date():
        return "aujourd’hui, " if language == "fr" else "today, "
    if at.date() == now.date() + timedelta(days=1):
        return "demain, " if language == "fr" else "tomorrow, "
    return ""
