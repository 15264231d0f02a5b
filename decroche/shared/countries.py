"""Which country a text names, by its name, its code or the code of its telephone numbers.

`numbers.py` reads a number as it is written in the country that stands beside it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from decroche.shared.folding import fold


def region_of(country: str) -> str:
    """The ISO 3166 code of a country, from its name in French, English or the language of a
    neighbour, or from its code, that of its telephone numbers (“+32”) included; "" when the text is
    not a country.
    """
    if code := _CALLING_CODE.fullmatch(country.strip()):
        return _region_called(int(code[1] or code[2]))
    folded = fold(country)
    if not folded:
        return ""
    region = _regions().get(folded)
    return region if region is not None else _region_inside(re.sub(r"[-/]", " ", folded))


@lru_cache(1024)
def _region_called(code: int) -> str:
    """The country of a country calling code; "" for a code of none or of several parts of the
    world.
    """
    import phonenumbers

    region = phonenumbers.region_code_for_country_code(code)
    return "" if region in ("ZZ", "001") else region


@lru_cache(1024)
def _region_inside(folded: str) -> str:
    """The country in a longer text (“suisse (ge)”, “principaute de monaco”); "" when the text has
    none, or two.
    """
    words = re.findall(r"\w+", folded[:80])
    found = set[str]()
    for first in range(len(words)):
        for length in (1, 2, 3):
            name = " ".join(words[first : first + length])
            if (len(name) > len("usa") or name == "usa") and name in _regions():
                found.add(_regions()[name])
    return found.pop() if len(found) == 1 else ""


@cache
def _regions() -> dict[str, str]:
    """{folded name or code: ISO 3166 code} of all countries."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    found = {**_OTHER_NAMES}
    for region, names in LOCALE_DATA.items():
        for language in ("fr", "en", *(_LANGUAGES if region in _NEAR else ())):
            name = names.get(language, "")
            if name.startswith("*"):  # "*en": the name is the same as in that language
                name = names.get(name[1:], "")
            found.setdefault(fold(name), region)
        found.setdefault(region.lower(), region)
    found.pop("", None)
    return found


_LANGUAGES = ("de", "es", "it", "nl", "pt")
_NEAR = frozenset(("FR", "DE", "AT", "CH", "BE", "LU", "ES", "IT", "PT", "NL", "GB", "IE", "MC"))
"""Countries that an address book of the neighbours names in its own language."""
_OTHER_NAMES = {
    name: region
    for region, names in {
        "FR": "f|fra",
        "GB": "angleterre|ecosse|grande bretagne|uk|gbr",
        "US": "usa|etats unis",
        "NL": "hollande|nld",
        "PF": "polynesie|tahiti",
        "BE": "b|bel",
        "LU": "l|lux",
        "CH": "che",
        "DE": "d|deu",
        "ES": "e|esp",
        "IT": "i|ita",
        "PT": "prt",
        "MC": "mco",
        "IE": "irl",
        "AT": "aut",
    }.items()
    for name in names.split("|")
}
"""What else people write: signs of cars, codes of three letters, names of parts."""
_CALLING_CODE = re.compile(r"(?:\+|00)?\s*([1-9]\d)|(?:\+|00)\s*([1-9]\d\d)")
"""“+32”, “0032” or “32”; three digits alone may be another code of the country."""
