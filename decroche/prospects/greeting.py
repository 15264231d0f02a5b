"""How a person is greeted, aloud and in a letter."""

from __future__ import annotations

from decroche.prospects.first_names import is_first_name
from decroche.shared.language import Language

_IN_FULL = (("Mme ", "Madame "), ("M. ", "Monsieur "))


def addressed(who: str, language: Language) -> str:
    """A name as it is said to its bearer in French: the title written out, with the surname only
    (“Madame Durand” for “Mme Hélène Durand”). A name without a title stays as it is.
    """
    for short, whole in _IN_FULL:
        if language == "fr" and who.startswith(short):
            return whole + _surname(who.removeprefix(short))
    return who


def _surname(name: str) -> str:
    """A name without the first names before it, or the one behind it (“LE GOFF Anne”)."""
    words = name.split()
    if len(words) > 1 and is_first_name(words[-1]) and not is_first_name(words[0]):
        return " ".join(words[:-1])
    while len(words) > 1 and is_first_name(words[0]):
        words.pop(0)
    return " ".join(words)
