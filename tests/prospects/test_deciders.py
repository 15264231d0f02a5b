"""Who decides, as a note says it."""

from __future__ import annotations

import pytest

from decroche.prospects.deciders import decider_named


@pytest.mark.parametrize(
    ("note", "who"),
    [
        ("la gérante, Mme Roux", "Mme Roux"),
        ("c’est la gérante Mme Roux qui voit ça", "Mme Roux"),
        ("patron = Paul Diot", "Paul Diot"),
        ("voir avec M. Petit, directeur", "M. Petit"),
        ("le gérant s’appelle Marc Roux", "Marc Roux"),
        ("décideur : Anne Lopez", "Anne Lopez"),
        ("C’est Mme Lenoir qui décide", "Mme Lenoir"),
        ("rappeler lundi. Julie Martin décide", "Julie Martin"),
        ("la directrice Julie Mas est absente jusqu’au 4", "Julie Mas"),
        ("Mme de Brosse (PDG)", "Mme de Brosse"),
        ("responsable communication : Mme Petit", "Mme Petit"),
        ("the owner is Paul Martin", "Paul Martin"),
    ],
)
def test_a_note_names_who_decides(note: str, who: str) -> None:
    assert decider_named([note]) == who


@pytest.mark.parametrize(
    "note",
    [
        "",
        "journal interne, budget en décembre",
        "Mme Roux, standard, très sympa",
        "M. Petit, directeur, est parti : la gérante a vendu",
        "le directeur est en vacances",
        "Directeur Général à recruter",
        "la gérante décide",
        "gérant : Garage Roussel",
        "Mme Roux est partie, la patronne aussi",
    ],
)
def test_a_note_that_names_nobody_gives_no_name(note: str) -> None:
    assert decider_named([note]) == ""


def test_who_left_is_not_named() -> None:
    assert decider_named(["la gérante Mme Roux est partie"]) == ""


def test_who_is_known_is_not_offered_again() -> None:
    notes = ["la gérante, Mme Roux", "patron = Paul Diot"]
    assert decider_named(notes, known=["Mme ROUX"]) == "Paul Diot"
    assert decider_named(notes, known=["Mme Roux", "Paul Diot"]) == ""
