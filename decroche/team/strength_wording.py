"""What is said of a password while it is chosen, and when it is refused."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.team.strength import Strength


def strength_in_words(strength: Strength) -> str:
    """How hard it is to guess, and for an easy one what makes it so."""
    levels = {
        "weak": _("Too easy to guess."),
        "fair": _("It could be guessed."),
        "good": _("Hard to guess."),
        "strong": _("Very hard to guess."),
    }
    reasons = {
        "": "",
        "own": _("It holds your name or your address."),
        "frequent": _("It holds a word that many people choose."),
        "row": _("It holds letters or digits that follow each other."),
        "repeat": _("It repeats itself."),
        "year": _("It holds a year."),
    }
    because = reasons[strength.because]
    advice = _("Four words that have nothing to do with each other are hard to guess.")
    parts = [levels[strength.level], because, advice if strength.level == "weak" else ""]
    return " ".join(part for part in parts if part)
