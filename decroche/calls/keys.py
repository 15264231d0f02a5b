"""Which keys the call screen has, and which are left for what she may choose. Pure.

Three kinds of keys press something on the call screen: those of the screen itself (DESK_KEYS,
which stand in its templates), those of the outcomes (each in its own file), and letters given out
to her answers and to the other numbers of a card.
"""

from __future__ import annotations

from collections.abc import Iterable

DESK_KEYS = frozenset({"space", "ctrl+z", "/", "?", "l", "m", "n", "p", "q", "r", "s", "t"})
"""Keys of the call screen that log no outcome; a test compares them with its templates."""
NUMBER_LETTERS = ("d", "f", "g", "h", "j")
"""Letters that dial the other numbers of a card, the first number first."""


def letters_left(taken: Iterable[str]) -> list[str]:
    """The letters for other numbers, in their order, without those that press something else."""
    pressed = set(taken)
    return [letter for letter in NUMBER_LETTERS if letter not in pressed]
