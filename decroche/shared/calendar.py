"""Working days in France: public holidays by place, school holidays, half-days.

Holidays come from the `holidays` package (L. 3133-1 code du travail and the local days), school
holidays from `vacances-scolaires-france`; both are kept by others and only read here.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from decroche.shared.places import METRO, tz, zone

NOON = time(13, 0)
"""Where the morning ends: an attempt at 12:45 belongs to the morning."""


_MISSING = (("978", 5, 27, "Abolition de l'esclavage"),)
"""Days of the law that `holidays` does not list: Saint-Martin, 27 May (C. trav. L. 3422-2; the
package has the 28th, which stays).
"""


@cache
def _holidays_of(code: str, year: int) -> dict[date, str]:
    import holidays  # late: half the commands never ask

    place = zone(code)
    if not place.french:
        return {}
    found = holidays.country_holidays("FR", subdiv=place.subdivision, years=year, language="fr")
    return dict(found.items()) | {
        date(year, month, day): name for where, month, day, name in _MISSING if where == code
    }


def holiday_name(day: date, code: str = METRO) -> str | None:
    """The name of the public holiday on that day at that place, or None."""
    return _holidays_of(code, day.year).get(day)


def is_working_day(day: date, code: str = METRO) -> bool:
    """Monday to Friday and not a public holiday there."""
    return day.weekday() < 5 and holiday_name(day, code) is None


def working_day_from(day: date, code: str = METRO) -> date:
    """That day if it is a working day, else the next one that is."""
    while not is_working_day(day, code):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, code: str = METRO) -> date:
    """The working day `count` working days after `day` (0 gives the first working day from
    `day`).
    """
    day = working_day_from(day, code)
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1), code)
    return day


def is_morning(moment: time) -> bool:
    """Before one o'clock."""
    return moment < NOON


def half_day(instant: datetime, code: str = METRO) -> tuple[date, bool]:
    """The local day and whether it is the morning there: two attempts in one half-day compare
    equal.
    """
    local = instant.astimezone(tz(code))
    return local.date(), is_morning(local.time())


_SCHOOL_COLUMNS = {"A": "vacances_zone_a", "B": "vacances_zone_b", "C": "vacances_zone_c"}


@cache
def _school_calendar() -> dict[str, frozenset[date]]:
    """The days without school by school zone, all years that are published.

    Read from the table of the package, because the package parses all of it anew for each year and
    zone that is asked for, which made the first card of a zone wait a tenth of a second.
    """
    table = files("vacances_scolaires_france") / "data" / "data.csv"
    found: dict[str, list[str]] = {code: [] for code in _SCHOOL_COLUMNS}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        for code, column in _SCHOOL_COLUMNS.items():
            if row[column] == "True":
                found[code].append(row["date"])
    return {code: frozenset(map(date.fromisoformat, days)) for code, days in found.items()}


_SCHOOL_ZONES = {
    "A": (
        "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 "
        "87 89 90"
    ),
    "B": (
        "02 04 05 06 08 10 13 14 18 22 27 28 29 2A 2B 35 36 37 41 44 45 49 50 51 52 53 54 55 56 "
        "57 59 60 61 62 67 68 72 76 80 83 84 85 88"
    ),
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
"""Departments by zone of school holidays (education.gouv.fr, calendrier scolaire); Corsica follows
a calendar of its own, near B's.
"""
_ZONE_OF = {
    department: code for code, listed in _SCHOOL_ZONES.items() for department in listed.split()
}


def school_holidays(day: date, department: str) -> bool:
    """Whether the schools of a department are closed that day; False where it isn't known
    (overseas, past what is published).
    """
    code = _ZONE_OF.get(department)
    return code is not None and day in _school_calendar()[code]


def end_of_school_holidays(day: date, school_zone: str = "A") -> date | None:
    """The last day of the school holidays under way or next to come, None past what is published.

    The calendar is known to August 2028 (vacances-scolaires-france); nothing is guessed beyond.
    """
    cursor, limit = day, day + timedelta(days=150)
    closed = _school_calendar()[school_zone]
    while cursor < limit and cursor not in closed:
        cursor += timedelta(days=1)
    if cursor == limit:
        return None
    while cursor + timedelta(days=1) in closed:
        cursor += timedelta(days=1)
    return cursor


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_later(moment: datetime, months: int) -> datetime:
    """The same hour some months later (or earlier); the last day of a shorter month (règlement CEE
    1182/71, art. 3).
    """
    return datetime.combine(add_months(moment.date(), months), moment.timetz())
