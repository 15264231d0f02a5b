"""Exporting companies as CSV, XLSX, JSON or vCard."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from decroche.calls.permission import may_export
from decroche.calls.wording import outcome_words
from decroche.insights.tables import Table
from decroche.intake.cells import PERSON_SIGN
from decroche.intake.history import DATED_PARTS, moment_of, moment_text
from decroche.intake.history import write_lines as write_dated
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.numbers import wrong_among
from decroche.prospects.queries import with_numbers, with_people
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.refusal import Refusal
from decroche.shared.spreadsheets import harmless
from decroche.storage.columns import COLUMNS, DATED, Columns, person_text
from decroche.storage.past import PastOfCard, past_of
from decroche.storage.vcards import vcards_of
from decroche.ui.language import current_language

_MOMENTS = frozenset({"last_called_at", "not_before"})
"""Columns of moments."""
_TOGETHER = 500
"""Companies whose past is read together."""


def export_to(
    path: Path,
    rows: QuerySet[Company],
    *,
    language: Language | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes those of the companies that may be exported, and returns how many. The ending of the
    file's name decides the format. A table is in the words of `language`; without one it has names
    and codes, for programs. `sheets` are further sheets of a workbook. Raises Refusal, also when
    the file exists.
    """
    with translation.override(language or current_language()):
        return write_lines(path, _lines(rows), Columns(_columns(rows), language), sheets)


def write_lines(
    path: Path,
    lines: Iterator[dict[str, Any]],
    columns: Columns | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes companies, and returns how many. A line is a dictionary with a value for each of
    COLUMNS; the values of further columns are in its `details`. Raises Refusal.
    """
    columns = columns or Columns(COLUMNS)
    writers: dict[str, Callable[[Path, Iterator[dict[str, Any]], Columns], int]] = {
        ".csv": _csv,
        ".xlsx": partial(_xlsx, sheets=sheets),
        ".json": _json,
        ".vcf": _vcf,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Refusal(
            f"“{path.suffix or path.name}” is no format. Name the file .csv, .xlsx, .json or .vcf."
        )
    if path.exists():
        raise Refusal(f"{path} exists already. Choose another name.")
    part = path.with_name(path.name + ".part")
    try:
        count = write(part, lines, columns)
    except OSError as error:
        raise Refusal(f"{path} can't be written: {error.strerror}.") from None
    part.rename(path)
    return count


def _lines(rows: QuerySet[Company]) -> Iterator[dict[str, Any]]:
    """The companies that may be exported, with those of their people and numbers that may (nobody
    who asked to be left alone, no number that must not be dialled).
    """
    companies = with_people(with_numbers(rows.select_related("provenance", "state"))).iterator(
        chunk_size=1000
    )
    while some := list(islice(companies, _TOGETHER)):
        exported = [company for company in some if may_export(company)]
        past = past_of(exported)
        for company in exported:
            yield _card_line(company, past[company.pk])


def _card_line(company: Company, past: PastOfCard) -> dict[str, Any]:
    """One company, as write_lines takes it."""
    numbers = [number for number in company.numbers.all() if may_export(number)]
    return {
        **{name: getattr(company, name) for name in COLUMNS[:9]},
        "phones": [_number_text(number) for number in numbers if number.contact_id is None],
        "email": company.email,
        "website": company.website,
        "contacts": [
            _person(contact, numbers) for contact in company.contacts.all() if may_export(contact)
        ],
        "notes": company.notes,
        "tags": company.tags,
        "last_outcome": company.state.last_outcome,
        "last_called_at": company.state.last_called_at.isoformat()
        if company.state.last_called_at
        else "",
        "attempts": company.state.attempts,
        "source": company.provenance.source,
        "calls_and_notes": past.history,
        "followups": past.followups,
        "not_before": moment_text(company.state.not_before) if company.state.not_before else "",
        "call_lists": past.lists,
        "wrong_numbers": [_number_text(number) for number in wrong_among(numbers)],
        "details": company.details,
    }


def _person(contact: Contact, numbers: list[PhoneNumber]) -> dict[str, Any]:
    """A person of a company, with those of the company's numbers that are theirs."""
    return {
        "name": contact.name,
        "role": contact.role,
        "title": contact.title,
        "email": contact.email,
        "decides": contact.decides,
        "keeps_switchboard": contact.gatekeeper,
        "phones": [_number_text(number) for number in numbers if number.contact_id == contact.pk],
    }


def _number_text(number: PhoneNumber) -> str:
    """A number as it is written to a file: with its extension, and marked if it is a fax."""
    text = number.e164 or number.national
    if number.extension:
        text += f" poste {number.extension}"
    return f"Fax {text}" if number.kind == PhoneNumber.Kind.FAX else text


def _columns(rows: QuerySet[Company]) -> list[str]:
    """The columns of a table: those of every export, then further ones that imported files had."""
    imported = dict[str, None]()
    for details in rows.exclude(details={}).values_list("details", flat=True).iterator():
        imported.update(dict.fromkeys(details))
    return [*COLUMNS, *(name for name in imported if name not in COLUMNS)]


def _cells(line: dict[str, Any], columns: Columns) -> list[Any]:
    """A line as one row of a table. Lists become texts that an import can divide again."""
    line = _in_words(line) if columns.language else line
    details = line.get("details", {})
    cells = {
        **details,
        **{name: value or details.get(name, "") for name, value in line.items()},
        "phones": " / ".join(line["phones"]),
        "contacts": "\n".join(person_text(one, columns.language) for one in line["contacts"]),
        "tags": ", ".join(line["tags"]),
        **{name: write_dated(line.get(name, ())) for name in DATED},
        "call_lists": PERSON_SIGN.join(line.get("call_lists", ())),
        "wrong_numbers": " / ".join(line.get("wrong_numbers", ())),
    }
    return [harmless(cells.get(name, "")) for name in columns.names]


def _in_words(line: dict[str, Any]) -> dict[str, Any]:
    """A line with words for its codes, and moments as people write them."""
    called = line["last_called_at"]
    return line | {
        "last_outcome": outcome_words(line["last_outcome"]) or line["last_outcome"],
        "last_called_at": moment_text(datetime.fromisoformat(called)) if called else "",
    }


def _csv(path: Path, lines: Iterator[dict[str, Any]], columns: Columns) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(columns.headers())
        count = 0
        for line in lines:
            table.writerow(_cells(line, columns))
            count += 1
        return count


def _xlsx(
    path: Path, lines: Iterator[dict[str, Any]], columns: Columns, *, sheets: Iterable[Table]
) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Décroche")
    sheet.append(columns.headers())
    count = 0
    for line in lines:
        count += 1
        cells = zip(columns.names, _cells(line, columns), strict=True)
        sheet.append([_sheet_cell(sheet, name, cell) for name, cell in cells])
    for table in sheets:
        further = book.create_sheet(table.title)
        further.append([harmless(name) for name in table.columns])
        for row in table.rows:
            further.append([_cell_value(value) for value in row])
    book.save(path)
    return count


def _sheet_cell(sheet: Any, name: str, cell: Any) -> Any:
    """A cell of a column for a workbook: a moment is a real date, shown as people write it."""
    from openpyxl.cell import WriteOnlyCell

    moment = moment_of(str(cell)) if name in _MOMENTS else None
    if moment is None:
        return _cell_value(cell)
    dated = WriteOnlyCell(sheet, _cell_value(moment))
    dated.number_format = "dd/mm/yyyy hh:mm"
    return dated


def _cell_value(value: Any) -> Any:
    """A value for a cell of a workbook: instants in Paris time (Excel knows no time zones), texts
    without formulas and control characters.
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, datetime):
        return value.astimezone(PARIS).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", harmless(value)) if isinstance(value, str) else value


def _json(path: Path, lines: Iterator[dict[str, Any]], _columns: Columns) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for line in lines:
            file.write(("," if count else "") + "\n" + json.dumps(_plain(line), ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    """A line as JSON writes it, each dated text with the names of its parts."""
    named = {
        name: [
            dict(zip(DATED_PARTS, (moment_text(one[0]), *one[1:]), strict=True))
            for one in line.get(name, ())
        ]
        for name in DATED
    }
    return {**line, **named}


def _vcf(path: Path, lines: Iterator[dict[str, Any]], columns: Columns) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for line in lines:
            file.write(vcards_of(line, columns.language))
            count += 1
    return count
