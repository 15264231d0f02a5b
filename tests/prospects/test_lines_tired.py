"""What hurried and tired people write on a line of paper: everything in small letters, a remark or
a sum of money before the name, words cut short, signs of any shape between the columns.

Each row is a kind that a stranger's lines showed; the words are others.
"""

from __future__ import annotations

import pytest

from decroche.prospects.lines.remark_before_name import is_a_remark
from tests.prospects.lines import read


@pytest.mark.parametrize(
    ("line", "name", "city"),
    [
        ("tannerie delanoy colmar 0353011010", "tannerie delanoy", "colmar"),
        ("garage delanoy colmar 0353011010", "garage delanoy", "colmar"),
        ("restaurant du vieux moulin dole 0353011010", "restaurant du vieux moulin", "dole"),
        ("0353011010 vitrerie delanoy saint malo", "vitrerie delanoy", "saint malo"),
        ("tannerie delanoy 0353011010 colmar", "tannerie delanoy", "colmar"),
        ("tannerie delanoy 0353011010 colmar 10h", "tannerie delanoy", "colmar"),
        ("tannerie delanoy 0353011010 colmar pas de reponse", "tannerie delanoy", "colmar"),
        # What leads into the town, a trade alone, an everyday word, a person stay the name's.
        ("cave delanoy de colmar 0353011010", "cave delanoy de colmar", ""),
        ("menuiserie colmar 0353011010", "menuiserie colmar", ""),
        ("garage renault colmar 0353011010", "garage renault colmar", ""),
        ("atelier delanoy sens 0353011010", "atelier delanoy sens", ""),
        ("voyages delanoy tours 0353011010", "voyages delanoy tours", ""),
        ("tannerie delanoy 0353011010 nice lady", "tannerie delanoy", ""),
    ],
)
def test_a_town_in_a_line_of_small_letters(line: str, name: str, city: str) -> None:
    found = read(line)
    assert (found.name, found.city) == (name, city)


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("Garage Delanoy, à Colmar. Tél : 03 53 01 10 10", "Colmar"),
        ("Garage Delanoy – 03 53 01 10 10 – près de Dole", "Dole"),
        ("garage delanoy, a colmar, 03 53 01 10 10", "colmar"),
        ("Garage Delanoy, à voir, 03 53 01 10 10", ""),
        # A smaller town, where it stands by itself.
        ("Garage Delanoy – Wasselonne – 03 53 01 10 10", "Wasselonne"),
        ("Garage Delanoy 03 53 01 10 10 Commentry", "Commentry"),
        ("Garage Delanoy 03 53 01 10 10 Durandeau", ""),
    ],
)
def test_a_town_by_itself_or_behind_its_word(line: str, city: str) -> None:
    found = read(line)
    assert (found.name.casefold(), found.city) == ("garage delanoy", city)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("répondeur – 03 53 01 10 10 – Garage Delanoy", "répondeur"),
        ("pas intéressée : 03 53 01 10 10, Garage Delanoy", "pas intéressée"),
        ("1500 € – Garage Delanoy – 03 53 01 10 10", "1500 €"),
        ("KO / Garage Delanoy / 03 53 01 10 10", "KO"),
        ("NRP x2 - Garage Delanoy - 03 53 01 10 10", "NRP x2"),
        ("busy, Garage Delanoy, 03 53 01 10 10", "busy"),
        ("no answer – 03 53 01 10 10 – Garage Delanoy", "no answer"),
        ("faux numéro – 03 53 01 10 10 – Garage Delanoy", "faux numéro"),
    ],
)
def test_a_remark_before_the_name_is_a_note(line: str, note: str) -> None:
    found = read(line)
    assert (found.name, found.city) == ("Garage Delanoy", "")
    assert note in found.note


@pytest.mark.parametrize(
    "line",
    [
        "Absent des Bulles – 03 53 01 10 10",
        "Répondeur & Cie, 03 53 01 10 10, Colmar",
        "Faux Bourdons – 03 53 01 10 10 – Colmar",
    ],
)
def test_a_remark_that_is_all_there_is_stays_the_name(line: str) -> None:
    assert read(line).name == line.split(" – ", maxsplit=1)[0].split(",", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Quincaill. des Halles, 03 53 01 10 10", "Quincaill. des Halles"),
        ("Parfum. Belle Rose – 03 53 01 10 10", "Parfum. Belle Rose"),
        ("Tuilerie Bombard. Dole. 03 53 01 10 10", "Tuilerie Bombard"),
    ],
)
def test_a_word_cut_short_stays_with_what_follows(line: str, name: str) -> None:
    assert read(line).name == name


@pytest.mark.parametrize("sign", ["↔", "☐", "▪", "★", "♦", "⟷", "❖", "⚫", "+", "•"])
def test_a_sign_of_any_shape_parts_what_stands_beside_it(sign: str) -> None:
    found = read(f"{sign} Garage Delanoy {sign} Colmar {sign} 03 53 01 10 10 {sign} Mme Roux")
    assert (found.name, found.city) == ("Garage Delanoy", "Colmar")
    assert [one.name for one in found.people] == ["Mme Roux"]


def test_a_plus_inside_a_name_is_part_of_it() -> None:
    assert read("Pain + Compagnie 03 53 01 10 10").name == "Pain + Compagnie"


@pytest.mark.parametrize("sum_", ["budget 3500", "devis 3200", "tarif : 1050", "prix 3 600"])
def test_a_sum_of_money_is_no_short_number(sum_: str) -> None:
    found = read(f"Garage Delanoy 03 53 01 10 10 {sum_}")
    assert [number.national for number in found.numbers] == ["03 53 01 10 10"]
    assert sum_ in found.note


def test_a_short_number_alone_is_one() -> None:
    assert [number.national for number in read("Banque Delanoy 3639").numbers] == ["3639"]


@pytest.mark.parametrize(
    ("line", "title", "role"),
    [
        (
            "Garage Delanoy, 03 53 01 10 10. La gérante, Mme Roux, le matin.",
            "La gérante",
            "managem",
        ),
        ("Garage Delanoy, 03 53 01 10 10, Mme Roux, gér.", "gér.", "management"),
        ("Garage Delanoy – Mme Roux – technicienne – 03 53 01 10 10", "technicienne", "other"),
        ("Journal Delanoy : M. Roux, rédacteur en chef, 03 53 01 10 10", "rédacteur en chef", ""),
        ("Lycée Delanoy ; Mme Roux, proviseure adjointe ; 03 53 01 10 10", "proviseure adj", ""),
        ("Garage Delanoy, 03 53 01 10 10, trésorier : M. Roux", "trésorier", "other"),
        ("Garage Delanoy, 03 53 01 10 10, M. Roux, resp. achats", "resp. achats", "other"),
        ("Garage Delanoy, 03 53 01 10 10, Mrs Roux, shop manager", "shop manager", "management"),
    ],
)
def test_what_somebody_does(line: str, title: str, role: str) -> None:
    found = read(line)
    assert len(found.people) == 1
    assert found.people[0].title.startswith(title)
    assert found.people[0].role.startswith(role)


@pytest.mark.parametrize(
    ("line", "name", "city"),
    [
        ("M. Delanoy 03 53 01 10 10 Colmar Tuiles Delanoy SA", "Tuiles Delanoy SA", "Colmar"),
        ("Colmar Tuiles Delanoy SARL 03 53 01 10 10", "Tuiles Delanoy SARL", "Colmar"),
        (
            "TUILES DU FAUBOURG 03 53 01 10 10 LIGNE SUSPENDUE DEFINITIVEMENT",
            "TUILES DU FAUBOURG",
            "",
        ),
    ],
)
def test_a_firm_behind_its_town_and_a_remark_in_capitals(line: str, name: str, city: str) -> None:
    found = read(line)
    assert (found.name, found.city) == (name, city)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("jeudi 3/12 – Garage Delanoy – 03 53 01 10 10", "jeudi 3/12"),
        ("3/12 : Garage Delanoy – 03 53 01 10 10", ""),
        ("Jeudi 10h : Garage Delanoy – 03 53 01 10 10", ""),
        ("lundi 3/12 – Garage Delanoy – 03 53 01 10 10", ""),
        ("vendredi 20/11 – Garage Delanoy – 03 53 01 10 10", ""),
        ("garage delanoy 03 53 01 10 10 rap mardi matin", "mardi matin"),
    ],
)
def test_a_day_before_the_name_with_its_weekday_that_is_to_come(line: str, day: str) -> None:
    """The weekday that fits the day to come says that it is not the day of a call that was."""
    found = read(line)
    assert (found.follow_up, found.name.casefold()) == (day, "garage delanoy")


@pytest.mark.parametrize(
    ("line", "name", "city"),
    [
        ("2/ Garage Delanoy, Colmar, 03 53 01 10 10", "Garage Delanoy", "Colmar"),
        ("b) Garage Delanoy – Colmar – 03 53 01 10 10", "Garage Delanoy", "Colmar"),
        ("12   Garage Delanoy   03 53 01 10 10   Colmar", "Garage Delanoy", "Colmar"),
        ("{Garage Delanoy} 03 53 01 10 10 {Colmar}", "Garage Delanoy", "Colmar"),
        ("Garage Delanoy <03 53 01 10 10> <Colmar>", "Garage Delanoy", "Colmar"),
        ("faux numéro : Garage Delanoy 03 53 01 10 10", "Garage Delanoy", ""),
        ("Hot lead!! Garage Delanoy 03 53 01 10 10", "Garage Delanoy", ""),
        ("garage Delanoy colmar 03 53 01 10 10", "garage Delanoy", "colmar"),
        ("garage delanoy a colmar 03 53 01 10 10", "garage delanoy", "colmar"),
        ("GARAGE DELANOY - 03 53 01 10 10 - PREFERE LES PHOTOS", "GARAGE DELANOY", ""),
    ],
)
def test_what_stands_around_the_name(line: str, name: str, city: str) -> None:
    found = read(line)
    assert (found.name, found.city) == (name, city)


def test_what_a_person_does_between_the_person_and_the_firm() -> None:
    found = read("MME ROUX / DRH / CARTONNERIE DELANOY / 03 53 01 10 10")
    assert found.name == "CARTONNERIE DELANOY"
    assert [(one.name, one.role) for one in found.people] == [("MME ROUX", "hr")]


def test_many_marks_behind_a_remark_are_read_at_once() -> None:
    """Marks that can be counted in many ways would take longer than anybody lives."""
    assert not is_a_remark(f"non{'!' * 55}z")
    assert is_a_remark(f"non{'!' * 55}")
