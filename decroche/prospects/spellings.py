"""The other spellings under which a card is found, and what a search asks for. Pure text.

A card is kept with its own words and, behind them, the other ways in which they are written:
St for Saint, abc for A.B.C., bnp for Banque Nationale de Paris, lhay for L'Haÿ, mueller for Müller.
A search is brought into the same form (initials joined, “et” left out), so that it stays one
question to one index, whatever the spelling on either side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from string import ascii_lowercase

from decroche.shared.folding import fold, letter_words, strip_marks

_SHORT_AND_LONG = (
    ("st", "saint"),
    ("ste", "sainte"),
    ("sts", "saints"),
    ("stes", "saintes"),
    ("ste", "societe"),
    ("soc", "societe"),
    ("ets", "etablissements"),
    ("ets", "etablissement"),
    ("cie", "compagnie"),
    ("frs", "freres"),
    ("fres", "freres"),
    ("dr", "docteur"),
    ("asso", "association"),
    ("assoc", "association"),
    ("ass", "association"),
    ("mt", "mont"),
    ("mts", "monts"),
    ("gd", "grand"),
    ("gde", "grande"),
    ("gds", "grands"),
    ("gdes", "grandes"),
    ("bd", "boulevard"),
    ("av", "avenue"),
)
_OTHERWISE: dict[str, tuple[str, ...]] = {}
for _short, _long in _SHORT_AND_LONG:
    _OTHERWISE[_short] = (*_OTHERWISE.get(_short, ()), _long)
    _OTHERWISE[_long] = (*_OTHERWISE.get(_long, ()), _short)

_OUR_LADY, _ND = "notre dame", "nd"
_OTHERWISE[_ND] = (_OUR_LADY,)

_AND = frozenset(("et", "and", "und", "+"))
"""“&” in letters; the sign itself is no word."""
_ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’`\u00b4]", re.IGNORECASE)
_ELIDED = re.compile(r"(?<![^\W_])([a-z]|qu)['’`\u00b4](?=[^\W\d_])", re.IGNORECASE)
_APOSTROPHES = frozenset("'’`\u00b4")
_JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_TOLD = re.compile(
    rf"\b(?:{'|'.join(sorted(_OTHERWISE))}|{_OUR_LADY})\b"
    r"|(?:^|[ .+])[a-z](?:[ .+]+(?:et |and |und )?|$)[a-z]\b"
)
"""Whether anything of a folded text has another spelling: most texts have nothing."""
_MAY_BE_TOLD = frozenset((*_OTHERWISE, "notre", *ascii_lowercase))
"""The words without one of which `_TOLD` finds nothing; a set is faster to ask than the pattern."""
_SIGNS = str.maketrans("@.+", "   ")
"""What parts words in a folded text beside the space."""
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ß": "ss"}
)
_UMLAUT_LETTERS = frozenset("äöüÄÖÜß")
_WRITTEN_OUT = re.compile(r"(?<=[bcdfhjklmnprstvwxz])([aou])e(?=[bcdfghjklmnprstvwxz])")
_LINKS = frozenset(
    [
        "a",
        "au",
        "aux",
        "chez",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "s",
        "sous",
        "sur",
        "un",
        "une",
        "und",
        "and",
        "of",
        "the",
    ]
)
_FORMS = frozenset(
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
        "ets",
        "ste",
        "soc",
        "cie",
    ]
)
_FEWEST, _MOST = 3, 8
"""Letters of the initials of a firm that are kept."""


def words_asked(text: str) -> list[str]:
    """The words that a card must hold to be found by this text."""
    words = _in_one_form(text)
    kept = [word for word in words if word not in _AND]
    return _initials_joined(kept or words)


def spelled_otherwise(folded: str) -> str:
    """The other spellings of the words of a folded text, one space between them: its abbreviations
    written out, its words shortened, its initials joined. Empty for most texts.
    """
    if _MAY_BE_TOLD.isdisjoint(folded.translate(_SIGNS).split()) or _TOLD.search(folded) is None:
        return ""
    there = folded.split()
    words = [part for word in there for part in _parts(word)]
    joined = _initials_joined([word for word in words if word not in _AND])
    told = [*words, _ND] if _ND in joined and _ND not in words else words
    found = [other for word in told for other in _OTHERWISE.get(word, ())]
    found += [_ND] if _OUR_LADY in " ".join(words) else []
    held = set(there)
    return " ".join(word for word in dict.fromkeys((*found, *joined)) if word not in held)


@lru_cache(16_384)
def spelled_as_name(name: str) -> str:
    """The other spellings of a name (of a company, a person, a town) that its signs and letters
    give: run together where an apostrophe or a hyphen stands, umlauts written out, initials.
    """
    found: list[str] = []
    lower = name.lower()
    if "-" in name:
        for whole in _JOINED.findall(lower):
            parts = strip_marks(whole).split("-")
            found += ["".join(parts)] if len(parts) < 4 else []
            found += ["".join(part[0] for part in parts)] if 1 < len(parts) < 4 else []
    if not _APOSTROPHES.isdisjoint(lower) and _ELIDED.search(lower):
        found += [word for word in fold(_ELIDED.sub(r"\1", lower)).split() if "." not in word]
        found += words_asked(name)
    if not name.isascii() and not _UMLAUT_LETTERS.isdisjoint(name):
        spelled = lower.translate(_UMLAUTS)
        if spelled != lower:
            found += fold(spelled).split()
    plain = strip_marks(lower)
    if ("ae" in plain or "oe" in plain or "ue" in plain) and _WRITTEN_OUT.search(plain):
        found += [
            _WRITTEN_OUT.sub(r"\1", word)
            for word in fold(plain).split()
            if _WRITTEN_OUT.search(word)
        ]
    found += _initials(plain)
    if not found:
        return ""
    return " ".join(
        [
            word
            for word in dict.fromkeys(found)
            if word not in plain or word not in fold(name).split()
        ]
    )


def all_spellings(folded: str, names: Iterable[str]) -> str:
    """What is kept behind the folded text of a card, whose names are these: a space first, or
    nothing.
    """
    found = [spelled_otherwise(folded), *[spelled_as_name(name) for name in names if name]]
    found = [words for words in found if words]
    return " " + " ".join(found) if found else ""


def _in_one_form(text: str) -> list[str]:
    words = [part for word in fold(_ELISION.sub(" ", text)).split() for part in _parts(word)]
    return words or fold(text).split()


def _parts(word: str) -> list[str]:
    """A word at its points and pluses: “j.p.morel” gives j, p, morel; an address stays whole."""
    if "@" in word or ("." not in word and "+" not in word):
        return [word]
    return [part for part in word.replace("+", ".").split(".") if part] or [word]


def _initials_joined(words: list[str]) -> list[str]:
    """j p morel gives jp morel; a letter alone stays."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined += [run, word] if run else [word]
        run = ""
    return [*joined, run] if run else joined


def _initials(plain: str) -> list[str]:
    """Of a firm: Banque Nationale de Paris gives bnp and bndp."""
    words = [word for word in letter_words(plain) if len(word) > 1 and word not in _FORMS]
    if len(words) < _FEWEST:
        return []
    short = "".join([word[0] for word in words if word not in _LINKS])
    whole = "".join([word[0] for word in words])
    return [one for one in (short, whole) if _FEWEST <= len(one) <= _MOST]
