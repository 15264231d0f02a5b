"""Which company a row is beyond doubt: the rule, and the companies that are known. No Django.

Same SIRET, same company address, same folded name and place, or same number with a similar name,
and nothing that contradicts it: another number, e-mail address, place or house, words and letters
that tell establishments apart (maternelle and élémentaire, Nord and Sud, A and B). What is
contradicted is compared by likeness (matching.py), added and asked about.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple, Protocol

from decroche.intake.cards import Draft
from decroche.prospects.likeness import LITTLE_WORDS, marks_of, told_apart
from decroche.prospects.rules import similar_names
from decroche.prospects.traits import street_of, town_of

CROWD = 100
"""Companies that are kept under one number. Of a number with more bearers (a call centre, a
placeholder) the first ones are compared by name.
"""


class Known(NamedTuple):
    """A company: its key, its folded name, its place (postcode or town), its numbers in E.164, its
    e-mail address, its house as `house_of` writes it. `adds`: a row that may say one thing
    otherwise than a card of its name and place, since it names a person or is to update the card.
    """

    company: int
    name: str
    place: str
    numbers: frozenset[str]
    email: str = ""
    house: str = ""
    town: str = ""
    siret: str = ""
    adds: bool = False


def words_as_bits(name: str) -> tuple[int, int]:
    """(the words of a folded name, each as one of 61 bits; how many words)"""
    bits, words = 0, name.split()
    for word in words:
        bits |= 1 << hash(word) % 61
    return bits, len(words)


def may_be_similar(one: int, count: int, other: int) -> bool:
    """Whether `similar_names` could hold for a name of `count` words and another, both as bits: the
    words of one are all in the other, or at most half as many differ as they share. Several words
    may have one bit, so a yes means “look closer”; a no is sure.
    """
    return one & other in (one, other) or 2 * (one ^ other).bit_count() <= count


class KnownCompanies:
    """Companies by everything that says who they are, as `keys_of` writes it."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Known]] = {}
        self.others = Counter[str]()
        """Bearers of a number that are not held here: their names are like none that is asked for.
        """

    def add(self, known: Known, keys: list[str]) -> list[str]:
        """Takes a company in, under the keys that nobody bore before (numbers: that few did); these
        keys.
        """
        by_key, fresh = self.by_key, list[str]()
        for key in keys:
            bearers = by_key.setdefault(key, [])
            count = len(bearers) + self.others[key]
            if count == 0 or (key[0] == "+" and count < CROWD):
                bearers.append(known)
                fresh.append(key)
        return fresh

    def match(self, row: Known, keys: list[str]) -> int | None:
        """The company that a row is, or None: that of the same name and place before the others.
        `row.company` is not looked at.
        """
        first = None
        for key in keys:
            for known in self.by_key.get(key, ()):
                if _agrees(key[0], row, known):
                    if (known.name, known.place) == (row.name, row.place):
                        return known.company
                    first = known.company if first is None else first
        return first


def known_as(company: int, card: Card, numbers: frozenset[str], *, adds: bool = False) -> Known:
    """A card by what is compared of it."""
    name, _, place = card.name_key.partition("|")
    return Known(
        company,
        name,
        place,
        numbers,
        card.email,
        house_of(card.address),
        town_of(card.city),
        card.siret,
        adds,
    )


def known_as_row(draft: Draft, numbers: frozenset[str], *, updating: bool = False) -> Known:
    """A row by what is compared of it; `updating`: it is to change the card that it is."""
    person = draft.person is not None and (draft.person[0] or draft.person[3])
    return known_as(0, draft, numbers, adds=updating or bool(person))


class Card(Protocol):
    """A card or a row of a file, by its fields."""

    @property
    def name_key(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def siret(self) -> str: ...


@lru_cache(16_384)
def house_of(address: str) -> str:
    """The number of a house and its street, folded: “12, rue du Port” gives “12 port”; empty
    without a number.
    """
    house, street = street_of(address)
    return f"{house} {' '.join(street)}" if house else ""


def keys_of(siret: str, email: str, name_key: str, numbers: frozenset[str]) -> list[str]:
    """What says who a company is, the surest first: “s…” its SIRET, “e…” its address, “n…” its
    folded name and place, “+…” its numbers.
    """
    keys = ["s" + siret] if siret else []
    if email:
        keys.append("e" + email)
    keys.append("n" + name_key)
    keys.extend(numbers)
    return keys


def numbers_of(draft: Draft) -> frozenset[str]:
    """A row's numbers in E.164, its person's among them."""
    return frozenset([number[0] for number in draft.numbers + draft.person_numbers if number[0]])


def _agrees(kind: str, one: Known, other: Known) -> bool:
    """Whether two companies that share a key of this kind are one."""
    name, number = _names(one.name, other.name), _compared(one.numbers, other.numbers)
    if name == _APART or (kind != "s" and _alike(one.siret, other.siret) == _UNLIKE):
        return False
    place, house = _places(one.place, other.place), _alike(one.house, other.house)
    email = _alike(one.email, other.email)
    if kind == "s":
        if place == _UNLIKE and _alike(one.town, other.town) == _UNLIKE and not one.adds:
            return False  # a SIRET belongs to one place: a school that gives its head office's
        return name != _UNLIKE or number != _UNLIKE
    if kind == "e":
        return name != _UNLIKE and not (number == _UNLIKE and _UNLIKE in {place, house})
    if kind == "n":
        if not one.place:
            return _UNLIKE not in {number, email}
        if number == _UNLIKE:
            return email != _UNLIKE and (house == _LIKE or (one.adds and house != _UNLIKE))
        if number == _LIKE:
            return house != _UNLIKE or one.adds
        return [house, email].count(_UNLIKE) <= one.adds
    if name == _LIKE and place == _LIKE:
        return house != _UNLIKE or one.adds
    if name == _LIKE and one.town and one.town == other.town:
        place = _NEAR  # a town has several postcodes, and one for large post
    return name != _UNLIKE and _UNLIKE not in (email, place, house)


_LIKE, _NEAR, _UNLIKE, _APART, _UNKNOWN = "like", "near", "unlike", "apart", ""
"""How two values stand to each other; `_APART`: names of two establishments, whatever agrees."""


def _names(one: str, other: str) -> str:
    if one == other:
        return _LIKE
    a, b = set(one.split()), set(other.split())
    if told_apart(a, b) or marks_of(a) != marks_of(b):
        return _APART
    more = a ^ b
    if (a - b and b - a) or not more <= LITTLE_WORDS:
        return _UNLIKE  # likeness weighs how rare the other words are
    return _NEAR if similar_names(one, other) else _UNLIKE


def _alike(one: str, other: str) -> str:
    return _UNKNOWN if not one or not other else _LIKE if one == other else _UNLIKE


def _places(one: str, other: str) -> str:
    """A postcode beside the name of a town says nothing."""
    return _UNKNOWN if one.isdigit() != other.isdigit() else _alike(one, other)


def _compared(one: frozenset[str], other: frozenset[str]) -> str:
    return _UNKNOWN if not one or not other else _LIKE if one & other else _UNLIKE
