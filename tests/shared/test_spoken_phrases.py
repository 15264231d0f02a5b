"""Phrases put together by a grammar of their own: what is said back means the same moment, and for
phrases whose meaning plain calendar arithmetic gives, that is the moment understood.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from decroche.shared.calendar import is_working_day
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood, TooFar, day_meant, understand
from decroche.shared.spoken.sentence import read_sentence

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
SHORT = ("lun", "mar", "mer.", "jeu", "ven")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre", "janv.", "févr.", "sept", "déc"),
)
NTH = ("premier", "1er", "deuxième", "2e", "troisième", "4e", "dernier", "avant-dernier")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "mon", "tue", "thu")
CALENDAR = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December", "Jan", "Sept"),
)
TIMES = (
    *("{8-18}h", "{8-18} h", "{8-18}h30", "{8-18}:45", "à {8-18} h", "midi", "matin", "soir"),
    *("après-midi", "en fin de matinée", "en fin de journée", "vers {8-18}h", "après {8-17}h"),
    *("avant {9-18}h", "entre {9-11}h et {12-15}h", "de {9-11}h à {14-17}h", "{8-18}.30"),
    *("à {8-12} heures et demie", "à partir de {8-12}h", "dans la matinée", ""),
)
FRENCH = (
    *("{day}", "{day} prochain", "le {1-31} {month}", "{1-31} {month} 2027", "{day} {1-31}"),
    *("{day} {1-31} {month}", "le {nth} {day} de {month}", "le {nth} {day} du mois"),
    *("le {nth} {day} du mois prochain", "{1-31} courant", "fin {month}", "début {month}"),
    *("mi-{month}", "courant {month}", "fin de semaine prochaine", "courant semaine prochaine"),
    *("fin d’année", "dans {1-20} jours ouvrés", "sous {1-15} jours", "dans {1-12} jours"),
    *("dans {1-9} semaines", "dans {1-9} mois", "dans {1-5} ou {2-8} jours", "J+{1-30}"),
    *("dans {1-3} semaines et {1-6} jours", "dans {1-4} mois et {1-20} jours", "T{1-4} 2027"),
    *("entre le {1-15} et le {16-28} {month}", "du {1-15} au {16-28} {month}", "S{1-52}"),
    *("la semaine du {1-28} {month}", "semaine {1-52}", "1re semaine de {month}", "le {1-31}"),
    *("2e quinzaine de {month}", "{1-4}e trimestre 2027", "second semestre 2027"),
    *("{day} ou {day}", "pas avant {day}", "pas avant le {1-28} {month}", "pas {day}"),
    *("sauf {day}", "après le {1-28} {month}", "avant le {1-28} {month}", "avant {day}"),
    *("à partir du {1-28} {month}", "2027-0{1-9}-{10-28}", "{10-28}/0{1-9}/2027", "{1-31}/{1-12}"),
    *("{1-31}-{1-12}-2027", "{day} en huit", "{day} de la semaine prochaine", "{day} semaine 50"),
    *("{1-28} du mois prochain", "fin S{1-52}", "demain", "après-demain", "aujourd’hui"),
    *("{1-15}-{16-28} {month}", "{1-15}/{16-28} {month}", "{1-15} au {16-28} {month}"),
    *("la semaine du {1-15} au {16-28}", "semaine du {1-28} {month}", "semaine {1-50}-{51-52}"),
    *("entre le {1-15} et le {16-31}", "du {1-31} au {1-31}", "{day}-{day}", "{day} à {day}"),
    *("du {1-28} {month} au {1-28} {month}", "entre {day} prochain et {day}", "de {day} à {day}"),
    *(
        "entre {month} et {month}",
        "fin {month} - début {month}",
        "du {1-28}/{1-12} au {1-28}/{1-12}",
    ),
    *("à partir du {1-31}", "d'ici le {1-31}", "d'ici au {1-31}", "d'ici {day}", "avant {month}"),
    *("avant le {1-28}/{1-12}", "avant la semaine prochaine", "avant le mois prochain"),
    *("plutôt après {day}", "le {1-31} ou le {1-31} {month}", "{1-15} ou {16-31} {month}"),
    *("absente du {1-15} au {16-28} {month}", "dispo entre {day} et {day}", "dans {1-999} jours"),
    *("le lendemain de noël", "après les fêtes", "après les vacances", "jusqu'au {1-28} {month}"),
)
LENGTHS = (
    *("dans {1-5}h15", "dans {1-5} h 45", "dans {5-90} min", "dans 3/4 d'heure", "d'ici {1-3}h30"),
    *("dans {1-4} heures et demie", "dans {1-4} heures et {5-55} minutes", "in {1-5}h30"),
    *("dans {1-3},5 heures", "dans {1-2} jours et demi", "dans {1-9} jours et {1-5} heures"),
    *("in {5-90} minutes", "in an hour and a half", "sous {1-48}h", "demain {0-6}h"),
)
ENGLISH = (
    *("next {name}", "{name} at {1-12}pm", "{name} at {8-11}:30am", "{calendar} {1-31}"),
    *("{1-31} {calendar}", "the first {name} of {calendar}", "last {name} of the month"),
    *("in {1-10} working days", "in {1-9} weeks", "end of {calendar}", "mid {calendar}"),
    *("after {name}", "before {name}", "{name} or {name}", "Q{1-4} 2027", "a week on {name}"),
    *("week of {calendar} {1-28}", "not before {name}", "between {9-11} and {12-12} on {name}"),
    *("{1-15}-{16-28} {calendar}", "{calendar} {1-15}-{16-28}", "{1-15}th to {16-28}th {calendar}"),
    *("from the {4-15}th to the {16-20}th", "{name}-{name} {8-11}am", "{name} to {name}"),
    *("between next {name} and {name}", "the week of the {4-20}th", "before the {4-20}th"),
    *("before {calendar} {1-28}", "no earlier than {name}", "not until {name} {1-6}pm"),
    *("from {name} through {name}", "{calendar} {1-28} - {calendar} {1-28}", "as of {name}"),
    *("rather after {name}", "{name} {1-3}-{4-6}pm", "away from {1-15} to {16-28} {calendar}"),
    *("between {1-3} and {4-6}pm tomorrow", "half past {1-12}", "{name} {1-31}"),
)


def spoken(chance: Random, form: str) -> str:
    """A phrase of this form: {day}, {month}… and {from-to} filled in."""
    words = {"day": (*DAYS, *SHORT), "month": MONTHS, "nth": NTH, "name": NAMES}
    words["calendar"] = CALENDAR
    said, rest = "", form
    while "{" in rest:
        before, _, rest = rest.partition("{")
        inside, _, rest = rest.partition("}")
        least, is_range, most = inside.partition("-")
        chosen = (
            str(chance.randint(int(least), int(most))) if is_range else chance.choice(words[inside])
        )
        said += before + chosen
    return said + rest


def test_what_is_said_back_means_the_same_moment_whatever_was_said() -> None:
    chance, understood, wrong = Random(16), 0, list[str]()
    for _ in range(6000):
        forms = chance.choice((FRENCH, FRENCH, LENGTHS, ENGLISH))
        phrase = spoken(chance, chance.choice(forms))
        if forms is FRENCH:
            phrase = f"{phrase} {spoken(chance, chance.choice(TIMES))}".strip()
        now = datetime(2026, chance.randint(1, 12), chance.randint(1, 28), tzinfo=PARIS)
        now += timedelta(hours=chance.randint(7, 19), minutes=chance.randint(0, 59))
        language: Language = chance.choice(("fr", "fr", "en"))
        try:
            meant = understand(phrase, now=now, language=language)
        except NotUnderstood:
            continue
        understood += 1
        assert meant.at > now, phrase
        try:
            again = understand(meant.said_back, now=now, language=language).at
        except NotUnderstood:
            wrong.append(f"{phrase}: {meant.said_back} is not understood")
            continue
        if again != meant.at:
            wrong.append(f"{phrase}: {meant.at} is said {meant.said_back}, which is {again}")
    assert wrong == []
    assert understood > 4500


NOW = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)
TODAY = NOW.date()


def ahead(number: int) -> date:
    return TODAY + timedelta(days=number)


def open_from(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def of_month(nth: int, weekday: int, month: int, year: int) -> date:
    days = [date(year, month, d) for d in range(1, monthrange(year, month)[1] + 1)]
    same = [day for day in days if day.weekday() == weekday]
    return same[nth - 1] if nth > 0 else same[nth]


MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS[:12], 1)}
ORACLES: list[tuple[str, Callable[..., date]]] = [
    ("dans {} jours", ahead),
    ("dans {} semaines", lambda n: ahead(7 * n)),
    ("dans {} semaines et 3 jours", lambda n: ahead(7 * n + 3)),
    ("J+{}", ahead),
    ("in {} weeks", lambda n: ahead(7 * n)),
]


@pytest.mark.parametrize(("form", "meaning"), ORACLES, ids=[form for form, _ in ORACLES])
def test_lengths_of_days_are_those_of_the_calendar(form: str, meaning: Callable[..., date]) -> None:
    for number in range(2, 13):
        if form == "dans {} jours" and number == 8:
            continue  # “huit jours” is a week
        said = understand(form.format(number), now=NOW).at
        assert said == datetime.combine(open_from(meaning(number)), time(9), PARIS), number


def test_the_nth_weekday_of_a_month_is_that_of_the_calendar() -> None:
    for nth, word in ((1, "premier"), (2, "2e"), (3, "troisième"), (-1, "dernier")):
        for weekday, name in enumerate(DAYS[:5]):
            for month, number in MONTH_NUMBERS.items():
                day = of_month(nth, weekday, number, 2026)
                if day <= TODAY:
                    day = of_month(nth, weekday, number, 2027)
                said = understand(f"le {word} {name} de {month}", now=NOW).at.date()
                assert said == open_from(day), f"{word} {name} de {month}"


def test_weeks_of_the_year_are_those_of_the_calendar() -> None:
    for number in (*range(49, 54), *range(1, 48)):
        year = 2026 if number > 48 else 2027
        monday = date.fromisocalendar(year, number, 1)
        assert understand(f"semaine {number}", now=NOW).at.date() == open_from(monday)
        tuesday = open_from(monday + timedelta(days=1))
        assert understand(f"mardi semaine {number}", now=NOW).at.date() == tuesday


def test_lengths_of_hours_and_minutes_are_those_of_the_clock() -> None:
    for hours in range(1, 6):
        for minutes in (0, 5, 15, 30, 45):
            expected = NOW + timedelta(hours=hours, minutes=minutes)
            forms = [f"dans {hours}h{minutes:02}", f"d'ici {hours} h {minutes:02}"]
            if minutes >= 5:
                forms.append(f"dans {hours} heures et {minutes} minutes")
            for form in forms:
                assert understand(form, now=NOW).at == expected, form


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("fin courant", "2026-11-26 09:00"),
        ("30 courant", "2026-11-30 09:00"),
        ("7 du mois prochain vers 8h", "2026-12-07 08:00"),
        ("courant de semaine prochaine", "2026-11-30 09:00"),
        ("courant du mois prochain", "2026-12-01 09:00"),
        ("fin S50", "2026-12-11 09:00"),
        ("2026/12/15", "2026-12-15 09:00"),
        ("dernier trimestre 2027", "2027-10-01 09:00"),
        ("le lendemain de noël", "2026-12-28 09:00"),
        ("veille de noël", "2026-12-24 09:00"),
        ("premier février", "2027-02-01 09:00"),
        ("avant vendredi", "2026-11-26 09:00"),
        ("before Friday", "2026-11-26 09:00"),
        ("between 11 and 12 on Thursday", "2026-11-26 11:00"),
        ("between 2 and 4pm tomorrow", "2026-11-26 14:00"),
        ("between 11 and 1pm Friday", "2026-11-27 11:00"),
    ],
)
def test_a_turn_of_phrase(phrase: str, at: str) -> None:
    assert understand(phrase, now=NOW).at == datetime.fromisoformat(at).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    "phrase",
    [
        *("demain 0h", "demain 0h30", "dans 15 jours et 2 heures", "dans 2 semaines et 3h"),
        *("dernier trimestre", "avant jeudi", "before Thursday", "avant jeudi 10h", "noël"),
        *("between 3 and 4 weeks ago", "mardi semaine 60", "31 février", "jeudi 25h"),
    ],
)
def test_what_means_no_single_moment_to_come_is_refused(phrase: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(phrase, now=NOW)


def first_of(start: date, end: date, today: date) -> date:
    """The first working day of a span; of one that has begun, after today unless only today is
    left of it.
    """
    day = open_from(max(start, today + timedelta(days=start < today)))
    return today if day > end and today >= start and is_working_day(today) else day


def test_of_a_span_of_days_the_first_that_fits_is_meant_at_any_time_of_the_year() -> None:
    chance = Random(89)
    months, names = MONTHS[:12], CALENDAR[:12]
    for _ in range(1500):
        now = datetime(2026, chance.randint(1, 12), chance.randint(1, 28), 10, 30, tzinfo=PARIS)
        start = now.date() + timedelta(days=chance.randint(-4, 60))
        end = start + timedelta(days=chance.randint(3, 9))
        if end < now.date() or (start < now.date() and not is_working_day(now.date())):
            continue
        of_start, of_end = months[start.month - 1], months[end.month - 1]
        english = f"{start.day} {names[start.month - 1]}", f"{end.day} {names[end.month - 1]}"
        forms = [
            f"du {start.day} {of_start} au {end.day} {of_end}",
            f"entre le {start.day} {of_start} et le {end.day} {of_end}",
            f"{start.day} {of_start} - {end.day} {of_end}",
            f"du {start:%d/%m} au {end:%d/%m}",
            f"{start:%-d/%-m}-{end:%-d/%-m}",
            f"from {english[0]} to {english[1]}",
            f"{english[0]} - {english[1]}",
        ]
        if start.month == end.month:
            forms += [
                f"du {start.day} au {end.day} {of_end}",
                f"{start.day}-{end.day} {of_end}",
                f"{start.day} au {end.day} {of_end}",
                f"entre {start.day} et {end.day} {of_end}",
                f"between the {start.day} and {english[1]}",
                f"{start.day}-{english[1]}",
            ]
        phrase = chance.choice(forms)
        meant = understand(phrase, now=now).at.date()
        assert meant == first_of(start, end, now.date()), f"{phrase} on {now:%a %d %m %Y}"


def test_a_week_named_by_one_of_its_days_is_that_week_while_a_day_of_it_is_left() -> None:
    for ahead_by in range(21):
        day = date(2026, 11, 23) + timedelta(days=ahead_by)
        monday = day - timedelta(days=day.weekday())
        for phrase in (f"la semaine du {day.day}", f"la semaine du {day:%d/%m}"):
            meant = understand(phrase, now=NOW).at.date()
            assert meant == open_from(max(monday, ahead(1))), phrase
    friday = NOW + timedelta(days=2)
    with pytest.raises(NotUnderstood):
        understand("la semaine du 23 novembre", now=friday)


@pytest.mark.parametrize(
    "phrase",
    [
        *("1er janvier 9999", "dans 500 ans", "dans 3000 jours", "dans mille ans", "en 9999"),
        *("le 3 mars 2099", "01/01/9999 10h", "9999-01-01", "9999-01-01T10:00", "semaine 12 9999"),
        *("2099-01-01T10:00", "dans 900 semaines", "dans 99999999999 jours", "dans un siècle"),
        *("entre le 7 et le 9 décembre 2099", "in 500 years", "1 January 9999", "in 3000 days"),
    ],
)
def test_a_day_farther_than_ten_years_is_refused_with_its_reason(phrase: str) -> None:
    with pytest.raises(TooFar, match="trop loin"):
        understand(phrase, now=NOW)
    with pytest.raises(TooFar, match="too far ahead"):
        understand(phrase, now=NOW, language="en")
    if "T" not in phrase:
        with pytest.raises(TooFar):
            day_meant(phrase, now=NOW)
    for sentence in (f"rappeler Mme Roux {phrase}", f"{phrase} chez eux"):
        with pytest.raises(NotUnderstood):
            read_sentence(sentence, now=NOW)


def test_ten_years_ahead_is_still_a_day() -> None:
    assert understand("dans 10 ans", now=NOW).at.year == 2036
    assert understand("31/12/2035", now=NOW).at.year == 2035
