"""The agency that a company works with, and when their contract ends, as it was said in a call or
noted without one. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from decroche.shared.clock import PARIS
from decroche.shared.spoken import NotUnderstood, named_day
from decroche.shared.spoken.parts import Day

NOTED = "noted"
"""A key in the details of a note that was written to change what is known of the contract."""
_UNTIL = re.compile(
    r"(?P<name>.*)(?<!\w)(?:jusqu[’']|until\s|till\s)(?:(?:à la|à|au|en|a)\s+)?(?P<end>.+)",
    re.DOTALL,
)
_TALKS_OF_IT = re.compile(
    r"\b(?:contrat|contract|engag[ée]\w*|agence|agency|prestataire|tied (?:in|to))\b", re.IGNORECASE
)
_NONE = re.compile(
    r"\b(?:pas|plus|sans|aucun|ni|no|without|any)\s(?:(?:de|d['’]|un|une|encore|a|an)\s?)?"
    r"(?:contrat|contract|engag|agence|agency|prestataire)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?<!\w)(?:(?:jusqu[’']|until\s|till\s)(?:(?:à la|à|au|en|a)\s+)?"
    r"|(?:termine|finit|expire|échéance|s[’']arrête|ends?|ending|expires?|fin d[eu] contrat)"
    r"\s(?::\s)?(?:(?:à la|à|au|le|en|a|in|on|by)\s+)?)(?P<end>\S.*)",
    re.IGNORECASE,
)
_WORD = r"(?!(?:Mme|Mlle|Mrs?|Ms|M)\b)[A-ZÀ-Þ][\w’'&-]+"
_NEXT_WORD = rf"(?: (?:(?:de|du|des|à|aux?|et|&|of|and) (?:la |les? |l[’'])?|d[’'])?{_WORD})"
"""A further word of a name: “Terre de Sienne”, “Mairie de Lille”, “La Fabrique à Idées”."""
_AGENCY = re.compile(
    rf"(?:(?<!\w)(?i:agence|agency)(?P<own> {_WORD}{_NEXT_WORD}{{0,3}})"
    r"|(?i:contrat|contract|engagée?s?|under contract)\s(?:avec|chez|with)\s"
    r"(?:(?:l[’']agence|l[’']|la|le|les)\s?)?"
    rf"(?P<named>{_WORD}{_NEXT_WORD}{{0,3}}))"
)
_AWAY = re.compile(
    r"\b(?:ferm[ée]\w*|ouvert\w*|absent\w*|(?:en|on|à la)\s(?:congés?|vacances|pause|arrêt|leave"
    r"|déplacement|formation|holidays?)|indisponibles?|injoignables?|occup[ée]\w*|pas là"
    r"|closed|open|away|unavailable|busy|out)\b[^;,]*$",
    re.IGNORECASE,
)
"""“L’agence est fermée jusqu’à lundi”: what ends then is no contract."""
_CLAUSES = re.compile(r"[;,!\n]+|\.(?=\s|$)")
_LEADS_ON = re.compile(r"\s(?:au|avec|et|ou|à|chez|pour|en|puis|with|and|or|at)$", re.IGNORECASE)
_MOST_WORDS = 6
"""Words of the end of a contract in a note."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with an agency.

    `agency` and `said` (when it ends) are her words, "" when she gave none. `ends` is the day that
    follows from `said`, None when that was empty or not understood; `about` says that the words
    name a week or a month rather than one day.
    """

    agency: str = ""
    said: str = ""
    ends: date | None = None
    about: bool = False

    def __bool__(self) -> bool:
        return bool(self.agency or self.said)


def last_said(dated: Iterable[tuple[datetime, Mapping[str, Any]]]) -> Contract:
    """Returns the contract as it was said last; `dated` are (moment, details) of calls and notes,
    those of the same moment newest first. A note with an empty agency and end says that there is no
    contract any more.
    """
    in_order = sorted(dated, key=lambda one: (one[0], NOTED in one[1]), reverse=True)
    for at, details in in_order:
        contract = contract_in(details, at)
        if contract or NOTED in details:
            return contract
    return Contract()


def contract_in(details: Mapping[str, Any], at: datetime) -> Contract:
    """Returns the contract that the details of a call of that moment tell of. Its end may have been
    typed in the field of the agency: “Agence Bleue jusqu’à fin mars”.
    """
    agency = str(details.get("agency", "")).strip()
    said = str(details.get("until", "")).strip()
    on = at.astimezone(PARIS).date()
    if said:
        return _ending(agency, said, _end_meant(said, on))
    match = _UNTIL.fullmatch(agency) if agency else None
    if match and _AWAY.search(match["name"]):
        match = None
    ends = _end_meant(match["end"], on) if match else None
    if match and ends:
        return _ending(match["name"].strip(" ,;:–-"), match["end"], ends)
    return Contract(agency)


def ends_in_note(note: str, at: datetime) -> list[str]:
    """Returns the words of a note that say when the contract with their agency ends, as they would
    be typed: “mars” of “agence, contrat jusqu’en mars”.
    """
    on, found, before = at.astimezone(PARIS).date(), list[str](), ""
    for clause in _CLAUSES.split(note):
        about = f"{before} {clause}"
        match = _ENDS.search(clause) if _TALKS_OF_IT.search(about) else None
        if match and (_NONE.search(about) or _AWAY.search(clause[: match.start()])):
            match = None
        words = match["end"].split()[:_MOST_WORDS] if match else []
        for length in range(len(words), 0, -1):
            said = " ".join(words[:length]).strip(" :()")
            if not _LEADS_ON.search(said) and _end_meant(said, on):
                found.append(said)
                break
        before = clause
    return found


def agencies_in_note(note: str) -> list[str]:
    """Returns the agencies that a note names: “Agence Bleue” of “une agence, l’agence Bleue”."""
    return [
        found["named"] or f"Agence{found['own']}"
        for clause in _CLAUSES.split(note)
        if not _NONE.search(clause)
        for found in _AGENCY.finditer(clause)
    ]


def _ending(agency: str, said: str, ends: Day | None) -> Contract:
    if ends is None:
        return Contract(agency, said)
    return Contract(agency, said, ends.day, ends.precision in ("week", "month"))


@lru_cache(maxsize=4096)
def _end_meant(text: str, on: date) -> Day | None:
    """Returns the day that a text means which was said on the day `on`; None when it is not
    understood. Cached: the same text said on the same day always means the same.
    """
    try:
        return named_day(text, now=datetime.combine(on, time(9), PARIS))
    except NotUnderstood:
        return None
