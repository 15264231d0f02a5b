"""Whether a name is that of a person and the trade they work at: “Julie Maréchal graphiste”. Pure.

As far as the name says, such a person works alone, so they are treated as a sole trader. Companies,
schools and streets that are named after a person (“Boulangerie Paul”, “Lycée Jules Ferry”, “Cabinet
Martin & fils”) do not begin with a first name, or do not say what one person is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from decroche.prospects.first_names import is_full_name
from decroche.shared.folding import fold

_TABLE = Path(__file__).parent / "tables" / "trades_of_one_person.txt"
_BETWEEN = re.compile(r"[\s,/|]+|\s[-–—]\s")
_NAME_WORDS = (2, 3)


def is_person_at_a_trade(name: str, activity: str = "") -> bool:
    """Whether a name is a full name with the word for a person of a trade before or after it, or a
    full name alone whose activity begins with such a word.
    """
    words = [word for word in _BETWEEN.split(name.strip()) if word not in ("", "-", "–", "—")]
    if activity and len(words) <= _NAME_WORDS[1] and is_full_name(" ".join(words)):
        return fold(_BETWEEN.split(activity.strip())[0]) in _trades()
    if _trades().isdisjoint(fold(name).split()):
        return False
    is_trade = [fold(word) in _trades() for word in words]
    return any(
        (is_trade[count] and _is_person(words[:count], is_trade[:count]))
        or (is_trade[0] and _is_person(words[-count:], is_trade[-count:]))
        for count in _NAME_WORDS
        if len(words) > count
    )


def _is_person(words: list[str], is_trade: list[bool]) -> bool:
    return True not in is_trade and is_full_name(" ".join(words))


@cache
def _trades() -> frozenset[str]:
    """The folded words of the table, one a line."""
    return frozenset(_TABLE.read_text(encoding="utf-8").split())
