"""Whom a row names, and what that person does, where one cell says both. Pure."""

from __future__ import annotations

import re

from decroche.prospects.person_words import CIVILITY, TITLE
from decroche.shared.words import plain

_OPENS = r"(?:\s*[,;:/|(–—]\s*|\s+-\s*)"
_SHORT = r"(?:D\.?R\.?H|R\.?R\.?H|P\.?D\.?G|D\.?G\.?A?|R\.?H|D\.?A\.?F|[Dd]ir\.? ?[Cc]om)"
_ALONE = re.compile(rf"{TITLE}(?:\s*(?:[/,&]|\b(?:ou|et)\b)\s*{TITLE})*['’.]?", re.IGNORECASE)
"""A department, or what somebody without a name does: “service communication”, “DRH”."""
_BEHIND = re.compile(
    rf"(?P<who>[^\d,;:/|(–—]{{2,60}}?)(?:{_OPENS}(?P<title>(?i:{TITLE})[^\d()]*?)['’.]?\)?"
    rf"|\s+(?P<short>{_SHORT}\.?))"
)
"""“Claire Tellier (gérante)”, “Karim Benali, DRH”, “Mme Roux – resp. com”, “Anne Lopez RH”."""
_BEFORE = re.compile(
    rf"(?P<title>(?i:{TITLE}))\.?(?:{_OPENS}|\s+(?={CIVILITY}))(?P<who>{CIVILITY}?[^\d,;:/|(–—]{{2,60}})"
)
"""“DRH : Mme Lopez”, “Directrice Mme Roux”."""
_LEAST = 4
"""Letters of a surname that make an address theirs: of fewer, many addresses hold them."""


def person_in_cell(cell: str) -> tuple[str, str]:
    """(name, what they do) of a cell that names somebody; either is "" where it is not said."""
    text = " ".join(cell.split())
    if _ALONE.fullmatch(text):
        return "", text.rstrip("'’.")
    for pattern in (_BEFORE, _BEHIND):
        if found := pattern.fullmatch(text):
            title = found["title"] or found.groupdict().get("short") or ""
            return found["who"].strip(" -"), title.strip(" -")
    return cell, ""


def is_theirs(address: str, name: str) -> bool:
    """Whether an address holds the surname of a person: “h.durand@…” is that of Hélène Durand."""
    local = plain(address.partition("@")[0]).replace(" ", "")
    words = plain(re.sub(rf"^{CIVILITY}\s*", "", name)).split()
    return bool(words) and len(words[-1]) >= _LEAST and words[-1] in local
