"""Workbooks: XLSX (XLS and ODS are read by the same library)."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook

from decroche.intake.sources.csv import named_columns
from decroche.intake.sources.source import Unreadable

_MAX_UNPACKED = 1_500_000_000
_MOST_CELLS = 60_000_000
_MOST_MERGED = 5_000
_LOOKED_AT = 30
"""Rows of each sheet that are looked at to find the one of the companies."""
_DIALLED = re.compile(r"(?<!\d)(?:\+|0)?[1-9](?:[ .\-]?\d){8,11}(?!\d)")
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


class WorkbookSource:
    """One sheet of a workbook: the one asked for, else the one that holds companies. The others
    are named, so that none is forgotten.
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
        self.separator = sheet if sheet in self.sheets else self._of_companies()
        self.sheet = self.separator

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

    def _of_companies(self) -> str:
        """The sheet that holds the companies: a header that names columns, numbers below it; the
        first of those alike.
        """
        if len(self.sheets) == 1:
            return next(iter(self.sheets))

        def worth(name: str) -> tuple[bool, bool, int]:
            sheet = self.book.get_sheet_by_name(name)
            rows = [
                [text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), _LOOKED_AT)
            ]
            known = max((named_columns(row) for row in rows), default=0)
            numbers = any(_DIALLED.search(cell) for row in rows for cell in row)
            return known > 1, numbers, known

        return max(self.sheets, key=worth)

    def height(self) -> int:
        return int(self.book.get_sheet_by_name(self.sheet).height)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        sheet = self.book.get_sheet_by_name(self.sheet)
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
