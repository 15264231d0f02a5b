"""What a restored copy must not forget: oppositions and erasures made since it was taken."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from decroche.accountability.erasing import erase_company, erase_person
from decroche.compliance.models import Suppression
from decroche.compliance.rules import fingerprint
from decroche.journal.record import record
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposition import stop_if_opposed, values_of
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace
from decroche.team.queries import owner_of

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Before:
    """What the data before a restore says of oppositions and erasures, as far as it can be read."""

    keys: dict[str, int] = field(default_factory=dict)
    """The id of each workspace by the key of its fingerprints, by which it is known again."""
    oppositions: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    """(workspace, kind, fingerprint, at, channel)"""
    companies: list[tuple[int, int, str]] = field(default_factory=list)
    """Erased cards: (workspace, id, when the card was made)."""
    people: list[tuple[int, int, str]] = field(default_factory=list)
    """Erased people: (workspace, id, when they were erased)."""
    whole: bool = True
    """Whether all of it could be read."""


_QUESTIONS = {
    "oppositions": (
        "SELECT workspace_id, kind, fingerprint, at, channel FROM compliance_suppression"
    ),
    "companies": (
        "SELECT workspace_id, id, created_at FROM prospects_company WHERE erased_at IS NOT NULL"
    ),
    "people": (
        "SELECT workspace_id, json_extract(particulars, '$.person'), at FROM journal_entry "
        "WHERE verb = 'person.erased' AND json_extract(particulars, '$.person') IS NOT NULL"
    ),
}


def read_before(path: Path) -> Before:
    """Reads the file that a restore replaces; a damaged one gives what can be read of it."""
    found = Before()
    if not path.exists():
        return found
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        keys = _as_far_as_it_reads(file, "SELECT fingerprint_key, id FROM team_workspace", found)
        found.keys = dict(keys)
        for name, question in _QUESTIONS.items():
            rows = _as_far_as_it_reads(file, question, found)
            setattr(found, name, [row for row in rows if _is_sound(name, row, found)])
    return found


def _is_sound(name: str, row: tuple[Any, ...], found: Before) -> bool:
    """Whether a row of a file that may be damaged holds what it should."""
    try:
        _instant(row[3] if name == "oppositions" else row[2])
        sound = all(part is not None for part in row) and (
            row[1] in Suppression.Kind.values if name == "oppositions" else row[1] == int(row[1])
        )
    except (TypeError, ValueError):
        sound = False
    found.whole &= sound
    return sound


def _as_far_as_it_reads(
    file: sqlite3.Connection, question: str, found: Before
) -> Iterator[tuple[Any, ...]]:
    try:
        yield from file.execute(question)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # its message may be garbage too
        log.warning("the present data can't be read to its end: %s", error)
        found.whole = False


def carry_over(before: Before) -> dict[str, int]:
    """Applies to the present database what another one had opposed and erased (same workspace, by
    its key): {oppositions, erased}.
    """
    done = {"oppositions": 0, "erased": 0}
    for workspace in Workspace.objects.filter(fingerprint_key__in=list(before.keys)):
        was, by = before.keys[workspace.fingerprint_key], owner_of(workspace)
        if by is None:
            continue
        done["erased"] += _erase_again(
            by, [(pk, made) for owner, pk, made in before.companies if owner == was]
        )
        done["erased"] += _erase_people_again(
            by, [(pk, at) for owner, pk, at in before.people if owner == was]
        )
        done["oppositions"] += _oppose_again(
            by, [row[1:] for row in before.oppositions if row[0] == was]
        )
    return done


def _erase_people_again(by: Member, people: list[tuple[int, str]]) -> int:
    """Those of the copy who were there already when they were erased: a number given out again
    since is somebody else.
    """
    count = 0
    for pk, at in people:
        person = (
            Contact.objects.filter(workspace=by.workspace, pk=pk, created_at__lte=_instant(at))
            .select_related("company", "company__workspace")
            .first()
        )
        if person is not None:
            erase_person(by=by, person=person, leave_alone=False)
            count += 1
    return count


def _oppose_again(by: Member, rows: list[tuple[str, str, str, str]]) -> int:
    known = set(
        Suppression.objects.filter(workspace=by.workspace).values_list("fingerprint", flat=True)
    )
    new = [row for row in rows if row[1] not in known]
    if not new:
        return 0
    with record("oppositions.carried", by=by, undoable=False, count=len(new)) as verb:
        for kind, digest, at, channel in new:
            verb.create(
                Suppression(
                    workspace=by.workspace,
                    kind=kind,
                    fingerprint=digest,
                    at=_instant(at),
                    channel=channel,
                    member=by,
                )
            )
        carried = {row[1] for row in new}
        for company in Company.objects.filter(
            Q(opposed_at=None), workspace=by.workspace, erased_at=None
        ).iterator(chunk_size=500):
            prints = {
                fingerprint(by.workspace.fingerprint_key, kind, value)
                for kind, value in values_of(company)
            }
            if prints & carried:
                company.workspace = by.workspace
                stop_if_opposed(verb, company)
    return len(new)


def _erase_again(by: Member, cards: list[tuple[int, str]]) -> int:
    count = 0
    for pk, made in cards:
        company = Company.objects.filter(workspace=by.workspace, pk=pk, erased_at=None).first()
        if company is not None and abs((company.created_at - _instant(made)).total_seconds()) < 1:
            erase_company(
                by=by, company=company, leave_alone=company.opposed_at is not None, why="request"
            )
            count += 1
    return count


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=now().tzinfo)
