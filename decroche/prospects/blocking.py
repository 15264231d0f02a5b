"""Choosing which cards to compare (“blocking” in record linkage): those that have a number, an
identifier, an address or rare words of the name in common. Plain Python.

Each card has a limited number of blocking keys, a key that too many cards share is ignored, and a
card is compared with at most `_COMPARED` others. So the work grows in proportion to the file, not
with its square.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from decroche.prospects.likeness import ASK, DIFFERENT, SAME, Likeness, Rarity
from decroche.prospects.traits import Traits

_CROWD = 40
"""A key that more cards than this share is ignored."""
_COMPARED = 8
_CLEARLY = 1.0
"""Points by which another card must fit better for a pair to be dropped."""


class Pair(NamedTuple):
    """Two cards, by their primary keys, and how alike they are."""

    one: int
    two: int
    likeness: Likeness


class Blocks:
    """Cards by their blocking keys: hashes of values that cards of one company probably share."""

    def __init__(self, rarity: Rarity) -> None:
        self.rarity = rarity
        self.cards: list[Traits] = []
        self.by_key: dict[int, list[int] | int] = {}

    def add(self, card: Traits) -> None:
        """Adds a card."""
        place = len(self.cards)
        self.cards.append(card)
        by_key = self.by_key
        strong, weak = self.keys(card)
        for key in strong | weak:
            there = by_key.get(key)
            if there is None:
                by_key[key] = place  # most keys have one card only, which needs no list
            elif isinstance(there, int):
                by_key[key] = [there, place]
            elif len(there) <= _CROWD:
                there.append(place)

    def keys(self, card: Traits) -> tuple[set[int], set[int]]:
        """(strong keys, weak keys) of a card, some twenty at most. Two cards are compared when they
        share one strong key or two weak ones.
        """
        own = (*card.numbers, card.siren, card.email, card.domain)
        strong = {hash(value) for value in own if value}
        place = card.postcode or card.city
        by_name = sorted(set(card.name))  # so that words of equal rarity have a fixed order
        rare = sorted(by_name, key=self.rarity.weight, reverse=True)[:4]
        weak = {hash((word[:4], place)) for word in rare}
        weak.update(hash((word[-4:], place)) for word in rare[:2])
        weak.update(hash(number[:-1]) for number in card.numbers)
        if card.street:
            where = hash((card.house, max(card.street, key=len)[:4], place))
            (strong if card.house and place else weak).add(where)
        if card.city:
            weak.update(hash((word[:4], card.city)) for word in rare[:2])
        if rare:
            strong.add(hash((rare[0], place)))
            strong.add(hash(tuple(sorted(rare[:2]))))
        return strong, weak

    def near(self, card: Traits) -> list[Traits]:
        """The cards that share the most keys with this one, at most `_COMPARED`; a strong key
        counts twice. Of those that share as many, the first of the file: keys are hashes of texts,
        which are others in each process, and so is the order in which they are gone through.
        """
        shared: Counter[int] = Counter()
        strong, weak = self.keys(card)
        for key in strong:
            there = self.by_key.get(key)
            if isinstance(there, int):
                shared[there] += 2
            elif there is not None and len(there) <= _CROWD:
                shared.update(there)
                shared.update(there)
        for key in weak:
            there = self.by_key.get(key)
            if isinstance(there, int):
                shared[there] += 1
            elif there is not None and len(there) <= _CROWD:
                shared.update(there)
        best = heapq.nsmallest(_COMPARED, ((-n, place) for place, n in shared.items() if n > 1))
        return [self.cards[place] for _count, place in best]

    def alike(self, card: Traits) -> list[Pair]:
        """The cards that are or may be the same company as this one, likeliest first. Where two
        that are not one company themselves fit about equally well, the first verdict is ASK.
        """
        compare = self.rarity.compare
        found = [
            (compare(card, other), other) for other in self.near(card) if other.key != card.key
        ]
        found = [one for one in found if one[0].verdict != DIFFERENT]
        found.sort(key=lambda one: -one[0].points)
        if self._undecided(found):
            likeness, other = found[0]
            found[0] = replace(likeness, verdict=ASK), other
        return [Pair(card.key, other.key, likeness) for likeness, other in found]

    def _undecided(self, found: list[tuple[Likeness, Traits]]) -> bool:
        """Whether only their place in the file would choose between the first two cards."""
        if len(found) < len(("one", "another")):
            return False
        (first, one), (second, two) = found[:2]
        if first.verdict != SAME or first.points - second.points >= _CLEARLY:
            return False
        return self.rarity.compare(one, two).verdict != SAME


def blocks_of(cards: Iterable[Traits], rarity: Rarity) -> Blocks:
    """Blocks with these cards."""
    blocks = Blocks(rarity)
    for card in cards:
        blocks.add(card)
    return blocks


def pairs_within(cards: list[Traits], only: frozenset[int] | None = None) -> Iterator[Pair]:
    """The pairs of cards in one file that are or may be one company, each once; with `only`, those
    that have one of these cards.
    """
    rarity = Rarity()
    rarity.learn(cards)
    blocks = blocks_of(cards, rarity)
    seen: set[tuple[int, int]] = set()
    for card in cards:
        if only is not None and card.key not in only:
            continue
        for pair in blocks.alike(card):
            both = (min(pair.one, pair.two), max(pair.one, pair.two))
            if both not in seen:
                seen.add(both)
                yield Pair(*both, pair.likeness)


def links(left: list[Traits], right: list[Traits]) -> list[Pair]:
    """The pairs between two files that are or may be one company.

    A card can be the same as one card of the other file only. Where another card fits clearly
    better, the pair is left out; where two fit about equally well, the verdict of both is ASK.
    """
    rarity = Rarity()
    rarity.learn(left)
    rarity.learn(right)
    blocks = blocks_of(right, rarity)
    found = [pair for card in left for pair in blocks.alike(card)]
    best: dict[tuple[int, int], list[float]] = {}
    for pair in found:
        best.setdefault((0, pair.one), []).append(pair.likeness.points)
        best.setdefault((1, pair.two), []).append(pair.likeness.points)
    for scores in best.values():
        scores.sort(reverse=True)
    settled = []
    for pair in found:
        points = pair.likeness.points
        rivals = [best[(0, pair.one)], best[(1, pair.two)]]
        if any(other[0] - points >= _CLEARLY for other in rivals):
            continue
        tied = any(len(other) > 1 and other[1] > points - _CLEARLY for other in rivals)
        settled.append(
            pair
            if not tied or pair.likeness.verdict != SAME
            else pair._replace(likeness=_asked(pair.likeness))
        )
    return settled


def _asked(likeness: Likeness) -> Likeness:
    """The same likeness with the verdict ASK, for the reason that another card fits too."""
    return Likeness(likeness.points, ASK, (*likeness.reasons, ("another_fits", False)))
