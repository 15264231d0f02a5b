"""Whether words are the full name of a person, by French first names and the words of trades.

“Delphine Moreau, Thermique Delaunay” names a person and then a company; “Camille Coiffure” is a
company. The first names (`tables/first_names.txt`) are those often given in France over the last
eighty years, chosen by hand; those that are towns too (Nancy) are left out. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from decroche.shared.folding import fold

_TABLES = Path(__file__).parent / "tables"
_NAME_WORD = re.compile(r"[^\W\d_][\w'’-]*\Z")
_SHORTEST, _LONGEST = 2, 4
"""Words of a full name."""


def is_first_name(word: str) -> bool:
    """Whether a word is a first name: “Nadia”, “Jean-Pierre”."""
    parts = re.findall(r"[^ -]+", fold(word))
    return bool(parts) and all(part in _words("first_names") for part in parts)


def is_word_of_trade(word: str) -> bool:
    """Whether a word is one of businesses and not of people: “Coiffure”, “Conseil”."""
    return fold(word) in _words("words_of_trades")


def is_word_of_service(word: str) -> bool:
    """Whether a word is a part of a house that answers the telephone: “Billetterie”, “Siège”."""
    return fold(word) in _words("words_of_services")


def is_word_of_talk(word: str) -> bool:
    """Whether a word is one of sentences that are said, and not of names: “tu”, “c'est”, “told”."""
    parts = fold(word).split()
    return bool(parts) and all(part in _words("words_of_talk") for part in parts)


def is_full_name(text: str) -> bool:
    """Whether a text is a first name and a name, of no business: “Delphine Moreau”."""
    words = text.split()
    if not _SHORTEST <= len(words) <= _LONGEST or not all(map(_NAME_WORD.match, words)):
        return False
    surname_first = words[0].isupper() and not words[-1].isupper()
    if not (is_first_name(words[0]) or (surname_first and is_first_name(words[-1]))):
        return False
    return not any(map(is_word_of_trade, words))


def is_of_a_trade(word: str) -> bool:
    """Whether a word stands in the names of many firms: “garage”, “studio”."""
    return fold(word) in _words("words_of_trades") or fold(word) in _words("trades_of_one_person")


def is_trade_of_one_person(word: str) -> bool:
    """Whether a word is what one person does: “notaire”, “pharmacienne”."""
    return fold(word) in _words("trades_of_one_person")


def is_a_chain(name: str) -> bool:
    """Whether a name holds that of a chain or a public service, which many bear in other towns."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    spans = ((at, at + length) for at in range(len(words)) for length in range(1, _LONGEST))
    return any(" ".join(words[start:end]) in _chains() for start, end in spans)


@cache
def _chains() -> frozenset[str]:
    """The names of chains (`tables/chains.txt`, well-known ones chosen by hand)."""
    return frozenset((_TABLES / "chains.txt").read_text(encoding="utf-8").splitlines())


@cache
def _words(table: str) -> frozenset[str]:
    """The folded words of a table, one a line."""
    return frozenset((_TABLES / f"{table}.txt").read_text(encoding="utf-8").split())
