"""How a person is greeted, aloud and in a letter."""

from __future__ import annotations

import re

from decroche.prospects.first_names import is_first_name
from decroche.shared.language import Language

_IN_FULL = (("Mme ", "Madame "), ("M. ", "Monsieur "))
_TITLE = re.compile(r"(?:(?P<mrs>mme\.?|madame)|(?P<mr>m\.|mr\.?|monsieur)) (?=\S)", re.IGNORECASE)
_SHOUTED = re.compile(r"(?<![^\W\d_])[A-ZÀ-Þ]{2,}(?![^\W\d_])")


def addressed(who: str, language: Language) -> str:
    """A name as it is said to its bearer in French: the title written out, with the surname only
    (“Madame Durand” for “Mme Hélène Durand”). Without a title the name is said whole. Capitals and
    scribbled titles of a file are put right: “mme LE BRIS” is Madame Le Bris.
    """
    who = _written_well(who)
    for short, whole in _IN_FULL:
        if language == "fr" and who.startswith(short):
            return whole + _surname(who.removeprefix(short))
    return who


def _written_well(who: str) -> str:
    """A name with its title and its capitals as one writes them."""
    if titled := _TITLE.match(who):
        who = f"{'Mme' if titled['mrs'] else 'M.'} {who[titled.end() :]}"
    return _SHOUTED.sub(lambda found: found.group().capitalize(), who)


def _surname(name: str) -> str:
    """A name without the first names before it, or the one behind it (“LE GOFF Anne”)."""
    words = name.split()
    if len(words) > 1 and is_first_name(words[-1]) and not is_first_name(words[0]):
        return " ".join(words[:-1])
    while len(words) > 1 and is_first_name(words[0]):
        words.pop(0)
    return " ".join(words)
