"""The agency that a company works with, and when its contract ends: what was said in a call.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from decroche.shared.clock import PARIS
from decroche.shared.spoken import NotUnderstood, day_meant

_UNTIL = re.compile(
    r"(?P<name>.*)(?<!\w)(?:jusqu[’']|until\s|till\s)(?:(?:à la|à|au|en|a)\s+)?(?P<end>.+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Contract:
    """`agency` and `said` (when the contract ends) are her words, "" when she gave none; `ends` is
    None when that was not said or not understood.
    """

    agency: str = ""
    said: str = ""
    ends: date | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.said)


def contract_in(details: Mapping[str, Any], at: datetime) -> Contract:
    """From the details of a call made at a moment. The end may stand in the field of the agency:
    “Agence Bleue jusqu’à fin mars”.
    """
    agency = str(details.get("agency", "")).strip()
    said = str(details.get("until", "")).strip()
    on = at.astimezone(PARIS).date()
    if said:
        return Contract(agency, said, _end_meant(said, on))
    match = _UNTIL.fullmatch(agency) if agency else None
    ends = _end_meant(match["end"], on) if match else None
    if match and ends:
        return Contract(match["name"].strip(" ,;:–-"), match["end"], ends)
    return Contract(agency)


@lru_cache(maxsize=4096)
def _end_meant(text: str, on: date) -> date | None:
    """The day that a text said on a day means; None when it is not understood. Kept, since the same
    text said on the same day always means the same.
    """
    try:
        return day_meant(text, now=datetime.combine(on, time(9), PARIS))
    except NotUnderstood:
        return None
