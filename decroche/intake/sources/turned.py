"""Transposed tables: the first column has the names of the fields, and each further column is a
company. Such a table is read with its columns as rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any

from decroche.intake.headers import field_of
from decroche.intake.rules import names_nobody
from decroche.intake.sources.source import Source

_MOST_FIELDS = 200
"""How many rows a transposed table has at most; with more, its rows are companies."""
_LEAST_FIELDS = 3
_LONGEST_NAME = 80
"""Characters of the name of a field."""
_NAMED = 0.5
"""The share of the rows of a transposed table that must begin with the name of a field."""


class TurnedSource:
    """The columns of another source as rows. Further attributes, such as the sheets of a workbook,
    are those of the other source.
    """

    def __init__(self, source: Source, rows: list[list[str]]) -> None:
        self.source, self.kind = source, source.kind
        self.encoding, self.separator = source.encoding, source.separator
        self._columns = [list(cells) for cells in zip_longest(*rows, fillvalue="")]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def height(self) -> int:
        return len(self._columns)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yields the names of the fields, then each company with the number of its column."""
        for number, cells in enumerate(self._columns, 1):
            if any(cells):
                yield number, cells


def upright(source: Source) -> Source:
    """Returns the source; a transposed table with its columns as rows."""
    rows = [cells for _line, cells in islice(source.rows(), _MOST_FIELDS + 1)]
    return TurnedSource(source, rows) if is_transposed(rows) else source


def is_transposed(rows: list[list[str]]) -> bool:
    """Whether the first column has the names of the fields: three fields at least, on half of the
    rows, one of which says who it is, while no row names several fields.
    """
    if not _LEAST_FIELDS <= len(rows) <= _MOST_FIELDS or max(map(len, rows)) == 1:
        return False
    named = [_field(row[0]) for row in rows]
    fields = {one for one in named if one}
    if len(fields) < _LEAST_FIELDS or names_nobody(fields):
        return False
    across = max(len({_field(cell) for cell in row} - {""}) for row in rows)
    return across == 1 and sum(map(bool, named)) > _NAMED * len(rows)


def _field(cell: str) -> str:
    return field_of(cell) if len(cell) <= _LONGEST_NAME else ""
