"""What a column is by what stands below it, where its name is unknown or says something else. Pure.

A field is taken only when no other column is it, when at least three rows fill the column, and when
four in five of its cells are of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from decroche.intake.of_others import (
    is_of_a_colleague,
    is_of_another_place,
    reaches_a_colleague,
)
from decroche.prospects.firm_words import FIRM, LEGAL_FORM
from decroche.prospects.first_names import is_first_name, is_full_name
from decroche.prospects.person_words import CIVILITY, PERSON, TITLE
from decroche.prospects.towns import is_town_by_itself
from decroche.shared.folding import strip_marks

CIVILITIES = re.compile(
    r"(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms|miss|dr|me|maitre|docteur|pr)\.?", re.I
)
_FEW = 2
"""Filled cells from which a column may hold somebody else on each row."""
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
    """A column of a table: its cells that are filled, and its folded header."""

    cells: list[str]
    header: str = ""

    @property
    def is_varied(self) -> bool:
        """Whether nearly every row holds something of its own."""
        return len(set(self.cells)) >= _SHARE * len(self.cells)

    @property
    def is_of_a_colleague(self) -> bool:
        """Whether the header, and what stands below it, name who sells or keeps the file."""
        varied = len(self.cells) >= _FEW and self.is_varied
        return is_of_a_colleague(self.header, varied=varied)

    def is_mostly(self, test: Callable[[str], object]) -> bool:
        """Whether enough cells are filled and nearly all of them pass a test."""
        cells = self.cells[:_MOST]
        return len(cells) >= _FEWEST and sum(map(bool, map(test, cells))) >= _SHARE * len(cells)


def without_colleagues(fields: list[str], columns: list[Column]) -> None:
    """Leaves out the columns of whoever sells or keeps the file, where another names the companies:
    their numbers and addresses are not those of the card.
    """
    if not any(
        field in _NAMES and not column.is_of_a_colleague
        for field, column in zip(fields, columns, strict=True)
    ):
        return
    for index, column in enumerate(columns):
        colleague = fields[index] in _PEOPLE and column.is_of_a_colleague
        if colleague or (fields[index] in _REACHED and reaches_a_colleague(column.header)):
            fields[index] = "detail"


def tell_by_values(fields: list[str], columns: list[Column]) -> None:
    """Puts a field on each column without one whose cells tell it, and takes the job from a column
    of figures (“Poste : 214” is an extension).
    """
    for index, column in enumerate(columns):
        if fields[index] == "contact_title" and column.is_mostly(_FIGURES.fullmatch):
            fields[index] = ""
    if not _NAMES & set(fields):
        _firms(fields, columns)
    for field, test, not_beside in _TOLD:
        if field in fields or set(not_beside) & set(fields):
            continue
        for index in _free(fields):
            if columns[index].is_mostly(test) and _may_be(field, columns[index]):
                fields[index] = field
                break
    _last_names(fields, columns)


def _firms(fields: list[str], columns: list[Column]) -> None:
    """The column of the companies, where no other names anybody: its cells are firms by their first
    word or their legal form, or begin with its header (“Académie”: “Académie de danse”).
    """
    for index in _free(fields):
        column = columns[index]
        if column.is_varied and column.is_mostly(partial(_is_a_firm, header=column.header)):
            fields[index] = "name"
            return


def _is_a_firm(cell: str, header: str) -> bool:
    begins = bool(header) and strip_marks(cell).startswith(f"{header} ")
    return begins or FIRM.match(cell) is not None or _LEGAL.search(cell) is not None


def _may_be(field: str, column: Column) -> bool:
    """Whether a column that holds what a field does may be it. People who stand on several rows,
    or whom the header calls sellers, are colleagues of hers; an “Académie” is no town.
    """
    if field == "city":
        return not is_of_another_place(column.header)
    if field in ("contact_name", "contact_first"):
        return not column.is_of_a_colleague and (field == "contact_first" or column.is_varied)
    return True


_NAMES = frozenset({"name", "contact_name", "contact_last", "people"})
_REACHED = frozenset({"phone", "email", "contact_phone", "contact_email"})
_LEGAL = re.compile(rf"\s{LEGAL_FORM}\s*\Z|\A(?:SARL|SAS|SASU|EURL|SCI|SCOP|SNC|Ets)\s")


def _last_names(fields: list[str], columns: list[Column]) -> None:
    """The column beside the first names that holds a name a row, where none holds last names."""
    if "contact_first" not in fields or {"contact_last", "contact_name"} & set(fields):
        return
    first = fields.index("contact_first")
    for index in _free(fields):
        if (
            abs(index - first) == 1
            and columns[index].is_varied
            and columns[index].is_mostly(_ONE_NAME.fullmatch)
        ):
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
