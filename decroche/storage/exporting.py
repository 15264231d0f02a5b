"""The file written out: CSV, XLSX, JSON, vCard."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from decroche.calls.permission import may_export
from decroche.insights.tables import Table
from decroche.intake.cells import PERSON_SIGN
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.clock import PARIS
from decroche.shared.refusal import Refusal
from decroche.shared.spreadsheets import harmless

COLUMNS = (
    "name",
    "siret",
    "siren",
    "naf",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "phones",
    "email",
    "website",
    "contacts",
    "notes",
    "tags",
    "last_outcome",
    "last_called_at",
    "attempts",
    "source",
)
FRENCH = {
    "name": "Société",
    "siret": "SIRET",
    "siren": "SIREN",
    "naf": "Code NAF",
    "activity": "Activité",
    "headcount": "Effectif",
    "address": "Adresse",
    "postcode": "Code postal",
    "city": "Ville",
    "phones": "Téléphone",
    "email": "E-mail",
    "website": "Site web",
    "contacts": "Contacts",
    "notes": "Notes",
    "tags": "Étiquettes",
    "last_outcome": "Dernier résultat",
    "last_called_at": "Dernier appel",
    "attempts": "Tentatives",
    "source": "Source",
}
"""The header of each column in a table for a French reader; an import knows them again."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, and the words above them where these differ."""

    names: Sequence[str]
    words: Mapping[str, str]

    def headers(self) -> list[str]:
        """As they stand in the first row."""
        return [harmless(self.words.get(name, name)) for name in self.names]


def export_to(
    path: Path,
    rows: QuerySet[Company],
    *,
    headers: Mapping[str, str] | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes the companies that may leave the file; how many. The ending of the name says the
    format; an existing file is not overwritten. `headers`: other words above the columns of a
    table. `sheets`: further sheets of a workbook.
    """
    return write_lines(path, _lines(rows), Columns(_columns(rows), headers or {}), sheets)


def write_lines(
    path: Path,
    lines: Iterator[dict[str, Any]],
    columns: Columns | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes lines of companies, each with a value for every one of COLUMNS, and under `details`
    for the other columns; how many.
    """
    columns = columns or Columns(COLUMNS, {})
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
    half = path.with_name(path.name + ".part")
    try:
        count = write(half, lines, columns)
    except OSError as error:
        raise Refusal(f"{path} can't be written: {error.strerror}.") from None
    half.rename(path)
    return count


def _lines(rows: QuerySet[Company]) -> Iterator[dict[str, Any]]:
    """What may leave the file: nobody who asked to be left alone, no number that may not be
    dialled.
    """
    for company in (
        rows.select_related("provenance", "state")
        .prefetch_related("numbers", "contacts")
        .iterator(chunk_size=1000)
    ):
        if not may_export(company):
            continue
        numbers = [number for number in company.numbers.all() if may_export(number)]
        yield {
            **{name: getattr(company, name) for name in COLUMNS[:9]},
            "phones": [_said(number) for number in numbers if number.contact_id is None],
            "email": company.email,
            "website": company.website,
            "contacts": [
                {
                    "name": one.name,
                    "role": one.role,
                    "title": one.title,
                    "email": one.email,
                    "phones": [_said(number) for number in numbers if number.contact_id == one.pk],
                }
                for one in company.contacts.all()
                if may_export(one)
            ],
            "notes": company.notes,
            "tags": company.tags,
            "last_outcome": company.state.last_outcome,
            "last_called_at": company.state.last_called_at.isoformat()
            if company.state.last_called_at
            else "",
            "attempts": company.state.attempts,
            "source": company.provenance.source,
            "details": company.details,
        }


def _said(number: PhoneNumber) -> str:
    """A number as a file says it: with its extension, and whether it is a fax."""
    said = number.e164 or number.national
    if number.extension:
        said += f" poste {number.extension}"
    return f"Fax {said}" if number.kind == PhoneNumber.Kind.FAX else said


def _columns(rows: QuerySet[Company]) -> list[str]:
    """The columns of a table: those of every export, then those that files brought along."""
    brought = dict[str, None]()
    for details in rows.exclude(details={}).values_list("details", flat=True).iterator():
        brought.update(dict.fromkeys(details))
    return [*COLUMNS, *(name for name in brought if name not in COLUMNS)]


def _flat(line: dict[str, Any], columns: Sequence[str]) -> list[Any]:
    people = "\n".join(
        PERSON_SIGN.join(
            part.replace(PERSON_SIGN.strip(), ",").replace("\n", " ")
            for part in (
                one["name"],
                one["title"],
                one["role"],
                one["email"],
                " / ".join(one.get("phones", [])),
            )
        )
        for one in line["contacts"]
    )
    cells = {
        **line.get("details", {}),
        **{name: value or line.get("details", {}).get(name, "") for name, value in line.items()},
        "phones": " / ".join(line["phones"]),
        "contacts": people,
        "tags": ", ".join(line["tags"]),
    }
    return [harmless(cells.get(name, "")) for name in columns]


def _csv(path: Path, lines: Iterator[dict[str, Any]], columns: Columns) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(columns.headers())
        return sum(1 for line in lines if table.writerow(_flat(line, columns.names)))


def _xlsx(
    path: Path, lines: Iterator[dict[str, Any]], columns: Columns, *, sheets: Iterable[Table]
) -> int:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Décroche")
    sheet.append(columns.headers())
    count = 0
    for line in lines:
        count += 1
        sheet.append(
            [
                ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
                for cell in _flat(line, columns.names)
            ]
        )
    for one in sheets:
        further = book.create_sheet(one.title)
        further.append([harmless(name) for name in one.columns])
        for row in one.rows:
            further.append([_in_a_sheet(value) for value in row])
    book.save(path)
    return count


def _in_a_sheet(value: Any) -> Any:
    """A cell of a further sheet: moments on her clock, texts that no program runs."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, datetime):
        return value.astimezone(PARIS).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", harmless(value)) if isinstance(value, str) else value


def _json(path: Path, lines: Iterator[dict[str, Any]], _columns: Columns) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for line in lines:
            file.write(("," if count else "") + "\n" + json.dumps(line, ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def _vcf(path: Path, lines: Iterator[dict[str, Any]], _columns: Columns) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for line in lines:
            file.write(_card(line))
            count += 1
    return count


def _card(line: dict[str, Any]) -> str:
    """A vCard 3.0 (RFC 2426) of a company."""
    street = ";".join(
        ("", "", _plain(line["address"]), _plain(line["city"]), "", _plain(line["postcode"]), "")
    )
    parts = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_plain(line['name'])}",
        f"N:{_plain(line['name'])};;;;",
        f"ORG:{_plain(line['name'])}",
    ]
    parts += [_tel(phone, "WORK") for phone in line["phones"]]
    parts += [f"EMAIL;TYPE=WORK:{_plain(line['email'])}"] if line["email"] else []
    parts += [f"URL:{_plain(line['website'])}"] if line["website"] else []
    parts += [f"ADR;TYPE=WORK:{street}"] if line["address"] or line["city"] else []
    parts += [f"NOTE:{_plain(line['notes'])}"] if line["notes"] else []
    tags = ",".join(map(_plain, line["tags"]))
    parts += [f"CATEGORIES:{tags}"] if tags else []
    own = {"SIRET": line["siret"] or line["siren"], "Code NAF": line["naf"]}
    own |= {"Activité": line["activity"], "Effectif": line["headcount"], **line.get("details", {})}
    parts += [f"X-DECROCHE:{_plain(column)};{_plain(text)}" for column, text in own.items() if text]
    people = [_person_card(line, one, street) for one in line["contacts"]]
    return "\n".join([*parts, "END:VCARD", *people, ""])


def _person_card(line: dict[str, Any], person: dict[str, Any], street: str) -> str:
    """The card of one of its people."""
    parts = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_plain(person['name'])}",
        f"N:{_plain(person['name'])};;;;",
        f"ORG:{_plain(line['name'])}",
    ]
    parts += [f"TITLE:{_plain(person['title'])}"] if person["title"] else []
    parts += [_tel(phone, "CELL") for phone in person.get("phones", [])]
    parts += [f"EMAIL:{_plain(person['email'])}"] if person["email"] else []
    parts += [f"ADR;TYPE=WORK:{street}"] if line["address"] or line["city"] else []
    return "\n".join([*parts, "END:VCARD"])


def _tel(phone: str, kind: str) -> str:
    fax = phone.startswith("Fax ")
    return f"TEL;TYPE={'FAX' if fax else kind}:{phone.removeprefix('Fax ')}"


def _plain(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r", "")
        .replace("\n", "\\n")
    )
