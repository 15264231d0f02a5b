"""Where a meeting is, in words for those who are visited. Pure.

What she notes is written for herself: “chez eux” stands in her notes, “dans vos locaux” in the
letter to them, their address in their calendar.
"""

from __future__ import annotations

import re

from decroche.shared.language import Language

_THEIRS = re.compile(
    r"(?:chez (?:eux|elle|elles|lui|vous|le client|la cliente)|sur place|sur site|là-bas"
    r"|(?:à|dans|en) (?:leurs?|son|ses|vos|votre) (?:bureaux?|locaux|si[èe]ge|atelier|agence)"
    r"|dans les? (?:bureaux|locaux)|at (?:their|his|her|your) (?:place|offices?)|on[ -]site)",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"(?:chez (?:moi|nous)|ici|(?:à|dans) (?:mon|mes|notre|nos) (?:bureaux?|locaux|agence|atelier)"
    r"|(?:at )?my (?:place|office)|here)",
    re.IGNORECASE,
)
_DISTANT = re.compile(
    r"(?:en |par |on |by |via )?(?P<how>visio(?:conf[ée]rence)?|teams|zoom|meet|google meet|skype"
    r"|t[ée]l[ée]phone|t[ée]l|video|phone)\.?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:à|a|au|aux|chez|dans|devant|en|sur|par|via|at|in|on|by)\b|l['’]", re.IGNORECASE
)
_BY_TELEPHONE = ("téléphone", "telephone", "tél", "tel", "phone")


def place_in_letter(place: str, language: Language) -> str:
    """A place as it goes on behind “le mercredi 2 décembre à 14 h, …”; "" for none."""
    said = " ".join(place.split()).rstrip(" .")
    french = language == "fr"
    if not said:
        return ""
    place, comma, more = said.partition(",")
    if _THEIRS.fullmatch(place.strip()):
        return f"{'dans vos locaux' if french else 'at your office'}{comma}{more}"
    if _MINE.fullmatch(place.strip()):
        return f"{'à mon bureau' if french else 'at my office'}{comma}{more}"
    if found := _DISTANT.fullmatch(said):
        return _from_afar(found["how"], french=french)
    return f"{said[0].lower()}{said[1:]}" if _PREPOSITION.match(said) else said


def _from_afar(how: str, *, french: bool) -> str:
    named = how.lower()
    if named in _BY_TELEPHONE:
        return "par téléphone" if french else "by telephone"
    if named.startswith("visio") or named == "video":
        return "en visioconférence" if french else "by video"
    return f"sur {how.title()}" if french else f"on {how.title()}"


def place_in_calendar(place: str, theirs: str, language: Language) -> str:
    """A place as it stands in a calendar: `theirs`, the address of the company, where she goes to
    them and it is known.
    """
    said = " ".join(place.split())
    if _THEIRS.fullmatch(said.rstrip(" .")) and theirs:
        return theirs
    words = place_in_letter(said, language)
    return f"{words[0].upper()}{words[1:]}" if words else ""
