"""Folding: texts without accents, case, ligatures and punctuation, for comparing and searching."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l"}
)
_NOT_A_WORD = re.compile(r"[^a-z0-9@.+]+")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_WORD_SIGNS = {code: " " for code in range(128) if _NOT_A_WORD.fullmatch(chr(code))}
_LETTERS = {code: " " for code in range(128) if _NOT_A_LETTER.fullmatch(chr(code))}
"""The two patterns as tables for `str.translate`, which is several times as fast for ASCII texts.
"""
_LEGAL_FORMS = frozenset(
    [
        "sarl",
        "sas",
        "sasu",
        "sa",
        "eurl",
        "eirl",
        "ei",
        "snc",
        "sci",
        "scp",
        "scop",
        "selarl",
        "selas",
        "gie",
        "association",
        "asso",
        "ste",
        "societe",
        "soc",
        "ets",
        "etablissement",
        "etablissements",
        "entreprise",
    ]
)


def _without_marks(text: str) -> str:
    """The text without accents, after compatibility decomposition (NFKD), without ligatures and
    signs that are not seen (soft hyphens, signs of direction).
    """
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )


_LATIN = {
    code: _without_marks(chr(code))
    for code in (*range(0xA0, 0x250), 0x2019, 0x202F)
    if _without_marks(chr(code)) != chr(code)
}
"""The plain form of accented Latin letters and unusual spaces, for `str.translate`: one pass is
enough for nearly every French text.
"""
_HAS_NO_MARKS = re.compile(r"[\x00-\x7f\u2018\u2019\u201c\u201d\xab\xbb\u2013\u2014]*")
"""A text whose only other signs are quotation marks and dashes, which stay as they are."""


def strip_marks(text: str) -> str:
    """The text in lower case without accents or ligatures: « Œuvre Été » gives “oeuvre ete”."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_LATIN)
    if plain.isascii() or _HAS_NO_MARKS.fullmatch(plain):
        return plain.lower()
    return _without_marks(plain).lower()


def fold(text: str) -> str:
    """Words in lower case without accents, one space between them; @ . + are kept for addresses."""
    plain = strip_marks(text)
    if plain.isascii():
        return " ".join(plain.translate(_WORD_SIGNS).split())
    return _NOT_A_WORD.sub(" ", plain).strip()


def only_letters(text: str) -> str:
    """Words of letters and digits alone, folded, one space between them: “S.A.R.L.” gives “s a r
    l”.
    """
    return " ".join(letter_words(text))


def letter_words(text: str) -> list[str]:
    """The words of letters and digits in a text, folded (see `only_letters`)."""
    plain = strip_marks(text)
    if not plain.isascii():
        return _NOT_A_LETTER.sub(" ", plain).split()
    return plain.translate(_LETTERS).split()


def fold_name(text: str) -> str:
    """A company's name for comparing: folded, without legal forms (SARL, SAS, Ets…) anywhere in it.

    A name made only of a legal form keeps it, so that it never folds to nothing.
    """
    words = letter_words(text)
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def digits(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(c for c in text if c in "0123456789")
