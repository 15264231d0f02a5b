"""Which keys the call screen has, and which are left for what she may choose. Pure.

The call screen has three kinds of keys: its own (DESK_KEYS, written in its templates), those of the
outcomes (each in the file of its outcome), and letters for her answers and for the other numbers of
a card.
"""

from __future__ import annotations

from collections.abc import Iterable

DESK_KEYS = frozenset({"space", "ctrl+z", "/", "?", "l", "m", "n", "p", "q", "r", "s", "t"})
"""Keys of the call screen that log no outcome; a test compares them with its templates."""
NUMBER_LETTERS = ("d", "f", "g", "h", "j")
"""Letters that dial the other numbers of a card: the first letter dials the first number."""


def letters_left(taken: Iterable[str]) -> list[str]:
    """Returns the letters for other numbers, in their order, without the keys that are taken."""
    pressed = set(taken)
    return [letter for letter in NUMBER_LETTERS if letter not in pressed]
