"""What a column is by what stands below it, where its name is unknown or says something else. Pure.

A field is taken only when no other column is it, when at least three rows fill the column, and when
four in five of its cells are of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decroche.prospects.first_names import is_first_name, is_full_name
from decroche.prospects.person_words import CIVILITY, PERSON, TITLE
from decroche.prospects.towns import is_town_by_itself
from decroche.shared.folding import strip_marks

CIVILITIES = re.compile(
    r"(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms|miss|dr|me|maitre|docteur|pr)\.?", re.I
)
_FEWEST = 3
"""Filled cells of a column, below which it is not judged."""
_MOST = 60
"""Cells of a column that are looked at."""
_SHARE = 0.8
_STATUS = re.compile(
    r"(?:[aà] |en )?(?:re)?(?:rappeler|relancer|contacter|appeler|relance|cours|attente|suivre)"
    r"(?: (?:plus tard|client|urgent|devis))?"
    r"|(?:pas |non |tres |peu )?interesse(?:e|es|s)?|(?:client )?"
    r"(?:gagne|perdu|signe|actif|inactif)e?"
    r"|devis (?:envoye|fait|a faire|en cours|signe|refuse|accepte)|rdv (?:pris|fait|ok|a prendre)"
    r"|(?:nouveau |ancien )?(?:client|prospect|lead)(?: (?:chaud|froid|tiede))?|chaud|tiede|froid"
    r"|sans (?:suite|reponse)|(?:plaquette|mail|offre|proposition) envoyee?|refus(?:e|ee)?"
    r"|nrp|ne repond pas|injoignable|faux numero|qualifiee?|non qualifiee?|nouveau|abandonnee?|clos"
    r"|won|lost|open|closed|contacted|qualified|interested|not interested|to (?:call|contact)"
    r"|quote sent|in progress|pending|on hold"
)
_ROLE = re.compile(rf"(?:{TITLE})[\s'’.]*(?:rh|com)?", re.IGNORECASE)
_NAMED = re.compile(rf"{CIVILITY}\s*(?:et {CIVILITY}\s*)?{PERSON}")
_ONE_NAME = re.compile(
    r"(?:(?:de|du|des|le|la|el|van|von|ben|d['’]) ?)?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?", re.I
)
_FIGURES = re.compile(r"[\d\s./-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its cells that are filled."""

    cells: list[str]

    def is_mostly(self, test: Callable[[str], object]) -> bool:
        """Whether enough cells are filled and nearly all of them pass a test."""
        cells = self.cells[:_MOST]
        return len(cells) >= _FEWEST and sum(map(bool, map(test, cells))) >= _SHARE * len(cells)


def tell_by_values(fields: list[str], columns: list[Column]) -> None:
    """Puts a field on each column without one whose cells tell it, and takes the job from a column
    of figures (“Poste : 214” is an extension).
    """
    for index, column in enumerate(columns):
        if fields[index] == "contact_title" and column.is_mostly(_FIGURES.fullmatch):
            fields[index] = ""
    for field, test, not_beside in _TOLD:
        if field in fields or set(not_beside) & set(fields):
            continue
        found = next((i for i in _free(fields) if columns[i].is_mostly(test)), None)
        if found is not None:
            fields[found] = field
    _last_names(fields, columns)


def _last_names(fields: list[str], columns: list[Column]) -> None:
    """The column beside the first names that holds a name a row, where none holds last names."""
    if "contact_first" not in fields or {"contact_last", "contact_name"} & set(fields):
        return
    first = fields.index("contact_first")
    for index in _free(fields):
        varied = len(set(columns[index].cells)) >= _SHARE * len(columns[index].cells)
        if abs(index - first) == 1 and varied and columns[index].is_mostly(_ONE_NAME.fullmatch):
            fields[index] = "contact_last"
            return


def _free(fields: list[str]) -> Iterable[int]:
    return [index for index, field in enumerate(fields) if not field]


def _is_status(cell: str) -> bool:
    return _STATUS.fullmatch(strip_marks(cell).strip().lower()) is not None


def _names_somebody(cell: str) -> bool:
    return _NAMED.fullmatch(cell) is not None or is_full_name(cell)


_PEOPLE = ("contact_name", "contact_first", "contact_last", "people")
_TOLD: tuple[tuple[str, Callable[[str], object], tuple[str, ...]], ...] = (
    ("civility", CIVILITIES.fullmatch, ()),
    ("status", _is_status, ()),
    ("contact_title", _ROLE.fullmatch, ()),
    ("contact_first", is_first_name, ("contact_name", "people")),
    ("contact_name", _names_somebody, _PEOPLE),
    ("city", is_town_by_itself, ()),
)
"""(field, what its cells are, fields beside which it is not told)."""
