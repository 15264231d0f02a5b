"""Whether words are the name of a town: by the towns of `tables/towns.txt` (some nine hundred of
France and the places beside its borders, chosen by hand), or by a form that only towns have. Pure.

It tells “Garage Roux, Vitré” from “Garage Roux, Bellanger”: most towns are in no table of that
size, so an unknown word alone is a town only when it is formed like one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from decroche.shared.folding import fold

_TABLE = Path(__file__).parent / "tables" / "towns.txt"
_FORMED = re.compile(
    r"(?:la|le|les|l|saint|sainte|ste?|mont|val|ville\w*|chateau|pont|bourg|port|isle|ile) [\w ]+"
    r"|[\w]+ (?:sur|en|les|lez|sous|la|le|aux?|d|de|du|des) [\w ]+"
    r"|\w{2,}(?:ville|villers?|court|bourg|heim|hem|ghem|kerque|voorde|willer|ignac|ignan|argues"
    r"|igny|igney|euil|ieux|mont|champs?|val|fort|acq|oing|ezele?)"
)


def is_known_town(words: str) -> bool:
    """Whether the words are a town of the table, “St” and “Saint” alike."""
    plain = re.sub(r"\bste?\b", lambda found: _SAINT[found.group()], fold(words))
    return plain in _towns() or re.sub(r" (?:cedex|centre|nord|sud|est|ouest)$", "", plain) in (
        _towns()
    )


def is_formed_like_a_town(words: str) -> bool:
    """Whether words have a form of towns: “Marcq en Barœul”, “Hautecourt”, “La Bassée”."""
    return _FORMED.fullmatch(re.sub(r"[-'’ ]+", " ", fold(words))) is not None


_SAINT = {"st": "saint", "ste": "sainte"}


@cache
def _towns() -> frozenset[str]:
    return frozenset(_TABLE.read_text(encoding="utf-8").split("\n")) - {""}
