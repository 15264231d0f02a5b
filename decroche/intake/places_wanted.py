"""Where companies are looked for: departments and regions by name or code, postcodes, a town and
the kilometres around it. Pure.
"""

from __future__ import annotations

import re
from functools import cache

from decroche.intake.activities import everyday, insee_table, words_of
from decroche.intake.headcounts import PEOPLE
from decroche.shared.folding import fold

_ARRONDISSEMENT = re.compile(
    r"\b(paris|lyon|marseille)\s+(20|1\d|[1-9])(?:\s?(?:e|er|[eè]me|nd)\b(?:\s+arr\w*)?"
    r"|(?!\d|\s*(?:km|ans?|et|a|à|ou|-|%)\b|\s*(?:salari|personn|employ)))",
    re.IGNORECASE,
)
"""“Paris 11e”, “Lyon 7”: an arrondissement, never a department."""
_FIRST_OF_TOWN = {"paris": 75000, "lyon": 69000, "marseille": 13000}
_AROUND = re.compile(
    r"\b(\d+)\s*km\s*(?:autour de|around|de|d|of)?\s+(.+)"
    r"|\b(?:autour de|pres de|around|near)\s+(.+?)(?:\s+(\d+)\s*km)?$"
)


@cache
def departments() -> dict[str, str]:
    """Every department with its name."""
    return insee_table("departments.tsv")


def with_postcodes(text: str) -> str:
    """What she wrote, each arrondissement by its postcode: “Lyon 7” as “69007”."""
    return _ARRONDISSEMENT.sub(_postcode_of, text)


def _postcode_of(found: re.Match[str]) -> str:
    return str(_FIRST_OF_TOWN[found[1].lower()] + int(found[2]))


def places_said(plain: str) -> tuple[str, list[str], list[str]]:
    """Returns (the other words, departments, postcodes): names of departments and regions, codes
    and postcodes, after “dans”, “en”, “du”, “et”… or at the beginning.
    """
    words = plain.replace("-", " ").split()
    kept, codes, postcodes = list[str](), list[str](), list[str]()
    place = 0
    while place < len(words):
        length, named = _named_place(words, place)
        linked = not kept or fold(kept[-1]) in _BEFORE_A_PLACE or _coded(words, place)
        linked = linked or length > 1  # “mairies Seine-et-Marne”: never the Marne alone
        if length and linked:
            codes += named
        elif re.fullmatch(r"\d{5}", words[place]):
            postcodes.append(words[place])
            length = 1
            while kept and kept[-1] in ("code", "postal", "cp"):
                kept.pop()
            if not any(re.search(r"\d", word) for word in words[place + 1 :]):
                length = _town_words(words, place)
        else:
            kept.append(words[place])
            place += 1
            continue
        while kept and fold(kept[-1]) in _BEFORE_A_PLACE:
            kept.pop()
        place += length
    if not codes and not postcodes:
        return plain, [], []
    return " ".join(kept), codes, postcodes


def _town_words(words: list[str], place: int) -> int:
    """Returns how many words, from a postcode on, are the postcode and its town: all except an
    activity at the end (“75011 opticiens”).
    """
    for start in range(place + 1, len(words)):
        if everyday(words_of(" ".join(words[start:])), new=False):
            return start - place
    return len(words) - place


def _coded(words: list[str], place: int) -> bool:
    """Whether a word is the code of a department and not a number of something: “avocats 69”."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return (
        re.fullmatch(r"\d\d|2[ab]|97\d", words[place]) is not None
        and re.fullmatch(rf"{PEOPLE}|km|ans?|etoiles?|%|€|e|eme|lits|chambres", following) is None
    )


def _named_place(words: list[str], place: int) -> tuple[int, list[str]]:
    """Returns (how many of the first words name a department or a region, its departments)."""
    for length in range(min(6, len(words) - place), 0, -1):
        name = fold(" ".join(words[place : place + length]))
        if codes := place_names().get(name):
            return length, codes
    return 0, []


@cache
def place_names() -> dict[str, list[str]]:
    """Departments and regions by their names and codes, folded: the departments of each."""
    names = {fold(name).replace("-", " "): [code] for code, name in departments().items()}
    names |= {code.lower(): [code] for code in departments()}
    return names | {name: codes.split() for name, codes in _REGIONS.items()}


_BEFORE_A_PLACE = frozenset(
    (
        *("dans", "en", "a", "au", "aux", "le", "la", "les", "l", "du", "de", "d", "des", "et"),
        *("ou", "departement", "departements", "dept", "dep", "region", "in", "and", "the", "of"),
    )
)
_REGIONS = {
    "auvergne rhone alpes": "01 03 07 15 26 38 42 43 63 69 73 74",
    "bourgogne franche comte": "21 25 39 58 70 71 89 90",
    "bretagne": "22 29 35 56",
    "centre val de loire": "18 28 36 37 41 45",
    "corse": "2A 2B",
    "grand est": "08 10 51 52 54 55 57 67 68 88",
    "alsace": "67 68",
    "hauts de france": "02 59 60 62 80",
    "ile de france": "75 77 78 91 92 93 94 95",
    "idf": "75 77 78 91 92 93 94 95",
    "normandie": "14 27 50 61 76",
    "nouvelle aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87",
    "occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "pays de la loire": "44 49 53 72 85",
    "provence alpes cote d azur": "04 05 06 13 83 84",
    "paca": "04 05 06 13 83 84",
    "region parisienne": "75 77 78 91 92 93 94 95",
    "petite couronne": "92 93 94",
    "grande couronne": "77 78 91 95",
    "outre mer": "971 972 973 974 976",
    "antilles": "971 972",
    "nord pas de calais": "59 62",
    "picardie": "02 60 80",
    "haute normandie": "27 76",
    "basse normandie": "14 50 61",
    "champagne ardenne": "08 10 51 52",
    "lorraine": "54 55 57 88",
    "franche comte": "25 39 70 90",
    "bourgogne": "21 58 71 89",
    "auvergne": "03 15 43 63",
    "rhone alpes": "01 07 26 38 42 69 73 74",
    "limousin": "19 23 87",
    "poitou charentes": "16 17 79 86",
    "aquitaine": "24 33 40 47 64",
    "midi pyrenees": "09 12 31 32 46 65 81 82",
    "languedoc roussillon": "11 30 34 48 66",
}
"""Regions (since 2016, and as they are still called) by their departments, as INSEE's geographical
code has them.
"""
FARTHEST = 50.0


def around_said(part: str, plain: str) -> tuple[tuple[str, float], str] | None:
    """Returns ((a place, kilometres around it), the words before it)."""
    if not (found := _AROUND.search(plain)):
        return None
    place = (found[2] or found[3]).strip()
    start = plain.find(place)
    before = re.sub(
        r"(?:\b(?:a moins de|a|dans un rayon de|dans les|dans|de)\s*)+$", "", plain[: found.start()]
    )
    named = re.sub(r"\s+\d+ ?km$", "", " ".join(part.strip()[start:].split())) or place
    return (named, min(float(found[1] or found[4] or 20), FARTHEST)), before.strip()
