"""Leaves out what is printed on a call sheet beside its cards: the outcomes as boxes, whom to ask
for, what was promised, the last words. Pure.

A page is a call sheet when it has a line of several outcomes. On any other page nothing is left
out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from decroche.gateways.ocr import Word
from decroche.shared.folding import fold

_BOXES = 3
"""How many outcomes a line must name: a line of her own names one, perhaps two."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The words of a sheet: those of its boxes, and those that its other printed lines begin
    with.
    """

    boxes: Collection[str] = ()
    beginnings: Collection[str] = ()


NOTHING = Printed()


def without_printed(lines: list[list[Word]], printed: Printed) -> list[list[Word]]:
    """Returns the lines that are cards or her handwriting."""
    boxes = [fold(words) for words in printed.boxes]
    rows = [(line, fold(" ".join(word.text for word in line))) for line in lines]
    if not any(_names_boxes(text, boxes) for _, text in rows):
        return lines
    begun = tuple(fold(words) for words in printed.beginnings)
    return [
        line for line, text in rows if not _names_boxes(text, boxes) and not text.startswith(begun)
    ]


def _names_boxes(text: str, boxes: list[str]) -> bool:
    return sum(words in text for words in boxes) >= _BOXES
