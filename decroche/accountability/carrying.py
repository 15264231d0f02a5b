"""When a copy is restored: repeats in it the oppositions and erasures made since."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
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
    """The oppositions and erasures in the data that a restore replaces, as far as readable."""

    keys: dict[str, int] = field(default_factory=dict)
    """{fingerprint key of a workspace: its primary key}. By the fingerprint key the same workspace
    is found in the copy.
    """
    oppositions: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    """(workspace, kind, fingerprint, at, channel)."""
    companies: list[tuple[int, int, str]] = field(default_factory=list)
    """Erased cards: (workspace, primary key, when the card was made)."""
    people: list[tuple[int, int, str]] = field(default_factory=list)
    """Erased people: (workspace, primary key, when they were erased)."""
    whole: bool = True
    """Whether all of it could be read."""


_KEYS = "SELECT fingerprint_key, id FROM team_workspace"
_PERSON, _PERSON_ON_A_SERVER = (
    "json_extract(particulars, '$.person')",
    "(particulars ->> 'person')::bigint",
)
_QUERIES = {
    "oppositions": (
        "SELECT workspace_id, kind, fingerprint, at, channel FROM compliance_suppression"
    ),
    "companies": (
        "SELECT workspace_id, id, created_at FROM prospects_company WHERE erased_at IS NOT NULL"
    ),
    "people": (
        f"SELECT workspace_id, {_PERSON}, at FROM journal_entry "
        f"WHERE verb = 'person.erased' AND {_PERSON} IS NOT NULL"
    ),
}


def read_before(path: Path) -> Before:
    """Reads the database file that a restore replaces; of a damaged one, what can be read."""
    before = Before()
    if not path.exists():
        return before
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        keys = _readable_rows(file, _KEYS, before)
        before.keys = dict(keys)
        for name, query in _QUERIES.items():
            rows = _readable_rows(file, query, before)
            setattr(before, name, [row for row in rows if _is_sound(name, row, before)])
    return before


def read_database(name: str) -> Before:
    """Reads another database of the same PostgreSQL server: the one of before a pg_restore. Raises
    DatabaseError.
    """
    before = Before()
    other = connection.copy()
    other.settings_dict["NAME"] = name
    try:
        with other.cursor() as cursor:
            cursor.execute(_KEYS)
            before.keys = dict(cursor.fetchall())
            for kind, query in _QUERIES.items():
                cursor.execute(query.replace(_PERSON, _PERSON_ON_A_SERVER))
                setattr(before, kind, [_as_in_a_file(row) for row in cursor.fetchall()])
    finally:
        other.close()
    return before


def _as_in_a_file(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one.isoformat() if isinstance(one, datetime) else one for one in row)


def _is_sound(name: str, row: tuple[Any, ...], before: Before) -> bool:
    """Whether a row of a file that may be damaged has values of the right kind; if not, it is noted
    that not all could be read.
    """
    try:
        _instant(row[3] if name == "oppositions" else row[2])
        sound = all(part is not None for part in row) and (
            row[1] in Suppression.Kind.values if name == "oppositions" else row[1] == int(row[1])
        )
    except (TypeError, ValueError):
        sound = False
    before.whole &= sound
    return sound


def _readable_rows(
    file: sqlite3.Connection, query: str, before: Before
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, up to the first one that can't be read."""
    try:
        yield from file.execute(query)
    except (
        sqlite3.DatabaseError,
        UnicodeDecodeError,
    ) as error:  # the error text may be garbage too
        log.warning("the present data can't be read to its end: %s", error)
        before.whole = False


def carry_over(before: Before) -> dict[str, int]:
    """Applies the oppositions and erasures of another database to the present one, in workspaces
    with the same fingerprint key; returns how many: {oppositions, erased}.
    """
    counts = {"oppositions": 0, "erased": 0}
    for workspace in Workspace.objects.filter(fingerprint_key__in=list(before.keys)):
        old_key = before.keys[workspace.fingerprint_key]
        by = owner_of(workspace)
        if by is None:
            continue
        counts["erased"] += _erase_again(
            by, [(pk, made_at) for owner, pk, made_at in before.companies if owner == old_key]
        )
        counts["erased"] += _erase_people_again(
            by, [(pk, at) for owner, pk, at in before.people if owner == old_key]
        )
        counts["oppositions"] += _oppose_again(
            by, [row[1:] for row in before.oppositions if row[0] == old_key]
        )
    return counts


def _erase_people_again(by: Member, people: list[tuple[int, str]]) -> int:
    """Erases people again; how many. A person with the same primary key who was made after the
    erasure is somebody else, and is left.
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
    """Adds the oppositions that are missing, and marks the cards that have one of their values; how
    many were added.
    """
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
    """Erases cards again; how many. A card with the same primary key that was made at another time
    is another one, and is left.
    """
    count = 0
    for pk, made_at in cards:
        company = Company.objects.filter(workspace=by.workspace, pk=pk, erased_at=None).first()
        if company is None:
            continue
        if abs((company.created_at - _instant(made_at)).total_seconds()) < 1:
            erase_company(
                by=by, company=company, leave_alone=company.opposed_at is not None, why="request"
            )
            count += 1
    return count


def _instant(text: str) -> datetime:
    """An instant as Django stores it in SQLite: in UTC without an offset. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=now().tzinfo)
