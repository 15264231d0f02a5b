"""Which cards are compared: those that share something that few others have."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from decroche.prospects.blocking import blocks_of, links, pairs_within
from decroche.prospects.likeness import ASK, SAME, Rarity
from decroche.prospects.traits import Traits, traits

NUMBER, NEAR, OTHER = "+33353011234", "+33353011235", "+33353019876"
LILLE = {"postcode": "59000", "city": "Lille"}
ARRAS = {"postcode": "62000", "city": "Arras"}


def compared(one: Traits, two: Traits, crowd: list[Traits] | None = None) -> bool:
    """Whether the second is among the cards with which the first is compared."""
    rarity = Rarity()
    cards = [two, *(crowd or [])]
    rarity.learn([one, *cards])
    found = two in blocks_of(cards, rarity).near(one)
    assert not crowd or len(blocks_of(cards, rarity).near(one)) <= 8
    return found


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"numbers": [NUMBER]}, {"numbers": [OTHER, NUMBER]}, True),
        ({"numbers": [NUMBER]}, {"numbers": [NEAR]}, False),
        ({"siren": "732829320"}, {"siren": "732829320"}, True),
        ({"siret": "73282932000074"}, {"siren": "732829320"}, True),
        ({"siret": "73282932000074"}, {"siret": "73282932000082"}, True),
        ({"email": "accueil@gmail.com"}, {"email": "accueil@gmail.com"}, True),
        ({"website": "perrin.example"}, {"email": "paul@perrin.example"}, True),
        ({"email": "a@gmail.com"}, {"email": "b@gmail.com"}, False),
        ({"address": "12 rue du Port"}, {"address": "12 rue du Port"}, False),
        ({"address": "12"}, {"address": "12"}, False),
        (LILLE, LILLE, False),
        ({}, {}, False),
    ],
)
def test_one_thing_that_few_have_is_enough(
    one: dict[str, Any], two: dict[str, Any], *, expected: bool
) -> None:
    """Whatever the names; a place, a street or a digit less is not enough."""
    assert compared(traits(1, "Perrin", **one), traits(2, "Courtois", **two)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        # The rarest word of a name, in one place.
        (("Imprimerie Vasseur", LILLE), ("Vasseur et Fils", {"postcode": "59000"}), True),
        (("Imprimerie Vasseur", LILLE), ("Vasseur et Fils", ARRAS), False),
        (("Imprimerie Vasseur", {"city": "Lille"}), ("Atelier Vasseur", {"city": "Lille"}), True),
        # The two rarest words, or the only one, anywhere.
        (("Imprimerie Vasseur", LILLE), ("Vasseur Imprimerie", ARRAS), True),
        (("Vasseur", LILLE), ("Vasseur", ARRAS), True),
        (("Vasseur", LILLE), ("Imprimerie Vasseur", ARRAS), False),
        # The beginning of a word, for the postcode and for the town.
        (("Vasseur", LILLE), ("Vassuer", LILLE), True),
        (("Vasseur", {"postcode": "59000"}), ("Vassuer", {"postcode": "59000"}), False),
        # The beginning and the end of a word.
        (("Vassmeur", {"postcode": "59000"}), ("Vassineur", {"postcode": "59000"}), False),
        (("Vasskaneur", {"postcode": "59000"}), ("Vassoneur", {"postcode": "59000"}), True),
        (("Vassoneur", {"postcode": "59000"}), ("Vassoneur", {"postcode": "62000"}), True),
        # A house of a street, with the beginning of a name.
        (
            ("Vasseur", {"postcode": "59000", "address": "12 rue Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "12 r. Courtoix"}),
            True,
        ),
        (
            ("Vasseur", {"postcode": "59000", "address": "12 rue Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "14 r. Courtoix"}),
            False,
        ),
        (
            ("Vasseur", {"postcode": "59000", "address": "rue Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "r. Courtoix"}),
            True,
        ),
        (
            ("Vasseur", {"postcode": "59000", "address": "12 rue Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "12 rue Dubreuil"}),
            False,
        ),
        # The longest word of the street, by its first four letters.
        (
            ("Vasseur", {"postcode": "59000", "address": "12 rue du Grand Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "12 rue Courbet"}),
            True,
        ),
        (
            ("Vasseur", {"postcode": "59000", "address": "12 rue Courtois"}),
            ("Vassuer", {"postcode": "59000", "address": "12 rue Couvent"}),
            False,
        ),
        # The rarest word, among those that many names have.
        (
            ("Imprimerie du Centre de France Abramov", LILLE),
            ("Restaurant Abramov et Cie", {"postcode": "59000"}),
            True,
        ),
        (("Vasseur Perrinou Imprimerie", LILLE), ("Hotel Vasseur Perrinou", ARRAS), True),
        (("Vasseur", {}), ("Imprimerie Vasseur", {}), True),
        # Alike, but each in a town of its own.
        (("Vasskaneur", {"city": "Lille"}), ("Vassoneur", {"city": "Arras"}), False),
        # Three letters are no beginning.
        (("Vassineur", {"postcode": "59000"}), ("Vaskineur", {"postcode": "59000"}), False),
        (
            ("Vasseur", LILLE | {"numbers": [NUMBER]}),
            ("Vaskuer", {"postcode": "59800", "city": "Lille", "numbers": [NEAR]}),
            False,
        ),
        # A number that is near, and nothing of the name; or the name in another place.
        (
            ("Vasseur", LILLE | {"numbers": [NUMBER]}),
            ("Dubreuil", LILLE | {"numbers": [NEAR]}),
            False,
        ),
        (
            ("Vasseur", LILLE | {"numbers": [NUMBER]}),
            ("Vassuer", ARRAS | {"numbers": [NEAR]}),
            False,
        ),
        (
            ("Vasseur", LILLE | {"numbers": [NUMBER], "address": "12 rue Courtois"}),
            ("Dubreuil", ARRAS | {"numbers": [NEAR], "address": "12 rue Courtois"}),
            False,
        ),
        (
            ("Vasseur", {"postcode": "59000", "numbers": [NUMBER]}),
            ("Vassuer", {"postcode": "59000", "numbers": ["+33353011256"]}),
            False,
        ),
        # A number without its last digit, with the beginning of a name.
        (
            ("Vasseur", {"postcode": "59000", "numbers": [NUMBER]}),
            ("Vassuer", {"postcode": "59000", "numbers": [NEAR]}),
            True,
        ),
        (
            ("Vasseur", {"postcode": "59000", "numbers": [NUMBER]}),
            ("Vassuer", {"postcode": "59000", "numbers": [OTHER]}),
            False,
        ),
    ],
)
def test_names_are_compared_where_they_are_alike(
    one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]], *, expected: bool
) -> None:
    first, second = traits(1, one[0], **one[1]), traits(2, two[0], **two[1])
    assert compared(first, second) is expected
    assert compared(second, first) is expected


def switchboard(cards: int) -> list[Traits]:
    return [traits(10 + key, f"Bureau{key}", [NUMBER]) for key in range(cards)]


def test_what_more_than_forty_cards_share_says_nothing() -> None:
    """With fewer, at most eight are compared: those that share most."""
    one = traits(1, "Perrin", [NUMBER], **LILLE)
    two = traits(2, "Perrin", [NUMBER], **LILLE)
    unlike = traits(2, "Courtois", [NUMBER], **ARRAS)
    assert compared(one, two, switchboard(39))
    assert compared(one, two, switchboard(60))  # by its name
    assert compared(one, unlike, switchboard(7))
    assert not compared(one, unlike, switchboard(60))
    rarity = Rarity()
    crowd = switchboard(60)
    rarity.learn(crowd)
    assert blocks_of(crowd, rarity).near(one) == []
    assert len(blocks_of(crowd[:30], rarity).near(one)) == 8
    assert len(blocks_of(crowd[:7], rarity).near(one)) == 7


def test_what_a_few_cards_share_is_enough_too() -> None:
    one, two, three = (
        traits(key, name, website="perrin.example")
        for key, name in enumerate(("Perrin", "Courtois", "Dubreuil"))
    )
    assert compared(one, two, [three])
    one, two, three = (
        traits(key, name, postcode="59000")
        for key, name in enumerate(("Vasskaneur", "Vassoneur", "Vassineur"))
    )
    assert compared(one, two, [three])


def test_beginnings_that_many_names_of_a_place_have_say_nothing() -> None:
    crowd = [traits(10 + key, f"Vass{key}neur", postcode="59000") for key in range(60)]
    one, two = (
        traits(key, name, postcode="59000") for key, name in enumerate(("Vassaneur", "Vassoneur"))
    )
    assert not compared(one, two, crowd)
    same = [
        traits(key, name, postcode="59000")
        for key, name in enumerate(("Imprimerie Vassaneur", "Hotel Vassaneur"))
    ]
    assert compared(same[0], same[1], crowd)


def test_what_is_compared_and_differs_is_not_named() -> None:
    one, two = traits(1, "Perrin", [NUMBER]), traits(2, "Courtois", [NUMBER])
    blocks = blocks_of([two], Rarity())
    assert blocks.near(one) == [two]
    assert blocks.alike(one) == []


def doubles() -> list[Traits]:
    """Three cards of one company (2 is the surest double of 1), and one of another."""
    return [
        traits(3, "Imprimerie Vasseur", [NUMBER], postcode="59000"),
        traits(1, "Imprimerie Vasseur", [NUMBER], siret="73282932000074", **LILLE),
        traits(2, "Imprimerie Vasseur", [NUMBER], siret="73282932000074", **LILLE),
        traits(4, "Laiterie Courtois", [OTHER], **ARRAS),
    ]


def test_each_pair_of_a_file_is_found_once() -> None:
    found = list(pairs_within(doubles()))
    assert sorted((pair.one, pair.two) for pair in found) == [(1, 2), (1, 3), (2, 3)]
    only = list(pairs_within(doubles(), only=frozenset([1])))
    assert sorted((pair.one, pair.two) for pair in only) == [(1, 2), (1, 3)]
    assert list(pairs_within(doubles(), only=frozenset([4]))) == []


def test_how_rare_something_is_is_learnt_from_the_files_at_hand() -> None:
    third, first, second, other = doubles()
    rarity = Rarity()
    rarity.learn(doubles())
    within = {(pair.one, pair.two): pair.likeness for pair in pairs_within(doubles())}
    assert within[(1, 2)] == rarity.compare(first, second)
    (between,) = links([first, third], [second, other])
    assert between.likeness == rarity.compare(first, second)


def test_the_likeliest_comes_first() -> None:
    rarity = Rarity()
    rarity.learn(doubles())
    third, first, second, _other = doubles()
    found = blocks_of(doubles(), rarity).alike(first)
    assert [pair.two for pair in found] == [second.key, third.key]
    assert found[0].likeness.points > found[1].likeness.points
    last = [third, second._replace(key=9)]
    assert [pair.two for pair in blocks_of(last, rarity).alike(first)] == [9, third.key]


def test_a_card_that_another_fits_clearly_better_is_left_out() -> None:
    third, first, second, other = doubles()
    (pair,) = links([first], [second, third, other])
    assert (pair.one, pair.two, pair.likeness.verdict) == (1, 2, SAME)
    for left in ([second, third, other], [third, second, other]):
        (pair,) = links(left, [first])
        assert (pair.one, pair.two, pair.likeness.verdict) == (2, 1, SAME)


def test_where_two_fit_equally_well_she_is_asked() -> None:
    _third, first, second, _other = doubles()
    again = second._replace(key=9)
    for found in (links([first], [second, again]), links([second, again], [first])):
        assert [pair.likeness.verdict for pair in found] == [ASK, ASK]
        for pair in found:
            assert pair.likeness.reasons[-1] == ("another_fits", False)
            assert pair.likeness.reasons[0] == ("name", True)


def test_where_she_is_asked_anyway_nothing_is_added() -> None:
    found = links([traits(1, "Vasseur")], [traits(2, "Vasseur"), traits(3, "Vasseur")])
    assert [pair.likeness.verdict for pair in found] == [ASK, ASK]
    assert [pair.likeness.reasons for pair in found] == [(("name", True),)] * 2


def test_which_of_two_sites_a_row_without_number_is_can_only_be_asked() -> None:
    sites = [
        traits(1, "Delvaux Aéronautique", [NUMBER], address="12 rue du Port", **LILLE),
        traits(2, "Delvaux Aéronautique", [OTHER], address="80 rue Haute", **LILLE),
    ]
    rarity = Rarity()
    rarity.learn(sites)
    row = traits(3, "Delvaux Aéronautique", [], **LILLE)
    alone, both = blocks_of(sites[:1], rarity), blocks_of(sites, rarity)
    assert [pair.likeness.verdict for pair in alone.alike(row)] == [SAME]
    assert both.alike(row)[0].likeness.verdict == ASK


def test_a_repeated_row_is_still_the_same_company() -> None:
    twice = [
        traits(key, "Delvaux Aéronautique", [NUMBER], address="12 rue du Port", **LILLE)
        for key in (1, 2)
    ]
    rarity = Rarity()
    rarity.learn(twice)
    row = traits(3, "Delvaux Aéronautique", [NUMBER], **LILLE)
    assert blocks_of(twice, rarity).alike(row)[0].likeness.verdict == SAME


def test_which_of_many_are_compared_is_the_same_in_every_process() -> None:
    """Eight numbers with five cards each fit one card alike. Texts have other hashes in each
    process: an import that is done again asked about other pairs.
    """
    program = """
from decroche.prospects.blocking import blocks_of
from decroche.prospects.likeness import Rarity
from decroche.prospects.traits import traits

numbers = [f"+3335301{n:04}" for n in range(8)]
cards = [traits(key, f"Perrin {key}", [numbers[key % 8]]) for key in range(1, 41)]
print([near.key for near in blocks_of(cards, Rarity()).near(traits(0, "Vasseur", numbers))])
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert said == {"[1, 2, 3, 4, 5, 6, 7, 8]\n"}
