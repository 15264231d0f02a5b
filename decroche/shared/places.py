"""Zones: places that share a clock and public holidays.

A zone has a short code. Metropolitan France is "metro"; the three departments of Alsace-Moselle,
which have two more holidays by local law, are "alsace"; overseas territories have their department
number; any place abroad has "tz:" followed by its IANA time zone. Sources: code du travail L.
3133-1, L. 3134-13, L. 3422-2; tzdata.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

METRO = "metro"
_ALSACE_MOSELLE = ("57", "67", "68")


@dataclass(frozen=True, slots=True)
class Zone:
    """`timezone` is an IANA name; `subdivision` the code of the place in the `holidays` package
    (None: the national holidays only); `french` says whether French law applies there.
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
    """The time zone of a zone's code."""
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
    """The zone code of a company, from its postcode, else from the time zone of its number (an IANA
    name).
    """
    code = department(postcode)
    if code in _ZONES:
        return code
    if code in _ALSACE_MOSELLE:
        return "alsace"
    if code or not timezone:
        return METRO
    return _BY_TIMEZONE.get(timezone, f"tz:{timezone}")
