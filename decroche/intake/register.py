"""The state's register as a source: establishments found in it become the rows of a file, which is
imported like any other.

Establishments that are closed, or whose holder asked not to be published in full (statut P), are
left out and counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from decroche.gateways.sirene import NotAnswered, Register, RegisterQuery, Unit
from decroche.intake.activities import activities, is_2025
from decroche.intake.headcounts import bands
from decroche.intake.register_query import CompanySearch
from decroche.shared.folding import fold

HEADER = (
    "Entreprise",
    "SIRET",
    "Code NAF",
    "Activité",
    "Effectif",
    "Adresse",
    "CP",
    "Ville",
    "Fonction",
)
AT_MOST = 20_000
"""Establishments of one search: more would be a database, not a calling list."""
_SIZES = {
    "NN": "",
    "00": "0 salarié",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1 000 à 1 999 salariés",
    "51": "2 000 à 4 999 salariés",
    "52": "5 000 à 9 999 salariés",
    "53": "10 000 salariés et plus",
}
_SMALL = frozenset(
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
        "pour",
        "par",
    ]
)
_KEPT = frozenset(
    [
        "SARL",
        "SAS",
        "SASU",
        "SA",
        "EURL",
        "SCI",
        "SCOP",
        "SNC",
        "GIE",
        "EARL",
        "GAEC",
        "SELARL",
        "SCP",
        "CCAS",
        "HLM",
        "CHU",
        "MJC",
        "USA",
        "BTP",
    ]
)


@dataclass(slots=True)
class Gathered:
    """The result of a search: how many establishments were written, and how many left out."""

    found: int = 0
    closed: int = 0
    private: int = 0
    cut: bool = False


@cache
def the_register() -> Register:
    """Returns the register at the address of the settings."""
    return Register(settings.REGISTER_URL)


def query_for(wanted: CompanySearch, register: Register) -> RegisterQuery:
    """Returns the query for the register; the place of a search is looked up in the register too
    (its town hall). Raises NotAnswered: unreachable…, no_such_place.
    """
    codes = tuple(dict.fromkeys(code for chosen in wanted.activities for code in asked_as(chosen)))
    around, words = None, wanted.words
    if wanted.around:
        place, kilometres = wanted.around
        halls = register.ask(RegisterQuery(text=place, legal_form="7210"), per_page=5).units
        hall = next(
            (unit for unit in halls if unit.latitude is not None and unit.longitude is not None),
            None,
        )
        if hall is not None and hall.latitude is not None and hall.longitude is not None:
            around = (hall.latitude, hall.longitude, kilometres)
        elif wanted.or_words:
            words, codes = (*words, wanted.or_words), ()
        else:
            raise NotAnswered("no_such_place", place)
    return RegisterQuery(
        text=" ".join(words),
        activities=codes,
        departments=wanted.departments,
        postcodes=wanted.postcodes,
        headcounts=bands(wanted.least, wanted.most),
        category=wanted.category,
        around=around,
    )


def asked_as(code: str) -> list[str]:
    """Returns the codes for the filter of the register, which knows those of rév. 2. For a code of
    NAF 2025 these are the codes of rév. 2 with the same class; `fits` removes what does not belong.
    """
    if not is_2025(code):
        return [code]
    return [other for other in activities() if not is_2025(other) and other[:5] == code[:5]] or [
        other for other in activities() if not is_2025(other) and other[:4] == code[:4]
    ]


def fits(unit: Unit, wanted: CompanySearch) -> bool:
    """Whether an establishment is wanted, by what the service could not filter: NAF 2025, and
    around a place the headcount and category.
    """
    new = [code for code in wanted.activities if is_2025(code)]
    if (
        new
        and len(new) == len(wanted.activities)
        and unit.activity_2025
        and unit.activity_2025 not in new
    ):
        return False
    if wanted.around:
        sizes = bands(wanted.least, wanted.most)
        return not (sizes and unit.headcount not in sizes) and not (
            wanted.category and unit.category != wanted.category
        )
    return True


def gather(
    wanted: CompanySearch,
    register: Register,
    path: Path,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Gathered:
    """Writes every establishment found as a file of companies; on an error no file is left. Raises
    NotAnswered.
    """
    done = Gathered()
    half = path.with_suffix(".half")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, delimiter=";")
            table.writerow(HEADER)
            table.writerows(row_of(unit) for unit in _wanted_units(wanted, register, done, tell))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return done


def _wanted_units(
    wanted: CompanySearch, register: Register, done: Gathered, tell: Callable[[int, int], None]
) -> Iterator[Unit]:
    seen: set[str] = set()
    for answer in register.everything(query_for(wanted, register)):
        for unit in usable(answer.units, done):
            if unit.siret not in seen and fits(unit, wanted):
                if done.found == AT_MOST:
                    done.cut = True
                    return
                seen.add(unit.siret)
                done.found += 1
                yield unit
        tell(done.found, answer.total)


def usable(units: Iterable[Unit], done: Gathered) -> Iterator[Unit]:
    """Yields the establishments that may be called, and counts the others."""
    for unit in units:
        if unit.private:
            done.private += 1
        elif unit.closed:
            done.closed += 1
        else:
            yield unit


def row_of(unit: Unit) -> list[str]:
    """Returns an establishment as a row of a file, with the communication department as whom to ask
    for.
    """
    code = unit.activity_2025 if not unit.activity else unit.activity
    return [
        name_of(unit),
        unit.siret,
        code,
        activities().get(code, ""),
        _SIZES.get(unit.headcount, ""),
        unit.address.title() if unit.address.isupper() else unit.address,
        unit.postcode,
        written(unit.city),
        "communication",
    ]


def name_of(unit: Unit) -> str:
    """Returns the name to say on the telephone: the sign of the establishment when it has its own,
    followed by the company's name.
    """
    name, sign = written(unit.name), written(unit.sign)
    return (
        f"{sign} ({name})"
        if sign and fold(sign) != fold(name) and fold(sign) not in fold(name)
        else name
    )


def written(text: str) -> str:
    """Returns a name in capitals as people write it: « IMPRIMERIE DU CANAL SARL » becomes «
    Imprimerie du Canal SARL ».
    """
    if not text.isupper():
        return text
    words = re.split(r"(\W+)", text)
    return "".join(_word(word, first=index == 0) for index, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if word in _KEPT or (len(word) > 1 and not re.search(r"[AEIOUYÀ-Ý]", word)):
        return word
    return word.lower() if word.lower() in _SMALL and not first else word.capitalize()


def unit_for(register: Register, *, siret: str = "", siren: str = "") -> Unit | None:
    """Returns the establishment with a SIRET (else the head office with a SIREN) as it is today,
    open or closed; None when there is none.
    """
    units = register.ask(RegisterQuery(text=siret or siren, open_only=False)).units
    return next((unit for unit in units if unit.siret == siret), units[0] if units else None)


def candidates(
    register: Register, *, name: str, postcode: str = "", department: str = ""
) -> list[Unit]:
    """Returns the open establishments that may be the company of a card, by its name and place."""
    query = RegisterQuery(
        text=name,
        postcodes=(postcode,) if postcode else (),
        departments=(department,) if department and not postcode else (),
    )
    found = list(usable(register.ask(query, per_page=10).units, Gathered()))
    if not found and (postcode or department):
        found = list(
            usable(
                register.ask(replace(query, postcodes=(), departments=()), per_page=10).units,
                Gathered(),
            )
        )
    return found[:10]
