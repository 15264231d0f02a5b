"""Rules about values of a card: roles, names, the state of a number, headcounts. Plain Python."""

from __future__ import annotations

import re
from functools import lru_cache

from decroche.shared.folding import strip_marks
from decroche.shared.words import Words, plain


@lru_cache(4096)
def role_of(title: str) -> str:
    """The role (a value of Contact.Role) that a job title or department means: « Directrice de la
    communication » is communication.
    """
    text = plain(title)
    return next((role for role, words in _TITLES if words.found_in_plain(text)), "other")


_TITLES = (
    (
        "communication",
        Words(
            *("com", "comm", "comms", "communication", "communications", "dircom", "presse"),
            *("public relations", "relations publiques", "community manager"),
            but_not=(
                *("conduct* de presse", "conduct* presse*", "conduct* sur presse*"),
                *("operat* de presse", "operat* presse*", "operat* sur presse*", "presse offset"),
                *("presse agrume*", "presse hydraulique", "presse plieuse*"),
            ),
        ),
    ),
    (
        "hr",
        Words(
            *("rh", "drh", "rrh", "hr", "ressources humaines", "human resources", "personnel"),
            *("people", "recrutement", "recrutements", "recruteur", "recruteuse", "recruiter"),
            *("recruitment", "recruiting", "talent", "talents"),
            but_not=("assistant personnel", "secretaire personnel", "conseiller personnel"),
        ),
    ),
    (
        "marketing",
        Words(
            *("marketing", "webmarketing", "e marketing", "mkt", "cmo", "marque", "marques"),
            *("brand", "brands"),
        ),
    ),
    (
        "management",
        Words(
            *("directeur", "directeurs", "directrice", "directrices", "direction", "director"),
            *("directors", "codirecteur", "codirectrice", "gerant", "gerante", "gerants"),
            *("gerantes", "gerance", "cogerant", "cogerante", "president", "presidente"),
            *("presidence", "vice president", "vicepresident", "pdg", "dg", "dga", "ceo", "owner"),
            *("fondateur", "fondatrice", "fondateurs", "cofondateur", "cofondatrice", "founder"),
            *("founders", "cofounder", "manager", "managers", "management", "managing", "manageur"),
            *("manageuse", "maire", "maires", "associe", "associee", "associes", "associees"),
            *("coassocie", "coassociee", "associate", "dirigeant", "dirigeante"),
            but_not=(
                "assistant* de direction",
                "secretaire* de direction",
                "secretariat de direction",
            ),
        ),
    ),
)


def number_state(*, valid: bool, opposed: bool = False, readable: bool = True) -> str:
    """The state of a new number (a value of PhoneNumber.State): suppressed when it has an
    opposition, else unreadable, valid, or doubtful when the numbering plan does not know it.
    """
    if opposed:
        return "suppressed"
    if not readable:
        return "unreadable"
    return "valid" if valid else "doubtful"


def is_a_name(text: str) -> bool:
    """Whether a text can be the name of a person: “Mme Durand”, not “5000 euros”."""
    return any(sign.isalpha() for sign in text) and not any(
        sign.isdigit() or sign in "@€$%" for sign in text
    )


def similar_names(one: str, other: str) -> bool:
    """Whether two folded names may be of one company: all words of one are in the other, or two
    thirds of all words are in both.
    """
    a, b = set(one.split()), set(other.split())
    if not a or not b:
        return False
    shared = len(a & b)
    return shared == min(len(a), len(b)) or shared * 3 >= len(a | b) * 2


HEADCOUNTS = ((0, "0"), (1, "1-9"), (10, "10-49"), (50, "50-249"), (250, "250+"))
"""The headcount bands of filters: (lower bound, name)."""

_BAND_CODES = {
    "nn": None,
    "00": 0,
    "01": 1,
    "02": 3,
    "03": 6,
    "11": 10,
    "12": 20,
    "21": 50,
    "22": 100,
    "31": 200,
    "32": 250,
    "41": 500,
    "42": 1000,
    "51": 2000,
    "52": 5000,
    "53": 10000,
}


@lru_cache(4096)
def headcount_from(text: str) -> int | None:
    """The lowest number of people in a text about a headcount: “50 à 99 salariés” is 50. INSEE's
    band codes are understood too. None when the text has no number.
    """
    plain = strip_marks(text).strip()
    if plain in _BAND_CODES:
        return _BAND_CODES[plain]
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[\s\u00a0\u202f.](?=\d{3}\b)", "", plain))
    return min(int(numbers[0].lstrip("0")[:9] or 0), 2_000_000) if numbers else None
