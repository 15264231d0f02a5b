"""The figures as files that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from decroche.insights.tables import Table
from decroche.shared.clock import PARIS
from decroche.shared.spreadsheets import harmless


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark, semicolons and decimal commas: as spreadsheets set to French open it
    without asking.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in table.columns])
    writer.writerows([[_plain(value) for value in row] for row in table.rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_workbook(tables: list[Table]) -> bytes:
    """One sheet a table, numbers as numbers, dates as dates, shares as percentages."""
    from openpyxl import Workbook  # late: heavy, and only this page needs it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for table in tables:
        sheet: Any = book.create_sheet(
            _sheet_name(table.title, {one.title for one in book.worksheets})
        )
        sheet.append([harmless(name) for name in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in table.rows:
            sheet.append(
                [
                    value.astimezone(PARIS).replace(tzinfo=None)
                    if isinstance(value, datetime)
                    else harmless(value)
                    for value in row
                ]
            )
            for cell, value in zip(sheet[sheet.max_row], row, strict=True):
                if isinstance(value, float):
                    cell.number_format = "0.0%"
        sheet.freeze_panes = "A2"
        for place, name in enumerate(table.columns, 1):
            longest = max([len(str(name)), *(len(str(row[place - 1])) for row in table.rows[:200])])
            sheet.column_dimensions[get_column_letter(place)].width = min(60, longest + 2)
    del book[book.sheetnames[0]]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    name = "".join(sign for sign in title if sign not in "[]:*?/\\")[:31]
    return name if name not in taken else f"{name[:28]} {len(taken)}"


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(harmless(value))
