"""Erasing a company, a person, or what may not be kept any longer.

The calls stay as counts: when, which outcome, nothing else.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from decroche.compliance.actions import oppose
from decroche.compliance.personal import (
    Subject,
    cleared,
    containing,
    erase_rows,
    pattern_of,
    scrub,
    spellings,
)
from decroche.compliance.rules import ValueKind, fingerprint
from decroche.intake.models import Batch
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.journal.forgetting import forget_company, forget_texts
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import person_keys, values_of
from decroche.prospects.refreshing import refresh
from decroche.shared.addresses import is_generic
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member

NOBODY = "—"
"""The name of a card whose data was erased: its calls still count, and stand under it."""


@dataclass(slots=True)
class Erased:
    """What an erasure did: counts and names of files, never the data. It is the proof."""

    rows: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    journal: int = 0
    files: list[str] = field(default_factory=list)
    opposed: int = 0

    def told(self) -> dict[str, object]:
        """As a request keeps it."""
        return {
            "rows": self.rows,
            "mentions": self.mentions,
            "journal": self.journal,
            "files": self.files,
            "opposed": self.opposed,
        }


def names_of(company: Company) -> tuple[str, ...]:
    """Everything that names a company and its people in a text."""
    people = list(Contact.objects.filter(company=company).values_list("name", "email"))
    numbers = [
        one
        for row in PhoneNumber.objects.filter(company=company).values_list("e164", "national")
        for one in row
    ]
    values = [company.name, company.email, company.siret, company.siren, company.website, *numbers]
    return tuple(
        dict.fromkeys(one for one in (*values, *(part for row in people for part in row)) if one)
    )


def names_of_person(person: Contact) -> tuple[str, ...]:
    """Everything that names one person."""
    numbers = [
        one
        for row in PhoneNumber.objects.filter(contact=person).values_list("e164", "national")
        for one in row
    ]
    return tuple(dict.fromkeys(one for one in (person.name, person.email, *numbers) if one))


def erase_company(
    *,
    by: Member,
    company: Company,
    leave_alone: bool,
    why: str = "request",
    verb: Verb | None = None,
) -> Erased:
    """All of a card, for good.

    `leave_alone` keeps keyed fingerprints, so that no import brings it back. Not undoable.
    """
    done = Erased()
    if verb is None:
        with record(
            "company.erased", by=by, company_id=company.pk, undoable=False, kind=why
        ) as own:
            done = erase_company(by=by, company=company, leave_alone=leave_alone, why=why, verb=own)
            own.changes.clear()
        return done
    values, subject = names_of(company), Subject(company.workspace_id, company.pk)
    if leave_alone:
        done.opposed = oppose(verb=verb, by=by, values=_kept_apart(company), channel="mail")
    done.rows = erase_rows(subject, whole=True)
    Company.objects.filter(pk=company.pk).update(
        name=NOBODY,
        sort_name=NOBODY,
        erased_at=now(),
        removed_at=now(),
        department="",
        diffusion="",
    )
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
    _everywhere(done, company.workspace_id, values, company.pk)
    return done


def _kept_apart(company: Company) -> list[tuple[ValueKind, str]]:
    people: list[tuple[ValueKind, str]] = [
        ("person", key)
        for one in Contact.objects.filter(company=company).exclude(name="")
        for key in person_keys(one, company)
    ]
    return [*values_of(company), *people]


def erase_person(*, by: Member, person: Contact, leave_alone: bool) -> Erased:
    """One person of a company, for good; the company and its switchboard stay."""
    done, company = Erased(), person.company
    values, subject = (
        names_of_person(person),
        Subject(person.workspace_id, person.company_id, person.pk),
    )
    with record(
        "person.erased",
        by=by,
        company_id=None,
        undoable=False,
        kind="request",
        person=person.pk,  # so that a restored copy can be told to forget her again
    ) as verb:
        if leave_alone:
            numbers: list[tuple[ValueKind, str]] = [
                ("number", one.dial) for one in PhoneNumber.objects.filter(contact=person)
            ]
            known: list[tuple[ValueKind, str]] = [
                *(("person", key) for key in person_keys(person, company)),
                ("email", person.email),
                *numbers,
            ]
            done.opposed = oppose(
                verb=verb,
                by=by,
                values=[(kind, value) for kind, value in known if value],
                channel="mail",
            )
        done.rows = erase_rows(subject, whole=True)
        _everywhere(done, person.workspace_id, (*values, *_family_name(person.name)), None)
        company = Company.objects.get(pk=company.pk)
        refresh(verb, company)
        verb.changes.clear()
    return done


def _family_name(name: str) -> tuple[str, ...]:
    """The last word of a name of several: how notes call people."""
    words = name.split()
    return (words[-1],) if len(words) > 1 and len(words[-1]) > 3 else ()


def clear_company(*, by: Member, company: Company, verb: Verb) -> Erased:
    """The end of retention for a legal person: its people, their numbers and every note go; the
    company and its switchboard stay.
    """
    done = Erased()
    people = list(Contact.objects.filter(company=company))
    values = tuple(dict.fromkeys(value for person in people for value in names_of_person(person)))
    own = tuple(
        PhoneNumber.objects.filter(company=company, kind__in=("direct", "mobile")).values_list(
            "e164", flat=True
        )
    )
    done.rows = erase_rows(Subject(company.workspace_id, company.pk), whole=False)
    changes: dict[str, object] = {"cleared_at": now()}
    if company.email and not is_generic(company.email):
        values, changes["email"] = (*values, company.email), ""
    Company.objects.filter(pk=company.pk).update(**changes)
    _everywhere(done, company.workspace_id, (*values, *(one for one in own if one)), company.pk)
    refresh(verb, Company.objects.get(pk=company.pk))
    return done


def _everywhere(
    done: Erased, workspace_id: int, values: Iterable[str], company_id: int | None
) -> None:
    """The journal, mentions in what others said, files on the disk."""
    values = tuple(values)
    if company_id is not None:
        done.journal += forget_company(workspace_id, company_id)
    done.mentions = scrub(workspace_id, values)
    wanted, pattern = spellings(values), pattern_of(values)
    if pattern is not None:
        rows = Entry.objects.filter(workspace_id=workspace_id)
        lines = {
            entry.pk: entry
            for column in ("particulars", "changes")
            for entry in containing(rows, column, wanted)
        }
        done.journal += forget_texts(lines.values(), lambda value: cleared(value, pattern))
        # Before the transaction ends: killed after it, nobody would know any more what to look for.
        done.files.extend(forget_files(Path(settings.DATA_FOLDER), workspace_id, values))


def forget_files(folder: Path, workspace_id: int, values: Iterable[str]) -> list[str]:
    """Takes the values out of the files beside the database; the names of those changed or removed.

    Lists of rows kept aside lose their row; files waiting to be imported that hold one, and
    automatic copies of the database (they are whole, and older), are removed.
    """
    pattern, touched = pattern_of(values), list[str]()
    if pattern is None:
        return touched
    imports = folder / "imports"
    for path in sorted((*imports.glob("*.csv"), *imports.glob("*.csv.part"))):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        kept = [line for line in lines if not pattern.search(line)]
        if len(kept) != len(lines):
            path.write_text("\n".join(kept) + "\n", encoding="utf-8-sig")
            touched.append(path.name)
    for batch in Batch.objects.filter(
        workspace_id=workspace_id, state__in=(Batch.State.UPLOADED, Batch.State.FAILED)
    ):
        path = Path(batch.path)
        if path.is_file() and folder in path.parents and _holds(path, pattern):
            path.unlink()
            touched.append(batch.filename)
    for path in sorted(folder.glob("before-*.sqlite3")):
        path.unlink()
        touched.append(path.name)
    return touched


def _holds(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether a file waiting to be imported names somebody; one that can't be read (a picture) is
    taken to.
    """
    try:
        return any(pattern.search(cell) for _, row in open_source(path).rows() for cell in row)
    except (Unreadable, csv.Error):
        return True


def prints_of(by: Member, values: Iterable[tuple[ValueKind, str]]) -> list[str]:
    """The fingerprints of values: what a request keeps of whom it was about."""
    return [
        fingerprint(by.workspace.fingerprint_key, kind, value) for kind, value in values if value
    ]
