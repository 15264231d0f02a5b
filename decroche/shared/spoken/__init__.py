"""Dates as people say them on the telephone, French and English: « jeudi 10h », “in a month and a
half”.

A small grammar of our own: general parsers get « jeudi 10h », « lundi en huit » and « le 3 »
silently wrong. Three promises: never a moment in the past; never a weekend or a public holiday
unless she said so; nothing is guessed: a word left over means the sentence was not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from decroche.shared.calendar import holiday_name, working_day_from
from decroche.shared.folding import strip_marks
from decroche.shared.language import Language
from decroche.shared.places import METRO, tz
from decroche.shared.spoken import english, french
from decroche.shared.spoken.parts import Day, Heard, NotUnderstood, Precision, Refused, Time
from decroche.shared.spoken.say import day_in_words, say

__all__ = ["EXAMPLES", "NotUnderstood", "Spoken", "day_meant", "say", "understand"]


EXAMPLES: dict[str, list[str]] = {
    "fr": [
        "jeudi 10h",
        "demain matin",
        "dans un mois et demi",
        "lundi en huit",
        "le 3 à 14 h 30",
        "mi-mars",
        "après les vacances",
    ],
    "en": [
        "Thursday 10am",
        "tomorrow morning",
        "in a month and a half",
        "a week on Monday",
        "on the 3rd at 2:30pm",
        "mid-March",
    ],
}
_OPENING = time(9, 0)
_OR = re.compile(r" or (?:on )?| ou (?:bien )?|(?<=[a-z])/(?=[a-z])")
_EITHER = re.compile(r"\b(?:soit|either) (?P<first>.+?),? (?:soit|or) ")
_COUNT = (
    r"(?:\d{1,2}|une?|deux|trois|quatre|cinq|six|sept|huit|dix|quinze"
    r"|an?|one|two|three|four|five|six|seven|eight|ten)"
)
_ONE_OR_TWO = re.compile(
    rf"\b(?P<least>{_COUNT})(?:"
    rf"(?: ou | or | - |-|/){_COUNT}(?= ?(?:h|heures?|hours?|min|mn|minutes?)\b)"
    rf"|(?: ou | or | a | to | - |-|/){_COUNT}(?= ?(?:j|jrs?|jours?|days?|sem|semaines?|weeks?"
    r"|mois|months?|ans?|years?|working|business)\b))"
)
"""“2 ou 3 jours”, “2-3 weeks”: the first of the days that fit is meant."""
_ISO_INSTANT = re.compile(
    r"20\d\d-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?"
)
_HALF_HOUR = re.compile(r"\b(?:une )?1/2[- ]heure\b")
_ELSE = re.compile(r" (?:sinon|a defaut|or else|otherwise) .*")
"""“vendredi sinon lundi”: the first is wanted."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEVERAL = re.compile(r", | ou ")
_FEAST = re.compile(r"(?P<moment>.+) \((?P<feast>[^()]+)\)")
_LONGEST = 300
"""Letters of a moment, the name of its holiday included: what is longer is none."""
_NOTE = re.compile(
    r" \((?:le .{5,40} (?:est ferie|tombe un week-end)|.{5,40} is a (?:public holiday|weekend))\)$"
)
"""What was added to a moment said back when it was moved: the moment itself says where to."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """`at` is aware, on the clock of the place; `precision` says how much of it was really said."""

    at: datetime
    precision: Precision
    said_back: str


def understand(text: str, *, now: datetime, zone: str = METRO, language: Language = "fr") -> Spoken:
    """The moment meant by `text`, on the local clock of `zone`.

    The language given is tried first, then the other. Raises NotUnderstood, whose message is a
    sentence in `language` with examples, when a word is left over or the moment has passed.
    """
    if len(text) > _LONGEST:
        raise NotUnderstood(_sorry(text[:_LONGEST], language))
    local = now.astimezone(tz(zone)).replace(second=0, microsecond=0)
    written = _instant_written(text, local)
    if written is not None and written <= local:
        raise NotUnderstood(_past(say(written, "minute", local, language), language))
    if written is not None:
        return _settle(Heard(instant=written), local, zone, language)
    folded = _prepare(text)
    if not folded:
        raise NotUnderstood(_sorry(text, language))
    plain, feast = _without_feast(folded)
    moments = [
        _settle(heard, local, zone, language) for heard in _alternatives(plain, local, language)
    ]
    if not moments:
        raise NotUnderstood(_sorry(text, language))
    first = min(moments, key=lambda moment: moment.at)
    if feast and feast != _folded_feast(first.at.date(), zone):
        raise NotUnderstood(_sorry(text, language))
    if first.precision == "minute" and first.at <= local:
        raise NotUnderstood(_past(first.said_back, language))
    return first


def _without_feast(folded: str) -> tuple[str, str]:
    """A moment said back with the name of its holiday: (the moment, the name)."""
    found = _FEAST.fullmatch(folded)
    return (found["moment"], found["feast"]) if found else (folded, "")


def _folded_feast(day: date, zone: str) -> str:
    return strip_marks(holiday_name(day, zone) or "").replace("’", "'").lower()


def _alternatives(folded: str, local: datetime, language: Language) -> list[Heard]:
    """What was heard: one moment, or the two of “Monday or Tuesday”; empty when not understood.

    A time said once, at the end, is that of both: “jeudi ou vendredi matin”.
    """
    plain = _EITHER.sub(lambda found: f"{found['first']} ou ", folded)
    first, either, second = _OR.sub(" ou ", plain).partition(" ou ")
    if not either:
        heard = _hear(folded, local, language)
        return [heard] if heard else []
    if "," in first:  # “lundi, mardi ou mercredi”
        each = [_hear(part, local, language) for part in _SEVERAL.split(plain)]
        if all(one is not None and one.day is not None for one in each):
            last = each[-1].time if each[-1] else None
            return [Heard(one.day, one.time or last) for one in each if one is not None]
    one, other = _hear(first, local, language), _hear(second, local, language)
    if one is None or other is None:
        return []
    if one.time is None and one.day is not None and other.day is not None:
        one = Heard(one.day, other.time)
    if other.day is None and one.day is not None:
        other = Heard(one.day, other.time)
    return [one, other]


def _hear(folded: str, local: datetime, language: Language) -> Heard | None:
    """By the grammar of `language`, else by the other, unless the first refuses the words."""
    for grammar in (french, english) if language == "fr" else (english, french):
        try:
            heard: Heard | None = grammar.hear(folded, local)
        except Refused:
            return None
        if heard is not None:
            return heard
    return None


def _instant_written(text: str, local: datetime) -> datetime | None:
    """A moment as programs write it (ISO 8601 with an hour); on the clock of the place when it has
    no offset.
    """
    plain = text.strip()
    if not _ISO_INSTANT.fullmatch(plain):
        return None
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=local.tzinfo)
    return moment.astimezone(local.tzinfo)


def day_meant(text: str, *, now: datetime, language: Language = "fr") -> date:
    """The calendar day meant by `text`, weekends and holidays as they are.

    Raises NotUnderstood when it names no day.
    """
    if len(text) > _LONGEST:
        raise NotUnderstood(_sorry(text[:_LONGEST], language))
    heard = _hear(_prepare(text), now.replace(second=0, microsecond=0), language)
    if heard is not None and heard.day is not None:
        return heard.day.day
    raise NotUnderstood(_sorry(text, language))


def _prepare(text: str) -> str:
    folded = strip_marks(text).replace("’", "'").replace("`", "'").lower()
    plain = " ".join(folded.replace("–", "-").replace("—", "-").split())
    plain = _HALF_HOUR.sub("une demi-heure", _NOTE.sub("", plain))
    plain = _ONE_OR_TWO.sub(lambda found: found["least"], plain)
    plain = _ELSE.sub("", plain.strip(' .!?,;"«»'))
    inside = _IN_BRACKETS.fullmatch(plain)
    return (inside[1] if inside else plain).strip(" .!?,;")


def _settle(heard: Heard, now: datetime, zone: str, language: Language) -> Spoken:
    if heard.instant is not None:
        return _later_today(heard.instant, now, zone, language)
    spoken_time = heard.time or Time(_OPENING, "day")
    day = heard.day or _first_day_for(spoken_time, now)
    if heard.time is None and day.may_slide:
        day = Day(day.day + timedelta(days=day.slide), day.precision, day.free_choice)
    elif heard.time is None and day.day == now.date():
        spoken_time = _rest_of_today(now)
    at = datetime.combine(day.day, spoken_time.at, now.tzinfo)
    if at <= now and day.may_slide:
        day = Day(
            day.day + timedelta(days=day.slide), day.precision, day.free_choice, may_slide=False
        )
        at = datetime.combine(day.day, spoken_time.at, now.tzinfo)
    if at <= now:
        raise NotUnderstood(_past(say(at, "minute", now, language), language))
    moved, note = _on_working_day(day, zone, language)
    if moved != day.day and heard.time is None:
        spoken_time = Time(_OPENING, "day")
    at = datetime.combine(moved, spoken_time.at, now.tzinfo)
    precision = spoken_time.precision if heard.time is not None else day.precision
    return Spoken(at, precision, say(at, precision, now, language) + note)


def _first_day_for(spoken: Time, now: datetime) -> Day:
    later_today = datetime.combine(now.date(), spoken.at, now.tzinfo) > now
    return Day(now.date() if later_today else now.date() + timedelta(days=1), "day")


def _rest_of_today(now: datetime) -> Time:
    """“Today” without an hour: before noon, this afternoon at two; later, in an hour."""
    if now.hour < 12:
        return Time(time(14, 0), "half_day")
    later = now + timedelta(hours=1)
    return (
        Time(later.time().replace(minute=0), "half_day")
        if later.date() == now.date()
        else Time(time(23, 59), "half_day")
    )


def _later_today(instant: datetime, now: datetime, zone: str, language: Language) -> Spoken:
    """“In two hours”: kept to the minute, moved to the next opening when that is a day off."""
    moved, note = _on_working_day(Day(instant.date(), "day"), zone, language)
    at = instant if moved == instant.date() else datetime.combine(moved, _OPENING, now.tzinfo)
    return Spoken(at, "minute", say(at, "minute", now, language) + note)


def _on_working_day(day: Day, zone: str, language: Language) -> tuple[date, str]:
    if day.free_choice:
        feast = holiday_name(day.day, zone)
        return day.day, f" ({feast})" if feast else ""
    moved = working_day_from(day.day, zone)
    if moved == day.day or day.precision in ("week", "month"):
        return moved, ""
    feast = holiday_name(day.day, zone)
    was = day_in_words(day.day, moved.year, language)
    if language == "en":
        return moved, f" ({was} is {'a public holiday' if feast else 'a weekend'})"
    return moved, f" (le {was} est férié)" if feast else f" (le {was} tombe un week-end)"


def _sorry(text: str, language: Language) -> str:
    examples = EXAMPLES[language]
    if language == "en":
        return f"“{text.strip()}” was not understood as a date. Try: {', '.join(examples)}."
    return (
        f"« {text.strip()} » n’a pas été compris comme une date. Essayez : {', '.join(examples)}."
    )


def _past(said: str, language: Language) -> str:
    return (
        f"That has already passed: {said}." if language == "en" else f"C’est déjà passé : {said}."
    )
