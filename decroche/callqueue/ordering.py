"""The order of the cards, frozen for a sitting, with one place in ten drawn at random. No Django.

The random places keep every kind of card and hour from starving, and are the control arm of the
ranking: what each place's card was chosen with is logged, so that the two can be compared honestly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

EXPLORED = 0.1
"""Share of the places that are drawn at random."""
PLACES = 60
"""Cards in one frozen order; the next one is made when they are used up."""
MINUTES_ALONE, MINUTES_TALK = 0.75, 4.0
"""Minutes of an attempt that reaches nobody, and what a talk adds, until her own are known."""
STRENGTH = 40.0
"""Calls that the parent's rate is worth beside a group's own, in P(positive | reached)."""
ENOUGH_POSITIVES = 50
"""Below this many, what a talk gives is the same for all: it is too little to rank by."""

Arm = Literal["ranked", "random"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the order: the card number `offset` of its group, why, and with what probability
    it came here.
    """

    group: int
    offset: int
    arm: Arm
    propensity: float


def worth(
    chance: float, value: float = 1.0, *, alone: float = MINUTES_ALONE, talk: float = MINUTES_TALK
) -> float:
    """Expected value of a minute spent on this call: P(reach) × value ÷ expected minutes."""
    return chance * value / (alone + chance * talk)


def value(positives: int, reached: int, parent_positives: int, parent_reached: int) -> float:
    """P(positive | reached) of a group, beta-binomial, drawn to its parent's; 1 for all while
    positives are few.
    """
    if parent_positives < ENOUGH_POSITIVES or not parent_reached:
        return 1.0
    parent = parent_positives / parent_reached
    return (positives + STRENGTH * parent) / (reached + STRENGTH)


def arrange(
    sizes: Sequence[int],
    worths: Sequence[float],
    dice: Random,
    *,
    places: int = PLACES,
    explored: float = EXPLORED,
) -> list[Place]:
    """An order over groups of alike cards (a group of one is a single card): the worthiest first,
    `explored` of them at random.

    Inside a group the cards keep the order of the file; equal groups keep the order they are given
    in.
    """
    order = sorted(
        (group for group, size in enumerate(sizes) if size), key=lambda group: -worths[group]
    )
    taken: dict[int, set[int]] = {group: set() for group in order}
    heads = dict.fromkeys(order, 0)
    left = sum(sizes)
    found: list[Place] = []
    while left and len(found) < places:
        best = order[0]
        head = heads[best]
        while head in taken[best]:
            head += 1
        heads[best] = head
        if dice.random() < explored:
            group, offset = _any(order, sizes, taken, dice.randrange(left))
            arm: Arm = "random"
        else:
            group, offset, arm = best, head, "ranked"
        chosen = (1.0 - explored if (group, offset) == (best, head) else 0.0) + explored / left
        found.append(Place(group, offset, arm, chosen))
        taken[group].add(offset)
        left -= 1
        if len(taken[group]) == sizes[group]:
            order.remove(group)
    return found


def _any(
    order: Sequence[int], sizes: Sequence[int], taken: dict[int, set[int]], number: int
) -> tuple[int, int]:
    """The `number`th of all the cards not yet placed."""
    for group in order:
        free = sizes[group] - len(taken[group])
        if number < free:
            for gone in sorted(taken[group]):
                if gone <= number:
                    number += 1
            return group, number
        number -= free
    raise ValueError("there are not so many cards")
