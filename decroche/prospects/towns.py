"""Whether words are the name of a town: by the well-known towns of `tables/towns.txt` (some nine
hundred of France and the places beside its borders, chosen by hand), by the other communes of 3,500
people or more in `tables/communes.txt` (INSEE, Licence Ouverte; without those that are first names
or everyday words), by those of 1,000 people or more in `tables/small_communes.txt` (the same
source; names of one word that end as few surnames do), by the large towns of the countries around
(`tables/towns_abroad.txt`, chosen by hand), or by a form that only towns have. Pure.

It tells “Garage Roux, Vitré” from “Garage Roux, Bellanger”: most towns are in no table of that
size, so an unknown word alone is a town only when it is formed like one. A well-known town is one
beside other words too; a commune or a town abroad only where it stands by itself, a small commune
with a capital.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from decroche.shared.folding import fold

_TABLES = Path(__file__).parent / "tables"
_FORMED = re.compile(
    r"(?:la|le|les|l|saint|sainte|ste?|mont|val|ville\w*|chateau|pont|bourg|port|isle|ile) [\w ]+"
    r"|[\w]+ (?:sur|en|les|lez|sous|la|le|aux?|d|de|du|des) [\w ]+"
    r"|\w{2,}(?:ville|villers?|court|bourg|heim|hem|ghem|kerque|voorde|willer|ignac|ignan|argues"
    r"|igny|igney|euil|ieux|mont|champs?|val|fort|acq|oing|ezele?)"
)


def is_known_town(words: str) -> bool:
    """Whether the words are a town of the table, “St” and “Saint” alike."""
    plain = _plain(words)
    return plain in _towns() or _WHICH_PART.sub("", plain) in _towns()


def is_town_by_itself(words: str) -> bool:
    """Whether the words, where nothing else stands beside them, are a town: “– Wasselonne –”; in
    small letters no everyday word.
    """
    everyday = words.islower() and not is_small_town(words)
    return (is_known_town(words) and not everyday) or _plain(words) in _communes()


def is_small_commune(word: str) -> bool:
    """Whether a word with a capital is one of the smaller communes: “– Lewarde –”."""
    return not word.islower() and _plain(word) in _small_communes()


def is_small_town(words: str) -> bool:
    """Whether words in small letters are a well-known town and no everyday word: “colmar”."""
    return is_known_town(words) and fold(words) not in _EVERYDAY


def small_town_first(part: str) -> tuple[str, str]:
    """(the well-known town that words in small letters begin with, the words behind it); nothing
    when they begin with none: “colmar pas de reponse”, but not “nice lady” or “albi de la”.
    """
    words = part.split()
    for length in range(min(len(words), _LONGEST), 0, -1):
        town, rest = " ".join(words[:length]), words[length:]
        led_on = bool(rest) and (rest[0] in _LINKS or town in _WORDS_TOO)
        if is_small_town(town) and not led_on:
            return town, " ".join(rest)
    return "", ""


def is_formed_like_a_town(words: str) -> bool:
    """Whether words have a form of towns: “Marcq en Barœul”, “Hautecourt”, “La Bassée”."""
    return _FORMED.fullmatch(re.sub(r"[-'’ ]+", " ", fold(words))) is not None


_SAINT = {"st": "saint", "ste": "sainte"}


_WHICH_PART = re.compile(r" (?:cedex|centre|nord|sud|est|ouest)$")
_EVERYDAY = frozenset(["die", "sens", "vif", "gap", "tours", "bourg", "sable", "cognac", "condom"])
"""Towns that are everyday words in small letters."""
_WORDS_TOO = frozenset(["nice", "orange", "vienne", "creil", "royan", "laval"])
"""Towns that may be something else before another word: “nice lady”."""
_LINKS = frozenset(["de", "du", "des", "la", "le", "les", "et", "&", "au", "aux", "sur", "en"])
_LONGEST = 4
"""Words of a town."""


def _plain(words: str) -> str:
    return _A_SAINT.sub(lambda found: _SAINT[found.group()], fold(words))


_A_SAINT = re.compile(r"\bste?\b")


@cache
def _towns() -> frozenset[str]:
    return _table("towns")


@cache
def _communes() -> frozenset[str]:
    return _table("communes") | _table("towns_abroad")


@cache
def _small_communes() -> frozenset[str]:
    return _table("small_communes")


def _table(name: str) -> frozenset[str]:
    return frozenset((_TABLES / f"{name}.txt").read_text(encoding="utf-8").split("\n")) - {""}
