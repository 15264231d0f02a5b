"""Whether two cards are one company."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.prospects.blocking import blocks_of, links, pairs_within
from decroche.prospects.likeness import ASK, DIFFERENT, SAME, Rarity, contradictions
from decroche.prospects.traits import Traits, traits
from tools.corrupt import corrupted
from tools.measures_doubles import card as card_of
from tools.measures_doubles import schools

CANAL = traits(
    1,
    "Imprimerie du Canal",
    ["+33353011234"],
    postcode="59000",
    city="Lille",
    address="12 rue du Port",
)


def verdict(one: Traits, two: Traits) -> str:
    rarity = Rarity()
    rarity.learn([one, two])
    return rarity.compare(one, two).verdict


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (
            traits(2, "SARL Imprimerie du Canal", ["+33353011234"], postcode="59000", city="Lille"),
            SAME,
        ),
        (traits(2, "Imp. du Cannal", ["+33353011234"], city="LILLE"), SAME),
        (traits(2, "CANAL (imprimerie du)", [], postcode="59000", address="12, r. du Port"), SAME),
        (
            traits(
                2,
                "Imprimerie du Canal",
                ["+33353011299"],
                postcode="13002",
                city="Marseille",
                address="3 quai du Lazaret",
            ),
            DIFFERENT,
        ),
        (
            traits(
                2,
                "Cabinet Durand",
                ["+33353011234"],
                postcode="59000",
                city="Lille",
                address="12 rue du Port",
            ),
            ASK,
        ),  # renamed, perhaps
        (traits(2, "Cabinet Durand", ["+33353011234"], postcode="59000", city="Lille"), DIFFERENT),
        (traits(2, "Menuiserie du Canal", ["+33353011234"], postcode="59000", city="Lille"), ASK),
        (traits(2, "Imprimerie Vasseur", [], postcode="59000", city="Lille"), DIFFERENT),
    ],
)
def test_verdicts(other: Traits, expected: str) -> None:
    assert verdict(CANAL, other) == expected


def test_a_shared_switchboard_is_never_enough() -> None:
    business_park = [
        traits(
            key,
            name,
            ["+33353011234"],
            postcode="59000",
            city="Lille",
            address="1 parc des Moulins",
        )
        for key, name in enumerate(
            [
                "Verrerie Perrin",
                "Cabinet Courtois",
                "Laiterie du Marais",
                "Ateliers de la Lys",
                "Mutuelle des Remparts",
            ]
        )
    ]
    assert not list(pairs_within(business_park))


def test_two_siret_of_one_company_are_two_cards() -> None:
    one = traits(
        1, "Verrerie Perrin", siret="73282932000074", postcode="59000", address="1 rue du Port"
    )
    two = traits(
        2, "Verrerie Perrin", siret="73282932000082", postcode="62000", address="9 rue de la Lys"
    )
    assert verdict(one, two) != SAME


PORT = {"postcode": "59000", "city": "Lille", "address": "12 rue du Port"}
MAIL, OTHER_MAIL = "contact@canal.example", "accueil@perrin.example"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            traits(1, "École maternelle Tilleul", ["+33353011234"], email=MAIL, **PORT),
            traits(2, "École élémentaire Tilleul", ["+33353011234"], email=MAIL, **PORT),
        ),
        (
            traits(1, "Collège Perrin", ["+33353011234"], siret="73282932000074", **PORT),
            traits(2, "Lycée Perrin", ["+33353011234"], siret="73282932000074", **PORT),
        ),
        (
            traits(1, "Verrerie Perrin", ["+33353011234"], siret="73282932000074", **PORT),
            traits(2, "Verrerie Perrin", ["+33353011234"], siret="73282932000082", **PORT),
        ),
        (
            traits(1, "Entrepôt Courtois A", ["+33353011234"], **PORT),
            traits(2, "Entrepôt Courtois B", ["+33353011234"], **PORT),
        ),
        (
            traits(1, "Mairie de Vasseur", ["+33353011234"], email=MAIL, **PORT),
            traits(2, "Mairie de Vasseur", ["+33353019876"], email=OTHER_MAIL, **PORT),
        ),
        (
            traits(1, "Verrerie Perrin", ["+33353011234"], postcode="59000", address="3 rue Neuve"),
            traits(2, "Verrerie Perrin", ["+33353019876"], postcode="59000", address="8 rue Neuve"),
        ),
    ],
)
def test_what_contradicts_is_never_surely_the_same(one: Traits, two: Traits) -> None:
    assert verdict(one, two) != SAME


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            traits(1, "École privée Tilleul", ["+33353011234"], **PORT),
            traits(2, "Ec. pr. Tilleul", ["+33353011234"], **PORT),
        ),
        (  # moved, with its number
            traits(1, "Verrerie Perrin", ["+33353011234"], **PORT),
            traits(2, "Verrerie Perrin", ["+33353011234"], city="Lille", address="9 quai Neuf"),
        ),
        (  # another number in the same house
            traits(1, "Verrerie Perrin", ["+33353011234"], **PORT),
            traits(2, "Verrerie Perrin", ["+33353019876"], **PORT),
        ),
        (
            traits(1, "Verrerie Perrin", ["+33353011234"], siret="73282932000074", **PORT),
            traits(2, "Verrerie Perrin", ["+33353019876"], siret="73282932000074", **PORT),
        ),
    ],
)
def test_one_thing_that_changed_is_outweighed(one: Traits, two: Traits) -> None:
    assert verdict(one, two) == SAME


def test_the_words_of_the_town_are_no_words_of_its_own() -> None:
    here = traits(1, "Les Jardins Valmont Restaurant", ["+33353011234"], city="Lille")
    there = traits(2, "Les Jardins Valmont Lille", ["+33353011234"], city="Lille")
    elsewhere = traits(2, "Les Jardins Valmont Traiteur", ["+33353011234"], city="Lille")
    assert verdict(here, there) == SAME
    assert verdict(here, elsewhere) != SAME


def test_a_part_is_known_in_spite_of_a_slip() -> None:
    one = traits(1, "Antenne Valmont Deux Caps", ["+33353011234"], city="Lille")
    slip = traits(2, "Antenna Valmont Deux Caps", ["+33353011234"], city="Lille")
    whole = traits(2, "Valmont Deux Caps", ["+33353011234"], city="Lille")
    assert "words" not in contradictions(one, slip)
    assert "words" in contradictions(one, whole)


def test_a_little_word_may_be_lacking() -> None:
    one = traits(1, "École Privée Saint Valmont", postcode="59000", city="Lille")
    two = traits(2, "École Privée Valmont", postcode="59000", city="Lille")
    rarity = Rarity()
    rarity.learn([one, two])
    lacking = rarity.compare(one, two).points
    own = rarity.compare(one, traits(2, "École Privée Dubreuil", postcode="59000", city="Lille"))
    again = rarity.compare(two, traits(3, "École Privée Valmont", postcode="59000", city="Lille"))
    assert again.points == lacking > own.points


def test_words_that_everybody_bears_prove_nothing() -> None:
    schools = [
        traits(key, f"École primaire publique {name}", postcode="35000", city="Rennes")
        for key, name in enumerate(["Moulin", "Remparts", "Beffroi"] * 1)
    ]
    crowd = schools + [
        traits(100 + key, f"École primaire publique nº {key}", postcode=f"35{key:03d}")
        for key in range(200)
    ]
    rarity = Rarity()
    rarity.learn(crowd)
    assert rarity.compare(schools[0], schools[1]).verdict == DIFFERENT
    assert rarity.weight("primaire") < rarity.weight("beffroi") / 2


card = st.builds(
    traits,
    st.integers(1, 50),
    st.text(max_size=40),
    st.lists(st.sampled_from(["+33353011234", "+33261910420", "12"]), max_size=2),
    siren=st.sampled_from(["", "732829320"]),
    email=st.sampled_from(["", "a@b.example", "odd"]),
    postcode=st.sampled_from(["", "59000"]),
    city=st.text(max_size=10),
    address=st.text(max_size=30),
)


@given(card, card)
def test_likeness_is_symmetric_whatever_is_on_the_cards(one: Traits, two: Traits) -> None:
    rarity = Rarity()
    rarity.learn([one, two])
    assert rarity.compare(one, two).verdict == rarity.compare(two, one).verdict


@given(st.lists(card, max_size=30))
def test_a_card_is_compared_with_few_others(cards: list[Traits]) -> None:
    rarity = Rarity()
    rarity.learn(cards)
    blocks = blocks_of(cards, rarity)
    assert all(len(blocks.near(one)) <= 8 for one in cards)


def test_fodors_and_zagats(shared_data: Path) -> None:
    folder = shared_data / "dedupe"

    def read(name: str, offset: int) -> list[Traits]:
        with (folder / name).open(encoding="utf-8") as file:
            return [
                traits(
                    int(row["id"]) + offset,
                    row["name"],
                    [re.sub(r"\D", "", row["phone"])[:10]],
                    address=row["addr"],
                    city=row["city"],
                )
                for row in csv.DictReader(file)
            ]

    with (folder / "matches_fodors_zagats.csv").open(encoding="utf-8") as file:
        truth = {
            (int(row["fodors_id"]), int(row["zagats_id"]) + 10_000) for row in csv.DictReader(file)
        }
    found = links(read("fodors.csv", 0), read("zagats.csv", 10_000))
    same = {(pair.one, pair.two) for pair in found if pair.likeness.verdict == SAME}
    right = len(same & truth)
    assert 2 * right / (len(same) + len(truth)) >= 0.99
    assert sum(pair.likeness.verdict == ASK for pair in found) <= 3


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_corrupted_copy_of_the_schools(shared_data: Path, seed: int) -> None:
    rows = schools(shared_data / "companies" / "schools-rennes.csv")
    chance = random.Random(seed)
    touched = chance.sample(range(len(rows)), len(rows) // 5)
    copy = [card_of(10_000_000 + key, corrupted(rows[key], chance)) for key in touched]
    found = links([card_of(key, row) for key, row in enumerate(rows)], copy)
    same = [pair for pair in found if pair.likeness.verdict == SAME]
    good = sum(pair.two - 10_000_000 == pair.one for pair in same)
    assert good / len(same) >= 0.995
    assert good / len(copy) >= 0.97
    assert len({pair.two for pair in found if pair.likeness.verdict == ASK}) <= 0.03 * len(copy)
