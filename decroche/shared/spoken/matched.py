"""What a date that was matched in a text means, in the words of either language.

The grammars (french.py, english.py) find dates with patterns whose groups have the same names: `wd`
a weekday, `d` a day of the month, `mo` a month by its name or `m` by its number, `y` a year, `part`
a part of a month, `next` whether the next one is meant. `DateWords` turns such a match into a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from decroche.shared.calendar import add_months
from decroche.shared.spoken.parts import (
    Day,
    Refused,
    Scanner,
    after,
    before,
    before_weekday,
    calendar_day,
    day_of_month,
    month_to_come,
    next_weekday,
    part_of_month,
)

Match = re.Match[str]
Pattern = tuple[re.Pattern[str], Callable[[Match, date], Day | None]]
"""How a day is written, and the function that turns a match into the day; None when there is no
such day.
"""


def first_day_in(scan: Scanner, today: date, patterns: Iterable[Pattern]) -> Day | None:
    """Returns the day of the first pattern that is found in a text; None when none is. Raises
    Refused for a day that does not exist.
    """
    for pattern, build in patterns:
        match = scan.take(pattern)
        if match:
            day = build(match, today)
            if day is None:
                raise Refused
            return day
    return None


def minutes_of_part(match: Match) -> int | None:
    """Returns the minutes of a part of an hour (“half an hour”: 30), by the groups `half`,
    `quarter` and `three` (quarters) of a match; None when it has none of them.
    """
    parts = {"half": 30, "quarter": 15, "three": 45}
    return next((minutes for group, minutes in parts.items() if match[group]), None)


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of one language: its numbers, weekdays (Monday is 0), months (January is 1), and
    the parts of a month as `part_of_month` names them.

    Each method turns a match into a day, counted from `today`; it returns None when the match means
    no day to come.
    """

    numbers: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    parts: Mapping[str, str]

    def number(self, text: str) -> int:
        """Returns a number, written in digits or in words."""
        return int(text) if text.isdigit() else self.numbers[text]

    def dated(self, match: Match, today: date) -> Day | None:
        """“The 3rd”, “3 December 2026”, “Thursday 3 December”. None when the weekday is not that of
        the date: one of the two was misheard.
        """
        groups = match.groupdict()
        number, month = int(groups["d"]), self.month_number(groups)
        if month is None:
            day = day_of_month(today, number)
        else:
            day = calendar_day(today, number, month, int(groups["y"]) if groups.get("y") else None)
        weekday = groups.get("wd")
        if day is None or not weekday:
            return day
        if day.day.weekday() != self.weekdays[weekday]:
            return None
        return Day(day.day, "day", free_choice=day.day.weekday() >= 5)

    def month_number(self, groups: Mapping[str, str | None]) -> int | None:
        """Returns the month that the groups of a match name, 1 to 12; None when they name none."""
        name, number = groups.get("mo"), groups.get("m")
        if name:
            return self.months[name]
        return int(number) if number else None

    def after_date(self, match: Match, today: date) -> Day | None:
        """“After 3 December”."""
        day = self.dated(match, today)
        return after(day) if day else None

    def before_date(self, match: Match, today: date) -> Day | None:
        """“Before 3 December”."""
        day = self.dated(match, today)
        return before(day.day, today) if day else None

    def before_weekday(self, match: Match, today: date) -> Day | None:
        """“Before Thursday”."""
        return before_weekday(today, self.weekdays[match["wd"]])

    def after_weekday(self, match: Match, today: date) -> Day:
        """“After Thursday”."""
        return Day(next_weekday(today, self.weekdays[match["wd"]]) + timedelta(days=1), "day")

    def before_month(self, match: Match, today: date) -> Day | None:
        """“Before December”, or without a name before the end of this month."""
        month = self.months[match["mo"]] if match["mo"] else None
        if month is None:
            return before(add_months(today.replace(day=1), 1), today)
        year = int(match["y"]) if match["y"] else None
        return before(month_to_come(today, month, year), today)

    def month(self, match: Match, today: date) -> Day | None:
        """“Mid-December”."""
        part = self.parts[(match["part"] or "").strip(" -")]
        year = int(match["y"]) if match["y"] else None
        return part_of_month(today, part, self.months[match["mo"]], year)

    def relative_month(self, match: Match, today: date) -> Day | None:
        """“End of next month”, “end of the month”."""
        part = self.parts[match["part"] or ""]
        if match["next"]:
            first = add_months(today.replace(day=1), 1)
            return part_of_month(today, part, first.month, first.year)
        return part_of_month(today, part, None)


def before_next_week(_match: Match, today: date) -> Day | None:
    """“Before next week”: before Monday."""
    return before_weekday(today, 0)
