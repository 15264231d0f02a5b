"""Exporting companies as CSV, XLSX, JSON or vCard."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from decroche.calls.permission import may_export
from decroche.insights.tables import Table
from decroche.intake.cells import DECIDES, PERSON_SIGN, SWITCHBOARD
from decroche.intake.history import DATED_PARTS, moment_text
from decroche.intake.history import write_lines as write_dated
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.numbers import wrong_among
from decroche.shared.clock import PARIS
from decroche.shared.refusal import Refusal
from decroche.shared.spreadsheets import harmless
from decroche.shared.vcard import escaped
from decroche.storage.past import PastOfCard, past_of

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
    "calls_and_notes",
    "followups",
    "not_before",
    "call_lists",
    "wrong_numbers",
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
    "calls_and_notes": "Appels et notes",
    "followups": "Relances prévues",
    "not_before": "Pas avant",
    "call_lists": "Listes d’appels",
    "wrong_numbers": "Faux numéros",
}
"""French headers of the columns. An import recognises them."""
_DATED = ("calls_and_notes", "followups")
"""Columns of dated lines."""
_TOGETHER = 500
"""Companies whose past is read together."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, and the headers of those whose header differs from their name."""

    names: Sequence[str]
    words: Mapping[str, str]

    def headers(self) -> list[str]:
        """The first row of the table."""
        return [harmless(self.words.get(name, name)) for name in self.names]


def export_to(
    path: Path,
    rows: QuerySet[Company],
    *,
    headers: Mapping[str, str] | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes those of the companies that may be exported, and returns how many. The ending of the
    file's name decides the format. `headers` are other headers of columns ({name: header}),
    `sheets` further sheets of a workbook. Raises Refusal, also when the file exists.
    """
    return write_lines(path, _lines(rows), Columns(_columns(rows), headers or {}), sheets)


def write_lines(
    path: Path,
    lines: Iterator[dict[str, Any]],
    columns: Columns | None = None,
    sheets: Iterable[Table] = (),
) -> int:
    """Writes companies, and returns how many. A line is a dictionary with a value for each of
    COLUMNS; the values of further columns are in its `details`. Raises Refusal.
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
    companies = (
        rows.select_related("provenance", "state")
        .prefetch_related("numbers", "contacts")
        .iterator(chunk_size=1000)
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


def _cells(line: dict[str, Any], columns: Sequence[str]) -> list[Any]:
    """A line as one row of a table. Lists become texts that an import can divide again."""
    details = line.get("details", {})
    cells = {
        **details,
        **{name: value or details.get(name, "") for name, value in line.items()},
        "phones": " / ".join(line["phones"]),
        "contacts": "\n".join(map(_person_text, line["contacts"])),
        "tags": ", ".join(line["tags"]),
        **{name: write_dated(line.get(name, ())) for name in _DATED},
        "call_lists": PERSON_SIGN.join(line.get("call_lists", ())),
        "wrong_numbers": " / ".join(line.get("wrong_numbers", ())),
    }
    return [harmless(cells.get(name, "")) for name in columns]


def _person_text(person: dict[str, Any]) -> str:
    """A person on one line of a cell: name, title, role, address, numbers and what they are known
    for with PERSON_SIGN between them.
    """
    phones = " / ".join(person.get("phones", []))
    known_for = [
        word
        for word, holds in (
            (DECIDES, person.get("decides")),
            (SWITCHBOARD, person.get("keeps_switchboard")),
        )
        if holds
    ]
    parts = [person["name"], person["title"], person["role"], person["email"], phones]
    parts += [", ".join(known_for)] if known_for else []
    return PERSON_SIGN.join(
        part.replace(PERSON_SIGN.strip(), ",").replace("\n", " ") for part in parts
    )


def _csv(path: Path, lines: Iterator[dict[str, Any]], columns: Columns) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(columns.headers())
        count = 0
        for line in lines:
            table.writerow(_cells(line, columns.names))
            count += 1
        return count


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
                for cell in _cells(line, columns.names)
            ]
        )
    for table in sheets:
        further = book.create_sheet(table.title)
        further.append([harmless(name) for name in table.columns])
        for row in table.rows:
            further.append([_cell_value(value) for value in row])
    book.save(path)
    return count


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
        for name in _DATED
    }
    return {**line, **named}


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
        (
            "",
            "",
            escaped(line["address"]),
            escaped(line["city"]),
            "",
            escaped(line["postcode"]),
            "",
        )
    )
    parts = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{escaped(line['name'])}",
        f"N:{escaped(line['name'])};;;;",
        f"ORG:{escaped(line['name'])}",
    ]
    parts += [_tel(phone, "WORK") for phone in line["phones"]]
    parts += [f"EMAIL;TYPE=WORK:{escaped(line['email'])}"] if line["email"] else []
    parts += [f"URL:{escaped(line['website'])}"] if line["website"] else []
    parts += [f"ADR;TYPE=WORK:{street}"] if line["address"] or line["city"] else []
    parts += [f"NOTE:{escaped(line['notes'])}"] if line["notes"] else []
    tags = ",".join(map(escaped, line["tags"]))
    parts += [f"CATEGORIES:{tags}"] if tags else []
    further = {"SIRET": line["siret"] or line["siren"], "Code NAF": line["naf"]}
    further |= {
        "Activité": line["activity"],
        "Effectif": line["headcount"],
        **{FRENCH[name]: write_dated(line.get(name, ())) for name in _DATED},
        FRENCH["not_before"]: line.get("not_before", ""),
        FRENCH["call_lists"]: PERSON_SIGN.join(line.get("call_lists", ())),
        FRENCH["wrong_numbers"]: " / ".join(line.get("wrong_numbers", ())),
        "Contacts": "\n".join(map(_person_text, line["contacts"])),
        **line.get("details", {}),
    }
    parts += [
        f"X-DECROCHE:{escaped(column)};{escaped(text)}" for column, text in further.items() if text
    ]
    people = [_person_card(line, person, street) for person in line["contacts"]]
    return "\n".join([*parts, "END:VCARD", *people, ""])


def _person_card(line: dict[str, Any], person: dict[str, Any], street: str) -> str:
    """A vCard of one of the company's people."""
    parts = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{escaped(person['name'])}",
        f"N:{escaped(person['name'])};;;;",
        f"ORG:{escaped(line['name'])}",
    ]
    parts += [f"TITLE:{escaped(person['title'])}"] if person["title"] else []
    parts += [_tel(phone, "CELL") for phone in person.get("phones", [])]
    parts += [f"EMAIL:{escaped(person['email'])}"] if person["email"] else []
    parts += [f"ADR;TYPE=WORK:{street}"] if line["address"] or line["city"] else []
    return "\n".join([*parts, "END:VCARD"])


def _tel(phone: str, kind: str) -> str:
    fax = phone.startswith("Fax ")
    return f"TEL;TYPE={'FAX' if fax else kind}:{phone.removeprefix('Fax ')}"
