"""Numbers, extensions, places, people and days on lines of paper, in ways that strangers wrote
them.
"""

from __future__ import annotations

import pytest

from decroche.shared.numbers import read_numbers
from tests.prospects.lines import read


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Garage Weller 35000 Rennes cedex 7 02 61 91 11 22", "+33261911122"),
        ("Brasserie Muller, Lyon 3 04 65 71 22 11", "+33465712211"),
        (
            "Picard plus trente-trois six trente-neuf quatre-vingt-dix-huit douze zéro deux",
            "+33639981202",
        ),
        ("Imprimerie Roux 01 99 zéro zéro douze trente-quatre", "+33199001234"),
        ("Sealand Ltd oh one double nine double oh one two three four", "+33199001234"),
    ],
)
def test_the_number_is_the_one_that_was_said(line: str, number: str) -> None:
    assert [one.e164 for one in read(line).numbers] == [number]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("35000 Rennes cedex 7 02 61 91 11 22", "+33261911122"),
        ("Lyon 3 04 65 71 22 11", "+33465712211"),
    ],
)
def test_a_digit_of_the_town_is_no_part_of_the_number_of_a_cell(cell: str, number: str) -> None:
    assert [one.e164 for one in read_numbers(cell).numbers] == [number]


@pytest.mark.parametrize(
    ("said", "extension"),
    [
        ("poste douze", "12"),
        ("poste deux cent douze", "212"),
        ("extension four oh two", "402"),
        ("secrétariat, poste 214, Valence", "214"),
    ],
)
def test_an_extension_in_words_or_behind_others(said: str, extension: str) -> None:
    assert read(f"Lycée Barret 04 65 71 08 80, {said}").numbers[0].extension == extension


def test_fx_is_a_fax_and_is_not_called() -> None:
    said = read("Charpentes Lhuillier tél 0353012880 fx 0353012881")
    assert [one.e164 for one in said.numbers] == ["+33353012880"]
    assert [one.e164 for one in said.faxes] == ["+33353012881"]


@pytest.mark.parametrize(
    ("line", "postcode", "city"),
    [
        ("Froid SARL, 03 53 01 90 17, Dunkerque (59140), pas de besoin", "59140", "Dunkerque"),
        ("Helvacom, Rue du Lac 4, 1003 Lausanne, +41 21 345 67 80", "1003", "Lausanne"),
        ("Duquesnoy, B-1000 Bruxelles, +32 2 555 18 40", "B-1000", "Bruxelles"),
        ("Institut Rives, Service Communication, 05 36 49 90 09", "", ""),
        ("rdv avec Mme Texier, Cabinet Texier & Associés, 03 53 01 77 88", "", ""),
    ],
)
def test_the_place(line: str, postcode: str, city: str) -> None:
    said = read(line)
    assert (said.postcode, said.city) == (postcode, city)


@pytest.mark.parametrize(
    ("line", "name", "people"),
    [
        ("Castaing - spoke to Jean, said no - 05 36 49 66 10", "Castaing", ["Jean"]),
        (
            "Fleurs de Lune elle s'appelle Nadia Ferhat 06 39 98 70 14",
            "Fleurs de Lune",
            ["Nadia Ferhat"],
        ),
        ("vu Paul au salon, Garage Weller 03 53 01 22 11", "Garage Weller", ["Paul"]),
        ("Kévin (Pixel & Co) 06 39 98 20 40", "Pixel & Co", ["Kévin"]),
        (
            "Théâtre Neuf · Billetterie 04 65 71 33 13 · Administration 04 65 71 33 10",
            "Théâtre Neuf",
            [],
        ),
        (
            "Docteur Anne Sarrazin, Centre d'imagerie, 01 99 00 58 85",
            "Centre d'imagerie",
            ["Docteur Anne Sarrazin"],
        ),
        (
            "Mme Poirier, secrétaire de l'Union des Artisans, 02 61 91 39 93",
            "Union des Artisans",
            ["Mme Poirier"],
        ),
        ("Hotel Mercury - GM is Alan Price - 01 99 00 77 11", "Hotel Mercury", ["Alan Price"]),
        ("Mr Ouali, ascenseurs OTB, 01 99 00 31 32", "ascenseurs OTB", ["Mr Ouali"]),
        ("Me Lambert, notaire à Dole, 03 53 01 22 11", "Me Lambert", []),
    ],
)
def test_the_firm_and_its_people(line: str, name: str, people: list[str]) -> None:
    said = read(line)
    assert (said.name, [one.name for one in said.people]) == (name, people)


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        (
            "rappeler Garage Weller mardi à 10 heures 05 36 49 31 30",
            "Garage Weller",
            "mardi à 10 heures",
        ),
        (
            "Rappeler sans faute mercredi prochain Mme Coste, des Faïenceries Moulis, 0536498778",
            "Faïenceries Moulis",
            "mercredi prochain",
        ),
        (
            "Il faut rappeler la société Bertin au 03 53 01 12 12 demain matin",
            "Bertin",
            "demain matin",
        ),
        (
            "mairie de Vigny 01 99 00 15 15 elle veut être rappelée jeudi à 14h",
            "mairie de Vigny",
            "jeudi à 14h",
        ),
        (
            "rdv pris mardi 8 décembre 14h30, Cabinet Texier, 03 53 01 77 88",
            "Cabinet Texier",
            "mardi 8 décembre 14h30",
        ),
        ("Garage Weller 03 53 01 12 12 rappelé le 20/11", "Garage Weller", ""),
        ("Garage Weller mardi 03 53 01 12 12", "Garage Weller", ""),
        ("Déjà appelé le 12/10 : Garage Weller 03 53 01 12 12", "Garage Weller", ""),
    ],
)
def test_the_day_to_call_again(line: str, name: str, day: str) -> None:
    said = read(line)
    assert (said.name, said.follow_up) == (name, day)


@pytest.mark.parametrize(
    ("remark", "between"),
    [
        ("ne répond jamais", " - "),
        ("tel coupé", "... "),
        ("Pas joignable avant 10 h", " : "),
        ("ring after 5pm", " - "),
        ("they never pick up the phone", " - "),
        ("On m'a raccroché au nez chez", " "),
        ("deux numéros pour", " "),
    ],
)
def test_what_is_said_before_the_firm_is_a_note(remark: str, between: str) -> None:
    said = read(f"{remark}{between}Taxi Alliance 06 39 98 88 89")
    assert (said.name, said.city) == ("Taxi Alliance", "")
    assert remark in said.note


@pytest.mark.parametrize(
    ("line", "name", "person"),
    [
        ("Rappeler Mme Charlier (Sogedim) lundi au 03 53 01 73 74", "Sogedim", "Mme Charlier"),
        ("Nom : Lacroix Prénom : Denis Société : Weller", "Weller", "Denis Lacroix"),
        (
            "Mr & Mrs Hall - Gîte Les Glycines - 05 36 49 03 04",
            "Gîte Les Glycines",
            "Mr & Mrs Hall",
        ),
        ("la dame du cabinet Fiducia s'appelle Mme Renaud", "cabinet Fiducia", "Mme Renaud"),
        ("Spoke w/ owner (Tom), Blue Lagoon Diving", "Blue Lagoon Diving", "Tom"),
    ],
)
def test_somebody_before_the_firm(line: str, name: str, person: str) -> None:
    said = read(line)
    assert (said.name, said.people[0].name) == (name, person)


@pytest.mark.parametrize(
    "name", ["LES COMPAGNONS DU ZINCOU", "les jardins du lac", "bon pain", "A LA BONNE HEURE"]
)
def test_a_name_of_small_words_is_no_remark(name: str) -> None:
    assert read(f"{name} - 06 39 98 61 16 - Rue Haute Vive").name == name
