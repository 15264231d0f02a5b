"""Workbooks: XLSX (XLS and ODS are read by the same library)."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from python_calamine import CalamineWorkbook

from decroche.intake.headers import field_of
from decroche.intake.rules import names_nobody
from decroche.intake.sources.csv import named_columns
from decroche.intake.sources.source import Unreadable
from decroche.shared.archives import BROKEN_ZIP

_MAX_UNPACKED = 1_500_000_000
_MOST_CELLS = 60_000_000
_MOST_MERGED = 5_000
_LOOKED_AT = 30
"""How many rows of each sheet are looked at to find the sheets of companies."""
_REACHED = re.compile(r"(?<!\d)(?:\+|0)?[1-9](?:[ .\-]?\d){8,11}(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")
"""A telephone number or an e-mail address."""
_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ODS_TAG = re.compile(rb"<table:(?:table-row|table-cell)\b[^>]*>")
ALL_SHEETS = "*"
"""Given instead of the name of a sheet, it means every sheet of companies; Excel does not allow
this name.
"""
SHEET = "Feuille"
"""The column with the sheet that a company comes from, when several sheets are read."""


class _Look(NamedTuple):
    """What a sheet looks like: whether its header says who the companies are, whether they can be
    reached, how many columns are known. Compared in this order.
    """

    names_companies: bool
    has_contacts: bool
    known_columns: int
    fields: frozenset[str] = frozenset()
    """The fields of its columns."""

    def repeats(self) -> bool:
        """Whether beside a sheet of this program's own export it tells of the same companies once
        more (their calls, their follow-ups): it has no column to reach anybody.
        """
        return not self.fields & {"phone", "email"}


class WorkbookSource:
    """A workbook: the sheet that was asked for, else all sheets of companies. `sheets` are the
    names of the sheets that are not empty, so that none is forgotten; `sheets_read` those that are
    read.
    """

    kind = "workbook"
    encoding = ""

    def __init__(self, path: Path, sheet: str = "") -> None:
        self.path = path
        _refuse_bomb(path)
        try:
            self.book = CalamineWorkbook.from_path(str(path))
            self.sheets = self._filled()
        except Unreadable:
            raise
        # The library raises errors of several classes for a workbook that it can't read; one of
        # them, its panic, is no Exception.
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise Unreadable("broken_workbook", str(error)[:200]) from None
        of_companies = self._of_companies()
        self.sheets_read = [sheet] if sheet in self.sheets else of_companies
        self.several = len(of_companies) > 1
        """Whether there is a choice between one sheet and all."""
        self.separator = self.sheets_read[0] if len(self.sheets_read) == 1 else ALL_SHEETS

    def _filled(self) -> dict[str, int]:
        """Returns the sheets that are not empty, with their number of rows."""
        found = {}
        for name in self.book.sheet_names:
            sheet = self.book.get_sheet_by_name(name)
            if sheet.end is not None:
                found[str(name)] = int(sheet.height)
        if not found:
            raise Unreadable("empty")
        return found

    def _of_companies(self) -> list[str]:
        """Returns the sheets of companies: those with known columns, and with numbers or addresses.
        Without any such sheet it is the one that is most like it.
        """
        if len(self.sheets) == 1:
            return list(self.sheets)
        looks = {name: self._look(name) for name in self.sheets}
        held = [name for name, look in looks.items() if look.names_companies and look.has_contacts]
        if any("history" in looks[name].fields for name in held):  # this program's own export
            held = [name for name in held if not looks[name].repeats()]
        return held or [max(self.sheets, key=lambda name: looks[name][:3])]

    def _look(self, name: str) -> _Look:
        sheet = self.book.get_sheet_by_name(name)
        cells = [list(row) for row in islice(sheet.iter_rows(), _LOOKED_AT)]
        rows = [[text_of(cell) for cell in row] for row in cells]
        header = max(rows, key=named_columns, default=[])
        known = named_columns(header)
        # An instant is written with the digits of a number, and is none.
        told = (text_of(cell) for row in cells for cell in row if not isinstance(cell, datetime))
        reached = any(_REACHED.search(cell) for cell in told)
        fields = frozenset(map(field_of, header))
        return _Look(known > 1 and not names_nobody(fields), reached, known, fields)

    def height(self) -> int:
        return sum(self.sheets[name] for name in self.sheets_read)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        if len(self.sheets_read) == 1:
            yield from self._rows_of(self.sheets_read[0])
            return
        headers = self._headers()
        columns = list(dict.fromkeys(name for _line, called in headers for name in called))
        yield 0, [SHEET, *columns]
        before = 0
        for one, (header, called) in zip(self.sheets_read, headers, strict=True):
            for line, cells in self._rows_of(one):
                if line > header:
                    named = dict(zip(called, cells, strict=False))
                    yield before + line, [one, *(named.get(name, "") for name in columns)]
            before += self.sheets[one]

    def _headers(self) -> list[tuple[int, list[str]]]:
        """Returns (line of the header, columns) of each sheet that is read. A column with the same
        meaning as one of an earlier sheet (“Tél”, “Téléphone”) gets the name of that one.
        """
        found, known = list[tuple[int, list[str]]](), dict[str, str]()
        for one in self.sheets_read:
            line, titles = self._header(one)
            called = list[str]()
            for title in titles:
                name = known.get(field_of(title), title)
                called.append(title if name in called or name in titles else name)
            for name in called:
                if field_of(name):
                    known.setdefault(field_of(name), name)
            found.append((line, called))
        return found

    def _header(self, name: str) -> tuple[int, list[str]]:
        """Returns (line of the header, columns) of a sheet; no two columns have the same name."""
        line, cells = max(
            islice(self._rows_of(name), _LOOKED_AT), key=lambda row: named_columns(row[1])
        )
        seen = Counter[str]()
        called = list[str]()
        for place, cell in enumerate(cells, 1):
            title = cell.strip() or f"Colonne {place}"
            seen[title] += 1
            called.append(title if seen[title] == 1 else f"{title} {seen[title]}")
        return line, called

    def _rows_of(self, name: str) -> Iterator[tuple[int, list[str]]]:
        sheet = self.book.get_sheet_by_name(name)
        merged = _merged_down(sheet)
        held: dict[int, str] = {}
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [text_of(cell) for cell in row]
            for column in merged.get(number - 1, ()):
                if column < len(cells):
                    cells[column] = cells[column] or held.get(column, "")
                    held[column] = cells[column]
            if any(cells):
                yield number, cells


def _merged_down(sheet: Any) -> dict[int, set[int]]:
    """Returns {row: columns}, counted from 0, of cells that are merged downwards: a town written
    once beside ten companies belongs to all of them.
    """
    found: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and 0 < bottom - top < _MOST_MERGED:
            for row in range(top, bottom + 1):
                found.setdefault(row, set()).add(left)
    return found


def text_of(cell: object) -> str:
    """Returns a cell as people write it: 59000 for 59000.0, 2026-11-24 for a date."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    return "" if cell is None else str(cell)


def _refuse_bomb(path: Path) -> None:
    """Raises Unreadable for a small file that unpacks to gigabytes, or whose few cells are spread
    over a billion places.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise Unreadable("too_large")
            for part in parts:
                if re.search(r"worksheets/[^/]+\.xml$", part.filename):
                    _refuse_wide(archive, part, _xlsx_area)
                elif part.filename == "content.xml":
                    _refuse_wide(archive, part, _ods_area)
    except BROKEN_ZIP as error:
        raise Unreadable("broken_workbook", str(error)[:200]) from None


def _refuse_wide(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, area: Callable[[Iterator[bytes]], int]
) -> None:
    with archive.open(part) as file:
        if area(_pieces(file)) > _MOST_CELLS:
            raise Unreadable("too_many_cells")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yields a file in large pieces, each of which ends after a tag."""
    rest = b""
    while piece := file.read(1 << 20):
        whole, end, more = (rest + piece).rpartition(b">")
        if len(more) > 1 << 20:
            raise Unreadable("broken_workbook", "a tag without an end")
        yield whole + end
        rest = more
    yield rest


def _xlsx_area(pieces: Iterator[bytes]) -> int:
    """Returns how many places the cells of a sheet span: rows × columns."""
    rows = columns = 0
    for piece in pieces:
        for letters, digits in _REFERENCE.findall(piece):
            rows, columns = max(rows, int(digits)), max(columns, _column(letters))
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_area(pieces: Iterator[bytes]) -> int:
    """Returns how many cells the sheets have that are not empty, with those that are repeated."""
    total = row = repeated = 0
    for piece in pieces:
        for tag in _ODS_TAG.findall(piece):
            if b"table-row" in tag:
                total += row * repeated
                row, repeated = 0, _repeats(tag, b"rows")
            elif b"value-type" in tag:
                row += _repeats(tag, b"columns")
    return total + row * repeated


def _repeats(tag: bytes, what: bytes) -> int:
    found = re.search(rb"number-" + what + rb'-repeated="(\d{1,9})"', tag)
    return int(found[1]) if found else 1
