"""Detects in which encoding a French text file is written. No Django.

A byte order mark, or valid UTF-8 throughout, decides. Otherwise each of the encodings of Windows,
Mac, DOS and Latin-9 gets points word by word: for letters that French has, for capitals among
capitals, for known words of trades, headers, names and towns. When two encodings have nearly the
same points, both are returned, so that she can be asked.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "cp1252",
    "mac_roman",
    "cp850",
    "iso8859_15",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
)
_ONE_BYTE = ("cp1252", "mac_roman", "cp850", "iso8859_15")
"""The encodings that have one byte for each letter, the most likely first."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_WORDS = 3000
"""How many different words with letters outside ASCII are read at most."""
_NEAR = 4.0
"""How many points more than the next the best encoding must have to be taken without asking."""
_SHOWN = 3
"""How many words are shown as an example of each encoding."""
_RUN = re.compile(rb"[A-Za-z0-9'\x80-\xff]+")
_LONGEST_WORD = 60
"""Bytes; a longer run is data, and no word."""
_IN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
"""Letters in UTF-8: in a file that is not valid UTF-8 they were pasted in, and are left out."""
_LETTERS = {
    **dict.fromkeys("é", -0.3),
    **dict.fromkeys("èàêç", -1.5),
    **dict.fromkeys("ôîûâïëùœ", -2.5),
    **dict.fromkeys("üöäñæÿ", -4.0),
}
"""Points of the letters of French, and of some that occur in names: about log2 of their share."""
_STRANGE_LETTER, _STRANGE_SIGN, _WRONG_CASE, _BETWEEN_LETTERS = -6.0, -10.0, -7.0, -8.0
_SIGNS = {"’": -1.0, "°": -1.0, "«": -1.5, "»": -1.5, "€": -1.5, "\xa0": -1.0, "–": -2.0, "º": -3.0}
_SIGNS |= dict.fromkeys("\u2018“”—…•·²³½¼§®©™&", -3.0)
_WORD_KNOWN = 6.0
_TABLES = Path(__file__).resolve().parent.parent / "tables"


class Letters(NamedTuple):
    """The encoding of a file. When several fit about equally well, `near` has (encoding, some words
    read with it) for each, the one that was taken first.
    """

    encoding: str
    near: tuple[tuple[str, str], ...] = ()


def detect_encoding(path: Path) -> str:
    """Returns the most likely encoding of a file."""
    return read_letters(path).encoding


def read_letters(path: Path) -> Letters:
    """Returns the encoding of a file, with those that fit about equally well."""
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, name in _BOMS:
            if start.startswith(mark):
                return Letters(name)
        if start.count(0) * 4 > len(start):
            little = start[1::2].count(0) >= start[::2].count(0)
            return Letters("utf-16-le" if little else "utf-16-be")
        if _is_utf8(file):
            return Letters("utf-8")
        file.seek(0)
        words = Counter[bytes]()
        while len(words) < _WORDS and (chunk := file.read(_CHUNK)):
            if not chunk.isascii():
                words.update(_words_in(_IN_UTF8.sub(b" ", chunk)))
    return _weighed(words)


def _is_utf8(file: BinaryIO) -> bool:
    """Whether the whole file is valid UTF-8. This is checked first, because most files are, and
    looking at each word of a large file takes half as long as its import.
    """
    file.seek(0)
    utf8 = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            utf8.decode(chunk)
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _words_in(chunk: bytes) -> Iterator[bytes]:
    """Yields the words that have a letter outside ASCII. Whole runs are matched first: a pattern
    that looked for such a letter from each place of a long run would take time in the square of its
    length.
    """
    return (run for run in _RUN.findall(chunk) if len(run) <= _LONGEST_WORD and not run.isascii())


def _weighed(words: Counter[bytes]) -> Letters:
    scores = {name: _points(words, name) for name in _ONE_BYTE}
    ranked = sorted(scores, key=lambda name: (-scores[name], _ONE_BYTE.index(name)))
    best = ranked[0]
    near = [
        name
        for name in ranked
        if scores[best] - scores[name] < _NEAR and (name == best or _differ(words, best, name))
    ]
    if len(near) < 2:
        return Letters(best)
    chosen = [word for word, _ in words.most_common() if _differ({word: 1}, best, near[1])][:_SHOWN]
    return Letters(
        best,
        tuple((name, ", ".join(word.decode(name, "replace") for word in chosen)) for name in near),
    )


def _differ(words: Counter[bytes] | dict[bytes, int], one: str, other: str) -> bool:
    return any(word.decode(one, "replace") != word.decode(other, "replace") for word in words)


def _points(words: Counter[bytes], encoding: str) -> float:
    return sum(
        min(count, 3) * _word_points(word.decode(encoding, "replace"))
        for word, count in words.items()
    )


def _word_points(word: str) -> float:
    points = 0.0
    lower = word.lower()
    for part in re.split(r"['’]", lower):
        if part in _lexicon():
            points += _WORD_KNOWN
    capitals = sum(c.isupper() for c in word if c.isascii())
    smalls = sum(c.islower() for c in word if c.isascii())
    for place, letter in enumerate(word):
        if not letter.isascii():
            points += _letter_points(word, place, capitals, smalls)
    return points


def _letter_points(word: str, place: int, capitals: int, smalls: int) -> float:
    letter = word[place]
    inside = 0 < place < len(word) - 1 and word[place - 1].isalpha() and word[place + 1].isalpha()
    if letter in _SIGNS:
        if letter == "°":
            return -1.0 if word[:place].lower() in {"n", "1", "2", "3"} else _BETWEEN_LETTERS / 2
        return _BETWEEN_LETTERS if inside and letter not in "’\u2018\xa0" else _SIGNS[letter]
    known = _LETTERS.get(letter.lower())
    if known is None:
        return _STRANGE_LETTER if letter.isalpha() and ord(letter) < _LATIN_END else _STRANGE_SIGN
    if letter.isupper() and place > 0 and smalls > capitals:
        return known + _WRONG_CASE
    if letter.islower() and capitals > smalls and capitals + smalls > 1 and letter not in "ÿ":
        return known + _WRONG_CASE
    return known - (1.0 if letter.isupper() else 0.0)


_LATIN_END = 0x180
"""The first code point after the letters of western names (Latin Extended-A)."""


@cache
def _lexicon() -> frozenset[str]:
    """Returns known words with accents: of trades, headers, people and towns."""
    found = set[str]()
    for name in ("accented.tsv", "rev2.tsv", "2025.tsv"):
        text = (_TABLES / name).read_text(encoding="utf-8").lower()
        found.update(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    return frozenset(found)
