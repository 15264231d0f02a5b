"""Working days in France: public holidays by place, school holidays, half-days, months.

Public holidays come from the `holidays` package (code du travail L. 3133-1, and the local days),
school holidays from `vacances-scolaires-france`. A `code` is that of a zone (see places.py).
"""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from decroche.shared.places import METRO, tz, zone

NOON = time(13, 0)
"""When the morning ends, for counting attempts: one at 12:45 still belongs to the morning."""


_MISSING = (("978", 5, 27, "Abolition de l'esclavage"),)
"""Legal holidays that the `holidays` package does not list: (zone, month, day, name). Saint-Martin
has 27 May (C. trav. L. 3422-2); the package has the 28th, which is kept as well.
"""


@cache
def _holidays_of(code: str, year: int) -> dict[date, str]:
    """{day: name} of a year's public holidays in a zone; empty abroad, where none are known."""
    import holidays  # here, because it is slow to import and many commands do not need it

    there = zone(code)
    if not there.french:
        return {}
    listed = holidays.country_holidays("FR", subdiv=there.subdivision, years=year, language="fr")
    missing = {
        date(year, month, day): name for place, month, day, name in _MISSING if place == code
    }
    return dict(listed.items()) | missing


def holiday_name(day: date, code: str = METRO) -> str | None:
    """The name of the public holiday on that day in that zone, or None."""
    return _holidays_of(code, day.year).get(day)


def is_working_day(day: date, code: str = METRO) -> bool:
    """Whether the day is a Monday to Friday and not a public holiday in that zone."""
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
    """Whether a time is before `NOON`."""
    return moment < NOON


def half_day(instant: datetime, code: str = METRO) -> tuple[date, bool]:
    """(day, whether it is the morning) on the clock of the zone. Two instants in the same half-day
    have equal values.
    """
    local = instant.astimezone(tz(code))
    return local.date(), is_morning(local.time())


_SCHOOL_COLUMNS = {"A": "vacances_zone_a", "B": "vacances_zone_b", "C": "vacances_zone_c"}


@cache
def _school_calendar() -> dict[str, frozenset[date]]:
    """The days without school by school zone (A, B, C), of all years that are published.

    They are read from the data file of the package. The package's own functions parse the whole
    file again for each year and zone, which made the first card of a zone wait a tenth of a second.
    """
    table = files("vacances_scolaires_france") / "data" / "data.csv"
    days_of: dict[str, list[str]] = {code: [] for code in _SCHOOL_COLUMNS}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        for code, column in _SCHOOL_COLUMNS.items():
            if row[column] == "True":
                days_of[code].append(row["date"])
    return {code: frozenset(map(date.fromisoformat, days)) for code, days in days_of.items()}


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
"""Departments by zone of school holidays (education.gouv.fr, calendrier scolaire). Corsica, which
has a calendar of its own, is counted in B, whose dates are the nearest.
"""
_SCHOOL_ZONE_OF = {
    department: code
    for code, departments in _SCHOOL_ZONES.items()
    for department in departments.split()
}


def school_holidays(day: date, department: str) -> bool:
    """Whether the schools of a department are closed that day; False where that is not known
    (overseas departments, years not published yet).
    """
    code = _SCHOOL_ZONE_OF.get(department)
    return code is not None and day in _school_calendar()[code]


def end_of_school_holidays(day: date, school_zone: str = "A") -> date | None:
    """The last day of the school holidays that are under way, or of the next ones; None when they
    are not published yet. The package knows them to August 2028; nothing is guessed beyond.
    """
    last, limit = day, day + timedelta(days=150)
    closed = _school_calendar()[school_zone]
    while last < limit and last not in closed:
        last += timedelta(days=1)
    if last == limit:
        return None
    while last + timedelta(days=1) in closed:
        last += timedelta(days=1)
    return last


def start_of_school_holidays(day: date) -> date | None:
    """The first day of the next school holidays of the zone whose begin first; None while those of
    a zone are under way, and when they are not published yet.
    """
    calendars = _school_calendar().values()
    if any(day in closed for closed in calendars):
        return None
    ahead = (day + timedelta(days=number) for number in range(1, 150))
    return next((one for one in ahead if any(one in closed for closed in calendars)), None)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_later(moment: datetime, months: int) -> datetime:
    """The same time of day some months later (earlier when negative); the last day of a month that
    is too short. This is how legal periods are counted (règlement CEE 1182/71, art. 3).
    """
    return datetime.combine(add_months(moment.date(), months), moment.timetz())
