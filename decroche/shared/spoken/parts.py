"""What the grammars of both languages share: the values they return, the scanner they use, and the
arithmetic of days, weeks, months and quarters.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from decroche.shared.calendar import (
    add_months,
    end_of_school_holidays,
    is_working_day,
    start_of_school_holidays,
)

Precision = Literal["minute", "half_day", "day", "week", "month"]


class NotUnderstood(ValueError):
    """The text does not mean a moment to come; the message is a sentence for the user."""


class TooFar(NotUnderstood):
    """The text means a moment farther ahead than anybody promises anything."""


class Refused(Exception):
    """A grammar understands the words, and they mean no moment to come, or more than one.

    The grammar of the other language is not tried then: in French, “mar 3” is Tuesday the 3rd
    (which is refused when the 3rd is not a Tuesday), and must not be read as 3 March in English.
    """


@dataclass(frozen=True, slots=True)
class Day:
    """A day. `free_choice`: the day was named, so that it is kept on a weekend or holiday.
    `may_slide`: when its time is past, the day `slide` days later is meant.
    """

    day: date
    precision: Precision
    free_choice: bool = False
    may_slide: bool = False
    slide: int = 7


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; `precision` is minute, or half_day for a part of the day (“morning”)."""

    at: time
    precision: Precision


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a grammar understood: a day, a time, both, or an instant counted from now."""

    day: Day | None = None
    time: Time | None = None
    instant: datetime | None = None


class Scanner:
    """The part of a text that was not understood yet (`rest`).

    A match that is taken leaves a "|" in its place, so that words before and after it are never
    read as neighbours.
    """

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match of a pattern, which is taken out of the rest; None without one."""
        match = pattern.search(self.rest)
        if match:
            self.rest = f"{self.rest[: match.start()]} | {self.rest[match.end() :]}"
        return match

    def only(self, fillers: frozenset[str]) -> bool:
        """Whether nothing is left but fillers: words without a meaning for the moment."""
        return all(word in fillers for word in re.split(r"[\s,|'.;:-]+", self.rest) if word)


def next_weekday(today: date, weekday: int) -> date:
    """The next such weekday strictly after today (Monday is 0)."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def before_weekday(today: date, weekday: int) -> Day | None:
    """The last working day before the next such weekday; None when it is not after today."""
    return before(next_weekday(today, weekday), today)


def before(day: date, today: date) -> Day | None:
    """The last working day before a day; None when it is not after today."""
    last = day - timedelta(days=1)
    while not is_working_day(last):
        last -= timedelta(days=1)
    return Day(last, "day") if last > today else None


def named_weekday(today: date, weekday: int, *, weeks: int = 0) -> Day:
    """A weekday by its name (Monday is 0): the next one, `weeks` weeks later. Today's own name
    means today while its hour is to come, else in a week.
    """
    free = weekday >= 5
    if weekday == today.weekday() and not weeks:
        return Day(today, "day", free, may_slide=True)
    return Day(next_weekday(today, weekday) + timedelta(weeks=weeks), "day", free)


def day_of_month(today: date, number: int) -> Day | None:
    """“The 3rd”: of this month if it is not past, else of the next month that has such a day."""
    if not 1 <= number <= 31:
        return None
    for ahead in range(13):
        first = add_months(today.replace(day=1), ahead)
        if number <= monthrange(first.year, first.month)[1] and first.replace(day=number) >= today:
            return Day(first.replace(day=number), "day")
    return None


def calendar_day(today: date, number: int, month: int, year: int | None) -> Day | None:
    """A day and a month; without a year, the next such day that is not past. None for a day that
    does not exist (31/02), or that is more than a year ahead (29 February): it was misheard.
    """
    year = full_year(year) if year is not None else None
    for candidate in [year] if year else [today.year, today.year + 1]:
        try:
            day = date(candidate, month, number)
        except ValueError:
            continue
        if year or day >= today:
            near = year or (day - today).days <= _DAYS_OF_A_YEAR
            return Day(day, "day") if near else None
    return None


_DAYS_OF_A_YEAR = 366


def full_year(year: int) -> int:
    """A year of two digits in this century; one of four digits as it is."""
    return year + 2000 if year < 100 else year


def part_of_month(today: date, part: str, month: int | None, year: int | None = None) -> Day | None:
    """A part of a month: early (from the 1st), mid (from the 15th), end (from the 25th), or "" for
    the month as a whole. `month` None is the present one.

    A part that has begun is still meant while it lasts: on the 27th of November, its “end” is
    tomorrow. One that is over is that of the next month, or the next year; None when the year was
    said.
    """
    starts, ends = {"early": (1, 10), "mid": (15, 20), "end": (25, 31), "": (1, 31)}[part]
    first = today.replace(day=1) if month is None else date(year or today.year, month, 1)
    last = first.replace(day=min(ends, monthrange(first.year, first.month)[1]))
    if last <= today and year is not None:
        return None
    if last <= today:
        first = add_months(first, 1 if month is None else 12)
    begin = first.replace(day=starts)
    return Day(max(begin, today + timedelta(days=1)), "month" if part == "" else "week")


def iso_week(today: date, number: int, year: int | None) -> Day | None:
    """The Monday of an ISO week, or tomorrow in the present week. Without a year, the present week
    is meant while a working day of it is left. None for a week that does not exist.
    """
    for candidate in [year] if year else [today.year, today.year + 1]:
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=4) > today:
            return Day(max(monday, today + timedelta(days=1)), "week")
    return None


def nth_weekday(today: date, nth: int, weekday: int, month: date, *, may_pass: bool) -> Day | None:
    """The nth such weekday of the month that begins on the day `month`; -1 is the last one. None
    when the month has no such day. With `may_pass`, a day that is past means that of the next
    month.
    """
    length = monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, length + 1)]
    candidates = [day for day in days if day.weekday() == weekday]
    if nth > len(candidates):
        return None
    day = candidates[nth] if nth < 0 else candidates[nth - 1]
    if day <= today and may_pass:
        return nth_weekday(today, nth, weekday, add_months(month, 1), may_pass=False)
    return Day(day, "day", free_choice=weekday >= 5)


def nth_week(today: date, nth: int, month: date) -> Day:
    """The nth week of a month, -1 the last: its Monday, but not before the first of the month nor
    before tomorrow. A week belongs to the month that has its Thursday (as in ISO 8601 for years).
    """
    thursday = nth_weekday(date.min, nth, 3, month, may_pass=False)
    if thursday is None:
        return Day(month, "week")
    monday = thursday.day - timedelta(days=3)
    return Day(max(monday, month, today + timedelta(days=1)), "week")


def month_to_come(today: date, month: int, year: int | None, *, until: int = 31) -> date:
    """The first day of a month by its number. Without a year: of this year if the day `until` of
    that month (or its last day) is to come, else of the next year.
    """
    first = date(year or today.year, month, 1)
    last = first.replace(day=min(until, monthrange(first.year, first.month)[1]))
    return first if year or last > today else first.replace(year=first.year + 1)


def named_twice(dated: Day | None, day: date, today: date) -> Day | None:
    """A day that was said twice, by its name and by its date (“tomorrow, Thursday 26 November”, as
    `say` writes it); None when the two differ.
    """
    if dated is None or dated.day != day:
        return None
    return Day(day, "day", free_choice=day == today or dated.free_choice)


def week_of(day: Day, today: date, number: int, month: int | None, year: int | None) -> Day | None:
    """The week with this day in it: its Monday, or tomorrow when that is past. `number`, `month`
    and `year` are what was said of the day: one of the present week that is past already, which is
    therefore taken for that of the next month or year, means the present week. None when no working
    day of that is left.
    """
    monday = today - timedelta(days=today.weekday())
    for ahead in range(today.weekday()):
        past = monday + timedelta(days=ahead)
        if past.day == number and month in (None, past.month) and year in (None, past.year):
            return Day(today + timedelta(days=1), "week") if today.weekday() < 4 else None
    first = day.day - timedelta(days=day.day.weekday())
    return Day(max(first, today + timedelta(days=1)), "week")


def quarter(today: date, number: int, year: int | None, *, months: int = 3) -> Day | None:
    """The first day of a quarter (of a half-year with `months` 6). Without a year, the next such
    quarter; None when it has begun already in the year that was said, or does not exist.
    """
    if not 1 <= number <= 12 // months:
        return None
    start = date(year or today.year, (number - 1) * months + 1, 1)
    if start > today:
        return Day(start, "month")
    return None if year else Day(start.replace(year=today.year + 1), "month")


def week_part(today: date, part: str, weeks: int) -> Day:
    """A part of the week `weeks` weeks ahead: early (Monday), mid (Wednesday), end (Friday), or ""
    for the week as a whole. A part that is past means that of the next week; of the present week as
    a whole, tomorrow is meant until Thursday.
    """
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    day = monday + timedelta(days={"early": 0, "": 0, "mid": 2, "end": 4}[part])
    if day <= today and part == "" and today.weekday() < 4:
        day = today + timedelta(days=1)
    elif day <= today:
        day += timedelta(weeks=1)
    return Day(day, "week" if part == "" else "day")


def after_school_holidays(today: date) -> Day | None:
    """The day after the school holidays of zone A that are under way, or the next ones; None when
    they are not published yet.
    """
    last = end_of_school_holidays(today)
    return Day(last + timedelta(days=1), "day") if last else None


def before_school_holidays(today: date, near: date | None = None) -> Day | None:
    """The Monday of the last week before the next school holidays, or before those that begin in
    the month after `near`; None when it can't be known or is past.
    """
    begins = start_of_school_holidays(near or today)
    if begins is None:
        return None
    monday = begins - timedelta(days=begins.weekday() or 7)
    return Day(max(monday, today + timedelta(days=1)), "week") if begins > today else None


def back_to_work(today: date) -> Day:
    """« La rentrée »: 1 September, or 4 January when said from December to 3 January."""
    if today.month == 12 or (today.month == 1 and today.day < 4):
        return Day(date(today.year + (today.month == 12), 1, 4), "day")
    september = date(today.year, 9, 1)
    return Day(september if september > today else date(today.year + 1, 9, 1), "day")


def after(day: Day) -> Day:
    """The day after a day."""
    return Day(day.day + timedelta(days=1), "day")


def easter(year: int) -> date:
    """Easter Sunday, by the Meeus/Jones/Butcher algorithm for the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - ((b - (b + 8) // 25 + 1) // 3) + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - (c % 4)) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
