"""Where a row says that a company is."""

from __future__ import annotations

import re

from decroche.intake.drafts import Kept, Values
from decroche.intake.row_cells import first_cell, without_label
from decroche.shared.countries import region_of
from decroche.shared.numbers import read_postcode

_PLACE = re.compile(r"(?<!\d)(\d{5})[ \t]+([^\d\n,;]{2,60}?)(?:[ ]+cedex.*)?\s*$", re.IGNORECASE)
_BOTH_IN_ONE = re.compile(
    r"(?:F(?:R)?[ -]*)?(?P<first>\d{2} ?\d{3})[ ,-]+(?P<behind>[^\d\n,;()]{2,60})"
    r"|(?P<before>[^\d\n,;()]{2,60}?)[ ,-]*[( ](?P<last>\d{2} ?\d{3})\)?"
)
"""A postcode and its town in one cell."""
_FRENCH_POST = frozenset(
    ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "MC")
)
"""Places whose postcodes are those of La Poste (ISO 3166)."""
_FIVE = re.compile(r"\d{5}")


def country_of_row(kept: list[Kept]) -> str:
    return next((cell for name, _, cell in kept if name == "country"), "") if kept else ""


def place_of_row(values: Values, country: str) -> tuple[str, str, str]:
    """(address, postcode, town); a postcode abroad has its country before it where it would be
    taken for a French one.
    """
    lines = values.get("address", [])
    postcode = without_label(first_cell(values, "postcode"), ("postcode",))
    city = without_label(first_cell(values, "city"), ("city",))
    region = region_of(country) if country else ""
    abroad = bool(region) and region not in _FRENCH_POST
    if postcode and abroad:
        postcode = f"{region}-{postcode}" if _FIVE.fullmatch(postcode) else postcode
    if not abroad:
        postcode, city = _postcode_and_town(postcode, city)
    if postcode and not abroad:
        postcode = read_postcode(
            re.split(r"[|;,/ ]", postcode)[0]
            if not postcode.replace(" ", "").isdigit()
            else postcode
        )
    parts = [" ".join(part.split()) for line in lines for part in line.split("\n")]
    address = ", ".join(filter(None, parts))
    if (not city or not postcode) and not abroad:
        found = _PLACE.search(lines[-1].replace("\n", " \n").split("\n")[-1]) if lines else None
        if found:
            postcode, city = postcode or found.group(1), city or found.group(2).strip()
    return address, postcode, city


def _postcode_and_town(postcode: str, city: str) -> tuple[str, str]:
    """Both, where one cell holds the two: “62300 Lens”, “Lens (62300)”, “F-62300 Lens”; in a column
    of such cells, one without a digit is a town.
    """
    for cell in (city, postcode):
        if found := _BOTH_IN_ONE.fullmatch(cell):
            town = (found["behind"] or found["before"]).strip()
            digits = (found["first"] or found["last"]).replace(" ", "")
            one_of_town = city if city and city != cell else town
            return (postcode if postcode and postcode != cell else digits), one_of_town
    if not city and not any(map(str.isdigit, postcode)):
        return "", postcode
    return postcode, city
