"""Tables as people lay them out on one sheet, read as one table: a header of two lines, tables one
below another or side by side, the header below the rows, the lines that a program writes under its
report. A file that is one plain table stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from decroche.intake.fields import WHO
from decroche.intake.headers import field_of, plain
from decroche.intake.rules import header_index
from decroche.intake.sources.csv import named_columns
from decroche.intake.sources.source import Source

_MOST_ROWS = 5_000
"""Rows of a file that somebody laid out; a longer one was written by a program, as one table."""
_LONGEST_NAME = 40
"""Characters of the name of a column in a header that is not the first."""
_NAMED = 0.6
"""Share of the cells of a further header that name a field at least."""
_LEAST = 2
"""Fields that a header names at least."""
_WIDE = 3
"""Columns of a table from which a line of one cell below it is no company."""
_TITLE = "Tableau"
"""The column that says from which of several tables a company comes."""
_HOLDS_DATA = re.compile(r"\d{3}|(?:\d\d[ .\-/]){2}|@|://|www\.")
_OF_A_REPORT = re.compile(
    r"copyright|©|\(c\) ?\d{4}|tous droits r[ée]serv[ée]s|all rights reserved|confidenti[ae]l"
    r"|(?:g[ée]n[ée]r[ée]|export[ée]|[ée]dit[ée]|imprim[ée]|extrait)e?s? "
    r"(?:par|le|du|depuis|avec)\b"
    r"|(?:generated|exported|printed|created) (?:by|on|from|with)\b|^page \d+"
    r"|^(?:source|filtres?|filters?|crit[èe]res?) ?:",
    re.IGNORECASE,
)
"""What programs write under a report."""

Row = tuple[int, list[str]]
"""(line number in the file, cells)"""


class _Table(NamedTuple):
    """One of several tables: the columns where it stands, their names, its rows and its title."""

    places: list[int]
    names: list[str]
    rows: list[Row]
    title: str = ""


class GatheredSource:
    """The rows of another source, gathered in one table. What the other knows (its letters, its
    sheets) is asked of it. `footers` are the lines below the table that are no rows of it.
    """

    def __init__(self, source: Source, rows: list[Row], footers: frozenset[int]) -> None:
        self.source, self.kind = source, source.kind
        self.encoding, self.separator = source.encoding, source.separator
        self.footers = footers
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def height(self) -> int:
        return len(self._rows)

    def rows(self) -> Iterator[Row]:
        """The names of the columns, then every row of every table."""
        return ((line, list(cells)) for line, cells in self._rows)


def footers_of(source: Source) -> frozenset[int]:
    """The lines below the table of a source that are no rows of it."""
    return source.footers if isinstance(source, GatheredSource) else frozenset()


def gathered(source: Source) -> Source:
    """The source, its tables in one where there are several or one laid out in another way."""
    rows = list(islice(source.rows(), _MOST_ROWS + 1))
    header = header_index([cells for _line, cells in rows[:60]])
    if len(rows) > _MOST_ROWS:
        return source
    footers, last = _footers(rows), _last_filled(rows)
    if header < 0 or header == last:
        header = _header_below(rows)
    if header < 0:
        return source
    tables = _tables(rows, header)
    plain_one = len(tables) == 1 and tables[0].names == _names(rows[header][1])
    if plain_one and header != last:
        return GatheredSource(source, rows, footers) if footers else source
    return GatheredSource(source, _in_one(tables, rows[header][0]), footers)


def _tables(rows: list[Row], header: int) -> list[_Table]:
    """The tables that the rows make, the first one's header being known."""
    heads = _heads(rows, header)
    found = list[_Table]()
    for place, head in enumerate(heads):
        end = heads[place + 1] if place + 1 < len(heads) else len(rows)
        titled = place + 1 < len(heads) and _is_title(rows, end - 1)
        body = rows[head + 1 : end - 1 if titled else end]
        if head == _last_filled(rows) and head > 0:  # the header stands below its rows
            body = rows[:head]
        names = _names(rows[head][1])
        if body and (below := _second_line(names, body[0][1])):
            names, body = below, body[1:]
        title = rows[head - 1][1] if _is_title(rows, head - 1) else []
        found += _side_by_side(names, body, "".join(title).strip())
    return found


def _heads(rows: list[Row], header: int) -> list[int]:
    """Where the headers are, in order."""
    heads = list[int]()
    for index, (_line, cells) in enumerate(rows):
        if index == header or (
            _names_columns(cells)
            and (
                _stands_apart(rows, index) or _another_header(cells, rows[header][1])
                if index > header
                else _has_data(rows[index + 1 : header])
            )
        ):
            heads.append(index)
    return heads


def _names_columns(cells: list[str]) -> bool:
    """Whether a row is a header: hardly anything but names of columns, one of them saying who."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < _LEAST or any(map(_HOLDS_DATA.search, filled)):
        return False
    if max(map(len, filled)) > _LONGEST_NAME:
        return False
    named = named_columns(filled)
    return (
        named >= max(_LEAST, _NAMED * len(filled))
        and bool(WHO & {field_of(cell) for cell in filled} or "nom" in map(plain, filled))
        and len(set(filled)) > 1
    )


def _another_header(cells: list[str], header: list[str]) -> bool:
    """Whether a row is nothing but the names of three fields or more, others than the header's."""
    filled = [cell for cell in _names(cells) if cell]
    named = len(filled) > _LEAST and named_columns(filled) == len(filled)
    return named and filled != [cell for cell in _names(header) if cell]


def _stands_apart(rows: list[Row], index: int) -> bool:
    """Whether an empty line or a title stands before a row."""
    if _is_title(rows, index - 1):
        return True
    line, cells = rows[index - 1]
    written = 1 + sum(cell.count("\n") for cell in rows[index][1])
    return not any(map(str.strip, cells)) or rows[index][0] - line > written


def _is_title(rows: list[Row], index: int) -> bool:
    """Whether a row is one cell of words."""
    if index < 0:
        return False
    filled = [cell for cell in rows[index][1] if cell.strip()]
    return len(filled) == 1 and not _HOLDS_DATA.search(filled[0])


def _has_data(rows: list[Row]) -> bool:
    return any(_HOLDS_DATA.search(cell) for _line, cells in rows for cell in cells)


def _last_filled(rows: list[Row]) -> int:
    return next((i for i in range(len(rows) - 1, -1, -1) if any(map(str.strip, rows[i][1]))), -1)


def _header_below(rows: list[Row]) -> int:
    """The last row, where it names the columns of those above it; -1 where it does not."""
    last = _last_filled(rows)
    return last if last > 0 and _names_columns(rows[last][1]) and _has_data(rows[:last]) else -1


def _names(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _second_line(names: list[str], cells: list[str]) -> list[str]:
    """The names of columns under a header of two lines (“Téléphone” over “Fixe” and “Portable”);
    empty when the second line is a row.
    """
    width = max(len(names), len(cells))
    above = [*names, *[""] * (width - len(names))]
    below = [*_names(cells), *[""] * (width - len(cells))]
    own = [at for at in range(width) if below[at] and below[at] != above[at]]
    spanned = [at for at in own if not above[at] and any(above[:at])]
    starts = [at for at in own if above[at] and at + 1 < width and not above[at + 1]]
    if len(own) < _LEAST or not spanned or len(spanned) + len(starts) < len(own):
        return []
    told = sum(bool(field_of(below[at])) for at in own)
    if told * 3 < len(own) * 2 or any(_HOLDS_DATA.search(below[at]) for at in own):
        return []
    for at in own:
        over = next(name for name in reversed(above[: at + 1]) if name)
        both = f"{over} {below[at]}"
        below[at] = both if field_of(both) else below[at]
    return [below[at] or above[at] for at in range(width)]


def _side_by_side(names: list[str], body: list[Row], title: str) -> list[_Table]:
    """The tables that stand beside one another under one line of names, mostly one."""
    empty = _empty_columns(names, body)
    groups = _repeated(names, empty) or _parted(names, empty) or [list(range(len(names)))]
    if len(groups) == 1:
        places = list(range(max([len(names), *(len(cells) for _line, cells in body)])))
        return [_Table(places, names, body, title)]
    return [
        _Table(
            group,
            [names[at] for at in group],
            [row for row in body if any(_cell(row, at).strip() for at in group)],
            title,
        )
        for group in groups
    ]


def _empty_columns(names: list[str], body: list[Row]) -> set[int]:
    """The places of columns without a name and without anything below."""
    return {
        at
        for at, name in enumerate(names)
        if not name and not any(_cell(row, at).strip() for row in body)
    }


def _repeated(names: list[str], empty: set[int]) -> list[list[int]]:
    """The places of the columns of each table, where the same names come again in the same order:
    “Entreprise, Téléphone, Entreprise, Téléphone”. “Nom, Tél, Nom, Tél” may be a company and its
    person, unless an empty column stands between.
    """
    called = [plain(name) for name in names]
    if not any(called):
        return []  # nothing but signs: “*;*;#”
    first = next((at for at, name in enumerate(called) if name), 0)
    starts = [at for at, name in enumerate(called) if name and name == called[first]]
    groups = [
        [at for at in range(start, end) if called[at]]
        for start, end in zip(starts, [*starts[1:], len(called)], strict=True)
    ]
    alike = {tuple(called[at] for at in group) for group in groups}
    several = len(starts) > 1 and len(alike) == 1 and len(groups[0]) >= _LEAST
    parted = all(start - 1 in empty for start in starts[1:])
    told = _names_companies([names[at] for at in groups[0]]) or (
        parted and "nom" in called and named_columns(names) > 0
    )
    return groups if several and told else []


def _parted(names: list[str], empty: set[int]) -> list[list[int]]:
    """The places of the columns of each table, where empty columns part tables that each name
    companies.
    """
    groups, group = list[list[int]](), list[int]()
    for at in range(len(names)):
        if at not in empty:
            group.append(at)
        elif group:
            groups.append(group)
            group = []
    groups += [group] if group else []
    told = all(
        named_columns([names[at] for at in one]) >= _LEAST
        and _names_companies([names[at] for at in one])
        for one in groups
    )
    return groups if len(groups) > 1 and told else []


def _names_companies(names: Sequence[str]) -> bool:
    """Whether one of the columns names companies and nothing else."""
    return any(field_of(name) == "name" for name in names)


def _cell(row: Row, at: int) -> str:
    return row[1][at] if at < len(row[1]) else ""


def _in_one(tables: list[_Table], line: int) -> list[Row]:
    """The names of all columns, then the rows of every table under them. A column that says the
    same as one of an earlier table under another name (“Tél”, “Téléphone”) is called as that one.
    """
    named = list[list[str]]()
    known = dict[str, str]()
    for table in tables:
        called = list[str]()
        for place, name in enumerate(table.names):
            title = name or f"Colonne {table.places[place] + 1}"
            title = title if title in table.names[:place] else known.get(field_of(title), title)
            title = _another(title, called) if title in called else title
            called.append(title)
        for title in called:
            if field_of(title):
                known.setdefault(field_of(title), title)
        beyond = table.places[len(table.names) :]
        named.append([*called, *(f"Colonne {at + 1}" for at in beyond)])
    columns = list(dict.fromkeys(name for called in named for name in called))
    titled = len(tables) > 1 and len({table.title for table in tables}) > 1
    rows: list[Row] = [(line, [*([_TITLE] if titled else []), *columns])]
    for table, called in zip(tables, named, strict=True):
        for number, cells in table.rows:
            told = {
                name: _cell((number, cells), at)
                for name, at in zip(called, table.places, strict=False)
            }
            values = [told.get(name, "") for name in columns]
            rows.append((number, [*([table.title] if titled else []), *values]))
    return [rows[0], *sorted(rows[1:], key=lambda row: row[0])]


def _another(title: str, called: list[str]) -> str:
    """A name for a column that is called as an earlier one: “Téléphone 2”."""
    number = 2
    while f"{title} {number}" in called:
        number += 1
    return f"{title} {number}"


def is_said_below_a_table(cell: str) -> bool:
    """Whether a cell, alone in its row, is what programs write under a report: “Source : CCI”."""
    return _OF_A_REPORT.search(cell) is not None


def _footers(rows: list[Row]) -> frozenset[int]:
    """The lines that a program wrote under its report: the last ones, of one cell each, apart from
    the rows by an empty line, one of them saying what programs say there.
    """
    begin = len(rows)
    while begin and sum(bool(cell.strip()) for cell in rows[begin - 1][1]) <= 1:
        begin -= 1
    while begin < len(rows) and not (begin and _stands_apart(rows, begin)):
        begin += 1
    block, above = rows[begin:], rows[:begin]
    wide = sum(sum(bool(cell.strip()) for cell in cells) >= _WIDE for _line, cells in above)
    told = any(_OF_A_REPORT.search("".join(cells).strip()) for _line, cells in block)
    if not told or wide * 2 < len(above):
        return frozenset()
    written = {line for line, cells in block if any(map(str.strip, cells))}
    return frozenset(written - {line for line, _cells in above})
