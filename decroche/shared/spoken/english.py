"""English as it is spoken on the telephone, folded; days come before months (15/01 is 15
January).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from decroche.shared.calendar import add_months, add_working_days
from decroche.shared.spoken.parts import (
    Day,
    Heard,
    Refused,
    Scanner,
    Time,
    after,
    after_school_holidays,
    before_weekday,
    calendar_day,
    day_of_month,
    iso_week,
    month_to_come,
    named_twice,
    named_weekday,
    next_weekday,
    nth_week,
    nth_weekday,
    part_of_month,
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
"""A length of time in hours or minutes: never an hour of the day."""
_UNTIL = re.compile(
    r"^(?:(?:she|he|they|i) )?(?:is |will be |am |are )?(?:away|out|off|on leave|on holiday"
    r"|on vacation|not (?:in|there|available))? ?(?:until|till|til) (?P<day>.+)$"
)
_BACK = re.compile(
    r"^(?:(?:she|he|they|i)(?:'ll)? )?(?:is |will be |be |am |are )?"
    r"(?:back|returns?|returning|in again|available|there)(?: again)?(?: from| on)? (?P<day>.+)$"
)
_RANGE = re.compile(
    rf"\b(?:between|from) (?:the )?(?P<first>\d{{1,2}}(?:st|nd|rd|th)?)(?: (?P<mo>{_MO}))? "
    rf"(?:and|to) (?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?P<month>{_MO})\b"
)
_RANGE_OF_DAYS = re.compile(rf"\b(?:between|from) (?P<first>{_WD}) (?:and|to) (?:{_WD})\b")
_NOT = re.compile(r"\b(?:not|never|except|don't|every|each|yesterday|last (?:week|month|year))\b")
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


def hear(text: str, now: datetime) -> Heard | None:
    """What was said, or None when a word is left over. `now` is local.

    Raises Refused for words that are understood and name no single moment to come.
    """
    plain = _simplify(text)
    scan = Scanner(_HOUR_WORDS.sub(lambda m: f"{m['how']} {_NUMBERS[m['n']]}", plain))
    instant = _soon(scan, now)
    if instant is not None:
        return Heard(instant=instant) if scan.only(_FILLERS) else None
    if _DURATION.search(scan.rest):
        raise Refused
    day = Day(now.date(), "day", free_choice=True) if _THIS.search(plain) else None
    if day is not None:
        scan.rest = scan.rest.replace("this ", " ")
    else:
        day = _day(scan, now.date())
    spoken_time = _time(scan)
    if not scan.only(_FILLERS) or (day is None and spoken_time is None):
        return None
    return Heard(day, spoken_time)


def _simplify(text: str) -> str:
    until = _UNTIL.match(text)
    if until:
        return f"after {until['day']}"
    back = _BACK.match(text)
    plain = back["day"] if back else text.replace("not before ", "")
    plain = _RANGE.sub(lambda found: f"{found['first']} {found['mo'] or found['month']}", plain)
    plain = _BETWEEN_HOURS.sub(_first_hour, plain)
    plain = _RANGE_OF_DAYS.sub(lambda found: found["first"], plain)
    if _NOT.search(plain):
        raise Refused
    return plain


_BETWEEN_HOURS = re.compile(
    r"\b(?:between|from) (?P<h>\d{1,2})(?P<m>:\d\d)? ?(?P<half>am|pm)? (?:and|to) "
    r"(?P<to>\d{1,2})(?::\d\d)?(?: ?(?P<to_half>am|pm))?\b"
    r"(?! ?(?:days?|weeks?|months?|years?|hours?|minutes?|working|business))"
)


def _first_hour(found: re.Match[str]) -> str:
    """“Between 2 and 4pm” is at 2pm, “between 11 and 1pm” at 11am."""
    half = found["half"] or ""
    if not half and found["to_half"] == "pm" and int(found["h"]) <= int(found["to"]) < 12:
        half = "pm"
    return f"at {found['h']}{found['m'] or ''}{half}"


def _day(scan: Scanner, today: date) -> Day | None:
    for pattern, build in _DAYS:
        found = scan.take(pattern)
        if found:
            day = build(found, today)
            if day is None:
                raise Refused
            return day
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _soon(scan: Scanner, now: datetime) -> datetime | None:
    if scan.take(_LATER):
        return now + timedelta(hours=2)
    found = scan.take(_SOON)
    if not found:
        return None
    if found["half"] or found["quarter"] or found["three"]:
        return now + timedelta(minutes=30 if found["half"] else 15 if found["quarter"] else 45)
    spoken = found["n"].replace(",", ".")
    count = float(spoken) if "." in spoken else float(_number(spoken))
    count += 0.5 if found["and"] else 0
    if found["min"]:
        return now + timedelta(minutes=round(count))
    more = found["more"] or ""
    minutes = 30 if "half" in more else 15 if more else 0
    return now + timedelta(minutes=round(60 * count) + minutes + int(found["m"] or 0))


def _time(scan: Scanner) -> Time | None:
    found = scan.take(_CLOCK)
    if found:
        scan.rest = re.sub(r"\b(?:after|from|between|and|to)\b(?= *(?:\||$))", " ", scan.rest)
        for pattern, _ in _DAYTIMES:
            if scan.take(pattern) and pattern.pattern.startswith(r"\b(?:early )?after"):
                return _clock(found, afternoon=True)
        return _clock(found, afternoon=False)
    for pattern, at in _DAYTIMES:
        if scan.take(pattern):
            return Time(at, "minute" if at == time(12, 0) else "half_day")
    return None


def _clock(found: re.Match[str], *, afternoon: bool) -> Time:
    spoken = next(
        found[name] for name in ("h", "h24", "bare", "bare2", "bare3", "bare4") if found[name]
    )
    hour, minute = int(spoken), int(found["m"] or found["m24"] or 0)
    half, past = (found["half"] or "").replace(".", ""), found["past"] or ""
    if past:
        minute = 30 if past.startswith("half") else 15 if "past" in past else 45
        hour -= "to" in past.split()
    late = half == "pm" or afternoon or (half != "am" and hour < 7 and not found["h24"])
    if late and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if found["before"]:
        return Time(time(9, 0) if hour <= 12 else time(14, 0), "half_day")
    return Time(time(hour, minute), "minute")


def _in_some_time(found: re.Match[str], today: date) -> Day:
    count, unit, half = _number(found["n"]), found["unit"], bool(found["half"])
    if unit.startswith("day"):
        if found["working"]:
            return Day(add_working_days(today, count), "day")
        return Day(today + timedelta(days=count), "day")
    if unit.startswith(("week", "fortnight")):
        weeks = count * (2 if unit.startswith("f") else 1)
        return Day(today + timedelta(days=7 * weeks + (4 if half else 0)), "day")
    later = add_months(today, count * 12 + 6 * half if unit.startswith("year") else count)
    return Day(later + timedelta(days=15) if half and unit.startswith("month") else later, "day")


def _weekday(found: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAYS[found["wd"]]
    if found["week"] or found["on"]:
        first = named_weekday(today, weekday).day
        first = first if first > today else today + timedelta(days=7)
        weeks = 2 if found["on"] and "two" in found["on"] else 1
        return Day(first + timedelta(weeks=weeks), "day", weekday >= 5)
    if found["next"] and weekday == today.weekday():
        return Day(today + timedelta(days=7), "day", weekday >= 5)
    if found["of"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return Day(monday + timedelta(days=weekday), "day", weekday >= 5)
    return named_weekday(today, weekday)


def _dated(found: re.Match[str], today: date) -> Day | None:
    groups = found.groupdict()
    number = int(found["d"])
    if groups.get("mo") or groups.get("m"):
        month = _MONTHS[groups["mo"]] if groups.get("mo") else int(groups["m"])
        day = calendar_day(today, number, month, int(groups["y"]) if groups.get("y") else None)
    else:
        day = day_of_month(today, number)
    if day and groups.get("wd"):
        if day.day.weekday() != _WEEKDAYS[groups["wd"]]:
            return None
        return Day(day.day, "day", free_choice=day.day.weekday() >= 5)
    return day


def _after_date(found: re.Match[str], today: date) -> Day | None:
    day = _dated(found, today)
    return after(day) if day else None


def _before_weekday(found: re.Match[str], today: date) -> Day | None:
    return before_weekday(today, _WEEKDAYS[found["wd"]])


def _after_weekday(found: re.Match[str], today: date) -> Day:
    return Day(next_weekday(today, _WEEKDAYS[found["wd"]]) + timedelta(days=1), "day")


def _nth_weekday(found: re.Match[str], today: date) -> Day | None:
    month, may_pass = _month_meant(found, today)
    nth, weekday = _ORDINALS[found["nth"]], _WEEKDAYS[found["wd"]]
    return nth_weekday(today, nth, weekday, month, may_pass=may_pass)


def _nth_week(found: re.Match[str], today: date) -> Day | None:
    month, _ = _month_meant(found, today)
    day = nth_week(today, _ORDINALS[found["nth"]], month)
    return day if day.day < add_months(month, 1) else None


def _month_meant(found: re.Match[str], today: date) -> tuple[date, bool]:
    """(the first of the month, whether a later month may be meant when the day has passed)."""
    if found["mo"]:
        year = int(found["y"]) if found["y"] else None
        return month_to_come(today, _MONTHS[found["mo"]], year), False
    this_month = today.replace(day=1)
    return (add_months(this_month, 1), False) if found["next"] else (this_month, True)


def _named_twice(found: re.Match[str], today: date) -> Day | None:
    """“tomorrow, Thursday 26 November”, as moments are said back: both must be the same day."""
    day = today + timedelta(days=1 if found["near"] == "tomorrow" else 0)
    return named_twice(_dated(found, today), day, today)


def _week_of_date(found: re.Match[str], today: date) -> Day | None:
    day = _dated(found, today)
    return week_of(day, today) if day else None


def _quarter(found: re.Match[str], today: date) -> Day | None:
    number = int(found["n"]) if found["n"] else _ORDINALS[found["nth"]]
    return quarter(today, number, int(found["y"]) if found["y"] else None)


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


def _month(found: re.Match[str], today: date) -> Day:
    part = _PARTS[(found["part"] or "").strip(" -")]
    return part_of_month(today, part, _MONTHS[found["mo"]], int(found["y"]) if found["y"] else None)


def _month_relative(found: re.Match[str], today: date) -> Day:
    part = _PARTS[found["part"] or ""]
    if found["next"]:
        first = add_months(today.replace(day=1), 1)
        return part_of_month(today, part, first.month, first.year)
    return part_of_month(today, part, None)


def _week(found: re.Match[str], today: date) -> Day:
    return week_part(today, _PARTS[found["part"] or ""], 1 if found["next"] else 0)


def _iso(found: re.Match[str], today: date) -> Day | None:
    return iso_week(today, int(found["n"]), int(found["y"]) if found["y"] else None)


def _holidays(_found: re.Match[str], today: date) -> Day | None:
    return after_school_holidays(today)


def _new_year(_found: re.Match[str], today: date) -> Day:
    return Day(date(today.year + (today.month > 1 or today.day > 2), 1, 2), "day")


def _christmas(_found: re.Match[str], today: date) -> Day:
    return Day(date(today.year + (today.month == 12 and today.day > 25), 12, 26), "day")


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
_DAYS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Day | None]]] = [
    (re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"), _dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)-(?P<m>[01]?\d)-(?P<y>20\d\d)\b"), _dated),
    (re.compile(rf"\b(?P<near>today|tomorrow), {_DAY_MONTH}"), _named_twice),
    (re.compile(rf"\b(?:the )?{_NTH} (?P<wd>{_WD})\b{_OF_MONTH}"), _nth_weekday),
    (re.compile(rf"\b(?:the )?{_NTH} week\b{_OF_MONTH}"), _nth_week),
    (re.compile(rf"\b(?:the )?week of (?:the )?{_DAY_MONTH}"), _week_of_date),
    (re.compile(rf"\b(?:the )?week of {_MONTH_DAY}"), _week_of_date),
    (
        re.compile(rf"\b(?:the )?(?:q(?P<n>[1-4])|{_NTH} quarter)(?: (?:of )?(?P<y>20\d\d))?\b"),
        _quarter,
    ),
    (re.compile(r"\b(?:the )?day after tomorrow\b"), _plus(2)),
    (re.compile(r"\btomorrow\b"), _plus(1)),
    (re.compile(r"\btoday\b"), _plus(0, free=True)),
    (
        re.compile(
            rf"\b(?:in|within) (?P<n>{_N}) (?P<working>working |business )?"
            r"(?P<unit>days?|weeks?|months?|years?|fortnights?)(?: time)?(?P<half> and a "
            r"half)?\b"
        ),
        _in_some_time,
    ),
    (re.compile(rf"\bafter (?:the )?{_DAY_MONTH}"), _after_date),
    (re.compile(rf"\bafter {_MONTH_DAY}"), _after_date),
    (re.compile(r"\bafter (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _after_date),
    (re.compile(rf"\bafter (?P<wd>{_WD})\b(?! \d)"), _after_weekday),
    (re.compile(rf"\bbefore (?P<wd>{_WD})\b(?! \d)"), _before_weekday),
    (re.compile(_DAY_MONTH), _dated),
    (re.compile(_MONTH_DAY), _dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)/(?P<m>[01]?\d)(?:/(?P<y>(?:20)?\d\d))?\b"), _dated),
    (re.compile(r"\b(?:week|wk|w) ?(?P<n>[0-5]?\d)(?: (?P<y>20\d\d))?\b"), _iso),
    (
        re.compile(
            r"\b(?P<on>(?:a|two) weeks? (?:on|from) )?(?P<next>next |this |coming "
            rf")?\b(?P<wd>{_WD})\b(?P<week> week)?(?P<of> (?:of )?next week)?(?! (?:the "
            r")?\d+(?:st|nd|rd|th))"
        ),
        _weekday,
    ),
    (re.compile(rf"\b(?P<wd>{_WD}),? (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _dated),
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
        _month,
    ),
    (
        re.compile(
            r"\b(?P<part>early|mid|middle|late|beginning|start|end)?(?: of)?(?: the| this)? "
            r"?\b(?P<next>next )?month\b"
        ),
        _month_relative,
    ),
    (re.compile(r"\bnext year\b|\bin the new year\b"), _next_year),
    (re.compile(r"\bafter (?:the )?new year\b"), _new_year),
    (re.compile(r"\bafter christmas\b"), _christmas),
    (
        re.compile(
            r"\b(?:after|back from) (?:the |my )?(?:school "
            r")?(?:holidays|holiday|vacation|vacations)\b"
        ),
        _holidays,
    ),
    (re.compile(r"\bthe (?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b"), _dated),
    (re.compile(r"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"), _dated),
]
