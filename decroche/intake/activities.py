"""The activity of a company, by her words or its code: NAF codes with INSEE's labels. Pure.

Two nomenclatures: rév. 2, and NAF 2025, which takes over on 2027-01-01 (decree 2025-736). No code
stands in both, so a code's shape tells its nomenclature.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from decroche.shared.folding import fold

SWITCH = date(2027, 1, 1)
"""From this day on NAF 2025 is the nomenclature in force."""
_TABLES = Path(__file__).parent / "tables"
_CODE = re.compile(r"\b(\d{2})\.?(\d{2})([a-z])\b", re.IGNORECASE)
SAYS_NOTHING = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "a",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "dans",
        "of",
        "in",
        "the",
        "and",
        "entreprises",
        "entreprise",
        "societes",
        "companies",
    ]
)
"""Words of a search that ask for nothing."""
_SHOWN = 12


@cache
def activities() -> dict[str, str]:
    """Every activity code with its label, of both nomenclatures."""
    return insee_table("rev2.tsv") | insee_table("2025.tsv")


@cache
def insee_table(name: str) -> dict[str, str]:
    """A table of INSEE as {code: label}."""
    lines = (_TABLES / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("\t") for line in lines]
    return {code: label for code, _tab, label in pairs}


def is_2025(code: str) -> bool:
    """Whether a code is of NAF 2025: all of its letters are G, H, J, K, L or Y, none of rév.
    2's.
    """
    return code in _table_2025()


@cache
def _table_2025() -> frozenset[str]:
    return frozenset(insee_table("2025.tsv"))


def find_activities(text: str, today: date) -> list[str]:
    """Returns the codes of an activity: written as codes (18.12Z, 1812z), or by the words of its
    label; labels that begin with these words come first.
    """
    if codes := [f"{found[1]}.{found[2]}{found[3].upper()}" for found in _CODE.finditer(text)]:
        return [code for code in codes if code in activities()]
    words = words_of(text)
    return _codes_of(words, today) or _codes_of(_without_qualifiers(words), today)


def words_of(text: str) -> list[str]:
    return [
        word for word in re.split(r"\W+", fold(text)) if len(word) > 2 and word not in SAYS_NOTHING
    ]


def _without_qualifiers(words: list[str]) -> list[str]:
    kept = [word for word in words if word not in _QUALIFIERS]
    return kept if len(kept) < len(words) else []


def qualifiers(text: str, today: date) -> list[str]:
    """Words beside a trade that the register can't be asked: “privées” of “cliniques privées”."""
    words = words_of(text)
    if _codes_of(words, today):
        return []
    return [word for word in words if word in _QUALIFIERS]


_QUALIFIERS = frozenset(
    f"{stem}{ending}"
    for stem in (
        *("prive", "privee", "independant", "independante", "traditionnel", "traditionnelle"),
        *("artisanal", "artisanale", "associatif", "associative", "gastronomique", "familial"),
        *("familiale", "automobile", "alu", "local", "locale", "haut", "luxe", "batiment"),
        *("technique", "professionnel", "professionnelle", "general", "generale", "specialise"),
        *(
            "specialisee",
            "expert",
            "industriel",
            "industrielle",
        ),
    )
    for ending in ("", "s")
) | {"petits", "petites", "grands", "grandes"}
"""Words that limit a trade without being one; INSEE's labels that have them are found first. Small
and large limit one in the plural only: “petites imprimeries”, but “Petite Presse” is a name.
"""


def _codes_of(words: list[str], today: date) -> list[str]:
    """Returns the codes of the activities that all of these words name; none for no words."""
    if not words:
        return []
    if codes := everyday(words, today >= SWITCH):
        return codes
    if codes := _by_labels(words, today):
        return codes
    rest = [word for word in words if word.rstrip("sx") not in _ANY_BUSINESS]
    if not rest or rest == words:
        return []
    return everyday(rest, today >= SWITCH) or _by_labels(rest, today)


_ANY_BUSINESS = frozenset(
    (
        *("cabinet", "agence", "atelier", "magasin", "boutique", "bureau", "etude", "societe"),
        *("entreprise", "commerce", "fabricant", "artisan", "salon", "etablissement", "usine"),
    )
)
"""Words that stand before a trade and say nothing of it: “cabinets d’architectes”."""


def _by_labels(words: list[str], today: date) -> list[str]:
    """The codes whose labels have all these words, those that begin with them first."""
    scored = []
    for code, label in _labels(today >= SWITCH):
        places = list[int]()
        for word in words:
            found = (place for place, other in enumerate(label) if _one_word(word, other))
            place = next(found, None)
            if place is None:  # a long text is not looked at to its end in each label
                break
            places.append(place)
        else:
            scored.append((sum(places), len(label), code))
    scored.sort()
    return [code for place, _length, code in scored[:_SHOWN] if place <= scored[0][0] + 3]


def everyday(words: list[str], new: bool) -> list[str]:
    """Returns the codes of an activity by a common word that is in no label: mairies, cliniques,
    transporteurs.
    """
    spoken = [word.rstrip("sx") for word in words]
    for name, codes in insee_table("everyday.tsv").items():
        if [
            word.rstrip("sx") for word in name.split() if word not in SAYS_NOTHING and len(word) > 2
        ] == spoken:
            chosen = codes.split()
            return (
                [
                    other
                    for code in chosen
                    for other, _label in _labels(True)
                    if other[:5] == code[:5]
                ]
                if new
                else chosen
            )
    return []


@cache
def _labels(new: bool) -> list[tuple[str, list[str]]]:
    return [
        (code, [word for word in re.split(r"\W+", fold(label)) if word])
        for code, label in activities().items()
        if is_2025(code) == new
    ]


def _one_word(word: str, other: str) -> bool:
    """Whether two words share all but their endings: imprimeries, imprimerie; assurance,
    assurances; transporteur, transports.
    """
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    return (
        shared >= 4 and shared >= len(word) - 3 and shared >= len(other) - 3
        if min(len(word), len(other)) > 4
        else word.rstrip("sx") == other.rstrip("sx")
    )
