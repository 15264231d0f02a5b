"""A telephone number that was dictated and written down in words: “zéro un quatre-vingt-dix-neuf
zéro zéro douze trente-quatre” is 01 99 00 12 34. Pure.

Words that make ten figures in all, of which the first is a zero, are a number; any others stay as
they are. Where words can be read in two ways (“soixante dix” is 70, or 60 and 10), the longest
reading that makes ten figures counts.
"""

from __future__ import annotations

import re

from decroche.shared.folding import fold

_UNITS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize")
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIGURES = 10
_FEWEST_WORDS = 5
_MOST_WORDS = 4
"""Words of “quatre vingt dix neuf”."""


def _french() -> dict[str, str]:
    small = {word: n for n, word in enumerate(_UNITS, 1)}
    teens = {word: n for n, word in enumerate(_TEENS, 10)}
    teens |= {f"dix {_UNITS[n - 11]}": n for n in (17, 18, 19)}
    found = dict(teens)
    for word, ten in (_TENS | {"quatre vingt": 80, "quatre vingts": 80}).items():
        beyond = teens if ten in (60, 80) else {}
        found[word] = ten
        found |= {f"{word} {more}": ten + n for more, n in (small | beyond).items()}
        found |= {f"{word} et {more}": ten + n for more, n in (("un", 1), ("onze", 11))}
    return {"zero": "0"} | {word: str(n) for word, n in (small | found).items()}


def _english() -> dict[str, str]:
    small = {word: n for n, word in enumerate(_ENGLISH, 1)}
    found = {word: n for n, word in enumerate(_ENGLISH_TEENS, 10)}
    for ten, word in enumerate(_ENGLISH_TENS, 2):
        found |= {word: ten * 10} | {f"{word} {more}": ten * 10 + n for more, n in small.items()}
    return {"oh": "0"} | {word: str(n) for word, n in (small | found).items()}


_NUMBERS = _french() | _english()
"""{the words of a number, without hyphens and accents: its figures}."""
_ANY_WORD = "|".join(
    sorted({word for words in _NUMBERS for word in words.split()} - {"et"}, reverse=True)
).replace("zero", "z[ée]ro")
_BETWEEN = r"(?:[ ,.-]{1,3}(?:et[ -])?)"
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<abroad>(?:plus|\+|(?:double "
    rf"|z[ée]ro[ -])z[ée]ro)[ -]?trente[ -]trois[ ,.-]{{1,3}})?"
    rf"(?:(?(abroad)(?:{_ANY_WORD})|(?:z[ée]ro|oh|double|0\d))"
    rf"(?:{_BETWEEN}(?:{_ANY_WORD}|double|\d{{1,2}})){{3,19}})(?![\w-])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    rf"(?<!\w)(?P<label>poste|extension|ext\.?) (?P<words>(?:{_ANY_WORD}"
    rf"|cent)(?:{_BETWEEN}(?:{_ANY_WORD}|cents?)){{0,5}})(?![\w-])",
    re.IGNORECASE,
)
"""“Poste douze”."""


def with_figures(text: str) -> str:
    """A text with figures in place of the telephone numbers that it says in words."""
    return _IN_WORDS.sub(_in_figures, _EXTENSION.sub(_extension_in_figures, text))


def _extension_in_figures(found: re.Match[str]) -> str:
    """An extension in figures, as far as its words are a number of four figures or fewer."""
    words = [fold(word) for word in re.findall(r"\w+", found["words"])]
    if hundreds := re.fullmatch(r"(?:(\w+) )?cents?(?: (.+))?", " ".join(words)):
        more = _NUMBERS.get(hundreds[2] or "zero", "")
        first = _NUMBERS.get(hundreds[1] or "un", "")
        return f"{found['label']} {first}{more:0>2}" if first and more else found.group()
    figures, at = "", 0
    while at < len(words):
        length = next(
            (n for n in range(_MOST_WORDS, 0, -1) if " ".join(words[at : at + n]) in _NUMBERS), 0
        )
        if not length:
            return found.group()
        figures += _NUMBERS[" ".join(words[at : at + length])]
        at += length
    return f"{found['label']} {figures}" if len(figures) <= _FEWEST_WORDS else found.group()


def _in_figures(found: re.Match[str]) -> str:
    """The figures of a number, and behind them the words that do not belong to it any more."""
    whole = found.group()
    said = whole[len(found["abroad"] or "") :]
    if not re.search(r"[^\W\d]", said):
        return whole
    begun = "0" if found["abroad"] else ""
    words = list(re.finditer(r"\w+", said))
    for last in range(len(words), _FEWEST_WORDS - 2, -1):
        figures = _read([fold(word.group()) for word in words[:last]], begun)
        goes_on = re.match(r"\W*\d", said[words[last - 1].end() :])
        if figures is not None and figures[1] != "0" and not goes_on:
            pairs = " ".join(figures[at : at + 2] for at in range(0, _FIGURES, 2))
            return pairs + said[words[last - 1].end() :]
    return whole


def _read(words: list[str], figures: str) -> str | None:
    """The ten figures that the words make behind those that are read already; None when they make
    more or fewer.
    """
    if not words or len(figures) >= _FIGURES:
        return figures if not words and len(figures) == _FIGURES else None
    if words[0] == "double" and len(words) > 1:
        twice = _NUMBERS.get(words[1], words[1])
        return _read(words[2:], figures + twice * 2) if len(twice) == 1 else None
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = " ".join(words[:length])
        more = said if said.isdigit() else _NUMBERS.get(said)
        read = _read(words[length:], figures + more) if more is not None else None
        if read is not None:
            return read
    return None
