"""Workbooks: XLSX (XLS and ODS are read by the same library)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from decroche.intake.sources import Unreadable

_MAX_UNPACKED = 1_500_000_000


class WorkbookSource:
    """One sheet of a workbook: the one asked for, else the first that holds anything. The others are named, so that none is forgotten."""

    kind = "workbook"
    encoding = ""

    def __init__(self, path: Path, sheet: str = "") -> None:
        self.path = path
        _refuse_bomb(path)
        try:
            self.book = CalamineWorkbook.from_path(str(path))
        except Exception as error:  # the library raises several kinds, all meaning: not a workbook it can read
            raise Unreadable("broken_workbook", str(error)) from None
        self.sheets = self._filled()
        self.separator = sheet if sheet in self.sheets else next(iter(self.sheets))
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

    def height(self) -> int:
        return int(self.book.get_sheet_by_name(self.sheet).height)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        sheet = self.book.get_sheet_by_name(self.sheet)
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [text_of(cell) for cell in row]
            if any(cells):
                yield number, cells


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
    """A small zip that unpacks to gigabytes is no list of companies."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MAX_UNPACKED:
            raise Unreadable("too_large")
