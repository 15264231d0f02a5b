"""A column whose name nobody knows is told by what stands below it; one whose cells contradict its
name is kept as it is; a refusal of mails stops mails and no calls.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.compliance.models import Suppression
from decroche.intake.rules import guess_layout
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, write


def _told(columns: str, *rows: str) -> list[str]:
    return guess_layout([columns.split(" | "), *(row.split(" | ") for row in rows)], 0).fields


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Point", "à relancer | perdu | devis envoyé | gagné", "status"),
        ("Petit nom", "Nadia | Hervé | Solène | Karim", "contact_first"),
        ("Casquette", "DRH | gérante | directeur marketing | responsable com'", "contact_title"),
        ("Là-bas", "Colmar | Dole | Saint-Malo | Vitré", "city"),
        ("Avec", "Mme Roux | M. Petit | Nadia Ferhat | Paul Diot", "contact_name"),
        ("Formule", "Mme | M. | Mme | M.", "civility"),
        # What tells nothing, or is something else already, is kept under its own name.
        ("Machine", "Scie | Tour | Presse | Four", "detail"),
        ("Couleur", "rouge | vert | rouge | bleu", "detail"),
        ("Créé le", "12/03/2019 | 01/09/2020 | 14/05/2021 | 02/02/2022", "detail"),
    ],
)
def test_a_column_is_told_by_what_stands_below_it(header: str, cells: str, field: str) -> None:
    rows = [
        f"Tuilerie {letter} | 03 53 01 10 1{place} | {cell}"
        for place, (letter, cell) in enumerate(zip("ABCD", cells.split(" | "), strict=True))
    ]
    assert _told(f"Société | Tél | {header}", *rows)[2] == field


def test_one_row_tells_nothing() -> None:
    assert _told("Société | Tél | Là-bas", "Tuilerie A | 03 53 01 10 10 | Colmar")[2] == "detail"


def test_a_field_that_another_column_is_already_is_not_taken_again() -> None:
    rows = [f"Tuilerie {letter} | Dole | Colmar" for letter in "ABCD"]
    assert _told("Société | Ville | Née à", *rows) == ["name", "city", "detail"]


def test_an_extension_is_no_job() -> None:
    rows = [f"Tuilerie {letter} | 21{place}" for place, letter in enumerate("ABCD")]
    assert _told("Société | Poste", *rows)[1] == "detail"
    rows = ["Tuilerie A | DRH", "Tuilerie B | gérante", "Tuilerie C | achats"]
    assert _told("Société | Poste", *rows)[1] == "contact_title"


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ("Nom | Prénom | Employeur", "contact_last, contact_first, name"),
        ("Civ. | Nom de famille | Prénom | Boîte", "civility, contact_last, contact_first, name"),
        ("Nom | Prénom | Groupe", "name, contact_first, detail"),
        ("Enseigne commerciale | Ligne fixe", "name, phone"),
        ("Société | Sa fonction | Son portable", "name, contact_title, contact_phone"),
        ("Société | Remarques perso | Observations diverses", "name, notes, notes"),
        ("Société | Où on en est", "name, status"),
    ],
)
def test_names_of_columns_that_another_column_makes_plain(columns: str, fields: str) -> None:
    assert _told(columns) == fields.split(", ")


def test_words_beside_first_names_are_last_names() -> None:
    rows = ["Tuilerie A | Nadia | Ferhat", "Tuilerie B | Paul | Diot", "Tuilerie C | Léa | Le Gall"]
    fields = _told("Société | Prénom | Lignée", *rows)
    assert fields == ["name", "contact_first", "contact_last"]


@pytest.mark.parametrize(
    ("column", "cell", "writes", "calls"),
    [
        ("Email opt out", "Yes", False, True),
        ("Opt-out e-mail", "x", False, True),
        ("Ne pas envoyer de mail", "oui", False, True),
        ("Do not email", "true", False, True),
        ("Refus des e-mails", "oui", False, True),
        ("Désinscrit newsletter", "oui", False, True),
        ("Accepte les e-mails", "non", False, True),
        ("Email opt out", "No", True, True),
        ("Accepte les e-mails", "oui", True, True),
        # A refusal of more than mails is one of everything.
        ("Ne plus appeler ni écrire de mail", "oui", True, False),
        ("Opt-out", "oui", True, False),
        ("Do not call or email", "yes", True, False),
    ],
)
def test_a_refusal_of_mails_stops_mails_and_no_calls(
    member: Member, tmp_path: Path, column: str, cell: str, writes: bool, calls: bool
) -> None:
    text = f"Société;Téléphone;E-mail;{column}\nVerrerie A;03 53 01 21 01;a@a.example;{cell}\n"
    bring(member, write(tmp_path, text))
    card = Company.objects.get()
    assert card.numbers.filter(e164="+33353012101").exists()
    assert Suppression.objects.exists() is not calls
    assert bool(card.email) is writes
    if not writes:
        assert card.details == {"E-mail": "a@a.example", column: cell}


@pytest.mark.parametrize(
    "header",
    [
        *("Vendeur", "Commercial", "Suivi par", "Attribué à", "Créé par", "Recommandé par"),
        *("Chargé d’affaires", "Sales rep", "Account owner", "Apporteur d’affaires", "Porteur"),
    ],
)
def test_whoever_sells_to_a_company_is_not_asked_for_there(header: str) -> None:
    people = ["Paul Diot", "Paul Diot", "Anne Petit", "Paul Diot"]
    rows = [
        f"Tuilerie {letter} | 03 53 01 10 1{place} | {people[place]}"
        for place, letter in enumerate("ABCD")
    ]
    assert _told(f"Société | Tél | {header}", *rows)[2] == "detail"


@pytest.mark.parametrize("header", ["Owner", "Créateur", "Contact commercial", "Sales manager"])
def test_an_owner_is_a_colleague_only_where_the_same_one_stands_on_several_rows(
    header: str,
) -> None:
    others = ["Paul Diot", "Anne Petit", "Karim Sow", "Léa Roux"]
    for people, field in ((others, "contact_name"), ([*others[:1], *others[:1]] * 2, "detail")):
        rows = [
            f"Tuilerie {letter} | 03 53 01 10 1{place} | {people[place]}"
            for place, letter in enumerate("ABCD")
        ]
        assert _told(f"Société | Tél | {header}", *rows)[2] == field


@pytest.mark.parametrize(
    "header",
    [
        "Email du commercial",
        "Mail vendeur",
        "Tél. du vendeur",
        "Lead owner email",
        "Email créateur",
    ],
)
def test_the_address_of_a_colleague_is_not_the_company_s(header: str) -> None:
    assert _told(f"Société | Téléphone | {header}") == ["name", "phone", "detail"]


def test_what_reaches_a_seller_is_the_company_s_where_sellers_are_the_companies() -> None:
    rows = [f"Tuilerie {letter} | 03 53 01 10 1{at}" for at, letter in enumerate("ABCD")]
    assert _told("Vendeur | Téléphone vendeur", *rows) == ["name", "phone"]
    assert _told("Société | Tél commercial | Email commercial") == ["name", "phone", "email"]


@pytest.mark.parametrize(
    "header",
    ["Académie", "Région", "Tribunal", "Greffe", "Bassin d’emploi", "Agence", "Ville de naissance"],
)
def test_towns_that_a_header_calls_something_larger_are_no_town(header: str) -> None:
    towns = ["Lille", "Rennes", "Lyon", "Dijon"]
    rows = [
        f"Tuilerie {letter} | 03 53 01 10 1{place} | {towns[place]}"
        for place, letter in enumerate("ABCD")
    ]
    assert _told(f"Société | Tél | {header}", *rows)[2] == "detail"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Académie", "Académie Roux | Académie de danse | Académie du vin | Académie Colin"),
        ("Cible n° 3", "Garage Roux | Menuiserie Colin | Verrerie Sol | Boulangerie Petit"),
        ("Visites", "Roux SARL | Colin & Fils | SAS Morel | Delmotte SAS"),
    ],
)
def test_firms_below_a_header_nobody_knows_are_the_companies(header: str, cells: str) -> None:
    rows = [
        f"Mme Petit | {cell} | 03 53 01 10 1{place}"
        for place, cell in enumerate(cells.split(" | "))
    ]
    assert _told(f"N° | {header} | Tél", *rows)[1] == "name"
