"""A moment that is past, as it is said: “hier 16 h”, “ce matin”, “il y a une heure”.

For a call that was made away from the desk and is noted afterwards. The grammar is small on
purpose: a text with a word that is not understood is refused as a whole, never guessed, and a
moment to come is refused too. A part of the day stands for an hour in its middle.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from decroche.shared.folding import strip_marks
from decroche.shared.language import Language
from decroche.shared.spoken.parts import NotUnderstood, Scanner
from decroche.shared.spoken.say import clock, day_in_words

_DAYS_BACK = 92
"""A call that is noted afterwards was made so many days ago, at most."""
_WEEKDAYS = {
    name: place
    for names in (
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    for place, name in enumerate(names)
}
_MONTHS = {
    name: place
    for names in (
        (
            *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout"),
            *("septembre", "octobre", "novembre", "decembre"),
        ),
        (
            *("january", "february", "march", "april", "may", "june", "july", "august"),
            *("september", "october", "november", "december"),
        ),
    )
    for place, name in enumerate(names, 1)
}
_COUNTS = {
    "une": 1,
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "dix": 10,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "an": 1,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_MINUTES = {"m": 1, "h": 60, "j": 1440, "d": 1440, "s": 10080, "w": 10080}
"""Minutes of a unit, by its first letter in both languages."""
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>minutes?|min|mn|heures?|hours?|h|jours?|days?|semaines?|weeks?)"
_HALF_AN_HOUR = re.compile(r"(?:il y a (?:environ )?une demi[- ]heure|half an hour ago)")
_AGO = (
    re.compile(rf"il y a (?:environ )?{_N} ?{_UNIT}(?P<more> et demie)?"),
    re.compile(rf"(?:about )?{_N} {_UNIT}(?P<more>) ago"),
)
_WEEKDAY = re.compile(rf"\b(?P<day>{'|'.join(_WEEKDAYS)})\b")
_NAMED = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?(?P<mo>{'|'.join(_MONTHS)})\b"
    r"(?: (?P<y>20\d\d))?"
)
_NUMBERED = re.compile(r"\b(?P<d>\d{1,2})[/.](?P<mo>\d{1,2})(?:[/.](?P<y>(?:20)?\d\d))?\b")
_OF_THIS_MONTH = re.compile(r"\b(?:le|the) (?P<d>\d{1,2})(?:er|st|nd|rd|th)?\b(?! ?(?:h|:))")
_LAST = re.compile(r"\b(?:dernier|passe|last)\b")
_BACK = (
    (re.compile(r"\bavant[- ]hier\b|\bthe day before yesterday\b"), 2),
    (re.compile(r"\bhier\b|\byesterday\b"), 1),
    (
        re.compile(
            r"\baujourd'hui\b|\btoday\b|\b(?:ce|cet|this)\b(?= (?:mat|ap|mid|soi|mo|af|ev))"
        ),
        0,
    ),
)
_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])(?: ?h(?:eures?)?(?: ?(?P<m>[0-5]\d)\b|\b)|:(?P<cm>[0-5]\d)\b)"
    r"(?: ?(?P<half>[ap]m)\b)?|\b(?P<eh>1?\d) ?(?P<ehalf>[ap]m)\b"
)
_PARTS = (
    (re.compile(r"\bmatin(?:ee)?\b|\bmorning\b"), time(10)),
    (re.compile(r"\bapres[- ]midi\b|\baprem\b|\bafternoon\b"), time(15)),
    (re.compile(r"\bmidi\b|\bnoon\b"), time(12)),
    (re.compile(r"\bsoir(?:ee)?\b|\bevening\b"), time(18)),
)
_FILLERS = frozenset(
    [
        "a",
        "au",
        "le",
        "la",
        "l",
        "dans",
        "en",
        "de",
        "du",
        "vers",
        "environ",
        "at",
        "in",
        "the",
        "on",
        "around",
        "about",
        "last",
        "dernier",
        "passe",
        "et",
        "appele",
        "appelee",
        "call",
        "called",
    ]
)
_NOW = frozenset({"", "maintenant", "a l'instant", "now", "just now"})


def moment_past(text: str, *, now: datetime, language: Language = "fr") -> tuple[datetime, str]:
    """(the moment meant by `text`, the same in words), in the time zone of `now`; `now` and no
    words for an empty text. Raises NotUnderstood, whose message is a sentence in `language`, for
    what is not understood, is to come, or was too long ago.
    """
    folded = re.sub(r"\s+", " ", strip_marks(text.replace("’", "'")).lower()).strip(" .,!?")
    if folded in _NOW:
        return now, ""
    at, about = _ago(folded, now), False
    if at is None:
        at, about = _on_a_day(folded, now) or (None, False)
    if at is None:
        raise NotUnderstood(_sorry(text, language))
    if at > now:
        raise NotUnderstood(_to_come(_say(at, now, language, about=about), language))
    if at < now - timedelta(days=_DAYS_BACK):
        raise NotUnderstood(_too_long_ago(language))
    return at, _say(at, now, language, about=about)


def _ago(folded: str, now: datetime) -> datetime | None:
    """The moment of “il y a deux heures”; None for another text."""
    if _HALF_AN_HOUR.fullmatch(folded):
        return now - timedelta(minutes=30)
    for pattern in _AGO:
        match = pattern.fullmatch(folded)
        if match:
            count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
            unit = _MINUTES[match["unit"][0]]
            return now - timedelta(minutes=count * unit + (unit // 2 if match["more"] else 0))
    return None


def _on_a_day(folded: str, now: datetime) -> tuple[datetime, bool] | None:
    """(a moment named by its day, its hour or both, whether its hour is a guess); None when a part
    of the text is not understood.
    """
    scan = Scanner(folded)
    day = _day(scan, now.date())
    hour = _hour(scan)
    part = next((at for pattern, at in _PARTS if scan.take(pattern)), None)
    if not scan.only(_FILLERS) or (day is None and hour is None and part is None):
        return None
    if hour and part and part > time(12) and hour < time(8):  # “5 h de l’après-midi”
        hour = hour.replace(hour=hour.hour + 12)
    at = datetime.combine(day or now.date(), hour or part or time(12), now.tzinfo)
    if at > now and day == now.date() and hour is None and part:
        at = now  # “this afternoon”, said in its first hours
    if at > now and day is None:
        at -= timedelta(days=1)
    return at, hour is None


def _day(scan: Scanner, today: date) -> date | None:
    """The day in the text; None without one, and where it is named twice (“hier, lundi 23”) and the
    two differ: then words are left that are not understood.
    """
    back = next((days for pattern, days in _BACK if scan.take(pattern)), None)
    before = scan.rest
    weekday = scan.take(_WEEKDAY)
    found = [today - timedelta(days=back)] if back is not None else []
    match = next(filter(None, map(scan.take, (_NAMED, _NUMBERED, _OF_THIS_MONTH))), None)
    if match:
        dated = _dated(match.groupdict(), today)
        found.extend([dated] if dated else [])
    if weekday and not found:
        ago = (today.weekday() - _WEEKDAYS[weekday["day"]]) % 7
        return today - timedelta(days=ago or (7 if _LAST.search(before) else 0))
    agree = len(set(found)) == 1
    if agree and weekday and found[0].weekday() != _WEEKDAYS[weekday["day"]]:
        agree = False
    if (match or weekday or back is not None) and not agree:
        scan.rest = before
        return None
    return found[0] if found else None


def _dated(said: dict[str, str | None], today: date) -> date | None:
    """The last such day that is not to come; None for one that there is not."""
    number, month, year = int(said["d"] or 0), said.get("mo"), said.get("y")
    wanted = _MONTHS[month] if month in _MONTHS else int(month or 0)
    for back in range(366):
        day = today - timedelta(days=back)
        if day.day == number and wanted in (0, day.month):
            return day if year in (None, str(day.year), str(day.year)[2:]) else None
    return None


def _hour(scan: Scanner) -> time | None:
    match = scan.take(_CLOCK)
    if match is None:
        return None
    hour, half = int(match["h"] or match["eh"]), match["half"] or match["ehalf"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(match["m"] or match["cm"] or 0))


def _say(at: datetime, now: datetime, language: Language, *, about: bool) -> str:
    """“hier, jeudi 26 novembre à 16 h”; an hour that is a guess is “vers 10 h”."""
    back = (now.date() - at.date()).days
    near = {"fr": ("aujourd’hui, ", "hier, "), "en": ("today, ", "yesterday, ")}[language]
    day = day_in_words(at.date(), now.year, language)
    joined = {"fr": (" à ", ", vers "), "en": (" at ", ", around ")}[language][about]
    return f"{near[back] if 0 <= back < 2 else ''}{day}{joined}{clock(at, language)}"


def _sorry(text: str, language: Language) -> str:
    if language == "en":
        return (
            f"“{text.strip()}” was not understood as a moment that is past. Try: yesterday 4pm, "
            "this morning, an hour ago, on Monday at 10am."
        )
    return (
        f"« {text.strip()} » n’a pas été compris comme un moment passé. Essayez : hier 16 h, "
        "ce matin, il y a une heure, lundi à 10 h."
    )


def _to_come(said: str, language: Language) -> str:
    return f"That is still to come: {said}." if language == "en" else f"C’est à venir : {said}."


def _too_long_ago(language: Language) -> str:
    if language == "en":
        return "That is more than three months ago: look at the date."
    return "C’était il y a plus de trois mois : regardez la date."
