"""Which company a row is beyond doubt: the rule, and the companies that are known. No Django.

Same SIRET, same company address, same folded name and place, or same number with a similar name. A
shared mailbox or SIRET does not join two cards whose names, places and numbers all differ: two town
halls of one valley, two schools of one commune.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from decroche.intake.cards import Draft
from decroche.prospects.rules import similar_names

CROWD = 100
"""Companies that are kept under one number. Of a number with more bearers (a call centre, a
placeholder) the first ones are compared by name.
"""


class Known(NamedTuple):
    """A company: its key, its folded name, its place (postcode or town), its numbers in E.164."""

    company: int
    name: str
    place: str
    numbers: frozenset[str]


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
        """The company that a row is, or None. `row.company` is not looked at."""
        for key in keys:
            for known in self.by_key.get(key, ()):
                if _agrees(key[0], row, known):
                    return known.company
        return None


def known_as(company: int, name_key: str, numbers: frozenset[str]) -> Known:
    """A company by what is compared of it."""
    name, _, place = name_key.partition("|")
    return Known(company, name, place, numbers)


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
    return frozenset(number[0] for number in (*draft.numbers, *draft.person_numbers) if number[0])


def _agrees(kind: str, one: Known, other: Known) -> bool:
    """Whether two companies that share a key of this kind are one."""
    if kind == "+":
        return similar_names(one.name, other.name)
    strangers = bool(one.numbers and other.numbers and not one.numbers & other.numbers)
    if kind == "n":
        return bool(one.place) or not strangers
    if similar_names(one.name, other.name):
        return True
    return one.place == other.place if kind == "e" else not strangers
