"""Understanding dates as people say them on the telephone, in French and English: « jeudi 10h »,
“in a month and a half”.

The grammar is our own, because general date parsers misread « jeudi 10h », « lundi en huit » and «
le 3 » without an error. It guarantees three things: the result is never in the past; it is never on
a weekend or a public holiday unless that day was named; and a text with a word that is not
understood is refused as a whole, never guessed.

The steps: `_prepare` folds the text; a span of days is said by its first one (spans.py); a grammar
(french.py, english.py) parses it into a day and a time (`Parsed`); `_settle` makes an instant of
them on a working day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from decroche.shared.calendar import add_months, holiday_name, working_day_from
from decroche.shared.folding import strip_marks
from decroche.shared.language import Language
from decroche.shared.places import METRO, tz
from decroche.shared.spoken import english, french
from decroche.shared.spoken.parts import (
    Day,
    NotUnderstood,
    Parsed,
    Precision,
    Refused,
    Time,
    TooFar,
)
from decroche.shared.spoken.say import day_in_words, say
from decroche.shared.spoken.spans import DASH, first_left, span_in, with_their_month

__all__ = [
    "EXAMPLES",
    "NotUnderstood",
    "Spoken",
    "TooFar",
    "day_meant",
    "named_day",
    "say",
    "too_far",
    "understand",
]


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
_COUNT_OR_COUNT = re.compile(
    rf"\b(?!dix-(?:sept|huit|neuf)\b)(?P<least>{_COUNT})(?:"
    rf"(?: ou | or | - |-|/){_COUNT}(?= ?(?:h|heures?|hours?|min|mn|minutes?)\b)"
    rf"|(?: ou | or | a | to | - |-|/){_COUNT}(?= ?(?:j|jrs?|jours?|days?|sem|semaines?|weeks?"
    r"|mois|months?|ans?|years?|working|business)\b))"
)
"""“2 ou 3 jours”, “2-3 weeks”: the smaller count is taken."""
_ISO_INSTANT = re.compile(
    r"20\d\d-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?"
)
_HALF_HOUR = re.compile(r"\b(?:une )?1/2[- ]heure\b")
_ELSE = re.compile(r",? (?:ou )?(?:sinon|a defaut|or else|otherwise) .*")
"""“vendredi sinon lundi”: the first is taken."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEVERAL = re.compile(r", | ou ")
_FEAST = re.compile(r"(?P<moment>.+) \((?P<feast>[^()]+)\)")
"""A moment with the name of its public holiday, as `say` and `_settle` write it."""
_LONGEST = 300
"""Characters of a text, at most: a longer one is refused at once."""
_YEARS_AHEAD = 10
"""A moment may be so many years ahead, at most."""
_FAR_COUNT = re.compile(
    r"\b(?:dans|d'ici(?: a)?|sous|in|within) (?:environ |about |les )?\d{4,} ?(?:j(?:rs?|ours?)?"
    r"|sem(?:aines?)?|mois|ans?|annees?|trimestres?|semestres?|days?|weeks?|months?|years?)\b"
    r"|\b(?:dans|in|within) (?:un|une|deux|trois|a|an|one|two|three|mille|cent|quelques)? ?"
    r"(?:cent |mille )?(?:siecles?|millenaires?|century|centuries|millennium|mille ans|cent ans"
    r"|hundred years|thousand years)\b"
)
_MONTHS_IN_ENGLISH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_FAR_YEAR = re.compile(
    r"(?:\b(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    rf"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?|{_MONTHS_IN_ENGLISH}(?: \d{{1,2}}[a-z]*)?"
    r"|en|in|fin|debut|mi|courant|an|annee|year|trimestre|semestre|quarter|early|late|mid|end of"
    r"|[stq]\d{1,2}|(?:semaine|week) \d{1,2})\.?,?[ -](?:de |of )?|\d[/.-]\d{1,2}[/.-]|^)"
    r"(?:2[1-9]\d\d|[3-9]\d{3}|[1-9]\d{4,})"
    r"(?=$|-\d\d-\d\d|,? (?:a|at|vers|le|matin|apres[- ]midi|soir|morning|afternoon|\d{1,2} ?h))"
)
"""A year that no grammar knows, where a year stands: in “1er janvier 9999”."""
_NOTE = re.compile(
    r" \((?:le .{5,40} (?:est ferie|tombe un week-end)|.{5,40} is a (?:public holiday|weekend))\)$"
)
"""The note that `_on_working_day` adds to a moment that was moved. Such a text may be typed in
again; the note is removed, since the moment is the moved one already.
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was understood: `at` is an aware instant in the time zone of the place; `precision` says
    how exact the text was (for “next week”, `at` is its Monday with precision week); `said_back` is
    the same in words, for the user to check.
    """

    at: datetime
    precision: Precision
    said_back: str


def understand(text: str, *, now: datetime, zone: str = METRO, language: Language = "fr") -> Spoken:
    """The instant meant by `text`, in the time zone of the zone code `zone`.

    The grammar of `language` is tried first, then the other. Raises NotUnderstood, whose message is
    a sentence in `language`, when a part is not understood or the moment is past.
    """
    if len(text) > _LONGEST:
        raise NotUnderstood(_sorry(text[:_LONGEST], language))
    local = now.astimezone(tz(zone)).replace(second=0, microsecond=0)
    instant = _iso_instant(text, local)
    if instant is not None and instant <= local:
        raise NotUnderstood(_past(say(instant, "minute", local, language), language))
    if instant is not None and instant.date() > _last_day(local):
        raise too_far(text, language)
    if instant is not None:
        return _settle(Parsed(instant=instant), local, zone, language)
    folded = _prepare(text)
    if not folded:
        raise NotUnderstood(_sorry(text, language))
    plain, feast = _without_feast(folded)
    moments = [
        _settle(parsed, local, zone, language) for parsed in _alternatives(plain, local, language)
    ]
    if not moments:
        raise too_far(text, language) if _is_far(folded) else NotUnderstood(_sorry(text, language))
    first = min(moments, key=lambda moment: moment.at)
    if feast and feast != _folded_feast(first.at.date(), zone):
        raise NotUnderstood(_sorry(text, language))
    if first.precision == "minute" and first.at <= local:
        raise NotUnderstood(_past(first.said_back, language))
    if first.at.date() > _last_day(local):
        raise too_far(text, language)
    return first


def _without_feast(folded: str) -> tuple[str, str]:
    """(moment, name of the public holiday) of a text that has both; the name is "" without one."""
    match = _FEAST.fullmatch(folded)
    return (match["moment"], match["feast"]) if match else (folded, "")


def _folded_feast(day: date, zone: str) -> str:
    return strip_marks(holiday_name(day, zone) or "").replace("’", "'").lower()


def _alternatives(folded: str, local: datetime, language: Language) -> list[Parsed]:
    """What a text means: one value, or several for “Monday or Tuesday”; empty when a part is not
    understood. A time after the last day is meant for all of them: “jeudi ou vendredi matin”.
    """
    plain = with_their_month(_EITHER.sub(lambda match: f"{match['first']} ou ", folded))
    first, either, second = _OR.sub(" ou ", plain).partition(" ou ")
    if not either:
        parsed = _parse(folded, local, language)
        return [parsed] if parsed else []
    if "," in first:  # “lundi, mardi ou mercredi”
        days = [_parse(part, local, language) for part in _SEVERAL.split(plain)]
        if all(parsed is not None and parsed.day is not None for parsed in days):
            last_time = days[-1].time if days[-1] else None
            return [
                Parsed(parsed.day, parsed.time or last_time)
                for parsed in days
                if parsed is not None
            ]
    left, right = _parse(first, local, language), _parse(second, local, language)
    if left is None or right is None:
        return []
    if left.time is None and left.day is not None and right.day is not None:
        left = Parsed(left.day, right.time)
    if right.day is None and left.day is not None:
        right = Parsed(left.day, right.time)
    return [left, right]


def _parse(folded: str, local: datetime, language: Language) -> Parsed | None:
    """What a text means, a span of days by its first one; None when it is not understood, or means
    no moment to come (`Refused`).
    """
    try:
        span = span_in(folded)
        if span is None:
            return _by_grammar(folded, local, language)
        first = _by_grammar(span.first, local, language)
        last = _by_grammar(span.last, local, language)
        whole = _by_grammar(span.text, local, language)
        if not (first and first.day and last and last.day and whole and whole.day):
            return None
        day = first_left(span, first.day, last.day, whole.day, local.date())
        return Parsed(day, whole.time)
    except Refused:
        return None


def _by_grammar(text: str, local: datetime, language: Language) -> Parsed | None:
    """What the grammar of `language` understands, else the other one; None when neither does.
    Raises Refused when the first one does.
    """
    for grammar in (french, english) if language == "fr" else (english, french):
        parsed: Parsed | None = grammar.parse(text, local)
        if parsed is not None:
            return parsed
    return None


def _iso_instant(text: str, local: datetime) -> datetime | None:
    """The instant of a text in ISO 8601, as programs send it; without an offset it is in the time
    zone of `local`. None for any other text.
    """
    plain = text.strip()
    if not _ISO_INSTANT.fullmatch(plain):
        return None
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return instant.replace(tzinfo=local.tzinfo)
    return instant.astimezone(local.tzinfo)


def day_meant(text: str, *, now: datetime, language: Language = "fr") -> date:
    """The day meant by `text`, also on a weekend or a public holiday. Raises NotUnderstood when the
    text does not name a day.
    """
    return named_day(text, now=now, language=language).day


def named_day(text: str, *, now: datetime, language: Language = "fr") -> Day:
    """The same, with how exact the text was: “end of March” is its 25th, to the week."""
    if len(text) > _LONGEST:
        raise NotUnderstood(_sorry(text[:_LONGEST], language))
    folded = _prepare(text)
    parsed = _parse(folded, now.replace(second=0, microsecond=0), language)
    if _is_far(folded) or (parsed and parsed.day and parsed.day.day > _last_day(now)):
        raise too_far(text, language)
    if parsed is not None and parsed.day is not None:
        return parsed.day
    raise NotUnderstood(_sorry(text, language))


def _is_far(folded: str) -> bool:
    return bool(_FAR_COUNT.search(folded) or _FAR_YEAR.search(folded))


def _last_day(now: datetime) -> date:
    """The last day that is taken, counted from today."""
    return add_months(now.date(), 12 * _YEARS_AHEAD)


def _prepare(text: str) -> str:
    """The text as the grammars take it: lower case without accents, single spaces, plain
    apostrophes and hyphens; without the note of a moved moment, alternatives after “sinon”, and
    outer brackets.
    """
    folded = strip_marks(text).replace("’", "'").replace("`", "'").lower()
    plain = " ".join(DASH.sub("-", folded).split())
    plain = _HALF_HOUR.sub("une demi-heure", _NOTE.sub("", plain))
    plain = _COUNT_OR_COUNT.sub(lambda match: match["least"], plain)
    plain = _ELSE.sub("", plain.strip(' .!?,;"«»'))
    bracketed = _IN_BRACKETS.fullmatch(plain)
    return (bracketed[1] if bracketed else plain).strip(" .!?,;")


def _settle(parsed: Parsed, now: datetime, zone: str, language: Language) -> Spoken:
    """The instant that a parsed day and time mean: in the future, on a working day unless the day
    was named, at nine when no time was said. Raises NotUnderstood for one that is past.
    """
    if parsed.instant is not None:
        return _settle_instant(parsed.instant, now, zone, language)
    spoken_time = parsed.time or Time(_OPENING, "day")
    day = parsed.day or _first_day_for(spoken_time, now)
    if parsed.time is None and day.may_slide:
        day = Day(day.day + timedelta(days=day.slide), day.precision, day.free_choice)
    elif parsed.time is None and day.day == now.date():
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
    if moved != day.day and parsed.time is None:
        spoken_time = Time(_OPENING, "day")
    at = datetime.combine(moved, spoken_time.at, now.tzinfo)
    precision = spoken_time.precision if parsed.time is not None else day.precision
    return Spoken(at, precision, say(at, precision, now, language) + note)


def _first_day_for(spoken: Time, now: datetime) -> Day:
    """The day of a time said without one: today when that time is still to come, else tomorrow."""
    later_today = datetime.combine(now.date(), spoken.at, now.tzinfo) > now
    return Day(now.date() if later_today else now.date() + timedelta(days=1), "day")


def _rest_of_today(now: datetime) -> Time:
    """The time of “today” without an hour: before noon, 14:00; later, the next full hour."""
    if now.hour < 12:
        return Time(time(14, 0), "half_day")
    later = now + timedelta(hours=1)
    if later.date() != now.date():
        return Time(time(23, 59), "half_day")
    return Time(later.time().replace(minute=0), "half_day")


def _settle_instant(instant: datetime, now: datetime, zone: str, language: Language) -> Spoken:
    """An instant counted from now (“in two hours”): kept to the minute, or moved to nine on the
    next working day when it is on a day off.
    """
    moved, note = _on_working_day(Day(instant.date(), "day"), zone, language)
    at = instant if moved == instant.date() else datetime.combine(moved, _OPENING, now.tzinfo)
    return Spoken(at, "minute", say(at, "minute", now, language) + note)


def _on_working_day(day: Day, zone: str, language: Language) -> tuple[date, str]:
    """(the day, or the next working day when it was not named and is a day off; the note that says
    so, or names the holiday of a day that was named)."""
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


def too_far(text: str, language: Language) -> TooFar:
    """The sentence that refuses a text, for it is too far ahead."""
    if language == "en":
        return TooFar(
            f"“{text.strip()}” is too far ahead: a day is noted {_YEARS_AHEAD} years ahead at most."
        )
    return TooFar(
        f"« {text.strip()} », c’est trop loin : une date se note {_YEARS_AHEAD} ans à l’avance"
        " au plus."
    )


def _past(said: str, language: Language) -> str:
    return (
        f"That has already passed: {said}." if language == "en" else f"C’est déjà passé : {said}."
    )
