"""How hard a password is to guess, said while it is chosen.

A guesser begins with what people choose: frequent passwords, rows of keys, repeats, years, the name
or the address of the member. A password costs the guesses of the cheapest way to put it together
from such pieces; what is none of them costs ten guesses a character (the method of zxcvbn,
D. Wheeler, USENIX Security 2016). The frequent passwords are the 20,000 that Django brings; words
of French that are not among them are measured as if they were random, so that a known sentence
seems stronger than it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from django.contrib.auth.password_validation import CommonPasswordValidator

Level = Literal["weak", "fair", "good", "strong"]
Piece = Literal["", "own", "frequent", "row", "repeat", "year"]
_LEVELS: tuple[tuple[float, Level], ...] = ((8, "weak"), (10, "fair"), (12, "good"))
"""Powers of ten below which a password is so: with the slow hash of the product, a computer that
tries 100 a second needs twelve days for 10⁸, three years for 10¹⁰, three centuries for 10¹².
"""
_READ = 64
"""Characters that are looked at."""
_LONGEST_WORD = 24
_CHARACTER, _WORD, _ROW, _YEAR, _OWN, _REPEAT = 1.0, 4.3, 1.5, 2.0, 1.0, 1.0
"""Powers of ten of the guesses that a piece costs."""
_YEARS = re.compile(r"(?:19|20)\d\d")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_LIKE_LETTERS = str.maketrans("@431!0$5", "aaeiioss")


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess. `because` is the kind of piece that saves a guesser most; ""
    when there is none.
    """

    level: Level
    because: Piece = ""

    @property
    def steps(self) -> int:
        """1 for weak to 4 for strong."""
        return ("weak", "fair", "good", "strong").index(self.level) + 1


def strength_of(password: str, *own: str) -> Strength:
    """How hard a password is to guess for somebody who knows the member's `own` words."""
    text = password[:_READ].lower()
    names = frozenset(_own_words(own))
    costs: list[tuple[float, Piece, float]] = [(0.0, "", 0.0)]  # cheapest, its saving piece
    for end in range(1, len(text) + 1):
        costs.append(
            min(_with_piece(costs[start], text, start, end, names) for start in _starts(end))
        )
    guesses, because, _saved = costs[-1]
    level: Level = next((one for below, one in _LEVELS if guesses < below), "strong")
    return Strength(level, because if level in ("weak", "fair") else "")


def _starts(end: int) -> range:
    return range(max(0, end - _READ), end)


def _with_piece(
    before: tuple[float, Piece, float], text: str, start: int, end: int, own: frozenset[str]
) -> tuple[float, Piece, float]:
    """The cost of what stands before and of one more piece; the kind that saved most so far."""
    spent, because, saved = before
    cost, kind = _cost(text, start, end, own)
    saving = (end - start) * _CHARACTER - cost
    if kind and saving > saved:
        return spent + cost, kind, saving
    return spent + cost, because, saved


def _cost(text: str, start: int, end: int, own: frozenset[str]) -> tuple[float, Piece]:
    """The cheapest way to guess one piece."""
    piece = text[start:end]
    plain = (end - start) * _CHARACTER
    if len(piece) < 3:
        return plain, ""
    kinds: list[tuple[float, Piece]] = [(plain, "")]
    letters = piece.translate(_LIKE_LETTERS)
    if piece in own or letters in own:
        kinds.append((_OWN, "own"))
    if len(piece) <= _LONGEST_WORD and not {piece, letters}.isdisjoint(_frequent()):
        kinds.append((_WORD, "frequent"))
    if len(set(piece)) == 1 or piece == text[max(0, start - len(piece)) : start]:
        kinds.append((_REPEAT, "repeat"))
    if _is_row(piece):
        kinds.append((_ROW, "row"))
    if _YEARS.fullmatch(piece):
        kinds.append((_YEAR, "year"))
    return min(kinds)


def _is_row(piece: str) -> bool:
    """Whether neighbours follow each other: letters of the alphabet, digits, keys of a row."""
    steps = {ord(two) - ord(one) for one, two in pairwise(piece)}
    if steps in ({1}, {-1}):
        return True
    return any(piece in row or piece[::-1] in row for row in _ROWS)


def _own_words(own: tuple[str, ...]) -> list[str]:
    """A name, its parts, an address and what stands before its @; nothing shorter than three."""
    parts = [part for one in own for part in (one, *re.split(r"[\W_]+", one))]
    return [part.lower() for part in parts if len(part) > 2]


@cache
def _frequent() -> frozenset[str]:
    """The frequent passwords, in small letters."""
    return frozenset(CommonPasswordValidator().passwords)
