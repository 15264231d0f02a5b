"""What each thing that two cards have in common, or not, is worth, in points (bits), and the reason
that she reads.
"""

from __future__ import annotations

from math import log2
from typing import Any

import pytest

from decroche.prospects.establishments import marks_of, told_apart
from decroche.prospects.likeness import Rarity, _word_likeness, contradictions
from decroche.prospects.traits import Traits, traits

NAME = "Verrerie Perrin"
NUMBER, NEAR, OTHER = "+33353011234", "+33353011235", "+33353019876"
SIRET, SISTER, STRANGER = "73282932000074", "73282932000082", "55208131766522"


def worth(
    one: dict[str, Any], two: dict[str, Any], crowd: list[Traits] | None = None
) -> tuple[float, list[tuple[str, bool]]]:
    """(points beside those of the name, the reasons but that of the name); `crowd`: the other cards
    of the file.
    """
    rarity = Rarity()
    cards = [traits(1, NAME, **one), traits(2, NAME, **two)]
    rarity.learn([*cards, *(crowd or [])])
    bare = rarity.compare(traits(1, NAME), traits(2, NAME))
    found = rarity.compare(*cards)
    assert bare.reasons == (("name", True),)
    assert found.reasons[0] == ("name", True)
    return round(found.points - bare.points, 1), list(found.reasons[1:])


@pytest.mark.parametrize(
    ("one", "two", "points", "reasons"),
    [
        ({"numbers": [NUMBER]}, {"numbers": [NUMBER]}, 9.0, [("number", True)]),
        ({"numbers": [NUMBER]}, {"numbers": [OTHER, NUMBER]}, 9.0, [("number", True)]),
        ({"numbers": [NUMBER]}, {"numbers": [NEAR]}, 2.5, [("number_near", True)]),
        ({"numbers": [NUMBER]}, {"numbers": [OTHER]}, -3.0, [("number", False)]),
        ({"numbers": [NUMBER]}, {"numbers": [OTHER, NEAR]}, 2.5, [("number_near", True)]),
        ({"numbers": [NUMBER]}, {"numbers": [NUMBER + "0"]}, -3.0, [("number", False)]),
        ({"numbers": [NUMBER]}, {}, 0.0, []),
        ({"siret": SIRET}, {"siret": SIRET}, 12.0, [("siret", True)]),
        ({"siret": SIRET}, {"siret": SISTER}, -4.0, [("siret", False)]),
        ({"siret": SIRET}, {"siret": STRANGER}, -9.0, [("siret", False)]),
        ({"siret": SIRET}, {"siren": SIRET[:9]}, 7.0, [("siren", True)]),
        ({"siren": SIRET[:9]}, {"siren": STRANGER[:9]}, -9.0, [("siren", False)]),
        ({"siret": SIRET}, {}, 0.0, []),
        ({"email": "a@perrin.example"}, {"email": "A@perrin.example"}, 8.0, [("email", True)]),
        ({"email": "paul@perrin.example"}, {"email": "accueil@perrin.example"}, 4.0, None),
        ({"website": "perrin.example"}, {"website": "www.perrin.example"}, 5.0, None),
        ({"website": "perrin.example"}, {"website": "autre.example"}, 0.0, []),
        ({"website": "perrin.example"}, {"email": "accueil@perrin.example"}, 5.0, None),
        ({"email": "verrerie@gmail.com"}, {"email": "verrerrie@gmail.com"}, 3.0, []),
        ({"email": "verrerie@perrin.example"}, {"email": "verreri@perrin.example"}, 5.0, None),
        ({"email": "verrerie@gmail.com"}, {"email": "paul@gmail.com"}, -1.0, []),
        ({"email": "verrerie@gmail.com"}, {}, 0.0, []),
    ],
)
def test_numbers_identifiers_and_addresses(
    one: dict[str, Any], two: dict[str, Any], points: float, reasons: list[tuple[str, bool]] | None
) -> None:
    """Without `reasons` the one reason is the domain."""
    wanted = [("domain", True)] if reasons is None else reasons
    assert worth(one, two) == (points, wanted)
    assert worth(two, one) == (points, wanted)


@pytest.mark.parametrize(
    ("one", "two", "points", "reasons"),
    [
        ({"postcode": "59000"}, {"postcode": "59000"}, 2.5, [("place", True)]),
        ({"city": "Lille"}, {"city": "LILLE"}, 2.0, [("place", True)]),
        ({"city": "Béthune"}, {"city": "Béthune Cedex"}, 2.0, [("place", True)]),
        ({"city": "Saint-Omer"}, {"city": "Saint-Omer Nord"}, 2.0, [("place", True)]),
        ({"city": "Valenciennes"}, {"city": "Valencienes"}, 2.0, [("place", True)]),
        ({"city": "Lille"}, {"city": "Lillers"}, -1.5, [("place", False)]),
        ({"postcode": "59000", "city": "Lille"}, {"postcode": "59800", "city": "Lille"}, 0.5, []),
        ({"postcode": "59000"}, {"postcode": "13002"}, -3.0, [("place", False)]),
        ({"postcode": "59000"}, {"city": "Lille"}, 0.0, []),
        ({"postcode": "59000", "city": "Lille"}, {"city": "Lille"}, 2.0, [("place", True)]),
        ({"postcode": "59000", "city": "Lille"}, {"city": "Arras"}, -1.5, [("place", False)]),
        (
            {"postcode": "59000", "city": "Lille"},
            {"postcode": "62000", "city": "Arras"},
            -3.0,
            [("place", False)],
        ),
        ({"address": "12 rue du Port"}, {"address": "12"}, 2.0, [("place", True)]),
        # One word in three of the street, two in three.
        (
            {"address": "rue Vieux Grand Port"},
            {"address": "rue Vieux Sec Blanc"},
            -2.5,
            [("address", False)],
        ),
        (
            {"address": "rue Vieux Grand Port"},
            {"address": "rue Vieux Grand Sec"},
            -2.5,
            [("address", False)],
        ),
        ({"address": "12 rue du Port"}, {"address": "14"}, 0.0, []),
        ({"address": "12"}, {"address": "12"}, 0.0, []),
        ({"address": "rue du Port"}, {}, 0.0, []),
        # Half of the words of the street, three quarters of them.
        (
            {"address": "12 rue Grand Port"},
            {"address": "12 rue Grand Canal"},
            5.0,
            [("address", True)],
        ),
        (
            {"address": "1 rue Vieux Grand Port Neuf"},
            {"address": "rue Vieux Grand Port Sec"},
            2.0,
            [("place", True)],
        ),
        ({"address": "12 rue du Port"}, {"address": "12, r. du Port"}, 5.0, [("address", True)]),
        ({"address": "12 rue du Port"}, {"address": "rue du Port"}, 2.0, [("place", True)]),
        ({"address": "12 rue du Port"}, {"address": "14 rue du Port"}, -1.0, []),
        ({"address": "12 rue du Port"}, {"address": "12 quai Neuf"}, 0.5, []),
        ({"address": "12 rue du Port"}, {"address": "9 quai Neuf"}, -2.5, [("address", False)]),
        ({"address": "12 rue du Port"}, {}, 0.0, []),
    ],
)
def test_places(
    one: dict[str, Any], two: dict[str, Any], points: float, reasons: list[tuple[str, bool]]
) -> None:
    assert worth(one, two) == (points, reasons)
    assert worth(two, one) == (points, reasons)


@pytest.mark.parametrize(
    ("field", "bearers", "points", "reason"),
    [
        ("number", 3, 9.0 - 2.0 * log2(1.5), "number"),
        ("number", 4, 7.0, "number_of_many"),
        ("number", 200, 1.0, "number_of_many"),
        ("email", 4, 6.0, "email"),
        ("email", 200, 1.0, "email"),
        ("domain", 4, 3.5, "domain"),
        ("domain", 20, 5.0 - 1.5 * log2(10), "domain"),
        ("domain", 21, 0.0, ""),
    ],
)
def test_what_many_bear_is_worth_less(field: str, bearers: int, points: float, reason: str) -> None:
    """Each doubling of the cards that bear it costs two points (a domain: one and a half)."""
    kinds: dict[str, dict[str, Any]] = {
        "number": {"numbers": [NUMBER]},
        "email": {"email": "accueil@gmail.com"},
        "domain": {"website": "perrin.example"},
    }
    given = kinds[field]
    crowd = [traits(10 + key, f"Atelier {key}", **given) for key in range(bearers - 2)]
    assert worth(given, given, crowd) == (round(points, 1), [(reason, True)] if reason else [])


def test_what_no_card_of_the_file_was_seen_to_bear_is_worth_no_more_than_what_two_bear() -> None:
    bare = Rarity().compare(traits(1, NAME), traits(2, NAME)).points
    for given, points in (
        ({"numbers": [NUMBER]}, 9.0),
        ({"email": "accueil@gmail.com"}, 8.0),
        ({"website": "perrin.example"}, 5.0),
    ):
        cards = [traits(key, NAME, **given) for key in (1, 2)]
        assert Rarity().compare(*cards).points == pytest.approx(bare + points)


def test_of_two_shared_numbers_the_one_that_fewest_bear_counts() -> None:
    crowd = [traits(10 + key, f"Atelier {key}", [OTHER]) for key in range(50)]
    given = {"numbers": [NUMBER, OTHER]}
    assert worth(given, given, crowd) == (9.0, [("number", True)])


@pytest.mark.parametrize(
    ("one", "two", "points"),
    [
        # Words that agree, up to fourteen bits, at four fifths of their weight.
        ("Perrin", "Perrin", 0.8 * 10),
        ("Perrin Vasseur", "Perrin Vasseur", 0.8 * 14),
        ("Perrin", "Perrin Vasseur", 0.8 * 10 - 0.2 * 10),
        ("Perrin Vasseur", "Perrin Dubreuil", 0.8 * 10 - 10 - 0.2 * 10),
        ("Boisblanc", "Bois Blanc", 0.8 * 10),
        ("Verrerie Perin", "Verrerie Perrin", 0.8 * 14),
        ("Perin", "Perrin", 0.8 * 10 * 5 / 6),
        # What a name may have or lack costs nothing, unless the other has its own words.
        ("Imprimerie Vasseur", "Vasseur", 0.8 * 10),
        ("Imprimerie Vasseur", "Vasseur Perrin", 0.8 * 10 - 4.3 - 0.2 * 10),
    ],
)
def test_what_two_names_are_worth(one: str, two: str, points: float) -> None:
    """A word that nobody else bears is ten bits, one of a trade 4.3."""
    for a, b in ((one, two), (two, one)):
        found = Rarity().compare(traits(1, a), traits(2, b))
        assert found.points == pytest.approx(points, abs=0.05)


def test_the_words_of_the_town_of_either_card_say_where_not_who() -> None:
    for city, other in (("Lille", ""), ("", "Lille")):
        found = Rarity().compare(
            traits(1, "Perrin Lille", city=city), traits(2, "Perrin Vasseur", city=other)
        )
        assert found.points == pytest.approx(0.8 * 10 - 0.2 * 10, abs=0.05)


HERE = {"postcode": "59000", "city": "Lille Flandre Nord"}
"""Words of this town in a name are idle: a name can be covered in part without words of its own."""
MANY = "+33353019999"
"""A number that `bearers` cards have."""


def verdict(
    one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]], bearers: int = 2
) -> str:
    """What is answered for two cards, the same both ways."""
    cards = [traits(1, one[0], **one[1]), traits(2, two[0], **two[1])]
    rarity = Rarity()
    rarity.learn([*cards, *(traits(9 + key, "", [MANY]) for key in range(bearers - 2))])
    found = {rarity.compare(*cards).verdict, rarity.compare(*reversed(cards)).verdict}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize(
    ("one", "two", "shared", "answer"),
    [
        # Six tenths of the shorter name, and evidence enough.
        ("Perrin Vasseur Lille", "Perrin Vasseur Dubreuil", {"numbers": [NUMBER]}, "same"),
        # A third to six tenths: the same SIRET, or a number and an address that few bear.
        ("Perrin Lille", "Perrin Vasseur", {"siret": SIRET}, "same"),
        ("Perrin Lille", "Perrin Vasseur", {"siren": SIRET[:9]}, "ask"),
        ("Perrin Lille", "Perrin Vasseur", {"numbers": [NUMBER]}, "ask"),
        ("Perrin Lille", "Perrin Vasseur", {"address": "12 rue du Port"}, "ask"),
        (
            "Perrin Lille",
            "Perrin Vasseur",
            {"numbers": [NUMBER], "address": "12 rue du Port"},
            "same",
        ),
        ("Perrin Lille", "Perrin Vasseur", {"numbers": [NUMBER], "address": "rue du Port"}, "same"),
        (
            "Perrin Lille",
            "Perrin Vasseur",
            {"numbers": [NUMBER], "address": "rue du Port", "postcode": ""},
            "ask",
        ),
        # Two fifths of the name.
        (
            "Perrin Vasseur Lille Flandre Nord",
            "Perrin Vasseur Dubreuil Lenoir Petit",
            {"address": "12 rue du Port"},
            "ask",
        ),
        (
            "Perrin Vasseur Lille Flandre Nord",
            "Perrin Vasseur Dubreuil Lenoir Petit",
            {"numbers": [NUMBER], "address": "12 rue du Port"},
            "same",
        ),
        # Less than a third: a SIREN, or what is as sure as a number that few bear.
        (
            "Lille Flandre",
            "Perrin Vasseur",
            {"address": "12 rue du Port", "siren": SIRET[:9]},
            "ask",
        ),
        ("Lille Flandre", "Perrin Vasseur", {"address": "12 rue du Port", "siret": SIRET}, "same"),
        (
            "Lille Flandre",
            "Perrin Vasseur",
            {"address": "12 rue du Port", "numbers": [NUMBER]},
            "ask",
        ),
        (
            "Lille Flandre",
            "Perrin Vasseur",
            {"address": "12 rue du Port", "email": "perrin@gmail.com"},
            "different",
        ),
    ],
)
def test_what_a_name_that_agrees_in_part_needs_beside_it(
    one: str, two: str, shared: dict[str, Any], answer: str
) -> None:
    given = HERE | shared
    assert verdict((one, given), (two, given)) == answer


@pytest.mark.parametrize(
    ("bearers", "answer"), [(2, "same"), (4, "same"), (6, "same"), (8, "ask"), (10, "ask")]
)
def test_a_number_that_many_bear_makes_no_half_of_a_name_the_same(
    bearers: int, answer: str
) -> None:
    given = HERE | {"numbers": [MANY], "address": "12 rue du Port"}
    assert verdict(("Perrin Lille", given), ("Perrin Vasseur", given), bearers) == answer


def test_a_number_and_a_domain_together_count_as_much_as_a_name() -> None:
    given = HERE | {"numbers": [MANY], "website": "perrin.example", "address": "12 rue du Port"}
    assert verdict(("Lille Flandre", given), ("Perrin Vasseur", given), 6) == "ask"


@pytest.mark.parametrize(
    ("shared", "answer"),
    [
        ({"numbers": [NUMBER], "email": "a@gmail.com", "address": "12 rue du Port"}, "ask"),
        ({"siret": SIRET, "city": "Lille"}, "same"),
        ({"siren": SIRET[:9], "postcode": "59000"}, "ask"),
        ({"siren": SIRET[:9], "numbers": [NUMBER]}, "same"),
    ],
)
def test_names_with_words_of_their_own_are_one_company_only_in_the_register(
    shared: dict[str, Any], answer: str
) -> None:
    assert verdict(("Menuiserie Canal", shared), ("Imprimerie Canal", shared)) == answer


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        # The name is the same, and one thing that only one company has.
        (
            {"numbers": [NUMBER], "address": "12 rue du Port"},
            {"numbers": [NUMBER], "address": "14 rue du Port"},
            "same",
        ),
        (
            {"numbers": [NUMBER], "postcode": "59000"},
            {"numbers": [NUMBER], "postcode": "59800"},
            "same",
        ),
        (
            {"email": "a@gmail.com", "numbers": [NUMBER], "address": "12 rue du Port"},
            {"email": "a@gmail.com", "address": "14 rue du Port"},
            "ask",
        ),
        # Another street, also without the numbers of the houses.
        (
            {"email": "a@gmail.com", "address": "rue du Port"},
            {"email": "a@gmail.com", "address": "quai Neuf"},
            "ask",
        ),
        (
            {"email": "a@gmail.com", "address": "rue du Port"},
            {"email": "a@gmail.com", "address": "rue du Port"},
            "same",
        ),
        # Two things that speak against it.
        (
            {"numbers": [NUMBER], "postcode": "59000", "address": "12 rue du Port"},
            {"numbers": [NUMBER], "postcode": "59800", "address": "14 rue du Port"},
            "ask",
        ),
    ],
)
def test_a_company_that_moved(one: dict[str, Any], two: dict[str, Any], answer: str) -> None:
    given = {"city": "Lille"}
    assert verdict((NAME, given | one), (NAME, given | two)) == answer


def test_a_part_and_another_siret_are_outweighed_by_nothing() -> None:
    same = {"numbers": [NUMBER], "email": "a@gmail.com", "address": "12 rue du Port"}
    assert verdict(("Perrin Vasseur", same), ("Perrin Vasseur", same)) == "same"
    assert verdict(("Perrin Vasseur", same), ("Perrin Vasseur annexe", same)) == "ask"
    sisters = [same | {"siret": siret} for siret in (SIRET, SISTER)]
    assert verdict(("Perrin Vasseur", sisters[0]), ("Perrin Vasseur", sisters[1])) == "ask"
    registered = same | {"siret": SIRET}
    assert verdict(("Perrin Vasseur", registered), ("Perrin Vasseur annexe", registered)) == "ask"


def test_a_number_each_and_another_trade_in_the_name_is_asked() -> None:
    one = {"numbers": [NUMBER], "address": "4 place Bellegarde", "postcode": "59000"}
    two = one | {"numbers": [OTHER]}
    name = "Perrin Vasseur Dubreuil"
    assert verdict((name, one), (name, two)) == "same"
    assert verdict((f"Bar {name}", one), (f"Bar restaurant {name}", two)) == "ask"
    assert verdict((f"Bar {name}", one), (f"Bar restaurant {name}", one)) == "same"
    assert verdict((f"{name} Budget", one), (name, two)) == "ask"
    assert verdict((f"Camping {name}", one), (f"Hôtel {name}", one)) == "ask"
    assert verdict((f"Résidence {name}", one), (f"Hôtel {name}", one)) == "ask"


PERRIN = "Clinique Perrin Vasseur"


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        # Several words more: a part of it, or its neighbour.
        ((PERRIN, {}), (f"Lenoir Dubreuil {PERRIN}", {}), "ask"),
        ((PERRIN, {}), (f"Lenoir {PERRIN}", {}), "same"),
        ((PERRIN, {}), (f"{PERRIN} de la Lille", {}), "same"),
        # … unless the number and the house are the same, or the e-mail, or the register.
        ((PERRIN, {"address": "1 rue Basse"}), (f"Lenoir Dubreuil {PERRIN}", {}), "ask"),
        (
            (PERRIN, {"address": "1 rue Basse"}),
            (f"Lenoir Dubreuil {PERRIN}", {"address": "1 rue Basse"}),
            "same",
        ),
        (
            (PERRIN, {"email": "a@gmail.com"}),
            (f"Lenoir Dubreuil {PERRIN}", {"email": "a@gmail.com"}),
            "same",
        ),
        (
            (PERRIN, {"siren": SIRET[:9]}),
            (f"Lenoir Dubreuil {PERRIN}", {"siren": SIRET[:9]}),
            "same",
        ),
        # A word more, and a number of the same exchange.
        (
            (PERRIN, {"address": "1 rue Basse"}),
            (f"Lenoir {PERRIN}", {"address": "1 rue Basse", "numbers": [NEAR]}),
            "ask",
        ),
        (
            (PERRIN, {"address": "1 rue Basse"}),
            (PERRIN, {"address": "1 rue Basse", "numbers": [NEAR]}),
            "same",
        ),
    ],
)
def test_a_longer_name_may_be_a_part_of_the_other(
    one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]], answer: str
) -> None:
    given = {"postcode": "59000", "city": "Lille", "numbers": [NUMBER]}
    assert verdict((one[0], given | one[1]), (two[0], given | two[1])) == answer


def test_a_central_number_outweighs_neither_another_house_nor_another_town() -> None:
    one = {"numbers": [MANY], "postcode": "59000", "city": "Lille", "address": "12 rue du Port"}
    name = "Perrin Vasseur Dubreuil"
    moved = one | {"address": "14 quai Neuf"}
    assert verdict((name, one), (name, moved)) == "same"
    assert verdict((name, one), (name, moved), bearers=3) == "ask"
    elsewhere = one | {"postcode": "62000", "city": "Arras", "address": ""}
    assert verdict((name, one), (name, elsewhere)) == "ask"
    large_post = one | {"postcode": "59800", "address": ""}
    assert verdict((name, one), (name, large_post)) == "same"


def test_a_house_of_another_street_is_another_house() -> None:
    for other, apart in (
        ("8 rue de Neuilly", True),
        ("8 rue A. France", False),
        ("8 Anatole", False),
        ("8", False),
    ):
        one = traits(1, NAME, address="8 rue Anatole France")
        assert ("house" in contradictions(one, traits(2, NAME, address=other))) is apart, other
        assert ("house" in contradictions(traits(2, NAME, address=other), one)) is apart, other


def test_a_lost_space_counts_no_establishment() -> None:
    assert not told_apart({"perrin", "e1"}, {"perrine", "1"})
    assert marks_of({"perrin", "2eme", "b2"}) == {"2", "b2"}


def test_a_siret_in_two_towns_is_asked() -> None:
    one = {"siret": SIRET, "postcode": "35270", "city": "Combourg"}
    for two, answer in (
        ({"siret": SIRET, "postcode": "35270", "city": "Combourg"}, "same"),
        ({"siret": SIRET, "postcode": "35271", "city": "Combourg Cedex"}, "same"),
        ({"siret": SIRET, "postcode": "35400", "city": "Saint-Malo"}, "ask"),
    ):
        assert verdict(("Institut Perrin Vasseur", one), ("Institut Perrin Vasseur", two)) == answer


def test_half_a_name_without_evidence_is_another_company() -> None:
    one = {"city": "Lille", "postcode": "59000", "numbers": [NUMBER]}
    two = {"city": "Lille", "postcode": "13002", "numbers": [OTHER]}
    assert verdict(("Perrin Lille", one), ("Perrin Vasseur", two)) == "different"


def test_a_company_that_moved_has_its_whole_name() -> None:
    one = {"siren": SIRET[:9], "numbers": [NUMBER], "city": "Lille", "address": "12 rue du Port"}
    two = one | {"address": "14 rue du Port"}
    assert verdict(("Perrin Vasseur", one), ("Perrin Vasseur", two)) == "same"
    assert verdict(("Perrin Vasseur Lille", one), ("Perrin Vasseur Petit", two)) == "ask"
    shared = "Perrin Vasseur Dubreuil Lenoir Petit"
    assert verdict((f"Menuiserie {shared}", one), (f"Imprimerie {shared}", two)) == "ask"


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ({"perrin", "nord"}, {"nord"}),
        ({"perrin", "2"}, {"2"}),
        ({"perrin", "a", "iii"}, {"a", "iii"}),
        ({"perrin", "l"}, set()),
    ],
)
def test_the_words_that_may_tell_a_name_from_others_of_that_name(
    words: set[str], marks: set[str]
) -> None:
    assert marks_of(words) == marks


def test_a_word_is_worth_more_the_rarer_it_is() -> None:
    """Beside the file there are a thousand imagined cards: a word of a trade is in fifty of them, a
    linking word in six hundred, any other word in one. A number has half the weight.
    """
    empty, full = Rarity(), Rarity()
    full.learn(traits(key, "Verrerie du Port 14") for key in range(100))
    for word, before, after in (
        ("verrerie", log2(1000), log2(1100 / 101)),
        ("imprimerie", log2(1000 / 50), log2(1100 / 50)),
        ("du", log2(1000 / 600), log2(1100 / 700)),
        ("14", log2(1000) / 2, log2(1100 / 101) / 2),
    ):
        assert empty.weight(word) == pytest.approx(before)
        assert full.weight(word) == pytest.approx(after)
    full.learn([traits(200, "Verrerie")])
    assert full.weight("verrerie") == pytest.approx(log2(1101 / 102))


@pytest.mark.parametrize(
    ("one", "two", "reasons"),
    [
        ("Verrerie Perrin", "VERRERIE  Perrin", [("name", True)]),
        ("Verrerie Perrin", "Perrin Verrerie", [("name", True)]),
        ("Verrerie Perrin", "Verrerie Perrin Nord", [("name_near", True)]),
        ("Verrerie Perrin", "Verrerie Perin", [("name_near", True)]),
        ("Perrin", "Perrin Vasseur Dubreuil Lenoir", [("name_near", True)]),
        ("Verrerie Perrin", "Laiterie Dubreuil", [("name", False), ("own_words", False)]),
        ("Menuiserie Canal", "Imprimerie Canal", [("name_near", True), ("own_words", False)]),
        ("Perrin Vasseur", "Perrin Dubreuil", [("name_near", True), ("own_words", False)]),
    ],
)
def test_what_she_reads_of_two_names(one: str, two: str, reasons: list[tuple[str, bool]]) -> None:
    assert list(Rarity().compare(traits(1, one), traits(2, two)).reasons) == reasons


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("vasseur", "vass", 0.9),  # cut short
        ("vas", "vasseur", 0.9),
        ("v", "vasseur", 0.6),  # an initial
        ("va", "vasseur", 0.6),
        ("moulin", "mulin", 0.85),  # a vowel
        ("perrin", "perin", 5 / 6),  # a letter
        ("canal", "banal", 0.8),
        ("cnaal", "canal", 0.85),
        ("canal", "banat", 0.0),  # neither the first letter nor the last
        ("port", "pont", 0.75),
        ("bec", "bic", 0.85),
        ("bec", "bek", 0.0),  # too short for a slip
        ("ab", "cb", 0.0),
        ("banalete", "canalets", 0.0),
        ("canal", "canaf", 0.8),
        ("arras", "orras", 0.8),
        ("pagne", "pagna", 0.8),
        ("pt", "pat", 0.0),  # too short
        ("bec", "brec", 0.75),  # a letter of four
        ("2024", "2025", 0.0),  # numbers are the same or not
        ("2024", "2024b", 0.0),
        ("20", "2025", 0.0),
        ("vasseur", "verrier", 0.0),
    ],
)
def test_how_alike_two_words_are(one: str, two: str, alike: float) -> None:
    assert _word_likeness(one, two) == pytest.approx(alike)
    assert _word_likeness(two, one) == pytest.approx(alike)


@pytest.mark.parametrize(
    ("one", "two", "against"),
    [
        ({}, {}, ""),
        ({"numbers": [NUMBER]}, {"numbers": [NEAR]}, ""),
        ({"numbers": [NUMBER]}, {"numbers": [OTHER]}, "number"),
        ({"numbers": [NUMBER]}, {}, ""),
        ({"email": "verrerie@gmail.com"}, {"email": "verreri@gmail.con"}, ""),
        ({"email": "verrerie@gmail.com"}, {"email": "vereri@gmail.con"}, "email"),
        ({"email": "verrerie@gmail.com"}, {}, ""),
        ({"siret": SIRET}, {}, ""),
        ({"numbers": [NUMBER]}, {"numbers": [OTHER, NUMBER]}, ""),
        ({"numbers": [NUMBER]}, {"numbers": ["+33353011256"]}, "number"),  # two digits
        (
            {"siret": SIRET, "email": "verrerie@gmail.com"},
            {"siret": SIRET, "email": "paul@gmail.com"},
            "",
        ),
        ({"address": "12 rue du Port"}, {"address": "14 rue du Port"}, "house"),
        ({"address": "12 rue du Port"}, {"address": "rue du Port"}, ""),
        ({"postcode": "59000"}, {"postcode": "59800"}, "place"),
        ({"postcode": "59000"}, {}, ""),
        ({"siret": SIRET}, {"siret": SISTER}, "siret"),
        ({"siret": SIRET, "numbers": [NUMBER]}, {"siret": SIRET, "numbers": [OTHER]}, ""),
        ({"siret": SIRET, "postcode": "59000"}, {"siret": SIRET, "postcode": "13002"}, ""),
        (
            {"siret": SIRET, "numbers": [NUMBER], "email": "verrerie@gmail.com"},
            {"siret": SIRET, "numbers": [OTHER], "email": "paul@gmail.com"},
            "email number",
        ),
    ],
)
def test_what_speaks_against_two_cards_being_one(
    one: dict[str, Any], two: dict[str, Any], against: str
) -> None:
    first, second = traits(1, NAME, **one), traits(2, NAME, **two)
    assert " ".join(sorted(contradictions(first, second))) == against
    assert " ".join(sorted(contradictions(second, first))) == against


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ("École Nord", "École Sud", True),
        ("École Nord", "École", False),
        ("Lycée professionnel Perrin", "Lycée professionnelle Perrin", False),
        ("Lycée professionnel Perrin", "Lycée général Perrin", True),
        ("Entrepôt A", "Entrepôt B", True),
        ("Entrepôt 2", "Entrepôt 3", True),
        ("Entrepôt II", "Entrepôt III", True),
        ("Entrepôt A", "Entrepôt", False),
        ("L'Atelier d'Arras", "Atelier d'Arras", False),
        ("Annexe Perrin", "Perrin", True),
        ("Annexe Perrin", "Perrin Annexe", False),
        ("Annexe Perrin", "Perrin Anexe", False),
        ("Perrin", "Perrin Courtois", False),
    ],
)
def test_words_that_tell_establishments_apart(one: str, two: str, *, apart: bool) -> None:
    assert ("words" in contradictions(traits(1, one), traits(2, two))) is apart
    assert ("words" in contradictions(traits(2, two), traits(1, one))) is apart


KINDS = (
    "nord | sud | est | ouest | centre",
    "gauche | droite",
    "maternelle | elementaire | primaire",
    "ecole | college | lycee | mairie | creche | universite",
    "creche | garderie | periscolaire",
    "professionnel professionnelle | polyvalent polyvalente | general generale | technologique",
    "agricole | technologique",
    "hotel | restaurant | bar | cafe | brasserie | tabac | traiteur",
    "hotel | camping | auberge | village | gite | chalet | residence",
    "boulangerie patisserie | boucherie charcuterie | poissonnerie | epicerie | fromagerie",
    "market | city | contact | express | hyper hypermarche | drive | proxi",
    "clinique | pharmacie | laboratoire | ehpad | residence | hopital",
    "ime | itep | esat | sessad | foyer | handicapes polyhandicapes",
    "garage | carrosserie | concession | location",
    "immobilier | assurances assurance | banque | voyages voyage | interim",
    "homme hommes | femme femmes | enfant enfants | adulte adultes",
    "garcon garcons | fille filles",
    "jour | nuit",
    "public publique | prive privee",
    "haut haute | bas basse",
    "grand grande | petit petite",
    "ancien ancienne | nouveau nouvelle",
    "neuf | occasion",
    "bis | ter | quater",
    "junior | senior",
    "1 1er premier premiere | 2 2e 2eme deux deuxieme second seconde | 3 3e trois troisieme",
    "4 quatre quatrieme | 5 cinq cinquieme | 6 six sixieme | 7 sept septieme",
    "8 8ieme huit huitieme | 9 9e neuvieme | 10 dix dixieme",
    "b1 | b2 | c2",
    "3a | 3b",
)


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_one_kind_tell_apart_and_two_spellings_of_one_do_not(kind: str) -> None:
    sides = [side.split() for side in kind.split(" | ")]
    for place, side in enumerate(sides):
        for word in side:
            assert told_apart({"perrin", word}, {"perrin"}) is False
            for other, words in enumerate(sides):
                for another in words:
                    apart = told_apart({"perrin", word}, {"perrin", another})
                    assert apart is (other != place), (word, another)


def test_what_counts_establishments_tells_them_apart() -> None:
    for mark in [
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "a",
        "b",
        "z",
        "3",
        "12",
    ]:
        assert told_apart({"perrin", mark}, {"perrin", "99"}), mark
    for elided in "ldnsmtjcq":
        assert not told_apart({"atelier", elided}, {"atelier", "99"}), elided


@pytest.mark.parametrize(
    "part",
    [
        "section",
        "annexe",
        "antenne",
        "succursale",
        "filiale",
        "dépôt",
        "entrepôt",
        "internat",
        "service",
        "bureau",
        "relais",
        "cfa",
        "segpa",
        "greta",
        "ulis",
        "cantine",
        "boutique",
        *("drive", "périscolaire", "site", "pôle", "unité", "séjour", "urgences", "maternité"),
        *("had", "usld", "ulsd", "sld", "ssr", "smr", "dialyse", "autodialyse", "scanner", "irm"),
        *("cpef", "pmi", "cmp", "cmpp", "cattp", "csapa", "ifsi", "smur"),
        *("psychiatrie", "gériatrie"),
        *("chirurgie", "pédiatrie", "cardiologie", "oncologie", "neurologie", "pneumologie"),
        *("néphrologie", "hémodialyse", "radiologie", "radiothérapie", "imagerie", "addictologie"),
        *("gynécologie", "ophtalmologie", "pédopsychiatrie", "réadaptation", "rééducation"),
        *("convalescence", "ambulatoire", "consultations", "palliatifs", "samu", "ssiad", "camsp"),
        *("ifas", "uhr", "pasa", "usp", "hdj"),
    ],
)
def test_a_part_is_not_the_whole(part: str) -> None:
    whole = traits(1, "Perrin", numbers=[NUMBER])
    assert "words" in contradictions(whole, traits(2, f"Perrin {part}", numbers=[NUMBER]))


def test_links_and_words_of_trades_are_usual_also_in_a_file_of_one_card() -> None:
    links = [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "a",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "un",
        "une",
        "the",
        "of",
        "and",
        "chez",
        "co",
        "inc",
        "cie",
    ]
    trades = [
        "saint",
        "sainte",
        "st",
        "ste",
        "hotel",
        "restaurant",
        "cafe",
        "bar",
        "brasserie",
        "boulangerie",
        "ecole",
        "college",
        "lycee",
        "mairie",
        "commune",
        "imprimerie",
        "transports",
        "transport",
        "garage",
        "pharmacie",
        "cabinet",
        "clinique",
        "centre",
        "agence",
        "groupe",
        "france",
        "maternelle",
        "primaire",
        "elementaire",
        "publique",
        "public",
        "prive",
        "privee",
        "atelier",
        "ateliers",
        "maison",
        "services",
        "service",
        "compagnie",
        "menuiserie",
        "laiterie",
        "mutuelle",
        "papeterie",
        "chocolaterie",
        "conserverie",
        "cooperative",
    ]
    rarity = Rarity()
    assert {rarity.weight(word) for word in links} == {log2(1000 / 600)}
    assert {rarity.weight(word) for word in trades} == {log2(1000 / 50)}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        # Another number: the same house, in the same street.
        ({"address": "12 rue du Port"}, {"address": "12 rue du Port"}, True),
        ({"address": "12 rue du Port"}, {"address": "12 rue"}, True),
        ({"address": "12 rue du Port"}, {"address": "14 rue du Port"}, False),
        ({"address": "12 rue du Port"}, {"address": "12 quai Neuf"}, False),
        ({"address": "rue du Port"}, {"address": "rue du Port"}, False),
        ({}, {}, False),
        # Another number: the same e-mail.
        ({"email": "verrerie@gmail.com"}, {}, False),
        ({"email": "verrerie@gmail.com"}, {"email": "verrerie@gmail.com"}, True),
        ({"email": "verrerie@gmail.com"}, {"email": "paul@gmail.com"}, False),
    ],
)
def test_another_number_is_outweighed_by_what_only_one_company_has(
    one: dict[str, Any], two: dict[str, Any], *, same: bool
) -> None:
    place = {"postcode": "59000", "city": "Lille"}
    first = traits(1, NAME, [NUMBER], **place, **one)
    second = traits(2, NAME, [OTHER], **place, **two)
    rarity = Rarity()
    rarity.learn([first, second])
    assert (rarity.compare(first, second).verdict == "same") is same
    assert (rarity.compare(second, first).verdict == "same") is same


def test_a_street_of_fewer_words_is_the_same_street_both_ways() -> None:
    for other in ("12 Port", "12 rue Port"):
        one, two = {"address": "12 rue du Grand Port"}, {"address": other}
        assert worth(one, two) == (5.0, [("address", True)])
        assert worth(two, one) == (5.0, [("address", True)])
