"""120 pairs of cards of somebody who had not seen the program, read blind on 28 November 2026: 60
near one another and not the same, 40 copies, 20 of which nobody could be sure.

At first 2 of the 60 were taken for one (a lycée and its lycée professionnel; a firm and the SCI of
its owner, which an import swallowed), 32 of 40 copies were the same and 8 asked about.

Where the writer is not followed: “Cabinet Dubus” and “Cabinet Dubus & Viel”, “École Jules Verne”
and “École maternelle Jules Verne” with one number, address and e-mail are the same card for her who
calls there; so is an abbreviated name at the same place with two digits exchanged.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from decroche.intake.known import Identity, KnownCompanies, identity_of, keys_of
from decroche.prospects.likeness import ASK, DIFFERENT, SAME, Rarity
from decroche.prospects.traits import Traits, traits
from decroche.shared.folding import fold, fold_name
from decroche.shared.numbers import read_numbers

Card = dict[str, str]
PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "stranger_pairs.jsonl").read_text("utf-8").splitlines()
]
_RATHER_SAME = {106, 114, 119}


class Held(NamedTuple):
    """A card as the exact rule of an import compares it."""

    name: str
    name_key: str
    email: str
    address: str
    city: str
    siret: str


def numbers_in(card: Card) -> list[str]:
    return [one.e164 for one in read_numbers(card["number"]).numbers if one.e164]


def held(card: Card) -> Held:
    place = card["postcode"] or fold(card["town"])
    return Held(
        card["name"],
        f"{fold_name(card['name'])}|{place}",
        card["email"],
        card["street"],
        card["town"],
        card.get("siret", ""),
    )


def compared(key: int, card: Card) -> Traits:
    return traits(
        key,
        card["name"],
        numbers_in(card),
        siret=card.get("siret", ""),
        email=card["email"],
        postcode=card["postcode"],
        city=card["town"],
        address=card["street"],
    )


def identified(key: int, card: Card) -> tuple[Identity, list[str]]:
    numbers, kept = frozenset(numbers_in(card)), held(card)
    keys = keys_of(kept.siret, kept.email, kept.name_key, numbers)
    return identity_of(key, kept, numbers), keys


def is_swallowed(one: Card, two: Card) -> bool:
    """Whether an import takes the second for the first beyond doubt."""
    known = KnownCompanies()
    known.add(*identified(1, one))
    return known.match(*identified(0, two)) is not None


def verdict(one: Card, two: Card) -> str:
    if is_swallowed(one, two):
        return SAME
    cards = compared(1, one), compared(2, two)
    rarity = Rarity()
    rarity.learn(cards[:1])
    rarity.learn(cards[1:])
    return rarity.compare(*cards).verdict


@pytest.fixture(scope="module")
def read() -> Counter[tuple[str, str]]:
    return Counter((pair["expect"], verdict(pair["a"], pair["b"])) for pair in PAIRS)


def test_no_pair_of_two_is_taken_for_one(read: Counter[tuple[str, str]]) -> None:
    assert read[DIFFERENT, SAME] == 0


def test_copies_are_the_same_and_few_are_asked_about(read: Counter[tuple[str, str]]) -> None:
    assert (read[SAME, DIFFERENT], read[SAME, ASK]) <= (0, 2)
    assert read[SAME, SAME] >= 38


def test_what_nobody_can_be_sure_of_is_asked_about() -> None:
    asked = [pair for pair in PAIRS if pair["expect"] == ASK]
    sure = {pair["id"] for pair in asked if verdict(pair["a"], pair["b"]) == SAME}
    assert sure <= _RATHER_SAME


BASE = {
    "number": "03 53 01 20 03",
    "email": "",
    "street": "3 rue A",
    "postcode": "44000",
    "town": "Nantes",
}


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        # Shortened by leaving letters out, numbers in words, forms in words.
        ("Pharmacie Lemaire", "Phie Lemaire", SAME),
        ("Transports Hennion", "Tpts Hennion", SAME),
        ("Société Nouvelle Caron", "Sté Nlle Caron", SAME),
        ("Les Trois Moulins", "Les 3 Moulins", SAME),
        ("Mme Anne Roux EI", "Anne Roux, entrepreneur individuel", SAME),
        ("Commune de Guer", "Mairie de Guer", SAME),
        # Who holds the walls, and initials alone.
        ("SCI Hennion", "Transports Hennion", ASK),
        ("GFA du Moulin", "Domaine du Moulin", ASK),
        ("SARL JPL", "J.P. Leroux", ASK),
    ],
)
def test_names_that_are_written_in_two_ways(one: str, two: str, wanted: str) -> None:
    assert verdict({**BASE, "name": one}, {**BASE, "name": two}) == wanted
