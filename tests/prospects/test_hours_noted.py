"""What a note says of the hours at which a company is to be called."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from decroche.prospects.hours_noted import HoursNoted, hours_noted, hours_of, notes_allow
from decroche.shared.clock import PARIS

NOON = time(12)
NOTHING = HoursNoted()


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("pas avant 14h", HoursNoted(time(14))),
        ("Mme Roux, PAS AVANT 14 H 30 svp", HoursNoted(time(14, 30))),
        ("rappeler après 15h", HoursNoted(time(15))),
        ("plutôt à partir de 10h", HoursNoted(time(10))),
        ("après 15h seulement", HoursNoted(time(15))),
        ("joignable dès 9 heures", HoursNoted(time(9))),
        ("pas après 11h", HoursNoted(None, time(11))),
        ("appeler avant 10h", HoursNoted(None, time(10))),
        ("pas avant 9h, pas après 11h30", HoursNoted(time(9), time(11, 30))),
        ("uniquement l’après-midi", HoursNoted(NOON)),
        ("jamais le matin", HoursNoted(NOON)),
        ("que le matin", HoursNoted(None, NOON)),
        ("le matin seulement", HoursNoted(None, NOON)),
        ("jamais le mercredi", HoursNoted(days_off=frozenset({2}))),
        ("absente le lundi et le mardi", HoursNoted(days_off=frozenset({0, 1}))),
        ("fermé les lundis", HoursNoted(days_off=frozenset({0}))),
        ("uniquement le mardi", HoursNoted(days_off=frozenset({0, 2, 3, 4, 5}))),
        ("le jeudi seulement", HoursNoted(days_off=frozenset({0, 1, 2, 4, 5}))),
        ("jamais avant 10h", HoursNoted(time(10))),
        ("jamais après 17h", HoursNoted(None, time(17))),
        ("plutôt le matin", HoursNoted(None, NOON)),
        ("préfère l’après-midi", HoursNoted(NOON)),
        ("pas dispo le matin", HoursNoted(NOON)),
        ("joignable de 9h à 12h", HoursNoted(time(9), time(12))),
        ("à appeler entre 14h et 16h30", HoursNoted(time(14), time(16, 30))),
        ("tous les jours sauf le lundi", HoursNoted(days_off=frozenset({0}))),
        ("never before 10am", HoursNoted(time(10))),
        ("not before 2pm", HoursNoted(time(14))),
        ("call after 9:30am", HoursNoted(time(9, 30))),
        ("mornings only, never on Wednesdays", HoursNoted(None, NOON, frozenset({2}))),
    ],
)
def test_hours_and_days_are_read_from_a_note(notes: str, said: HoursNoted) -> None:
    assert hours_noted(notes) == said


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "rappeler lundi",
        "rdv le mercredi 2 décembre",
        "salon le lundi",
        "livre avant 10h",
        "ouvert de 9h à 18h",
        "pas avant mardi",
        "pas avant 2027",
        "pas avant 3h",
        "après-midi sympa avec la gérante",
        "budget après 15 k€",
        "mercredi : formation",
        "vient le matin",
        "pas le mercredi matin",
        "absente le lundi 7 décembre",
    ],
)
def test_what_says_nothing_of_hours_restricts_nothing(notes: str) -> None:
    assert hours_noted(notes) == NOTHING


def test_a_note_allows_a_moment_or_not() -> None:
    morning, afternoon = (datetime(2026, 11, 25, hour, tzinfo=PARIS) for hour in (10, 14))
    assert not notes_allow(["pas avant 14h"], morning)
    assert notes_allow(["pas avant 14h"], afternoon)
    assert notes_allow(["pas après 14h"], morning)
    assert not notes_allow(["pas après 14h"], afternoon)
    assert not notes_allow(["jamais le mercredi"], morning)
    assert notes_allow(["jamais le jeudi"], morning)
    assert notes_allow([""], morning)
    assert notes_allow([], morning)


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (["budget en mars", "seulement le matin", "pas avant 14h"], HoursNoted(None, NOON)),
        (["pas avant 14h", "pas après 11h"], HoursNoted(time(14))),
        (["pas avant 14h", "jamais le mercredi"], HoursNoted(time(14), None, frozenset({2}))),
        (["jamais le lundi", "jamais le mercredi"], HoursNoted(days_off=frozenset({0}))),
    ],
)
def test_the_last_note_that_says_something_counts(notes: list[str], said: HoursNoted) -> None:
    assert hours_of(notes) == said


@pytest.mark.parametrize(
    "note",
    [
        *(
            "demain, pas avant 14h",
            "mardi pas avant 14h",
            "pas avant 14h demain",
            "le 3 pas avant 14h",
            "rappeler mardi, pas avant 14h",
            "rdv mardi seulement le matin",
        ),
        *(
            "rappeler après 15h mardi prochain",
            "tomorrow not before 2pm",
            "call after 2pm on Monday",
        ),
    ],
)
def test_an_hour_of_one_day_does_not_hold_for_every_day(note: str) -> None:
    assert hours_noted(note) == NOTHING
    assert hours_noted(f"{note}. En général pas avant 10h") == HoursNoted(time(10))
