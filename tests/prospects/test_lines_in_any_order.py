"""What stands on a line of paper in another order than name, number, town: a town before or behind
the name without a sign between them, a person before the firm, arrows, crosses, capitals.

Each row is a kind that a stranger's lines showed; the words are others.
"""

from __future__ import annotations

import pytest

from tests.prospects.lines import read


@pytest.mark.parametrize(
    ("line", "name", "city"),
    [
        # A well-known town ends a name of its own …
        ("Brasserie Weller Colmar 03 53 01 10 10", "Brasserie Weller", "Colmar"),
        ("03 53 01 10 10 Imprimerie Delaunay Saint-Malo", "Imprimerie Delaunay", "Saint-Malo"),
        ("FONDERIE DELANOY LILLE 03 53 01 10 10", "FONDERIE DELANOY", "LILLE"),
        # … but not what leads into it, a trade alone, a chain, small letters behind capitals.
        ("Atelier de Colmar 03 53 01 10 10", "Atelier de Colmar", ""),
        ("Cave Delanoy de Colmar 03 53 01 10 10", "Cave Delanoy de Colmar", ""),
        ("Cave Delanoy colmar 03 53 01 10 10", "Cave Delanoy colmar", ""),
        ("Menuiserie Colmar 03 53 01 10 10", "Menuiserie Colmar", ""),
        ("Garage Renault Colmar 03 53 01 10 10", "Garage Renault Colmar", ""),
        ("Julien Plombier Colmar 03 53 01 10 10", "Julien Plombier Colmar", ""),
        ("Plastiques Colmar, Colmar, 03 53 01 10 10", "Plastiques Colmar", "Colmar"),
        # The town first.
        ("Colmar, Durandeau SARL, 03 53 01 10 10", "Durandeau SARL", "Colmar"),
        ("Colmar / Garage Delanoy / 03 53 01 10 10", "Garage Delanoy", "Colmar"),
        ("Colmar Garage Delanoy 03 53 01 10 10", "Garage Delanoy", "Colmar"),
        ("NANTES CONSERVERIE LE TALLEC 02 61 91 10 10", "CONSERVERIE LE TALLEC", "NANTES"),
        ("Colmar, 03 53 01 10 10, pas de réponse", "Colmar", ""),
        # A town in small letters is a part of its own; an everyday word is none.
        ("garage delanoy, colmar, 03 53 01 10 10", "garage delanoy", "colmar"),
        ("garage delanoy, sens, 03 53 01 10 10", "garage delanoy", ""),
        # The town inside of a remark.
        ("Delanoy & Cie, négociants à Colmar, 03 53 01 10 10", "Delanoy & Cie", "Colmar"),
    ],
)
def test_a_town_without_a_sign_beside_it(line: str, name: str, city: str) -> None:
    found = read(line)
    assert (found.name, found.city) == (name, city)


@pytest.mark.parametrize(
    ("line", "name", "person"),
    [
        ("Mme Roux / 03 53 01 10 10 / Garage Delanoy", "Garage Delanoy", "Mme Roux"),
        ("MME ROUX GARAGE DELANOY 03 53 01 10 10", "GARAGE DELANOY", "MME ROUX"),
        ("M. Petit Durandeau SARL 03 53 01 10 10", "Durandeau SARL", "M. Petit"),
        ("M. Petit (Durandeau SARL, Pau) 05 36 49 10 10", "Durandeau SARL", "M. Petit"),
        ("DRH Paul Morel chez Verrerie du Nord 03 53 01 10 10", "Verrerie du Nord", "Paul Morel"),
        ("Mme Roux 03 53 01 10 10", "Mme Roux", ""),
        ("Chez Babette (traiteur) 06 39 98 70 70", "Chez Babette", ""),
        ("Babette chez Durandeau 06 39 98 70 70", "Durandeau", "Babette"),
        (
            "Délices - 03 53 01 10 10 - Mme la directrice, Mme Pruvost",
            "Délices",
            "Mme Pruvost",
        ),
    ],
)
def test_a_person_before_the_firm(line: str, name: str, person: str) -> None:
    found = read(line)
    assert (found.name, ", ".join(one.name for one in found.people)) == (name, person)


@pytest.mark.parametrize("arrow", ["➜", "►", "▶️", "==>", "-->", ">>", "↳", "⇒", ">", "~>"])
def test_an_arrow_of_any_shape_parts_what_stands_beside_it(arrow: str) -> None:
    found = read(f"Garage Delanoy {arrow} Colmar {arrow} 03 53 01 10 10")
    assert (found.name, found.city) == ("Garage Delanoy", "Colmar")


@pytest.mark.parametrize(
    ("mark", "note"),
    [("☒", "✗"), ("❌", "✗"), ("(x)", "✗"), ("xx", "xx"), ("✅", "✓"), ("V", "V"), ("#", "")],
)
def test_a_mark_in_front_is_no_part_of_the_name(mark: str, note: str) -> None:
    found = read(f"{mark} Garage Delanoy 03 53 01 10 10")
    assert (found.name, found.note) == ("Garage Delanoy", note)


@pytest.mark.parametrize(("line", "note"), [("(x)", "✗"), ("✅", "✓")])
def test_a_mark_at_the_end_is_kept_as_a_note(line: str, note: str) -> None:
    assert read(f"Garage Delanoy 03 53 01 10 10 {line}").note == note


def test_a_mark_behind_the_name_is_a_note() -> None:
    found = read("Fromagerie Delanoy ? 03 53 01 10 10")
    assert (found.name, found.note) == ("Fromagerie Delanoy", "?")


@pytest.mark.parametrize("day", ["jeudi 10h :", "Jeu. 26/11 14h30 -", "lundi :", "mardi à 9h"])
def test_a_day_in_front_is_a_note_and_no_refusal(day: str) -> None:
    found = read(f"{day} Garage Delanoy, 03 53 01 10 10")
    assert (found.name, found.refused) == ("Garage Delanoy", False)
    assert found.note


def test_rapeler_with_one_p_is_understood() -> None:
    assert read("Garage Delanoy 03 53 01 10 10 à rapeler en janvier").follow_up == "en janvier"


def test_com_with_an_apostrophe_is_a_title() -> None:
    found = read("Théâtre du Grillon, 04 65 71 45 46, chargée de com' : Léa Fontanel")
    assert [(one.name, one.role) for one in found.people] == [("Léa Fontanel", "communication")]
