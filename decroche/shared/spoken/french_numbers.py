"""French number words, folded (no accents, lower case): the one table of them."""

from __future__ import annotations

_UP_TO_NINETEEN = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante"}


def _compounds(ten: int, word: str) -> dict[str, int]:
    """Twenty to twenty-nine, and so on: “vingt et un” is written with hyphens as well."""
    joined = {f"{word}-{unit}": ten + n for n, unit in enumerate(_UP_TO_NINETEEN[2:10], 2)}
    return {word: ten, f"{word} et un": ten + 1, f"{word}-et-un": ten + 1} | joined


NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_UP_TO_NINETEEN)}
    | {"une": 1, "soixante": 60}
    | {word: n for ten, name in _TENS.items() for word, n in _compounds(ten, name).items()}
)
"""{word: value} of 0 to 60."""
