"""Reading what she types about a company. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from decroche.shared.addresses import find_addresses
from decroche.shared.folding import strip_marks
from decroche.shared.numbers import Number, read_numbers
from decroche.shared.words import Words, plain

ROLE_WORDS = {
    "communication": "communication",
    "com": "communication",
    "comm": "communication",
    "dircom": "communication",
    "rh": "hr",
    "drh": "hr",
    "hr": "hr",
    "ressources humaines": "hr",
    "people": "hr",
    "direction": "management",
    "dir": "management",
    "dg": "management",
    "pdg": "management",
    "gerant": "management",
    "gerante": "management",
    "directeur": "management",
    "directrice": "management",
    "ceo": "management",
    "president": "management",
    "presidente": "management",
    "marketing": "marketing",
    "mkt": "marketing",
    "cmo": "marketing",
}
_ROLE_MARK = re.compile(
    r"(?<![\w.@/-])(com|comm|communication|dircom|rh|drh|hr|dir|direction|dg|marketing|mkt)\s*:\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<!\d)(?:(?:\+|00)33[\s.]?(?:\(0\)\s?)?|\(?0)[1-9]\)?(?:[\s.\-/]?\d\d){4}(?!\d)"
    r"|\+\d{1,3}(?:[\s.\-]?\d){6,12}"
    r"|(?<!\d)[1-9](?:[\s.]?\d\d){4}(?!\d)"
)
_POSTCODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_SITE = re.compile(
    r"(?<![@\w])(?:https?://)?(?:www\.)?"
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|net|org|eu|io|example)\b(?:/\S*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quick:
    """One line understood as a company."""

    name: str
    numbers: list[Number] = field(default_factory=list)
    city: str = ""
    postcode: str = ""
    email: str = ""
    website: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)


def read_line(text: str) -> Quick:
    """“Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand” by its parts.

    What stands before the number is the name, what follows it the town; “com:”, “rh:”, “dir:” and
    “marketing:” introduce people. Without a number, a comma parts the name from the town.
    """
    line = " ".join(text.split())
    emails = find_addresses(line)
    for email in emails:
        line = re.sub(re.escape(email), " ", line, flags=re.IGNORECASE)
    pieces = _ROLE_MARK.split(line)
    people = [
        (ROLE_WORDS[strip_marks(role)], who.strip(" ,;"))
        for role, who in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    line = pieces[0]
    website = ""
    if found := _SITE.search(line):
        website, line = found.group(), line.replace(found.group(), " ")
    runs = list(_NUMBER.finditer(line))
    before = line[: runs[0].start()] if runs else line
    after = line[runs[-1].end() :] if runs else ""
    if not runs and "," in line:
        before, _, after = line.partition(",")
    postcode = ""
    for part in (after, before):
        if code := _POSTCODE.search(part):
            postcode = code.group(1)
            break
    numbers = [
        number for run in runs for number in read_numbers(run.group(), postcode=postcode).numbers
    ]
    after = _POSTCODE.sub(" ", after)
    if code := _POSTCODE.search(before):
        after = f"{before[code.end() :]} {after}" if not after.strip() else after
        before = before[: code.start()]
    return Quick(
        _clean(before),
        numbers,
        _clean(after),
        postcode,
        emails[0] if emails else "",
        website,
        people,
    )


def _clean(text: str) -> str:
    return " ".join(text.strip(" ,;:-–—/.").split())


@lru_cache(4096)
def role_of(title: str) -> str:
    """The role behind a job title or a department: « Directrice de la communication » is
    communication.
    """
    said = plain(title)
    return next(
        (role for role, words in _TITLES if words.found_in_plain(said)),
        "other",
    )


_TITLES = (
    (
        "communication",
        Words(
            *("com", "comm", "communication", "communications", "dircom", "presse"),
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
            *("rh", "drh", "hr", "ressources humaines", "human resources", "personnel", "people"),
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
        ),
    ),
)


def is_a_name(text: str) -> bool:
    """Whether what was said can be the name of somebody: “Mme Durand”, not “5000 euros”."""
    return any(sign.isalpha() for sign in text) and not any(
        sign.isdigit() or sign in "@€$%" for sign in text
    )


def similar_names(one: str, other: str) -> bool:
    """Whether two folded names may be one company: one's words are all in the other, or two thirds
    of all words are shared.
    """
    a, b = set(one.split()), set(other.split())
    if not a or not b:
        return False
    shared = len(a & b)
    return shared == min(len(a), len(b)) or shared * 3 >= len(a | b) * 2


HEADCOUNTS = ((0, "0"), (1, "1-9"), (10, "10-49"), (50, "50-249"), (250, "250+"))
"""Bands for the filters, by their lower bound."""

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
@lru_cache(4096)
def headcount_from(text: str) -> int | None:
    """The least number of people a headcount text speaks of: “50 à 99 salariés” is 50; INSEE's band
    codes are read too.
    """
    plain = strip_marks(text).strip()
    if plain in _BAND_CODES:
        return _BAND_CODES[plain]
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[\s\u00a0\u202f.](?=\d{3}\b)", "", plain))
    return min(int(numbers[0]), 2_000_000) if numbers else None
