"""What somebody in a shop writes between two customers: “ok pr mardi 14h”, a first name in small
letters with what she does, a trade behind a name.

Each row is a kind that a blind hand's lines showed; the words are others.
"""

from __future__ import annotations

import pytest

from tests.prospects.lines import read


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("salon delanoy 0353011010 (voir sandrine la patronne)", "sandrine", "patronne"),
        ("salon delanoy 0353011010, voir avec karine", "karine", ""),
        ("salon delanoy 0353011010 - demander nadia, gérante", "nadia", "gérante"),
        ("0353011010 Pharmacie Delanoy, Mme Caron, pharmacienne", "Mme Caron", "pharmacienne"),
        ("Étude Delanoy 0353011010, Mme Caron, notaire", "Mme Caron", "notaire"),
    ],
)
def test_somebody_and_what_she_does(line: str, name: str, title: str) -> None:
    people = read(line).people
    assert [(person.name, person.title) for person in people] == [(name, title)]


@pytest.mark.parametrize(
    "line",
    [
        "salon delanoy 0353011010, voir la vitrine",
        "salon delanoy 0353011010, chez sandrine",
        "salon delanoy 0353011010, voir le site",
        "salon delanoy 0353011010, voir sandrine coiffure",
    ],
)
def test_a_word_of_asking_before_something_else_names_nobody(line: str) -> None:
    assert not read(line).people


@pytest.mark.parametrize(
    ("line", "said", "note"),
    [
        ("Salon Delanoy 0353011010 pas là, rappeler apr. 15 h", "apr. 15 h", "pas là"),
        ("Salon Delanoy 0353011010 OK pour démo semaine 50", "semaine 50", "OK pour démo"),
        ("Salon Delanoy 0353011010, d'accord pour jeudi 10h", "jeudi 10h", "d'accord pour"),
        ("ok pr jeudi 14h - Salon Delanoy 0353011010", "jeudi 14h", "ok pr"),
        (
            "ok pour rdv le 8/12 à 14h30 : Salon Delanoy 0353011010",
            "le 8/12 à 14h30",
            "ok pour rdv",
        ),
        ("Salon Delanoy 0353011010 ok pour un devis", "", "ok pour un devis"),
        ("Salon Delanoy 0353011010 ok pour lundi", "", "ok pour lundi"),
    ],
)
def test_a_day_that_was_agreed(line: str, said: str, note: str) -> None:
    found = read(line)
    assert (found.name, found.follow_up) == ("Salon Delanoy", said)
    assert note in found.note
