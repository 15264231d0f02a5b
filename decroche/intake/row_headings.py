"""Rows that are no company: they sum up others, or head them."""

from __future__ import annotations

import re

from decroche.intake.drafts import Values
from decroche.intake.places_wanted import place_names
from decroche.intake.sources.gathered import is_said_below_a_table
from decroche.prospects.towns import is_town_by_itself
from decroche.shared.folding import only_letters

SUMMARY = re.compile(
    r"(?:(?:grand |sous[- ]?)?total(?:aux)?(?: (?:g[ée]n[ée]ra\w+|cumul[ée]\w*|partiel\w*"
    r"|(?:de|du|des|de la|par|pour|sur) [\w’' -]{1,30}))?|sous[- ]?total [\w’' -]{1,30}"
    r"|nombre (?:de |d[’'])[\w’' ]{2,40}|nb (?:de )?\w+"
    r"|moyenne)"
    r"(?:\s*[:=]?\s*[\d .,€%]*)|(?:d[ée]partement|r[ée]gion|secteur|zone|page"
    r"|feuille)\s[\w’'/ -]{1,40}",
    re.IGNORECASE,
)
"""The first cell of a row that sums up or heads others: “TOTAL”, “Sous-total : 12”, “Région Nord”.
"""
_FEW_DIGITS, FEW_FIELDS = 7, 4


LEAST_WITH_HEADINGS = 2
"""Columns of a table, beyond which a row of one cell may head those below it."""


def heads_others(row: list[str]) -> bool:
    """Whether a row is nothing but the name of a department, a region or a town, or a letter of the
    alphabet: the heading of the rows below it; or what a program writes below its table.
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) != 1:
        return False
    said = filled[0]
    if len(said) == 1 or only_letters(said) in place_names():
        return True
    return is_town_by_itself(said) or is_said_below_a_table(said)


def only_sums(values: Values) -> bool:
    """Whether a row holds nothing beside its name but sums."""
    others = (cell for name, cells in values.items() if name != "name" for cell in cells)
    return all(_is_a_sum(cell) for cell in others)


def _is_a_sum(cell: str) -> bool:
    """Whether a cell is a figure, with what it counts: “9”, “9 lignes”, “1 250 €”."""
    said = _COUNTED.sub("", cell)
    return sum(map(str.isdigit, said)) < _FEW_DIGITS and not re.search(r"[^\W\d_]{3}", said)


_COUNTED = re.compile(
    r"(?i)(?<=\d)\s*(?:lignes?|fiches?|soci[ée]t[ée]s?|entreprises?|contacts?|prospects?|clients?"
    r"|noms?|adresses?|appels?|salari[ée]s?|personnes?|euros?|rows?|lines?|companies|records?)\s*$"
)
