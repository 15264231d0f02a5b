"""The grammar of dates in English, built as that of french.py. Days stand before months: 15/01 is
15 January.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from decroche.shared.calendar import add_months, add_working_days
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
    easter,
    full_year,
    iso_week,
    month_to_come,
    named_twice,
    named_weekday,
    nth_week,
    nth_weekday,
    quarter,
    week_of,
    week_part,
)

_NUMBERS = {
    word: value
    for value, words in enumerate(
        [
            "zero",
            "one a an",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
    for word in words.split()
} | {"twenty": 20, "thirty": 30, "a couple of": 2, "a few": 3, "forty-five": 45}
_WEEKDAYS = {
    name: i
    for i, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_WEEKDAYS |= {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MONTHS = {
    name: i
    for i, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "end",
    "end": "end",
    "in": "",
    "": "",
}
_WORDS = DateWords(_NUMBERS, _WEEKDAYS, _MONTHS, _PARTS)
_FILLERS = frozenset(
    [
        "at",
        "on",
        "the",
        "in",
        "by",
        "of",
        "from",
        "around",
        "about",
        "please",
        "call",
        "me",
        "back",
        "maybe",
        "sometime",
        "ok",
        "yes",
        "then",
        "for",
        "and",
        "between",
        "rather",
        "say",
        "shall",
        "we",
        "let's",
        "perhaps",
    ]
)

_N = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_WD = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_MO = "|".join(sorted(_MONTHS, key=len, reverse=True))

_SOON = re.compile(
    r"\b(?:in|within)(?: about)? (?:(?P<half>half an hour)|(?P<quarter>(?:a )?quarter of an hour)"
    r"|(?P<three>three quarters of an hour)"
    rf"|(?P<n>\d{{1,2}}[.,]\d{{1,2}}|{_N})(?P<and> and a half)? ?"
    r"(?:(?P<min>min(?:ute)?s?)\b|h(?:(?:ou)?rs?)?(?![a-z])"
    r"(?: ?(?P<m>[0-5]\d)(?: ?min(?:ute)?s?)?\b"
    r"| (?P<more>and a half|and a quarter)\b)?))"
)
_DURATION = re.compile(
    r"\b(?:in|within) [\w/.,]+(?: [\w.,']+)? ?(?<![a-z])(?:h|hours?|hrs?|min(?:ute)?s?)\b"
    r"|\bin \d+ ?h"
)
"""A length of time in hours or minutes that `_SOON` does not understand. It is refused, for its
number must not be read as an hour of the day.
"""
_UNTIL = re.compile(
    r"^(?:(?:she|he|they|i) )?(?:is |will be |am |are )?"
    r"(?:away|out of (?:the )?office|out|off|on leave|on holiday"
    r"|on vacation|not (?:in|there|available))? ?(?:until|till|til) (?P<day>.+)$"
)
_ON_A_MONDAY = re.compile(r"mon(?:day)?\b(?!.*\binclu)")
"""Whoever is away until Monday is there on Monday; until Friday, after it."""
_BACK = re.compile(
    r"^(?:(?:she|he|they|i)(?:'ll)? )?(?:is |will be |be |am |are )?"
    r"(?:back|returns?|returning|in again|available|there)(?: again)?(?: from| on)? (?P<day>.+)$"
)
_NOT = re.compile(r"\b(?:not|never|except|don't|every|each|yesterday|last (?:week|month|year))\b")
_TOMORROW = re.compile(r"\b(?:tmrw|tmr|tomoz|2moro|2morrow)\b")
_ABOUT = re.compile(r"\b(\d{1,2})[ -]?ish\b")
_O_CLOCK = re.compile(r"\b(?:at )?(\w+) o'?clock\b")
_FROM_NOW = re.compile(
    rf"\b({_N} (?:days?|weeks?|months?|years?|fortnights?)) from (?:now|today)\b"
)
_NO_EARLIER = re.compile(
    r"\b(?:not before|no(?:t any)? earlier than|not earlier than|not until|as of|as from"
    r"|starting(?: from| on)?) "
)
_BEFORE_END = re.compile(r"\bbefore (?=(?:the )?end of\b)")
_HOUR_WORDS = re.compile(
    r"\b(?P<how>half past|quarter past|quarter to|at) (?P<n>"
    + "|".join(w for w in _NUMBERS if 0 < _NUMBERS[w] < 13 and len(w) > 2 and w != "a few")
    + r")\b"
)
_LATER = re.compile(r"\blater(?: today)?\b")
_CLOCK = re.compile(
    r"\b(?P<before>before )?(?P<past>half past |quarter past |quarter to )?"
    r"(?:(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))? ?(?P<half>am|pm|a\.m\.|p\.m\.|o'clock)"
    r"|(?<!\d[/.])(?P<h24>[01]?\d|2[0-3])[:h](?P<m24>[0-5]\d)"
    r"|(?<=at )(?P<bare>[01]?\d|2[0-3])\b|(?<=after )(?P<bare2>[01]?\d|2[0-3])\b"
    r"|(?:(?<=around )|(?<=about ))(?P<bare5>[1-9]|1\d|2[0-3])\b"
    r"(?! ?(?:days?|weeks?|months?|years?|hours?|min|/|\.))"
    r"|(?<=past )(?P<bare3>1?\d)\b|(?<=quarter to )(?P<bare4>1?\d)\b)"
)
_DAYTIMES: list[tuple[re.Pattern[str], time]] = [
    (re.compile(r"\bfirst thing(?: in the morning)?\b|\bearly morning\b"), time(9, 0)),
    (re.compile(r"\bbefore (?:noon|midday|lunch)\b"), time(9, 0)),
    (re.compile(r"\blate morning\b"), time(11, 30)),
    (re.compile(r"\b(?:noon|midday|lunchtime)\b"), time(12, 0)),
    (re.compile(r"\b(?:middle of the|mid)[- ]afternoon\b"), time(15, 30)),
    (re.compile(r"\blate (?:in the )?afternoon\b"), time(17, 0)),
    (re.compile(r"\bend of (?:the )?day\b"), time(17, 30)),
    (re.compile(r"\b(?:early )?afternoon\b|\bafter lunch\b"), time(14, 0)),
    (re.compile(r"\bmorning\b"), time(9, 0)),
    (re.compile(r"\b(?:evening|tonight)\b"), time(18, 0)),
]
_THIS = re.compile(r"\b(?:this (?:morning|afternoon|evening)|tonight)\b")


_WEEK_FIRST = re.compile(rf"\bnext week,? (?:on )?({_WD})\b")


def parse(text: str, now: datetime) -> Parsed | None:
    """What a text means; None when a part of it is not understood. `now` is in local time.

    Raises Refused for a text that is understood and means no single moment to come.
    """
    plain = _simplify(text)
    scan = Scanner(_HOUR_WORDS.sub(lambda m: f"{m['how']} {_NUMBERS[m['n']]}", plain))
    instant = _soon(scan, now)
    if instant is not None:
        return Parsed(instant=instant) if scan.only(_FILLERS) else None
    if _DURATION.search(scan.rest):
        raise Refused
    day = Day(now.date(), "day", free_choice=True) if _THIS.search(plain) else None
    if day is not None:
        scan.rest = scan.rest.replace("this ", " ")
    else:
        day = first_day_in(scan, now.date(), _DAYS)
    spoken_time = _time(scan)
    if not scan.only(_FILLERS) or (day is None and spoken_time is None):
        return None
    return Parsed(day, spoken_time)


def _simplify(text: str) -> str:
    """The text with ranges of hours replaced by their first one, and phrases such as “away until
    Monday” by simpler ones. Raises Refused for a negation, a past or a repeated day.
    """
    until = _UNTIL.match(text)
    if until and _ON_A_MONDAY.match(until["day"]):
        return until["day"]
    if until:
        return f"after {until['day']}"
    back = _BACK.match(text)
    plain = back["day"] if back else text.replace("not before christmas", "after christmas")
    plain = _O_CLOCK.sub(r"at \1", _TOMORROW.sub("tomorrow", plain))
    plain = _ABOUT.sub(r"around \1", plain)
    plain = _FROM_NOW.sub(r"in \1", plain)
    plain = _BEFORE_END.sub("", _NO_EARLIER.sub("", plain))
    plain = _HOUR_TO_HOUR.sub(_first_hour, _BETWEEN_HOURS.sub(_first_hour, plain))
    plain = _HALF_OF_A_DAY.sub(lambda found: f"{found['day']} {_HALVES[found['half']]}", plain)
    plain = _WEEK_FIRST.sub(r"\1 next week", plain)
    if _NOT.search(plain):
        raise Refused
    return plain


_HALF_OF_A_DAY = re.compile(
    rf"\b(?P<day>{_WD}|tomorrow|today|\d{{1,2}}(?:st|nd|rd|th)"
    rf"|\d{{1,2}} (?:{_MO})) (?P<half>[ap])\.?m\b\.?"
)
"""“Thursday pm”."""
_HALVES = {"a": "morning", "p": "afternoon"}
_HOUR_TO_HOUR = re.compile(
    r"(?<![\d/:-])\b(?P<h>\d{1,2})(?P<m>:\d\d)? ?(?P<half>am|pm)? ?(?:-|to) ?"
    r"(?P<to>\d{1,2})(?::\d\d)? ?(?P<to_half>am|pm)\b"
)
"""“2-4pm”, which needs no word before it."""
_BETWEEN_HOURS = re.compile(
    r"\b(?:between|from) (?P<h>\d{1,2})(?P<m>:\d\d)? ?(?P<half>am|pm)? (?:and|to) "
    r"(?P<to>\d{1,2})(?::\d\d)?(?: ?(?P<to_half>am|pm))?\b"
    r"(?! ?(?:days?|weeks?|months?|years?|hours?|minutes?|working|business))"
)


def _first_hour(match: re.Match[str]) -> str:
    """“Between 2 and 4pm” is at 2pm, “between 11 and 1pm” at 11am."""
    half = match["half"] or ""
    if not half and match["to_half"] == "pm" and int(match["h"]) <= int(match["to"]) < 12:
        half = "pm"
    return f"at {match['h']}{match['m'] or ''}{half}"


def _soon(scan: Scanner, now: datetime) -> datetime | None:
    """The instant of a duration from now (“in two hours”, “later”); None without one."""
    if scan.take(_LATER):
        return now + timedelta(hours=2)
    match = scan.take(_SOON)
    if not match:
        return None
    part = minutes_of_part(match)
    if part:
        return now + timedelta(minutes=part)
    spoken = match["n"].replace(",", ".")
    count = float(spoken) if "." in spoken else float(_WORDS.number(spoken))
    count += 0.5 if match["and"] else 0
    if match["min"]:
        return now + timedelta(minutes=round(count))
    minutes = int(match["m"] or 0)
    if match["more"]:
        minutes += 30 if "half" in match["more"] else 15
    return now + timedelta(minutes=round(60 * count) + minutes)


def _time(scan: Scanner) -> Time | None:
    """The time in the text, a clock time before a part of the day; None when it has none."""
    match = scan.take(_CLOCK)
    if match:
        scan.rest = re.sub(r"\b(?:after|from|between|and|to)\b(?= *(?:\||$))", " ", scan.rest)
        for pattern, _ in _DAYTIMES:
            if scan.take(pattern) and pattern.pattern.startswith(r"\b(?:early )?after"):
                return _clock(match, afternoon=True)
        return _clock(match, afternoon=False)
    for pattern, at in _DAYTIMES:
        if scan.take(pattern):
            return Time(at, "minute" if at == time(12, 0) else "half_day")
    return None


def _clock(match: re.Match[str], *, afternoon: bool) -> Time:
    """The time of a clock time; `afternoon` says that the text has that word. Hours before seven
    are those of the afternoon unless am is said.
    """
    spoken = next(
        match[name]
        for name in ("h", "h24", "bare", "bare2", "bare3", "bare4", "bare5")
        if match[name]
    )
    hour, minute = int(spoken), int(match["m"] or match["m24"] or 0)
    half, past = (match["half"] or "").replace(".", ""), match["past"] or ""
    if past.startswith("half"):
        minute = 30
    elif past:
        minute = 15 if "past" in past else 45
    hour -= "to" in past.split()
    late = half == "pm" or afternoon or (half != "am" and hour < 7 and not match["h24"])
    if late and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if match["before"]:
        return Time(time(9, 0) if hour <= 12 else time(14, 0), "half_day")
    return Time(time(hour, minute), "minute")


def _in_some_time(match: re.Match[str], today: date) -> Day:
    count, unit, half = _WORDS.number(match["n"]), match["unit"], bool(match["half"])
    if unit.startswith("day"):
        if match["working"]:
            return Day(add_working_days(today, count), "day")
        return Day(today + timedelta(days=count), "day")
    if unit.startswith(("week", "fortnight")):
        weeks = count * (2 if unit.startswith("f") else 1)
        return Day(today + timedelta(days=7 * weeks + (4 if half else 0)), "day")
    later = add_months(today, count * 12 + 6 * half if unit.startswith("year") else count)
    return Day(later + timedelta(days=15) if half and unit.startswith("month") else later, "day")


def _weekday(match: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAYS[match["wd"]]
    if match["week"] or match["on"]:
        first = named_weekday(today, weekday).day
        first = first if first > today else today + timedelta(days=7)
        two = "two" in (match["on"] or "") or "fortnight" in (match["week"] or "")
        weeks = 2 if two else 1
        return Day(first + timedelta(weeks=weeks), "day", weekday >= 5)
    if match["next"] and weekday == today.weekday():
        return Day(today + timedelta(days=7), "day", weekday >= 5)
    if match["of"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return Day(monday + timedelta(days=weekday), "day", weekday >= 5)
    return named_weekday(today, weekday)


def _nth_weekday(match: re.Match[str], today: date) -> Day | None:
    month, may_pass = _month_meant(match, today)
    nth, weekday = _ORDINALS[match["nth"]], _WEEKDAYS[match["wd"]]
    return nth_weekday(today, nth, weekday, month, may_pass=may_pass)


def _nth_week(match: re.Match[str], today: date) -> Day | None:
    month, _ = _month_meant(match, today)
    day = nth_week(today, _ORDINALS[match["nth"]], month)
    return day if day.day < add_months(month, 1) else None


def _month_meant(match: re.Match[str], today: date) -> tuple[date, bool]:
    """(the first of the month, whether a later month may be meant when the day has passed)."""
    if match["mo"]:
        year = int(match["y"]) if match["y"] else None
        return month_to_come(today, _MONTHS[match["mo"]], year), False
    this_month = today.replace(day=1)
    return (add_months(this_month, 1), False) if match["next"] else (this_month, True)


def _named_twice(match: re.Match[str], today: date) -> Day | None:
    """“tomorrow, Thursday 26 November”, as moments are said back: both must be the same day."""
    day = today + timedelta(days=1 if match["near"] == "tomorrow" else 0)
    return named_twice(_WORDS.dated(match, today), day, today)


def _week_of_date(match: re.Match[str], today: date) -> Day | None:
    day, said = _WORDS.dated(match, today), match.groupdict()
    month = _MONTHS[said["mo"]] if said.get("mo") else None
    year = full_year(int(said["y"])) if said.get("y") else None
    return week_of(day, today, int(said["d"]), month, year) if day else None


def _quarter(match: re.Match[str], today: date) -> Day | None:
    number = int(match["n"]) if match["n"] else _ORDINALS[match["nth"]]
    year = today.year + 1 if match["next"] else None
    if match["y"]:
        year = int(match["y"])
    return quarter(today, number, year)


_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "last": -1,
}


def _week(match: re.Match[str], today: date) -> Day:
    return week_part(today, _PARTS[match["part"] or ""], 1 if match["next"] else 0)


def _iso(match: re.Match[str], today: date) -> Day | None:
    return iso_week(today, int(match["n"]), int(match["y"]) if match["y"] else None)


def _holidays(_found: re.Match[str], today: date) -> Day | None:
    return after_school_holidays(today)


def _new_year(_found: re.Match[str], today: date) -> Day:
    return Day(date(today.year + (today.month > 1 or today.day > 2), 1, 2), "day")


def _christmas(_found: re.Match[str], today: date) -> Day:
    return Day(date(today.year + (today.month == 12 and today.day > 25), 12, 26), "day")


def _next_quarter(_found: re.Match[str], today: date) -> Day | None:
    number = (today.month - 1) // 3 + 2
    over = number > 4
    return quarter(today, 1 if over else number, today.year + over)


def _after_easter(_found: re.Match[str], today: date) -> Day:
    year = today.year if easter(today.year) + timedelta(days=1) >= today else today.year + 1
    return Day(easter(year) + timedelta(days=2), "day")


def _next_year(_found: re.Match[str], today: date) -> Day:
    return Day(date(today.year + 1, 1, 4), "month")


def _plus(days: int, *, free: bool = False) -> Callable[[re.Match[str], date], Day]:
    return lambda _found, today: Day(today + timedelta(days=days), "day", free_choice=free)


_DAY_MONTH = (
    rf"(?:(?P<wd>{_WD}),? )?(?:the )?\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)? (?:of "
    rf")?(?P<mo>{_MO})\b(?:,? (?P<y>20\d\d))?"
)
_MONTH_DAY = (
    rf"(?:(?P<wd>{_WD}),? )?\b(?P<mo>{_MO}) (?:the "
    r")?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:h]|\d| ?[ap]m)(?:,? (?P<y>20\d\d))?"
)
_NTH = r"(?P<nth>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_OF_MONTH = (
    rf" (?:of|in) (?:(?P<next>next )?(?:the |this )?month|(?P<mo>{_MO})\b(?:,? (?P<y>20\d\d))?)"
)
_DAYS: list[Pattern] = [
    (re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"), _WORDS.dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)-(?P<m>[01]?\d)-(?P<y>20\d\d)\b"), _WORDS.dated),
    (re.compile(rf"\b(?P<near>today|tomorrow), {_DAY_MONTH}"), _named_twice),
    (re.compile(rf"\b(?:the )?{_NTH} (?P<wd>{_WD})\b{_OF_MONTH}"), _nth_weekday),
    (re.compile(rf"\b(?:the )?{_NTH} week\b{_OF_MONTH}"), _nth_week),
    (re.compile(rf"\b(?:the )?week of (?:the )?{_DAY_MONTH}"), _week_of_date),
    (re.compile(rf"\b(?:the )?week of {_MONTH_DAY}"), _week_of_date),
    (
        re.compile(r"\b(?:the )?week of (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?![\d:])"),
        _week_of_date,
    ),
    (
        re.compile(
            rf"\b(?:the )?(?:q(?P<n>[1-4])|{_NTH} quarter)"
            r"(?: (?:of )?(?:(?P<y>20\d\d)|(?P<next>next year)))?\b"
        ),
        _quarter,
    ),
    (re.compile(r"\b(?:the )?day after tomorrow\b"), _plus(2)),
    (re.compile(r"\b(?:the )?week after next\b"), lambda _f, today: week_part(today, "", 2)),
    (re.compile(r"\b(?:a week (?:from |on )?tomorrow|tomorrow week)\b"), _plus(8)),
    (re.compile(r"\btomorrow\b"), _plus(1)),
    (re.compile(r"\btoday\b"), _plus(0, free=True)),
    (
        re.compile(
            rf"\b(?:in|within) (?P<n>{_N}) (?P<working>working |business )?"
            r"(?P<unit>days?|weeks?|months?|years?|fortnights?)(?:'? time)?(?P<half> and a "
            r"half)?\b"
        ),
        _in_some_time,
    ),
    (re.compile(rf"\bafter (?:the )?{_DAY_MONTH}"), _WORDS.after_date),
    (re.compile(rf"\bafter {_MONTH_DAY}"), _WORDS.after_date),
    (re.compile(r"\bafter (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _WORDS.after_date),
    (re.compile(rf"\bafter (?P<wd>{_WD})\b(?! \d)"), _WORDS.after_weekday),
    (
        re.compile(
            rf"\bbefore (?:next )?(?P<wd>{_WD})\b(?! (?:the )?\d+(?:st|nd|rd|th)?(?![\d:]| ?[ap]m))"
        ),
        _WORDS.before_weekday,
    ),
    (re.compile(rf"\bbefore (?:the )?{_DAY_MONTH}"), _WORDS.before_date),
    (re.compile(rf"\bbefore {_MONTH_DAY}"), _WORDS.before_date),
    (
        re.compile(rf"\bbefore (?:(?P<wd>{_WD}),? )?(?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"),
        _WORDS.before_date,
    ),
    (re.compile(r"\bbefore next week\b"), before_next_week),
    (
        re.compile(rf"\bbefore (?:next month|(?P<mo>{_MO})\b(?: (?P<y>20\d\d))?)"),
        _WORDS.before_month,
    ),
    (re.compile(_DAY_MONTH), _WORDS.dated),
    (re.compile(_MONTH_DAY), _WORDS.dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)/(?P<m>[01]?\d)(?:/(?P<y>(?:20)?\d\d))?\b"), _WORDS.dated),
    (re.compile(r"\b(?:week|wk|w) ?(?P<n>[0-5]?\d)(?: (?P<y>20\d\d))?\b"), _iso),
    (
        re.compile(
            r"\b(?P<on>(?:a|two) weeks? (?:(?:on|from) )?)?(?P<next>next |this |coming "
            rf")?\b(?P<wd>{_WD})\b(?P<week> week| fortnight)?(?P<of> (?:of )?next week)?(?! (?:the "
            r")?\d+(?:st|nd|rd|th))"
        ),
        _weekday,
    ),
    (re.compile(rf"\b(?P<wd>{_WD}),? (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _WORDS.dated),
    (
        re.compile(
            r"\b(?P<part>early|mid|middle|late|beginning|start|end)?(?: of)?(?: the| this)? "
            r"?\b(?P<next>next )?week\b"
        ),
        _week,
    ),
    (
        re.compile(
            r"\b(?P<part>early|mid|middle|late|beginning|start|end|in)?(?: of)?[- "
            rf"]?\b(?P<mo>{_MO})\b(?: (?P<y>20\d\d))?"
        ),
        _WORDS.month,
    ),
    (
        re.compile(
            r"\b(?P<part>early|mid|middle|late|beginning|start|end)?(?: of)?(?: the| this)? "
            r"?\b(?P<next>next )?month\b"
        ),
        _WORDS.relative_month,
    ),
    (re.compile(r"\bnext year\b|\bin the new year\b"), _next_year),
    (re.compile(r"\bafter (?:the )?new year\b"), _new_year),
    (re.compile(r"\bnext quarter\b"), _next_quarter),
    (re.compile(r"\bafter christmas\b"), _christmas),
    (re.compile(r"\bafter easter(?: monday)?\b"), _after_easter),
    (
        re.compile(
            r"\b(?:after|back from) (?:the |my )?(?:school "
            r")?(?:holidays|holiday|vacation|vacations)\b"
        ),
        _holidays,
    ),
    (re.compile(r"\bthe (?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b"), _WORDS.dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _WORDS.dated),
]
