"""Whom the switchboard named (“demander Mme Vasseur (com)”), and whether an address carries a name
(yann.legoff@… is Yann Le Goff’s). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from decroche.prospects.first_names import is_first_name, is_full_name
from decroche.prospects.person_words import CAPITAL, CIVILITY, NOT_A_NAME, SMALL, TITLE
from decroche.shared.folding import fold

_WORD = rf"{CAPITAL}[\w'’-]{{1,40}}"
_PERSON = rf"(?:{SMALL})?{_WORD}(?: {NOT_A_NAME}(?:{SMALL})?{_WORD}){{0,2}}"
_CIVIL = rf"{CIVILITY}\s+{_PERSON}"
_ASK = (
    r"(?i:demande[rz]|voir avec|voir|passer par|parler [aà]|c['’]est|s['’]adresser [aà]|ask for"
    r"|speak to|talk to)"
)
_SAID = (
    re.compile(rf"(?<!\w){_ASK}\s+(?P<who>{_CIVIL}|{_PERSON})"),
    re.compile(rf"(?<!\w)(?P<who>{_CIVIL})"),
    re.compile(rf"(?:^|[,;:.]\s*)(?P<who>{_PERSON})"),
)
_BEHIND = re.compile(rf"\s*[,(–-]?\s*(?P<title>(?i:{TITLE}))\.?(?![\w'’])")
_GONE = re.compile(
    r"\s*[,)]? ?(?:est partie?|n['’](?:y )?est plus|a quitt[ée]|ne travaille plus|(?:has )?left)",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"(?:\b(?:pas|plus|ni|jamais|not|no longer)|\b(?:assistante?|secr[ée]taire|coll[èe]gue) "
    r"(?:de|du|d['’]|of))\s*$",
    re.IGNORECASE,
)
_FRONT = re.compile(r"assistante?|secr[ée]|standard|accueil|h[ôo]tesse", re.IGNORECASE)
"""What the person at the switchboard does: a name behind such a word is the one who spoke, and not
whom to ask for.
"""
_CIVIL_WORD = re.compile(rf"{CIVILITY}\s+")
_NAME = re.compile(rf"{_CIVIL}|{_PERSON}")
_SHORTEST = 3
"""Letters of a surname that an address shows for sure."""


def person_to_ask(words: str) -> tuple[str, str]:
    """(name, title) of whom the words say to ask for; empty when they name nobody for sure."""
    for pattern in _SAID:
        for found in pattern.finditer(words):
            who = found["who"]
            behind = _BEHIND.match(words, found.end())
            title = behind["title"] if behind else ""
            if _FRONT.search(title) or _GONE.match(words, found.end()):
                continue
            if _BEFORE_IT.search(words[: found.start("who")]):
                continue
            if _CIVIL_WORD.match(who) or is_full_name(who):
                return who, title
    return "", ""


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person: “Mme Vasseur” is “Claire Vasseur”."""
    first, second = _parts(one), _parts(other)
    if first[1] != second[1] or not first[1]:
        return False
    return not first[0] or not second[0] or first[0] == second[0]


def carries_name(email: str, name: str) -> bool:
    """Whether the part before the @ is made of a name: first name or initial, and surname."""
    letters = re.sub(r"[^a-z]", "", fold(email.partition("@")[0]))
    first, surname = _parts(name)
    surname = surname.replace(" ", "")
    if len(surname) < _SHORTEST or surname not in letters:
        return False
    rest = letters.replace(surname, "", 1)
    if not (letters.startswith(surname) or letters.endswith(surname)):
        return False
    if first:
        return rest in ("", first.replace(" ", ""), first[:1])
    return len(rest) <= 1 or is_first_name(rest)


def name_in_address(email: str, texts: Iterable[str]) -> str:
    """The first name in some words that an address carries, "" for none."""
    for text in texts:
        words = text.split()
        for start in range(len(words)):
            for length in (4, 3, 2, 1):
                name = " ".join(words[start : start + length]).strip(",;:.()")
                if _NAME.fullmatch(name) and carries_name(email, name):
                    return name
    return ""


def _parts(name: str) -> tuple[str, str]:
    """(first name, surname), folded; no first name when only a civility stands before it."""
    bare = _CIVIL_WORD.sub("", name, count=1)
    words = bare.split()
    if len(words) > 1 and is_first_name(words[0]):
        return fold(words[0]), fold(" ".join(words[1:]))
    if len(words) > 1 and is_first_name(words[-1]):
        return fold(words[-1]), fold(" ".join(words[:-1]))
    return "", fold(bare)
