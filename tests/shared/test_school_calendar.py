"""The school calendar that is read from the package's table is the one the package gives."""

from __future__ import annotations

from vacances_scolaires_france import SchoolHolidayDates

from decroche.shared.calendar import _school_calendar


def test_the_days_without_school_are_those_of_the_package() -> None:
    package = SchoolHolidayDates()
    ours = _school_calendar()
    assert set(ours) == set(package.SUPPORTED_ZONES)
    for school_zone, days in ours.items():
        theirs = {day for day in package.data if package.is_holiday_for_zone(day, school_zone)}
        assert days == theirs
        assert len(days) > 1000
