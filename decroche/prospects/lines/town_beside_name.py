"""The town that ends the name of a firm on a line without a sign between them. Pure."""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM
from decroche.prospects.first_names import is_a_chain, is_first_name, is_of_a_trade
from decroche.prospects.person_words import CAPITAL
from decroche.prospects.towns import is_known_town, is_small_town
from decroche.shared.folding import fold


def town_behind(name: str) -> tuple[str, str]:
    """(the name, the town) of a name that ends in a well-known town: “Brasserie Holweg Colmar”.

    What leads into the town is a part of the name (“Atelier de Colmar”), and so is the town of a
    name that many bear, by which alone they are told apart: “Garage Renault Colmar”. In small
    letters the name has to begin too (“tannerie holweg colmar”, “tannerie holweg a colmar”).
    """
    words = name.split()
    for length in range(min(_LONGEST_TOWN, len(words) - 1), 0, -1):
        before, town = words[:-length], " ".join(words[-length:])
        known = is_small_town(town) if name[:1].islower() else town[:1].isupper()
        if not known or not is_known_town(town):
            continue
        if name[:1].islower() and before[-1] in ("a", "à") and len(before) > _FEWEST:
            return " ".join(before[:-1]), town
        leads_on = _LEADS_ON.fullmatch(fold(before[-1])) or before[-1] in ("&", "-", "/")
        if leads_on or not _has_name_of_its_own(before, name):
            return name, ""
        return " ".join(before), town
    return name, ""


def _has_name_of_its_own(words: list[str], name: str) -> bool:
    """Whether two words or more hold one that is no trade, first name or abbreviation, and are no
    chain's.
    """
    if len(words) == 1 or is_a_chain(" ".join(words)):
        return False
    return any(
        (name[:1].islower() or re.match(CAPITAL, word) is not None)
        and len(word) >= _SHORTEST_NAME
        and (name.isupper() or not word.isupper())
        and not is_of_a_trade(word)
        and FIRM.match(f"{word} X") is None
        and not is_first_name(word)
        for word in words
    )


_LONGEST_TOWN = 5
"""Words of a town: “Le Touquet Paris Plage” has four."""
_FEWEST = 2
"""Words before “a colmar”, “a” among them."""
_SHORTEST_NAME = 4
_LEADS_ON = re.compile(
    r"(?:.*['’])?(?:de|du|des|d|la|le|les|l|et|a|au|aux|en|sur|sous|pres|saint|sainte|ste?|and|of"
    r"|grand|region|rive|rue|route|place|porte|port|gare|quai|tour|notre|dame|vers|pour|ville)"
)
"""Words that lead into the name of a town, which then is a part of the firm's."""
