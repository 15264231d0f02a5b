"""Zones: where a company stands, as far as its clock and its public holidays go.

A zone is a short code kept on the company. Metropolitan France is "metro", the three departments
of the local law are "alsace", overseas territories have their department number, and a foreign
number gives "tz:" followed by its IANA zone. Sources: code du travail L. 3133-1, L. 3134-13,
L. 3422-2; tzdata.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

METRO = "metro"
_ALSACE_MOSELLE = ("57", "67", "68")


@dataclass(frozen=True, slots=True)
class Zone:
    """A place: `timezone` is its IANA name, `subdivision` the code of the `holidays` package (None
    for the national days only), `french` whether French law holds there.
    """

    timezone: str
    subdivision: str | None
    french: bool = True


_ZONES = {
    METRO: Zone("Europe/Paris", None),
    "alsace": Zone("Europe/Paris", "6AE"),
    "971": Zone("America/Guadeloupe", "971"),
    "972": Zone("America/Martinique", "972"),
    "973": Zone("America/Cayenne", "973"),
    "974": Zone("Indian/Reunion", "974"),
    "975": Zone("America/Miquelon", "PM"),
    "976": Zone("Indian/Mayotte", "976"),
    "977": Zone("America/St_Barthelemy", "BL"),
    "978": Zone("America/Marigot", "MF"),
    "986": Zone("Pacific/Wallis", "WF"),
    "987": Zone("Pacific/Tahiti", "PF"),
    "988": Zone("Pacific/Noumea", "NC"),
}
_BY_TIMEZONE = {zone.timezone: code for code, zone in _ZONES.items() if code != "alsace"}


@cache
def zone(code: str) -> Zone:
    """The zone of a code; an unknown code is metropolitan France."""
    if code.startswith("tz:"):
        return Zone(code[3:], None, french=False)
    return _ZONES.get(code, _ZONES[METRO])


@cache
def tz(code: str) -> ZoneInfo:
    """The clock of a zone."""
    return ZoneInfo(zone(code).timezone)


@lru_cache(8192)
def department(postcode: str) -> str:
    """The department of a French postcode: "59", "2A", "974"; "" when it can't be told.

    Corsica's codes 200xx and 201xx are 2A, 202xx and 206xx are 2B (La Poste).
    """
    if len(postcode) != 5 or not postcode.isdigit():
        return ""
    if postcode[:2] in ("97", "98"):
        return postcode[:3]
    if postcode[:2] == "20":
        return "2A" if postcode[2] in "01" else "2B"
    return postcode[:2]


def zone_for(*, postcode: str, timezone: str = "") -> str:
    """The zone code of a company, from its postcode first, else from its number's time zone."""
    where = department(postcode)
    if where in _ZONES:
        return where
    if where in _ALSACE_MOSELLE:
        return "alsace"
    if where or not timezone:
        return METRO
    return _BY_TIMEZONE.get(timezone, f"tz:{timezone}")
