"""Erasing a company, a person, or the people of a company whose retention is over. Calls stay, with
their instant and outcome only, so that the figures stay right.
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
"""The name of an erased card. The row stays, because its calls refer to it."""


@dataclass(slots=True)
class Erased:
    """What an erasure did: counts and names of files, without the data itself. It is kept as the
    proof of the erasure.
    """

    rows: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    journal: int = 0
    files: list[str] = field(default_factory=list)
    opposed: int = 0

    def told(self) -> dict[str, object]:
        """As a dictionary, for the proof of a request and the command line."""
        return {
            "rows": self.rows,
            "mentions": self.mentions,
            "journal": self.journal,
            "files": self.files,
            "opposed": self.opposed,
        }


def names_of(company: Company) -> tuple[str, ...]:
    """Everything by which a company and its people may be named in a text."""
    numbers = PhoneNumber.objects.filter(company=company).values_list("e164", "national")
    people = Contact.objects.filter(company=company).values_list("name", "email")
    own = (company.name, company.email, company.siret, company.siren, company.website)
    return _without_empty(own, *numbers, *people)


def names_of_person(person: Contact) -> tuple[str, ...]:
    """Everything by which a person may be named in a text."""
    numbers = PhoneNumber.objects.filter(contact=person).values_list("e164", "national")
    return _without_empty((person.name, person.email), *numbers)


def _without_empty(*groups: Iterable[str]) -> tuple[str, ...]:
    """All values of the groups that are not empty, each once, in order."""
    values = [value for group in groups for value in group if value]
    return tuple(dict.fromkeys(values))


def erase_company(
    *,
    by: Member,
    company: Company,
    leave_alone: bool,
    why: str = "request",
    verb: Verb | None = None,
) -> Erased:
    """Erases a card with everything about it, for good. With `leave_alone`, its values are stored
    as oppositions (keyed fingerprints), so that it is not called when it is imported again.

    Without a `verb` it is one of its own, which can't be undone.
    """
    done = Erased()
    if verb is None:
        with record(
            "company.erased", by=by, company_id=company.pk, undoable=False, kind=why
        ) as own:
            done = erase_company(by=by, company=company, leave_alone=leave_alone, why=why, verb=own)
            own.changes.clear()  # they hold what was erased
        return done
    values, subject = names_of(company), Subject(company.workspace_id, company.pk)
    if leave_alone:
        done.opposed = oppose(verb=verb, by=by, values=_opposition_values(company), channel="mail")
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
    _erase_mentions(done, company.workspace_id, values, company.pk)
    return done


def _opposition_values(company: Company) -> list[tuple[ValueKind, str]]:
    """The values by which a company and its people are recognised when they are imported again."""
    people: list[tuple[ValueKind, str]] = [
        ("person", key)
        for person in Contact.objects.filter(company=company).exclude(name="")
        for key in person_keys(person, company)
    ]
    return [*values_of(company), *people]


def erase_person(*, by: Member, person: Contact, leave_alone: bool) -> Erased:
    """Erases one person of a company for good; the company and its switchboard stay. For
    `leave_alone` see `erase_company`. Can't be undone.
    """
    done, company = Erased(), person.company
    values = names_of_person(person)
    subject = Subject(person.workspace_id, person.company_id, person.pk)
    with record(
        "person.erased",
        by=by,
        company_id=None,
        undoable=False,
        kind="request",
        person=person.pk,  # by it the person is erased again from a restored copy (carrying.py)
    ) as verb:
        if leave_alone:
            numbers: list[tuple[ValueKind, str]] = [
                ("number", number.dial) for number in PhoneNumber.objects.filter(contact=person)
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
        _erase_mentions(done, person.workspace_id, (*values, *_family_name(person.name)), None)
        company = Company.objects.get(pk=company.pk)
        refresh(verb, company)
        verb.changes.clear()  # they hold what was erased
    return done


def _family_name(name: str) -> tuple[str, ...]:
    """The last word of a name, as notes call a person; none for a single or short word."""
    words = name.split()
    return (words[-1],) if len(words) > 1 and len(words[-1]) > 3 else ()


def clear_company(*, by: Member, company: Company, verb: Verb) -> Erased:
    """Erases the people, their numbers and all notes of a company whose retention is over; the
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
    numbers = (number for number in own if number)
    _erase_mentions(done, company.workspace_id, (*values, *numbers), company.pk)
    refresh(verb, Company.objects.get(pk=company.pk))
    return done


def _erase_mentions(
    done: Erased, workspace_id: int, values: Iterable[str], company_id: int | None
) -> None:
    """Erases values from the journal, others' rows and files; counts it in `done`."""
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
        # Before the transaction is committed: if the process were killed between the two, the
        # values to look for in the files would be gone.
        done.files.extend(forget_files(Path(settings.DATA_FOLDER), workspace_id, values))


def forget_files(folder: Path, workspace_id: int, values: Iterable[str]) -> list[str]:
    """Erases values from the files in the data folder; returns the names of the files that were
    changed or deleted.

    From the lists of rows set aside by imports, the lines are removed. Files that wait for their
    import are deleted when they have one of the values. Automatic copies of the database are
    deleted in any case, because single values can't be removed from them.
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
        if path.is_file() and folder in path.parents and _may_contain(path, pattern):
            path.unlink()
            touched.append(batch.filename)
    for path in sorted(folder.glob("before-*.sqlite3")):
        path.unlink()
        touched.append(path.name)
    return touched


def _may_contain(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether a file has a text that the pattern matches; True for one that can't be read (a
    picture).
    """
    try:
        return any(pattern.search(cell) for _, row in open_source(path).rows() for cell in row)
    except (Unreadable, csv.Error):
        return True


def prints_of(by: Member, values: Iterable[tuple[ValueKind, str]]) -> list[str]:
    """The fingerprints of values, by which a request is found after their erasure."""
    return [
        fingerprint(by.workspace.fingerprint_key, kind, value) for kind, value in values if value
    ]
