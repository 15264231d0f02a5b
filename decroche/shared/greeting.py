"""How a person is greeted, aloud and in a letter."""

from __future__ import annotations

from decroche.shared.language import Language

_IN_FULL = (("Mme ", "Madame "), ("M. ", "Monsieur "))


def addressed(who: str, language: Language) -> str:
    """A name as it is said to its bearer in French, the title written out: “Madame Durand”."""
    for short, whole in _IN_FULL:
        if language == "fr" and who.startswith(short):
            return whole + who.removeprefix(short)
    return who
