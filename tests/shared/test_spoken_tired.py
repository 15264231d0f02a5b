"""Moments as they are said in passing: corrected in the same breath, an hour behind an aside, a day
in words, two names of one day; and what looks like a moment and is none.

Each row is a kind that a stranger's phrases showed; the words are others.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from decroche.shared.clock import PARIS
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import read_sentence

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)


def _read(said: str, now: datetime = NOW) -> str:
    try:
        return f"{read_sentence(said, now=now).moment.at:%Y-%m-%dT%H:%M}"
    except NotUnderstood:
        return "refused"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("le huit à quinze heures", "2026-12-08T15:00"),
        ("jeudi vingt-six, quatorze heures et quart", "2026-11-26T14:15"),
        ("mardi huit, dix heures et demie", "2026-12-08T10:30"),
        ("mercredi, non pardon, jeudi à 9h", "2026-11-26T09:00"),
        ("lundi 10h, enfin non, mercredi 11h", "2026-11-25T11:00"),
        ("tout de suite après le déjeuner, disons 14 h 30", "2026-11-24T14:30"),
        ("tout à l'heure à midi et quart", "2026-11-24T12:15"),
        ("demain à midi moins le quart", "2026-11-25T11:45"),
        ("vendredi, mais pas avant 15 h", "2026-11-27T15:00"),
        ("il sort de rendez-vous dans trois quarts d'heure", "2026-11-24T11:15"),
        ("demain mercredi, 16h", "2026-11-25T16:00"),
        ("après-demain jeudi", "2026-11-26T09:00"),
        ("lundi neuf heures moins cinq", "2026-11-30T08:55"),
        ("vendredi 11 h moins vingt", "2026-11-27T10:40"),
        ("comptez trois semaines", "2026-12-15T09:00"),
        ("laissez passer les fêtes", "2027-01-04T09:00"),
        ("une fois Noël passé", "2026-12-28T09:00"),
        ("à mon avis au mois de mars", "2027-03-01T09:00"),
        ("call her tomorrow around 11", "2026-11-25T11:00"),
        ("Thursday morning, say half past nine", "2026-11-26T09:30"),
        ("until Monday", "2026-11-30T09:00"),
        ("out of office till Monday", "2026-11-30T09:00"),
    ],
)
def test_said_in_passing(said: str, moment: str) -> None:
    assert _read(said) == moment


@pytest.mark.parametrize(
    "said",
    [
        "demain jeudi",  # tomorrow is a Wednesday
        "lundi six à 10h",  # no such Monday is near
        "lundi, finalement non",
        "elle a déjà rappelé jeudi",
        "nous nous sommes vus mercredi",
        "je vous ai appelé vendredi",
        "le 29 février",  # the next one is in 2028
    ],
)
def test_in_doubt_nothing_is_read(said: str) -> None:
    assert _read(said) == "refused"


def test_29_february_is_taken_when_it_is_near() -> None:
    assert _read("le 29 février", datetime(2028, 1, 10, 9, tzinfo=PARIS)) == "2028-02-29T09:00"


def test_until_monday_inclusive_and_until_friday_are_the_day_after() -> None:
    assert _read("away until Monday inclusive") in ("2026-12-01T09:00", "refused")
    assert _read("away until Friday") == "2026-11-30T09:00"
