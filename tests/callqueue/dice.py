"""Dice for the order of the cards, where chance would make a test say something else each time."""

from __future__ import annotations

from random import Random


class NothingDrawn(Random):
    """No place is drawn at random: all cards come ranked."""

    def random(self) -> float:
        return 0.5
