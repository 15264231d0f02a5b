"""The parts of a card by which it is compared with others: folded, with abbreviations written out.
Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from decroche.prospects.establishments import holders_in
from decroche.shared.addresses import PROVIDERS
from decroche.shared.folding import fold, fold_name

_SHORT = {
    "st": "saint",
    "ste": "sainte",
    "elem": "elementaire",
    "mat": "maternelle",
    "prim": "primaire",
    "pub": "publique",
    "pr": "prive",
    "col": "college",
    "lyc": "lycee",
    "ec": "ecole",
    "imp": "imprimerie",
    "gal": "general",
    "cdt": "commandant",
    "mal": "marechal",
    "pdt": "president",
    "frs": "freres",
    "nlle": "nouvelle",
    "nle": "nouvelle",
    "nvelle": "nouvelle",
    "gle": "generale",
    "gale": "generale",
    "nale": "nationale",
    "cie": "compagnie",
    "tpts": "transports",
    "tpt": "transports",
    "trpts": "transports",
    "tspts": "transports",
    "phie": "pharmacie",
    "phcie": "pharmacie",
    "pharm": "pharmacie",
    "resto": "restaurant",
    "rest": "restaurant",
    "boul": "boulangerie",
    "bgie": "boulangerie",
    "gge": "garage",
    "assur": "assurances",
    "commune": "mairie",
    "deux": "2",
    "trois": "3",
    "quatre": "4",
    "cinq": "5",
    "six": "6",
    "sept": "7",
    "huit": "8",
    "dix": "10",
}
"""How words of names are shortened or written otherwise: the town hall is a commune, too."""
_ONE_PERSON = re.compile(
    r"\b(?:entrepreneu(?:r|se) individuel(?:le)?|entreprise individuelle|auto entrepreneur|micro"
    r" entreprise|individuelle)\b"
)
"""“Pierre Roux, entrepreneur individuel”: a legal form in words, of which `fold_name` leaves some.
"""
_TITLE = re.compile(r"^ *(?:m|mr|mme|mlle|monsieur|madame)(?= \w)")
_SHORT_STREET = _SHORT | {
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blv": "boulevard",
    "blvd": "boulevard",
    "boul": "boulevard",
    "r": "rue",
    "pl": "place",
    "che": "chemin",
    "chem": "chemin",
    "ch": "chemin",
    "rte": "route",
    "imp": "impasse",
    "all": "allee",
    "fg": "faubourg",
    "fbg": "faubourg",
    "sq": "square",
    "za": "zone",
    "zi": "zone",
    "zac": "zone",
    "street": "st",
    "rd": "road",
    "dr": "drive",
    "hwy": "highway",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}
_WAYS = frozenset(
    [
        "rue",
        "avenue",
        "boulevard",
        "place",
        "chemin",
        "route",
        "impasse",
        "allee",
        "faubourg",
        "square",
        "quai",
        "cours",
        "zone",
        "industrielle",
        "industriel",
        "artisanale",
        "artisanal",
        "commerciale",
        "activite",
        "activites",
        "st",
        "road",
        "drive",
        "highway",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "n",
        "s",
        "e",
        "w",
        "bp",
        "cs",
    ]
)


class Traits(NamedTuple):
    """The parts of a card that are compared. `key` is its primary key; `name` and `street` are the
    words that count; `domain` is that of its website or address, "" for a provider's; `house` is
    the number in the street.
    """

    key: int
    name: tuple[str, ...]
    numbers: frozenset[str]
    siret: str
    siren: str
    email: str
    domain: str
    postcode: str
    city: str
    house: str
    street: tuple[str, ...]


def traits(  # noqa: PLR0913  the fields of a card, by name: a class for them would only repeat Traits
    key: int,
    name: str,
    numbers: Iterable[str] = (),
    *,
    siret: str = "",
    siren: str = "",
    email: str = "",
    website: str = "",
    postcode: str = "",
    city: str = "",
    address: str = "",
) -> Traits:
    """The traits of a card. Numbers must all be written in the same way (E.164); the house number
    may stand anywhere in the address.
    """
    house, street = street_of(address)
    email = email.lower()
    domain = _domain(website) or email.rpartition("@")[2]
    return Traits(
        key,
        _words(name),
        frozenset(number for number in numbers if number),
        siret,
        siren or siret[:9],
        email,
        "" if domain in PROVIDERS else domain,
        postcode,
        town_of(city),
        house,
        street,
    )


@lru_cache(65536)
def _words(name: str) -> tuple[str, ...]:
    plain = fold_name(name)
    plain = _TITLE.sub("", _ONE_PERSON.sub(" ", plain), count=1) or plain
    words = (plain if plain.strip() else fold_name(name)).split()
    return (*(_SHORT.get(word, word) for word in words), *holders_in(name))


@lru_cache(65536)
def town_of(city: str) -> str:
    """The name of a town, folded, without “cedex” and numbers behind it."""
    words = [_SHORT.get(word, word) for word in fold(city).replace(".", " ").split()]
    while words and (words[-1].isdigit() or words[-1] in ("cedex", "city")):
        words.pop()
    return " ".join(words)


@lru_cache(65536)
def street_of(address: str) -> tuple[str, tuple[str, ...]]:
    """(the number of the house, the words that name the street) of an address."""
    words = fold(address).replace(".", " ").split()
    house = next(
        (word.rstrip("abcdt") for word in words if word[0].isdigit() and len(word) < 7), ""
    )
    return house, tuple(
        word
        for word in (_SHORT_STREET.get(word, word) for word in words)
        if word not in _WAYS and not word[0].isdigit() and len(word) > 1
    )


def _domain(website: str) -> str:
    host = re.sub(r"^(?:\w+:)?//", "", website.lower()).partition("/")[0]
    return host.removeprefix("www.")
