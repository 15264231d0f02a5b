"""The grammar of dates in French. It takes texts in lower case without accents (see `_prepare`).

`parse` looks for a duration (“dans deux heures”), else for a day (`_DAYS`) and a time (`_CLOCK`,
`_DAYTIMES`). Each pattern of `_DAYS` has a function that makes a day of its match; the first
pattern that matches is taken, so that longer phrases stand before shorter ones. A function returns
None for a day that does not exist or is past, which refuses the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from decroche.shared.calendar import add_months, add_working_days, is_working_day
from decroche.shared.spoken.french_numbers import NUMBERS
from decroche.shared.spoken.french_phrases import simplify
from decroche.shared.spoken.matched import (
    DateWords,
    Pattern,
    before_next_week,
    first_day_in,
    minutes_of_part,
)
from decroche.shared.spoken.parts import (
    Day,
    Parsed,
    Refused,
    Scanner,
    Time,
    after_school_holidays,
    back_to_work,
    before,
    before_school_holidays,
    day_of_month,
    easter,
    full_year,
    iso_week,
    month_to_come,
    named_twice,
    named_weekday,
    nth_week,
    nth_weekday,
    part_of_month,
    quarter,
    week_of,
    week_part,
)

_NUMBERS = NUMBERS | {"quelques": 3}
_WEEKDAYS = {
    name: i
    for i, name in enumerate(
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    )
}
_WEEKDAYS |= {name[:3]: i for name, i in _WEEKDAYS.items()}
_MONTHS = {
    name: i
    for i, name in enumerate(
        [
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre",
        ],
        1,
    )
}
_MONTHS |= {
    "janv": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_PARTS = {
    "debut": "early",
    "mi": "mid",
    "milieu": "mid",
    "fin": "end",
    "courant": "",
    "en": "",
    "au mois": "",
    "mois": "",
    "": "",
}
_WORDS = DateWords(_NUMBERS, _WEEKDAYS, _MONTHS, _PARTS)
_FILLERS = frozenset(
    [
        "a",
        "au",
        "aux",
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "en",
        "dans",
        "vers",
        "plutot",
        "pour",
        "on",
        "me",
        "se",
        "rappeler",
        "rappelle",
        "rappelez",
        "rappel",
        "appeler",
        "y",
        "jour",
        "svp",
        "ici",
        "si",
        "possible",
        "environ",
        "alors",
        "et",
        "ce",
        "cet",
        "cette",
        "vers",
        "heure",
        "heures",
        "prochain",
        "prochaine",
        "ok",
        "oui",
        "donc",
        "partir",
        "des",
        "journee",
    ]
)

_N = r"(?:\d{1,3}|" + "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + ")"
_WD = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_MO = "|".join(sorted(_MONTHS, key=len, reverse=True))

_AHEAD = r"\b(?:dans|d'ici|sous)(?: environ| a peu pres)?"
_SOON = re.compile(
    rf"{_AHEAD} (?:(?P<half>une demi[- ]heure)|(?P<quarter>un quart d'heure)"
    r"|(?P<three>trois quarts d'heure)|(?P<over>[1-3])/(?P<under>[2-4]) (?:d'|d )?heure"
    rf"|(?P<n>\d{{1,3}}[.,]\d{{1,2}}|{_N}) ?(?:(?P<min>min(?:utes?)?|mn)\b"
    r"|h(?:eures?)?(?![a-z]) ?(?:(?:(?P<m>[0-5]\d)\b(?: ?(?:min|mn)(?:utes?)?\b)?"
    r"|et (?P<more>[0-5]?\d) ?(?:min|mn)(?:utes?)?\b)"
    r"|(?P<and>et demie?|et quart|et trois quarts|trois quarts)\b)?))"
)
_DURATION = re.compile(
    rf"{_AHEAD} [\w/.,]+(?: [\w/.,']+)? ?(?<![a-z])(?:h|heures?|min|mn|minutes?)\b|{_AHEAD} \d+ ?h"
    rf"|{_AHEAD} {_N} ?(?:j|jours?|sem|semaines?|mois) et {_N} ?(?:h|heures?|min|minutes?)\b"
)
"""A length of time in hours or minutes that `_SOON` does not understand. It is refused, for its
number must not be read as an hour of the day or a date.
"""
_HOUR_WORDS = re.compile(
    r"(?<!dans )(?<!d'ici )(?<!sous )\b(?P<n>"
    + "|".join(w for w in sorted(_NUMBERS, key=len, reverse=True) if 6 < _NUMBERS[w] < 23)
    + r") heures?\b"
)
_LATER = re.compile(r"\btout a l'heure\b|\bplus tard\b(?: dans la journee\b)?")
_CLOCK = re.compile(
    r"\b(?P<before>avant )?(?P<h>[01]?\d|2[0-4]) ?(?:h(?:eures?)?|:)(?: "
    r"?(?P<m>[0-5]\d)\b)?(?P<extra> et demie?| et quart| moins le quart"
    r"| moins (?P<less>cinq|dix|vingt))?(?P<half> du matin| "
    r"de l'apres[- ]midi| du soir)?(?:(?: et| a|-|/) ?(?:[01]?\d|2[0-3]) ?h(?: ?[0-5]\d)?)?"
)
_NOON = re.compile(
    r"(?<!apres[- ])\b(?P<side>avant )?midi(?P<half> et demie?)?"
    r"(?P<quarter> et quart| moins le quart)?\b"
)
_DAYTIMES: list[tuple[re.Pattern[str], time]] = [
    (re.compile(r"\bfin de (?:la )?matinee\b"), time(11, 30)),
    (re.compile(r"\b(?:debut de (?:la )?matinee|premiere heure|debut de journee)\b"), time(9, 0)),
    (re.compile(r"\b(?:fin d'apres[- ]midi|fin de l'apres[- ]midi|fin d'aprem)\b"), time(17, 0)),
    (re.compile(r"\bfin de (?:la )?journee\b"), time(17, 30)),
    (re.compile(r"\bmilieu d'apres[- ]midi\b"), time(15, 30)),
    (
        re.compile(
            r"\b(?:debut d'apres[- ]midi|debut de l'apres[- ]midi|apres (?:le )?dejeuner)\b"
        ),
        time(14, 0),
    ),
    (re.compile(r"\b(?:apres[- ]midi|aprem|apm)\b"), time(14, 0)),
    (re.compile(r"\b(?:matin|matinee)\b"), time(9, 0)),
    (re.compile(r"\b(?:soir|soiree)\b"), time(18, 0)),
]
_THIS = re.compile(r"\b(?:ce (?:matin|midi|soir)|cet? (?:apres[- ]midi|aprem))\b")


def parse(text: str, now: datetime) -> Parsed | None:
    """What a text means; None when a part of it is not understood. `now` is in local time.

    Raises Refused for a text that is understood and means no single moment to come.
    """
    plain = simplify(text)
    scan = Scanner(_HOUR_WORDS.sub(lambda m: f"{_NUMBERS[m['n']]} h", plain))
    instant = _soon(scan, now)
    if instant is not None:
        return Parsed(instant=instant) if scan.only(_FILLERS) else None
    if _DURATION.search(scan.rest):
        raise Refused
    today = Day(now.date(), "day", free_choice=True) if _THIS.search(plain) else None
    day = today or first_day_in(scan, now.date(), _DAYS)
    spoken_time = _time(scan)
    if not scan.only(_FILLERS) or (day is None and spoken_time is None):
        return None
    return Parsed(day, spoken_time)


def _soon(scan: Scanner, now: datetime) -> datetime | None:
    """The instant of a duration from now (“dans deux heures”, “plus tard”); None without one."""
    if scan.take(_LATER):
        return now + timedelta(hours=2)
    match = scan.take(_SOON)
    if not match:
        return None
    part = minutes_of_part(match)
    if part:
        return now + timedelta(minutes=part)
    if match["over"]:
        return now + timedelta(minutes=60 * int(match["over"]) // int(match["under"]))
    spoken = match["n"].replace(",", ".")
    count = float(spoken) if "." in spoken else _WORDS.number(spoken)
    if match["min"]:
        return now + timedelta(minutes=round(count))
    more = _minutes_more(match["and"] or "") + int(match["m"] or match["more"] or 0)
    return now + timedelta(minutes=round(60 * count) + more)


def _minutes_more(extra: str) -> int:
    """Returns the minutes of “et demie”, “et quart”, “trois quarts” after hours; 0 for ""."""
    if "trois" in extra:
        return 45
    if "demi" in extra:
        return 30
    return 15 if extra else 0


def _time(scan: Scanner) -> Time | None:
    """The time in the text, a clock time before a part of the day; None when it has none."""
    match = scan.take(_CLOCK)
    if match:
        scan.rest = re.sub(
            r"\b(?:apres|avant|entre|vers|des|a partir de)\b(?= *\|)", " ", scan.rest
        )
        for pattern, _ in _DAYTIMES:
            scan.take(pattern)
        return _clock(match)
    match = scan.take(_NOON)
    if match:
        if match["side"]:
            return Time(time(9, 0), "half_day")
        quarter = (match["quarter"] or "").strip()
        at = {"et quart": time(12, 15), "moins le quart": time(11, 45)}.get(quarter, time(12, 0))
        return Time(time(12, 30) if match["half"] else at, "minute")
    for pattern, at in _DAYTIMES:
        if scan.take(pattern):
            return Time(at, "half_day")
    return None


def _clock(match: re.Match[str]) -> Time | None:
    """The time of a clock time. Hours before seven are those of the afternoon unless “du matin” is
    said, for nobody is called at three in the morning: « 3h » is 15:00.
    """
    hour, minute = int(match["h"]), int(match["m"] or 0)
    extra, half = match["extra"] or "", match["half"] or ""
    if hour == 0 and "matin" not in half:
        raise Refused  # midnight: it can't be known of which day, and nobody is called then
    if "demi" in extra:
        minute = 30
    elif "moins" in extra:
        hour, minute = hour - 1, 60 - (_NUMBERS[match["less"]] if match["less"] else 15)
    elif "quart" in extra:
        minute = 15
    if hour < 12 and ("midi" in half or "soir" in half or (hour < 7 and "matin" not in half)):
        hour += 12
    if hour > 23:
        return Time(time(23, 59), "minute")
    if match["before"]:
        return Time(_earlier_half_day(hour), "half_day")
    return Time(time(hour, minute), "minute")


def _earlier_half_day(hour: int) -> time:
    """Returns the time at which to call for “avant 10 h”, “avant 14 h”, “avant 17 h”."""
    if hour <= 12:
        return time(9, 0)
    return time(12, 0) if hour <= 14 else time(14, 0)


def _in_some_time(match: re.Match[str], today: date) -> Day | None:
    ahead = _in_so_many(match, today)
    more = _WORDS.number(match["more"]) if match["more"] else 0
    return Day(ahead.day + timedelta(days=more), ahead.precision)


def _in_so_many(match: re.Match[str], today: date) -> Day:
    """A number of days, weeks, months, quarters, half-years or years ahead (“dans deux mois”)."""
    count, unit, half = _WORDS.number(match["n"]), match["unit"], bool(match["half"])
    if unit.startswith("j") and match["working"]:
        return Day(add_working_days(today, count), "day")
    if unit.startswith("j"):
        if not match["exact"]:  # « huit jours » is a week, « quinze jours » two; “J+8” is neither
            count = {8: 7, 15: 14}.get(count, count)
        return Day(today + timedelta(days=count + half), "day")
    if unit.startswith("sem") and not unit.startswith("seme"):
        return Day(today + timedelta(days=7 * count + (4 if half else 0)), "day")
    if unit.startswith(("trim", "seme")):
        return Day(add_months(today, count * (3 if unit.startswith("trim") else 6)), "day")
    months = count * 12 + 6 * half if unit.startswith("an") else count
    later = add_months(today, months)
    return Day(later + timedelta(days=15) if half and unit == "mois" else later, "day")


def _weekday(match: re.Match[str], today: date) -> Day | None:
    weekday, how = _WEEKDAYS[match["wd"]], match["how"] or ""
    if how.startswith(" en "):
        ahead = named_weekday(today, weekday)
        first = ahead.day if ahead.day > today else today + timedelta(days=7)
        return Day(
            first + timedelta(weeks=1 if "8" in how or "huit" in how else 2), "day", weekday >= 5
        )
    if "semaine" in how or match["next"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return Day(monday + timedelta(days=weekday), "day", weekday >= 5)
    if "prochain" in how and weekday == today.weekday():
        return Day(today + timedelta(days=7), "day", weekday >= 5)
    return named_weekday(today, weekday)


def _week(match: re.Match[str], today: date) -> Day | None:
    part = _PARTS[(match["part"] or "").strip()]
    return week_part(today, part, 1 if match["next"] else 0)


def _year(match: re.Match[str], today: date) -> Day | None:
    if match["part"] == "fin" and not match["y"]:
        return part_of_month(today, "mid", 12, today.year + 1 if match["next"] else None)
    year = int(match["y"]) if match["y"] else today.year + 1
    month = {"fin": 12, "mi": 6, "milieu": 6}.get(match["part"], 1)
    return (
        Day(date(year, month, 4 if month == 1 else 1), "month")
        if date(year, month, 4) > today
        else None
    )


def _season(match: re.Match[str], today: date) -> Day | None:
    month = {"printemps": 3, "ete": 6, "automne": 9, "hiver": 12}[match["season"]]
    start = date(today.year, month, 21)
    return Day(start if start > today else date(today.year + 1, month, 21), "month")


_ORDINALS = {
    word: number
    for number, words in (
        (1, "premier premiere 1er 1re 1ere"),
        (2, "deuxieme second seconde 2e 2eme 2nd 2nde"),
        (3, "troisieme 3e 3eme"),
        (4, "quatrieme 4e 4eme"),
        (5, "cinquieme 5e 5eme"),
        (-1, "dernier derniere"),
        (-2, "avant-dernier avant-derniere"),
    )
    for word in words.split()
}


def _term(match: re.Match[str], today: date) -> Day | None:
    months = 6 if match["unit"].startswith("sem") else 3
    year = int(match["y"]) if match["y"] else None
    number = _ORDINALS[match["nth"]]
    if number == -1 and year is None and today.month > 12 - months:
        return None  # the present one, or next year's: it can't be known
    return quarter(today, 12 // months if number == -1 else number, year, months=months)


def _next_term(match: re.Match[str], today: date) -> Day | None:
    months = 6 if (match["unit"] or match["other"]) == "semestre" else 3
    number = (today.month - 1) // months + 2
    over = number > 12 // months
    return quarter(today, 1 if over else number, today.year + over, months=months)


def _short_term(match: re.Match[str], today: date) -> Day | None:
    return quarter(today, int(match["n"]), int(match["y"]) if match["y"] else None)


def _month_meant(match: re.Match[str], today: date, until: int = 31) -> tuple[date, bool]:
    """(the first of the month, whether a later month may be meant when the day has passed)."""
    if match["mo"]:
        year = int(match["y"]) if match["y"] else None
        return month_to_come(today, _MONTHS[match["mo"]], year, until=until), False
    this_month = today.replace(day=1)
    return (add_months(this_month, 1), False) if match["next"] else (this_month, not match["this"])


def _nth_weekday(match: re.Match[str], today: date) -> Day | None:
    month, may_pass = _month_meant(match, today)
    nth, weekday = _ORDINALS[match["nth"]], _WEEKDAYS[match["wd"]]
    day = nth_weekday(today, nth, weekday, month, may_pass=may_pass)
    if day and day.day <= today and match["mo"] and not match["y"]:
        return nth_weekday(today, nth, weekday, add_months(month, 12), may_pass=False)
    return day


def _nth_week(match: re.Match[str], today: date) -> Day | None:
    month, _ = _month_meant(match, today)
    day = nth_week(today, _ORDINALS[match["nth"]], month)
    return day if day.day < add_months(month, 1) else None


def _fortnight(match: re.Match[str], today: date) -> Day | None:
    nth = _ORDINALS[match["nth"]]
    month, _ = _month_meant(match, today, 15 if nth == 1 else 31)
    if nth not in (1, 2, -1):
        return None
    begins = month if nth == 1 else month.replace(day=16)
    return Day(max(begins, today + timedelta(days=1)), "week")


def _day_of_this_or_next_month(match: re.Match[str], today: date) -> Day | None:
    number, first = int(match["d"]), today.replace(day=1)
    if not match["next"] and not match["this"]:
        return day_of_month(today, number)
    first = add_months(first, 1) if match["next"] else first
    try:
        return Day(first.replace(day=number), "day")
    except ValueError:
        return None


def _last_day(match: re.Match[str], today: date) -> Day | None:
    month, _ = _month_meant(match, today)
    last = add_months(month, 1) - timedelta(days=1)
    if last <= today and not match["mo"]:
        last = add_months(month, 2) - timedelta(days=1)
    return Day(last, "day")


def _last_working_day(match: re.Match[str], today: date) -> Day | None:
    day = _last_day(match, today)
    last = day.day if day else today
    while not is_working_day(last):
        last -= timedelta(days=1)
    return Day(last, "day") if last > today else None


def _month_of_next_year(match: re.Match[str], today: date) -> Day | None:
    part = _PARTS[(match["part"] or match["part_too"] or "").strip()]
    return part_of_month(today, part, _MONTHS[match["mo"] or match["mo_too"]], today.year + 1)


def _after_month(match: re.Match[str], today: date) -> Day | None:
    month, _ = _month_meant(match, today)
    return Day(add_months(month, 1), "day")


def _named_twice(match: re.Match[str], today: date) -> Day | None:
    """« demain, jeudi 26 novembre », as moments are said back: both must be the same day."""
    day = today + timedelta(days=1 if match["near"] == "demain" else 0)
    return named_twice(_WORDS.dated(match, today), day, today)


def _near_and_weekday(match: re.Match[str], today: date) -> Day | None:
    """“Demain jeudi”: both must be the same day."""
    ahead = {"demain": 1}.get(match["near"], 2 if "apres" in match["near"] else 0)
    day = today + timedelta(days=ahead)
    if day.weekday() != _WEEKDAYS[match["wd"]]:
        return None
    return Day(day, "day", free_choice=day.weekday() >= 5)


def _week_of_date(match: re.Match[str], today: date) -> Day | None:
    day, said = _WORDS.dated(match, today), match.groupdict()
    month = _WORDS.month_number(said)
    year = full_year(int(said["y"])) if said.get("y") else None
    return week_of(day, today, int(said["d"]), month, year) if day else None


def _after_feast(match: re.Match[str], today: date) -> Day | None:
    what = match["what"]
    if "vacances" in what or "conge" in what:
        return _after_holidays(what, today)
    if "fete" in what or what[-2:] == "an":
        return Day(date(today.year + (today.month > 1 or today.day > 2), 1, 2), "day")
    if "noel" in what:
        return Day(date(today.year + (today.month == 12 and today.day > 25), 12, 26), "day")
    year = today.year if easter(today.year) + timedelta(days=1) >= today else today.year + 1
    return Day(easter(year) + timedelta(days=2), "day")


_AFTER_EASTER = {"ascension": 39, "pentecote": 50, "paques": 1, "mardi gras": -47}
"""Feasts by name: days after Easter Sunday of their last day off."""
_FEASTS = {
    "assomption": (8, 15),
    "epiphanie": (1, 6),
    "fete nationale": (7, 14),
    "fete du travail": (5, 1),
    "armistice": (11, 11),
    "saint-valentin": (2, 14),
    "saint-sylvestre": (12, 31),
}
"""Feasts by name: their (month, day)."""


def _feast_of(name: str, year: int) -> date:
    if name in _AFTER_EASTER:
        return easter(year) + timedelta(days=_AFTER_EASTER[name])
    month, day = _FEASTS[name]
    return date(year, month, day)


def _beside_feast(match: re.Match[str], today: date) -> Day | None:
    """The day after a feast (after the days off it leads to, where they are said), or the last
    working day before it.
    """
    years = (today.year, today.year + 1)
    feast = next(day for year in years if (day := _feast_of(match["feast"], year)) >= today)
    if match["side"] == "avant":
        return before(feast, today)
    if match["bridge"] and feast.weekday():
        return Day(feast + timedelta(days=7 - feast.weekday()), "day")
    return Day(feast + timedelta(days=1), "day")


_HOLIDAYS_BEGIN = {
    "noel": (12, 26),
    "hiver": (2, 20),
    "fevrier": (2, 20),
    "printemps": (4, 15),
    "paques": (4, 15),
    "toussaint": (10, 25),
}
"""By name of the school holidays, a (month, day) inside them in every year published so far (zone
A).
"""


_JUST_OVER = timedelta(days=320)
"""Holidays that end so much later were meant to be this year's, which have just ended."""


def _after_holidays(what: str, today: date) -> Day | None:
    if "ete" in what.rsplit("d'", maxsplit=1)[-1] or "grandes" in what:
        return back_to_work(date(today.year, 8, 1) if today.month == 12 else today)
    for name, (month, number) in _HOLIDAYS_BEGIN.items():
        if name in what:
            for year in (today.year - 1, today.year, today.year + 1):
                day = after_school_holidays(date(year, month, number))
                if day is None or day.day > today:
                    far = day is None or day.day - today > _JUST_OVER
                    return None if far else day
    return after_school_holidays(today)


def _before_feast(match: re.Match[str], today: date) -> Day | None:
    ahead = date(today.year, 12, 15)
    return (
        Day(max(ahead, today + timedelta(days=1)), "week")
        if today < date(today.year, 12, 24)
        else None
    )


_BEFORE_HOLIDAYS = {
    "ete": (6, 20),
    "grandes": (6, 20),
    "hiver": (1, 25),
    "fevrier": (1, 25),
    "printemps": (3, 20),
    "paques": (3, 20),
    "toussaint": (10, 1),
}
"""By name of the school holidays, a (month, day) before they begin and after the last ones end."""


def _before_holidays(match: re.Match[str], today: date) -> Day | None:
    name = (match["which"] or match["great"] or "").strip()
    if not name:
        return before_school_holidays(today)
    near = _BEFORE_HOLIDAYS[name]
    found = (
        before_school_holidays(today, date(year, *near)) for year in (today.year, today.year + 1)
    )
    return next((day for day in found if day is not None), None)


def _back(match: re.Match[str], today: date) -> Day | None:
    month = {"septembre": (9, 1), "janvier": (1, 4), "noel": (1, 4)}.get(match["mo"] or "")
    if month is None:
        return back_to_work(today)
    start = date(today.year, *month)
    return Day(start if start > today else date(today.year + 1, *month), "day")


def _iso(match: re.Match[str], today: date) -> Day | None:
    week = iso_week(today, int(match["n"]), int(match["y"]) if match["y"] else None)
    if week is None or not match["part"]:
        return week
    monday = week.day - timedelta(days=week.day.weekday())
    days = {"debut": 0, "milieu": 2, "fin": 4}[match["part"]]
    return Day(max(monday + timedelta(days=days), today + timedelta(days=1)), "day")


def _weekday_of_week(match: re.Match[str], today: date) -> Day | None:
    week = iso_week(today, int(match["n"]), int(match["y"]) if match["y"] else None)
    if week is None:
        return None
    year, number, _ = week.day.isocalendar()
    weekday = _WEEKDAYS[match["wd"]]
    day = date.fromisocalendar(year, number, weekday + 1)
    return Day(day, "day", weekday >= 5) if day > today else None


def _plus(days: int) -> Callable[[re.Match[str], date], Day]:
    return lambda _found, today: Day(today + timedelta(days=days), "day", free_choice=days == 0)


_DATE = (
    rf"(?:(?P<wd>{_WD})\.? )?(?:le )?(?P<d>[0-3]?\d)(?:er)? (?P<mo>{_MO})\.?(?: (?P<y>20\d\d))?\b"
)
_SLASH = r"(?:le )?\b(?P<d>[0-3]?\d)[/.](?P<m>0?[1-9]|1[0-2])(?:[/.](?P<y>(?:20)?\d\d))?\b(?! ?h)"
_ANY = r"\b(?P<part>debut|mi|milieu|fin|courant|en|au mois|mois)?"
_NTH = r"(?P<nth>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_OF_MONTH = (
    r"(?: (?:du|de (?P<this>ce)) mois(?P<next> prochain| suivant| d'apres)?"
    rf"| (?:du mois )?(?:de |d')(?P<mo>{_MO})\b\.?(?: (?P<y>20\d\d))?)"
)
_DAYS: list[Pattern] = [
    (re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"), _WORDS.dated),
    (re.compile(r"\b(?:le )?(?P<d>[0-3]?\d)-(?P<m>[01]?\d)-(?P<y>20\d\d)\b"), _WORDS.dated),
    (re.compile(rf"\b(?P<near>aujourd'hui|demain), {_DATE}"), _named_twice),
    (
        re.compile(
            rf"\b(?P<near>aujourd'hui|apres-demain|demain),? (?P<wd>{_WD})\b"
            r"(?! (?:le )?\d{1,2}(?:er)?\b(?! ?h)| en | prochain)"
        ),
        _near_and_weekday,
    ),
    (re.compile(rf"\b(?:le )?{_NTH} (?P<wd>{_WD})\b{_OF_MONTH}"), _nth_weekday),
    (re.compile(rf"\b(?:le )?dernier jour ouvr(?:e|able)\b{_OF_MONTH}"), _last_working_day),
    (re.compile(rf"\b(?:le )?dernier jour\b{_OF_MONTH}"), _last_day),
    (
        re.compile(
            rf"{_ANY}[- ]?(?:de |d')?\b(?P<mo>{_MO})\b (?:de )?l'an(?:nee)? prochaine?\b"
            rf"|\bl'an(?:nee)? prochaine?,? (?:en |a la |au )?(?P<part_too>debut|mi|milieu|fin"
            rf"|courant)?[- ]?(?P<mo_too>{_MO})\b(?! \d)"
        ),
        _month_of_next_year,
    ),
    (re.compile(rf"\bapres (?:la )?fin{_OF_MONTH}"), _after_month),
    (re.compile(rf"\bapres (?:la )?fin(?P<this>)(?P<next>)(?P<y>) (?P<mo>{_MO})\b"), _after_month),
    (re.compile(rf"\b(?:la )?{_NTH} semaine\b{_OF_MONTH}"), _nth_week),
    (re.compile(rf"\b(?:la )?{_NTH} quinzaine\b{_OF_MONTH}"), _fortnight),
    (
        re.compile(
            r"\ble (?P<d>[0-3]?\d)(?:er)? "
            r"(?:courant|ct|du mois(?! de | d'[aeo])|de (?P<this>ce) mois)"
            r"(?P<next> prochain| suivant)?\b"
        ),
        _day_of_this_or_next_month,
    ),
    (re.compile(rf"\b(?:la )?semaine du {_DATE}"), _week_of_date),
    (re.compile(rf"\b(?:la )?semaine du (?:(?P<wd>{_WD}) )?{_SLASH}"), _week_of_date),
    (
        re.compile(rf"\b(?:la )?semaine du (?:(?P<wd>{_WD}) )?(?P<d>[0-3]?\d)(?:er)?\b"),
        _week_of_date,
    ),
    (re.compile(r"\bt(?P<n>[1-4])(?: ?(?P<y>20\d\d))?\b"), _short_term),
    (
        re.compile(
            r"\b(?P<side>apres|avant) (?:(?:le |la |l')?(?:(?P<bridge>pont|week-?end)"
            r"|lundi|jeudi|dimanche|fete|jour) )?(?:de |d')?(?:la |le |l')?"
            rf"(?P<feast>{'|'.join([*_AFTER_EASTER, *_FEASTS])})\b"
        ),
        _beside_feast,
    ),
    (re.compile(r"\bavant (?:les fetes|noel|les vacances de noel)\b"), _before_feast),
    (
        re.compile(
            r"\bavant les (?:prochaines )?(?P<great>grandes )?(?:vacances|conges)"
            r"(?: scolaires)?(?: (?:d'|de |de la )(?P<which>ete|hiver|fevrier|printemps|paques"
            r"|toussaint))?\b(?! d)"
        ),
        _before_holidays,
    ),
    (re.compile(r"\bapres[- ]demain\b"), _plus(2)),
    (re.compile(r"\bdemain en (?:huit|8)\b"), _plus(8)),
    (
        re.compile(
            r"\b(?:le |au )?(?:prochain (?P<unit>trimestre|semestre)"
            r"|(?P<other>trimestre|semestre) (?:prochain|suivant))\b"
        ),
        _next_term,
    ),
    (re.compile(r"\bdemain\b"), lambda _f, today: Day(today + timedelta(days=1), "day")),
    (re.compile(r"\bd'aujourd'hui en (?:huit)\b"), _plus(7)),
    (re.compile(r"\baujourd'?hui\b|\bdans la journee\b"), _plus(0)),
    (
        re.compile(
            rf"\b(?:dans|d'ici(?: a)?|sous) (?:les |environ )?(?P<n>{_N}) ?"
            r"(?P<unit>j(?:rs?|ours?)?|trimestres?|semestres?|sem(?:aines?)?|mois|ans?|annees?)"
            r"\b\.?"
            r"(?P<half> et demie?)?(?P<exact> exacts)?(?P<working> (?:ouvres?|ouvrables?))?\b"
            r"(?: et (?P<more>\d{1,2}|une?|deux|trois|quatre|cinq|six) j(?:ours?)?\b)?"
        ),
        _in_some_time,
    ),
    (re.compile(r"\b(?:dans|sous|d'ici) (?:une )?huitaine(?: de jours)?\b"), _plus(7)),
    (re.compile(r"\b(?:dans|sous|d'ici) (?:une |la )?quinzaine(?: de jours)?\b"), _plus(14)),
    (re.compile(r"\b(?:dans|d'ici) (?:une )?dizaine de jours\b"), _plus(10)),
    (re.compile(rf"\b(?:apres|passe) (?:le )?{_DATE}"), _WORDS.after_date),
    (re.compile(rf"\bapres {_SLASH}"), _WORDS.after_date),
    (
        re.compile(rf"\bapres le (?:(?P<wd>{_WD}) )?(?P<d>[0-3]?\d)(?:er)?\b(?! ?h)"),
        _WORDS.after_date,
    ),
    (re.compile(rf"\bavant (?:le )?{_DATE}"), _WORDS.before_date),
    (re.compile(rf"\bavant {_SLASH}"), _WORDS.before_date),
    (
        re.compile(rf"\bavant le (?:(?P<wd>{_WD}) )?(?P<d>[0-3]?\d)(?:er)?\b(?! ?h)"),
        _WORDS.before_date,
    ),
    (re.compile(r"\bavant (?:la )?semaine prochaine\b"), before_next_week),
    (
        re.compile(
            rf"\bavant (?:le )?(?:debut (?:de |d'|du )?)?(?:mois prochain|(?P<mo>{_MO})\b"
            r"(?: (?P<y>20\d\d))?)"
        ),
        _WORDS.before_month,
    ),
    (re.compile(_DATE), _WORDS.dated),
    (re.compile(rf"(?:\b(?P<wd>{_WD}) )?{_SLASH}"), _WORDS.dated),
    (
        re.compile(
            rf"\b(?P<wd>{_WD})\.? (?:de (?:la )?|en )?(?:semaine|s|sem\.?) ?(?P<n>[0-5]?\d)"
            r"(?: (?:de )?(?P<y>20\d\d))?\b(?! ?h)"
        ),
        _weekday_of_week,
    ),
    (
        re.compile(
            r"\b(?:(?P<part>debut|milieu|fin) (?:de )?(?:la )?)?(?:semaine|s|sem\.?) ?"
            r"(?P<n>[0-5]?\d)(?: (?:de )?(?P<y>20\d\d))?\b(?! ?h)"
        ),
        _iso,
    ),
    (re.compile(rf"\bapres (?P<wd>{_WD})\b"), _WORDS.after_weekday),
    (re.compile(rf"\bavant (?P<wd>{_WD})\b(?! (?:le )?\d{{1,2}}\b(?! ?h))"), _WORDS.before_weekday),
    (
        re.compile(
            rf"\b(?P<next>(?:la )?semaine prochaine,? (?:le )?)?\b(?P<wd>{_WD})\b\.?"
            r"(?P<how> en huit| en 8| en quinze| en 15| de la semaine prochaine| semaine prochaine"
            r"| prochaine?| qui vient)?"
            r"(?! (?:le )?[0-3]?\d(?:er)?(?: |,|$)(?!h))"
        ),
        _weekday,
    ),
    (re.compile(rf"\b(?P<wd>{_WD}) (?:le )?(?P<d>[0-3]?\d)(?:er)?\b(?! ?h)"), _WORDS.dated),
    (
        re.compile(
            r"\b(?P<part>debut|milieu|fin|mi)?(?: de)?(?: la| cette)? ?\bsemaine(?P<next> "
            r"prochaine| suivante| d'apres)?\b"
        ),
        _week,
    ),
    (re.compile(r"\bdans la semaine\b"), _week),
    (
        re.compile(
            r"\b(?:apres|au retour de|au retour des) (?P<what>(?:les )?fetes|(?:le )?nouvel "
            r"an|(?:le )?jour de l'an|noel|paques|(?:les |mes |ses |leurs )?(?:grandes "
            r")?(?:vacances|conges)(?: (?:scolaires|d'ete|de noel|d'hiver|de fevrier|de "
            r"printemps|de paques|de la toussaint))?)\b"
        ),
        _after_feast,
    ),
    (
        re.compile(
            r"\b(?:a |apres |pour )?la rentree(?: (?:de |d')?(?P<mo>septembre|janvier|noel))?\b"
        ),
        _back,
    ),
    (
        re.compile(
            rf"{_ANY}[- ]?(?:du mois d[e'] ?|de |d')?\b(?P<mo>{_MO})\b\.?(?: (?P<y>20\d\d))?"
        ),
        _WORDS.month,
    ),
    (
        re.compile(
            r"\b(?P<part>debut|milieu|fin)?(?: de| du)?(?: le| ce)? ?\bmois(?P<next> "
            r"prochain| suivant| d'apres)?\b"
        ),
        _WORDS.relative_month,
    ),
    (
        re.compile(
            r"\b(?:(?P<part>debut|milieu|fin) )?(?:d'|de )?(?:l')?(?:annee(?P<next> prochaine)?"
            r"|an(?P<next_too> prochain))(?P<y>)\b"
        ),
        _year,
    ),
    (re.compile(r"\b(?P<part>debut|mi|milieu|fin|en|courant)[- ](?P<y>20\d\d)(?P<next>)\b"), _year),
    (
        re.compile(
            rf"\b(?:le |au )?{_NTH} (?P<unit>trimestre|semestre)\b(?: (?:de )?(?P<y>20\d\d))?"
        ),
        _term,
    ),
    (
        re.compile(
            r"\b(?:au |a l'|cet? |l')(?P<season>printemps|ete|automne|hiver)\b(?: prochain)?"
        ),
        _season,
    ),
    (re.compile(r"\ble (?P<d>[0-3]?\d)(?:er)?\b(?! ?h)"), _WORDS.dated),
]
