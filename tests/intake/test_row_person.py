"""A cell that says whom and what they do."""

from __future__ import annotations

import pytest

from decroche.intake.row_person import is_theirs, person_in_cell


@pytest.mark.parametrize(
    ("cell", "who", "title"),
    [
        ("Mme Hélène Durand (com')", "Mme Hélène Durand", "com"),
        ("Karim Benali, DRH", "Karim Benali", "DRH"),
        ("Karim Benali DRH", "Karim Benali", "DRH"),
        ("Claire Tellier (gérante)", "Claire Tellier", "gérante"),
        (
            "Mme Roux - responsable de la communication",
            "Mme Roux",
            "responsable de la communication",
        ),
        (
            "Nolwenn Kerdoncuff, responsable communication interne",
            "Nolwenn Kerdoncuff",
            "responsable communication interne",
        ),
        ("DRH : Anne Lopez", "Anne Lopez", "DRH"),
        ("Directrice Mme Roux", "Mme Roux", "Directrice"),
        ("M. Petit / Directeur général", "M. Petit", "Directeur général"),
        ("service communication", "", "service communication"),
        ("direction de la communication", "", "direction de la communication"),
        ("DRH", "", "DRH"),
        ("La gérante", "", "La gérante"),
        ("RH ou communication", "", "RH ou communication"),
    ],
)
def test_who_and_what_they_do_are_told_apart(cell: str, who: str, title: str) -> None:
    assert person_in_cell(cell) == (who, title)


@pytest.mark.parametrize(
    "cell",
    [
        "Mme Roux",
        "Anne-Marie Le Goff",
        "M. Chef",
        "Jean-Pierre Comte",
        "Sophie Direz",
        "Durand, Hélène",
        "Mme Roux (bureau 12)",
        "Marie Durand (née Petit)",
        "Mme Roux ou M. Petit",
        "Dr Rhône",
        "",
    ],
)
def test_a_name_alone_stays_as_it_is(cell: str) -> None:
    assert person_in_cell(cell) == (cell, "")


@pytest.mark.parametrize(
    ("address", "name", "theirs"),
    [
        ("h.durand@vasseur.example", "Mme Hélène Durand", True),
        ("claire.tellier@tellier.example", "Claire Tellier", True),
        ("n-kerdoncuff@arvor.example", "Nolwenn Kerdoncuff", True),
        ("contact@durand.example", "Mme Durand", False),
        ("accueil@laiterie.example", "M. Le Goff", False),
        ("info@lambert.example", "Li Wu", False),
        ("contact@vasseur.example", "", False),
    ],
)
def test_an_address_with_the_surname_is_theirs(address: str, name: str, theirs: bool) -> None:
    assert is_theirs(address, name) is theirs
