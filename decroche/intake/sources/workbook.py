"""Workbooks: XLSX (XLS and ODS are read by the same library)."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook

from decroche.intake.rules import field_of, names_nobody
from decroche.intake.sources.csv import named_columns
from decroche.intake.sources.source import Unreadable

_MAX_UNPACKED = 1_500_000_000
_MOST_CELLS = 60_000_000
_MOST_MERGED = 5_000
_LOOKED_AT = 30
"""Rows of each sheet that are looked at to find the one of the companies."""
_REACHED = re.compile(r"(?<!\d)(?:\+|0)?[1-9](?:[ .\-]?\d){8,11}(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")
"""A number or an address."""
# What the standard library raises for a zip that is damaged, cut short, packed in a way it does not
# know, or locked by a password
# (RuntimeError, of which the third is a kind), or whose names are no text: each becomes one
# sentence to her.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
    UnicodeDecodeError,
    struct.error,
)
_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ODS_TAG = re.compile(rb"<table:(?:table-row|table-cell)\b[^>]*>")


ALL_SHEETS = "*"
"""Asked for in place of a sheet: every sheet that holds companies; no sheet may be called so."""
SHEET = "Feuille"
"""The column that says from which sheet a company comes, where several are read."""


class WorkbookSource:
    """A workbook: the sheet that was asked for, else the one that holds companies, else all of
    them where there are several. `sheets` names every one that holds anything, so that none is
    forgotten; `sheets_read` those that are read.
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
        # the library raises several kinds, a panic of its own among them, all meaning: no workbook
        # it can read
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
        """The sheets that hold anything, with their number of rows."""
        found = {}
        for name in self.book.sheet_names:
            sheet = self.book.get_sheet_by_name(name)
            if sheet.end is not None:
                found[str(name)] = int(sheet.height)
        if not found:
            raise Unreadable("empty")
        return found

    def _of_companies(self) -> list[str]:
        """The sheets that hold companies: a header that names columns, numbers or addresses below
        it; where there is none such, the sheet that comes nearest, the first of those alike.
        """
        if len(self.sheets) == 1:
            return list(self.sheets)
        worth = {name: self._worth(name) for name in self.sheets}
        held = [name for name, (named, reached, _known) in worth.items() if named and reached]
        return held or [max(self.sheets, key=worth.__getitem__)]

    def _worth(self, name: str) -> tuple[bool, bool, int]:
        """(a header names columns that say who it is, somebody can be reached, columns named)."""
        sheet = self.book.get_sheet_by_name(name)
        rows = [[text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), _LOOKED_AT)]
        header = max(rows, key=named_columns, default=[])
        known = named_columns(header)
        reached = any(_REACHED.search(cell) for row in rows for cell in row)
        return known > 1 and not names_nobody(map(field_of, header)), reached, known

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
        """(line of the header, columns) of each sheet that is read. A column that says the same as
        one of an earlier sheet under another name (“Tél”, “Téléphone”) is called as that one.
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
        """(the line of the header of a sheet, its columns, each called differently)."""
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
    """{row: columns} of cells merged downwards, from 0: a town written once beside its ten
    companies stands for all of them.
    """
    found: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and 0 < bottom - top < _MOST_MERGED:
            for row in range(top, bottom + 1):
                found.setdefault(row, set()).add(left)
    return found


def text_of(cell: object) -> str:
    """A cell as she would write it: 59000 for 59000.0, 2026-11-24 for a date."""
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
    """A small file that unpacks to gigabytes, or spreads a few cells over a billion places, is no
    list of companies.
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
    except _BROKEN_ZIP as error:
        raise Unreadable("broken_workbook", str(error)[:200]) from None


def _refuse_wide(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, area: Callable[[Iterator[bytes]], int]
) -> None:
    with archive.open(part) as file:
        if area(_pieces(file)) > _MOST_CELLS:
            raise Unreadable("too_many_cells")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in large pieces that never cut a tag in two."""
    rest = b""
    while piece := file.read(1 << 20):
        whole, end, more = (rest + piece).rpartition(b">")
        if len(more) > 1 << 20:
            raise Unreadable("broken_workbook", "a tag without an end")
        yield whole + end
        rest = more
    yield rest


def _xlsx_area(pieces: Iterator[bytes]) -> int:
    """How many places the cells of a sheet span."""
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
    """How many cells that hold something the sheets spell out, repeats counted."""
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
