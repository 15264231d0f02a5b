"""Tables as CSV files and workbooks."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from decroche.insights.tables import Table
from decroche.shared.clock import PARIS
from decroche.shared.spreadsheets import harmless


def as_csv(table: Table) -> bytes:
    """A table as CSV in the form that spreadsheets set to French open without questions: UTF-8 with
    a byte order mark, semicolons, decimal commas.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in table.columns])
    writer.writerows([[_cell_text(value) for value in row] for row in table.rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def as_workbook(tables: list[Table]) -> bytes:
    """Tables as an XLSX workbook with a sheet each; shares are shown as percentages."""
    from openpyxl import Workbook  # here, because it is slow to import and only this page needs it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for table in tables:
        taken = {other.title for other in book.worksheets}
        sheet: Any = book.create_sheet(_sheet_name(table.title, taken))
        sheet.append([harmless(name) for name in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in table.rows:
            sheet.append([_cell_value(value) for value in row])
            for cell, value in zip(sheet[sheet.max_row], row, strict=True):
                if isinstance(value, float):
                    cell.number_format = "0.0%"
        sheet.freeze_panes = "A2"
        for index, name in enumerate(table.columns):
            longest = max([len(str(name)), *(len(str(row[index])) for row in table.rows[:200])])
            sheet.column_dimensions[get_column_letter(index + 1)].width = min(60, longest + 2)
    del book[book.sheetnames[0]]  # the empty sheet that every new workbook has
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a workbook accepts: 31 characters, without some signs, once only."""
    name = "".join(sign for sign in title if sign not in "[]:*?/\\")[:31]
    return name if name not in taken else f"{name[:28]} {len(taken)}"


def _cell_value(value: Any) -> Any:
    """A value for a cell of a workbook, which knows no time zones."""
    if isinstance(value, datetime):
        return value.astimezone(PARIS).replace(tzinfo=None)
    return harmless(value)


def _cell_text(value: Any) -> str:
    """A value as a text for CSV, in the French forms of numbers and dates."""
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(harmless(value))
