"""What an offer says."""

from dataclasses import replace
from datetime import date

import pytest

from decroche.offer.rules import (
    ME,
    OfferData,
    ServiceSaid,
    StepSaid,
    bounds,
    check_siret,
    in_plain_text,
    mentions,
    to_shorten,
    typeset,
    vat_mention,
    where_it_stops,
)
from decroche.offer.seeds import first_offer

TODAY = date(2026, 11, 24)
FULL_WIDTH = "73282932000074".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
"""A SIRET in the full-width digits of East Asian writing, which are not the digits of ASCII."""


@pytest.mark.parametrize(
    ("typed", "kept", "wrong"),
    [
        ("732 829 320 00074", "73282932000074", ""),
        ("35600000049837", "35600000049837", ""),  # La Poste: the sum of the digits, not Luhn
        ("73282932000075", "", "check"),
        ("00000000000000", "", "zeros"),
        ("732829320", "", "length"),
        (FULL_WIDTH, "", "length"),
        ("", "", ""),
    ],
)
def test_a_siret_is_checked(typed: str, kept: str, wrong: str) -> None:
    assert check_siret(typed) == (kept, wrong)


def test_the_mentions_wait_for_the_siret_and_switch_with_it() -> None:
    offer = OfferData(name="Camille Arnaud")
    assert mentions(offer, "fr", TODAY)[:2] == [
        "Camille Arnaud\u00a0EI",
        "SIRET en cours d’attribution",
    ]
    given = mentions(replace(offer, siret="73282932000074"), "fr", TODAY)
    assert given[1] == "SIRET\u00a0732\u00a0829\u00a0320\u00a000074"
    assert not any("attribution" in line for line in given)


def test_the_vat_mention_has_a_date() -> None:
    offer = OfferData(name="Camille Arnaud")
    assert (
        vat_mention(offer, "fr", date(2027, 12, 31)) == "TVA non applicable, art. 293\u00a0B du CGI"
    )
    assert "CGI" not in vat_mention(offer, "fr", date(2028, 1, 1))
    assert vat_mention(replace(offer, vat_words="Ma mention"), "fr", TODAY) == "Ma mention"


def test_a_mission_starts_and_stops_at_her_own_steps() -> None:
    site = first_offer("fr").services[0]
    assert bounds(site) == ("Définition du projet", "Recette et mise en ligne")
    said = where_it_stops((site,), "fr")
    assert said.startswith(
        "Site web\u00a0: je commence à «\u00a0définition du projet\u00a0» et je m’arrête à "
        "«\u00a0recette et mise en ligne\u00a0»."
    )
    assert "charte et maquettes (graphiste)" in said


def test_a_service_without_a_step_of_hers_says_nothing() -> None:
    assert (
        where_it_stops(
            (ServiceSaid("Site", steps=(StepSaid("Développement", ("developer",)),)),), "fr"
        )
        == ""
    )
    assert bounds(ServiceSaid("Site", steps=(StepSaid("Brief", (ME,), "excluded"),))) is None


def test_an_acronym_keeps_its_capitals_in_the_middle_of_a_sentence() -> None:
    assert "« SEO »" in where_it_stops(
        (ServiceSaid("Site", steps=(StepSaid("SEO", (ME,)), StepSaid("Bilan", (ME,)))),), "fr"
    ).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Vraiment ? Oui !", "Vraiment\u00a0? Oui\u00a0!"),
        ('Il a dit "bonjour"', "Il a dit «\u00a0bonjour\u00a0»"),
        ("l'idée : écrire", "l’idée\u00a0: écrire"),
        ("arnaud.example:8080", "arnaud.example:8080"),
        ("1 200 €", "1\u00a0200\u00a0€"),
    ],
)
def test_french_typography(typed: str, shown: str) -> None:
    assert typeset(typed, "fr") == shown


def test_what_is_too_long_is_named() -> None:
    offer = replace(first_offer("fr"), tagline="x" * 300)
    assert [(one.part, one.by) for one in to_shorten(offer)] == [("tagline", 120)]
    assert to_shorten(first_offer("fr"))[0].part == "service"


def test_the_plain_version_has_no_link() -> None:
    text = in_plain_text(first_offer("fr"), "fr")
    assert "http" not in text
    assert "Site web" in text
    assert "Site web\xa0: de l’idée" in text
    assert "je m’arrête" not in text
