"""The words that this program's own exports write for its codes, in either language, and the codes
that such words mean when a file comes back. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from decroche.shared.language import Language

OwnWords = Mapping[Language, Mapping[str, str]]
"""{language: {code: word}}"""

ROLES: Final[OwnWords] = {
    "fr": {
        "communication": "communication",
        "hr": "ressources humaines",
        "management": "direction",
        "marketing": "marketing",
        "other": "autre",
    },
    "en": {
        "communication": "communication",
        "hr": "human resources",
        "management": "management",
        "marketing": "marketing",
        "other": "other",
    },
}
"""Which department a person belongs to, or was asked for."""
PRECISIONS: Final[OwnWords] = {
    "fr": {
        "minute": "à la minute",
        "half_day": "demi-journée",
        "day": "jour",
        "week": "semaine",
        "month": "mois",
    },
    "en": {
        "minute": "to the minute",
        "half_day": "half a day",
        "day": "day",
        "week": "week",
        "month": "month",
    },
}
"""How exact a promised moment is."""
REASONS: Final[OwnWords] = {
    "fr": {
        "agency": "Ils ont une agence",
        "in_house": "En interne",
        "no_budget": "Pas de budget",
        "too_late": "Trop tard",
        "other": "Autre",
    },
    "en": {
        "agency": "They have an agency",
        "in_house": "In-house",
        "no_budget": "No budget",
        "too_late": "Too late",
        "other": "Other",
    },
}
"""Why somebody said no."""
ORIGINS: Final[OwnWords] = {
    "fr": {"elsewhere": "appel passé ailleurs", "incoming": "appel reçu"},
    "en": {"elsewhere": "called without the desk", "incoming": "they called"},
}
"""Where a call that was not dialled from the desk came from."""
YES: Final[OwnWords] = {"fr": {"1": "oui"}, "en": {"1": "yes"}}
FACTS: Final[OwnWords] = {
    "fr": {
        "reason": "motif",
        "agency": "agence",
        "until": "fin du contrat",
        "asked_for": "service demandé",
        "seconds": "secondes",
        "message_left": "message laissé",
        "origin": "origine",
        "place": "lieu",
        "invite": "invitation à",
        "referral": "recommandation",
        "sentence": "phrase",
    },
    "en": {
        "reason": "reason",
        "agency": "agency",
        "until": "end of the contract",
        "asked_for": "department asked for",
        "seconds": "seconds",
        "message_left": "message left",
        "origin": "origin",
        "place": "place",
        "invite": "invitation to",
        "referral": "recommendation",
        "sentence": "sentence",
    },
}
"""How the facts of a call are named. One without a word keeps its code."""
WORDS_OF_FACTS: Final[Mapping[str, OwnWords]] = {
    "reason": REASONS,
    "asked_for": ROLES,
    "message_left": YES,
    "origin": ORIGINS,
}
"""Facts whose values are codes."""


def word_of(words: OwnWords, code: str, language: Language) -> str:
    """The word for a code; the code itself when there is none."""
    return words[language].get(code, code)


def code_of(words: OwnWords, said: str) -> str:
    """The code that a word of either language means, in whatever case; what was said when it means
    none, as in a file of an earlier version, which has the codes themselves.
    """
    plain = said.strip().lower()
    for of_language in words.values():
        for code, word in of_language.items():
            if word.lower() == plain:
                return code
    return said
