"""Other spellings of words, so that a search finds a card however its name is written. Plain text.

The text of a card that is searched has its own words and, behind them, other spellings of them: St
for Saint, abc for A.B.C., bnp for Banque Nationale de Paris, lhay for L'Haÿ, mueller for Müller.
The text that is searched for is brought into one form (initials joined, “et” left out). So one
query of one index is enough, whatever the spelling on either side.
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
_OTHER_SPELLINGS: dict[str, tuple[str, ...]] = {}
for _short, _long in _SHORT_AND_LONG:
    _OTHER_SPELLINGS[_short] = (*_OTHER_SPELLINGS.get(_short, ()), _long)
    _OTHER_SPELLINGS[_long] = (*_OTHER_SPELLINGS.get(_long, ()), _short)

_OUR_LADY, _ND = "notre dame", "nd"
_OTHER_SPELLINGS[_ND] = (_OUR_LADY,)

_AND = frozenset(("et", "and", "und", "+"))
"""The words for “&”, which are left out of a search."""
_ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’`\u00b4]", re.IGNORECASE)
_ELIDED = re.compile(r"(?<![^\W_])([a-z]|qu)['’`\u00b4](?=[^\W\d_])", re.IGNORECASE)
_APOSTROPHES = frozenset("'’`\u00b4")
_JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_HAS_SPELLING = re.compile(
    rf"\b(?:{'|'.join(sorted(_OTHER_SPELLINGS))}|{_OUR_LADY})\b"
    r"|(?:^|[ .+])[a-z](?:[ .+]+(?:et |and |und )?|$)[a-z]\b"
)
"""Matches a folded text with a word that has another spelling, or with initials."""
_MAY_HAVE_SPELLING = frozenset((*_OTHER_SPELLINGS, "notre", *ascii_lowercase))
"""A text with none of these words is not matched by `_HAS_SPELLING`; looking for them is faster,
and most texts have none.
"""
_SIGNS = str.maketrans("@.+", "   ")
"""The signs that stay in a folded text and separate words."""
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
"""How many letters the initials of a company must have to be kept."""


def words_asked(text: str) -> list[str]:
    """The words that a card's text must contain to be found by a typed text."""
    words = _in_one_form(text)
    kept = [word for word in words if word not in _AND]
    return _initials_joined(kept or words)


def saints_apart(words: list[str]) -> list[list[str]]:
    """The same words with a saint that is written as one with its name taken apart, in each way it
    may be meant: “steloi” gives “sainte loi” and “saint eloi”. Asked only where the words as they
    are find nothing, since “station” begins in the same way.
    """
    found = list[list[str]]()
    for place, word in enumerate(words):
        for glued, saint in _GLUED:
            name = word.removeprefix(glued)
            if name != word and len(name) >= _LEAST_OF_A_SAINT and name.isalpha():
                found.append([*words[:place], saint, name, *words[place + 1 :]])
    return found


_GLUED = (("sainte", "sainte"), ("saint", "saint"), ("ste", "sainte"), ("st", "saint"))
_LEAST_OF_A_SAINT = 3
"""How many letters the name of a saint has at least: Leu, Luc."""


def also_asked(words: list[str]) -> list[list[str]]:
    """The same words in other spellings that no card keeps: “leguen” for “le guen”, “quatre” for
    “4”, “maître Durand” for “Me Durand”, each way round. A word with a space in it (“le guen”) is
    two words that follow each other. Their cards are shown behind those of the words as they are.
    """
    found = list[list[str]]()
    for place, word in enumerate(words):
        before, behind = words[:place], words[place + 1 :]
        found += [[*before, other, *behind] for other in (*_particle_apart(word), *_number(word))]
        if word == _ME:
            found.append([*before, _MAITRE, *behind])
        elif word == _MAITRE and behind:
            found.append([*before, f"{_ME} {behind[0]}", *behind[1:]])
    return found[:_MOST_WAYS]


_ME, _MAITRE = "me", "maitre"
_MOST_WAYS = 3
"""Other spellings of one text that are looked for, at most: each is a search of its own."""
_PARTICLES = ("le", "la", "du", "de", "des", "van", "von", "mac", "mc", "ben", "el", "di", "da")
"""Little words before a family name, which people write as one with it or not."""
_LEAST_OF_A_NAME = 3
_SAME_NUMBER = (
    *(("2", "deux"), ("3", "trois"), ("4", "quatre"), ("5", "cinq"), ("6", "six"), ("7", "sept")),
    *(("8", "huit"), ("9", "neuf"), ("10", "dix"), ("12", "douze"), ("1er", "premier")),
    *(("2e", "2eme", "deuxieme"), ("3e", "3eme", "troisieme")),
)


def _number(word: str) -> list[str]:
    """A number in its other spellings; of figures alone only the whole word counts (“ 4 ”)."""
    others = next((ways for ways in _SAME_NUMBER if word in ways), ())
    return [f" {way} " if way.isdigit() else way for way in others if way != word]


def _particle_apart(word: str) -> list[str]:
    """A name apart from the little word before it: “leguen” gives “le guen”."""
    return [
        f"{particle} {word.removeprefix(particle)}"
        for particle in _PARTICLES
        if word.startswith(particle)
        and len(word) - len(particle) >= _LEAST_OF_A_NAME
        and word.isalpha()
    ]


def spelled_otherwise(folded: str) -> str:
    """The other spellings of the words in a folded text, with spaces between them: abbreviations
    written out, words abbreviated, initials joined. "" for most texts.
    """
    if (
        _MAY_HAVE_SPELLING.isdisjoint(folded.translate(_SIGNS).split())
        or _HAS_SPELLING.search(folded) is None
    ):
        return ""
    given = folded.split()
    words = [part for word in given for part in _parts(word)]
    joined = _initials_joined([word for word in words if word not in _AND])
    with_joined = [*words, _ND] if _ND in joined and _ND not in words else words
    found = [other for word in with_joined for other in _OTHER_SPELLINGS.get(word, ())]
    found += [_ND] if _OUR_LADY in " ".join(words) else []
    held = set(given)
    return " ".join(word for word in dict.fromkeys((*found, *joined)) if word not in held)


@lru_cache(16_384)
def spelled_as_name(name: str) -> str:
    """The other spellings of a name (of a company, a person, a town): without its apostrophes and
    hyphens, with umlauts written out or reduced, its initials. "" for most names.
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
    """All other spellings of a folded text in which `names` stand, to be appended to it: with a
    space in front, or "".
    """
    spellings = [spelled_otherwise(folded), *[spelled_as_name(name) for name in names if name]]
    spellings = [words for words in spellings if words]
    return " " + " ".join(spellings) if spellings else ""


def _in_one_form(text: str) -> list[str]:
    """The folded words of a typed text, without elided articles (“l'”) and divided at points."""
    words = [part for word in fold(_ELISION.sub(" ", text)).split() for part in _parts(word)]
    return words or fold(text).split()


def _parts(word: str) -> list[str]:
    """A word divided at points and pluses: “j.p.morel” gives j, p, morel. Addresses stay whole."""
    if "@" in word or ("." not in word and "+" not in word):
        return [word]
    return [part for part in word.replace("+", ".").split(".") if part] or [word]


def _initials_joined(words: list[str]) -> list[str]:
    """The words, with single letters in a row joined: j p morel gives jp morel."""
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
    """The initials of a company, without and with its small words: Banque Nationale de Paris gives
    bnp and bndp.
    """
    words = [word for word in letter_words(plain) if len(word) > 1 and word not in _FORMS]
    if len(words) < _FEWEST:
        return []
    short = "".join([word[0] for word in words if word not in _LINKS])
    whole = "".join([word[0] for word in words])
    return [initials for initials in (short, whole) if _FEWEST <= len(initials) <= _MOST]
