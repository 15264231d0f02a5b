"""The words for numbers in French, in lower case without accents."""

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
    """The words of ten numbers, such as 20 to 29, from the word of the first: {word: number}.
    “Vingt et un” is also written with hyphens.
    """
    joined = {f"{word}-{unit}": ten + n for n, unit in enumerate(_UP_TO_NINETEEN[2:10], 2)}
    return {word: ten, f"{word} et un": ten + 1, f"{word}-et-un": ten + 1} | joined


NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_UP_TO_NINETEEN)}
    | {"une": 1, "soixante": 60}
    | {word: n for ten, name in _TENS.items() for word, n in _compounds(ten, name).items()}
)
"""{word: number} from 0 to 60."""
