"""Writing many cards at once: plain INSERTs of prepared tuples, on either database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models

from decroche.calls.blocking import blocked_by
from decroche.calls.models import CallState
from decroche.calls.strata import stratum
from decroche.compliance.permission import CallValues, Consent, Nature
from decroche.intake.cards import Draft, NumberTuple
from decroche.prospects.audience import decide
from decroche.prospects.models import (
    CallListEntry,
    Company,
    Contact,
    PhoneNumber,
    Provenance,
)

_COMPANY = (
    "id",
    "workspace_id",
    "name",
    "siren",
    "siret",
    "naf",
    "activity",
    "headcount",
    "headcount_min",
    "address",
    "postcode",
    "city",
    "department",
    "website",
    "email",
    "notes",
    "tags",
    "provenance_id",
    "created_at",
    "name_key",
    "sort_name",
    "search_text",
    "notes_index",
    "opposed_at",
    "audience",
    "audience_why",
    "diffusion",
)
_STATE = (
    "company_id",
    "workspace_id",
    "blocked_by",
    "attempts",
    "unanswered",
    "last_outcome",
    "ask_next",
    "position",
    "zone",
    "consumer",
    "known_since",
    "stratum",
)
_NUMBER = (
    "workspace_id",
    "company_id",
    "contact_id",
    "e164",
    "national",
    "extension",
    "kind",
    "cost",
    "timezone",
    "state",
    "position",
)
_CONTACT = (
    "id",
    "workspace_id",
    "company_id",
    "name",
    "role",
    "title",
    "email",
    "decides",
    "gatekeeper",
    "created_at",
    "opposed_at",
)


class Writer:
    """Turns drafts into rows of one workspace.

    Identifiers are drawn ahead, so that numbers know their company.
    """

    def __init__(
        self,
        *,
        workspace_id: int,
        provenance: Provenance,
        at: datetime,
        position: int,
        call_list: int | None,
    ) -> None:
        self.workspace_id, self.provenance_id, self.call_list = (
            workspace_id,
            provenance.pk,
            call_list,
        )
        self.nature: Nature = provenance.nature
        self.now, self.at, self.position = at, _instant(at), position
        self.known_since = connection.ops.adapt_datefield_value(provenance.created_at.date())
        self.companies: list[tuple[Any, ...]] = []
        self.states: list[tuple[Any, ...]] = []
        self.numbers: list[tuple[Any, ...]] = []
        self.contacts: list[tuple[Any, ...]] = []
        self.entries: list[tuple[Any, ...]] = []

    def add(
        self,
        pk: int,
        draft: Draft,
        *,
        suppressed: frozenset[str],
        opposed: bool,
        contact: int | None,
        alone: bool = False,
        consent: Consent | None = None,
    ) -> None:
        """One card. `suppressed` are its numbers that carry an opposition; any of them, or
        `opposed`, stops the card; `alone`: its person asked to be left alone; `consent`: the yes to
        calls on one of its numbers that was kept before.
        """
        everyone = draft.numbers + draft.person_numbers
        stopped = opposed or bool(suppressed)
        d = draft
        audience, why = decide(d.name, self.nature, siren=d.siren)
        blocked = blocked_by(
            CallValues(
                audience=audience,
                zone=d.zone,
                number=bool(everyone),
                opposed=stopped,
                unlisted=d.diffusion == "P",
                nature=self.nature,
                consent=consent,
            ),
            self.now,
        )
        self.companies.append(
            (
                pk,
                self.workspace_id,
                d.name,
                d.siren,
                d.siret,
                d.naf,
                d.activity,
                d.headcount,
                d.headcount_min,
                d.address,
                d.postcode,
                d.city,
                d.department,
                d.website,
                d.email,
                d.notes,
                json.dumps(d.tags) if d.tags else "[]",
                self.provenance_id,
                self.at,
                d.name_key,
                d.sort_name[:200],
                d.search_text,
                "",
                self.at if stopped else None,
                audience,
                why,
                d.diffusion,
            )
        )
        self.states.append(
            (
                pk,
                self.workspace_id,
                blocked,
                0,
                0,
                "",
                "",
                self.position,
                d.zone,
                audience == "consumer",
                self.known_since,
                stratum(d.naf, d.headcount_min, everyone[0][2] if everyone else ""),
            )
        )
        self.position += 1
        if d.person and contact:
            self.contacts.append(
                (
                    contact,
                    self.workspace_id,
                    pk,
                    d.person[0],
                    d.person[1],
                    d.person[2],
                    d.person[3],
                    False,
                    False,
                    self.at,
                    self.at if alone else None,
                )
            )
        place = 0
        for number in d.numbers:
            self.numbers.append(self._number(pk, None, number, place, suppressed))
            place += 1
        for number in d.person_numbers:
            self.numbers.append(self._number(pk, contact, number, place, suppressed))
            place += 1
        for text in d.unread:
            self.numbers.append(
                (
                    self.workspace_id,
                    pk,
                    None,
                    "",
                    text[:60],
                    "",
                    "switchboard",
                    "normal",
                    "Europe/Paris",
                    "unreadable",
                    place,
                )
            )
            place += 1
        if self.call_list:
            self.entries.append((self.workspace_id, self.call_list, pk))

    def _number(
        self,
        pk: int,
        contact: int | None,
        number: NumberTuple,
        place: int,
        suppressed: frozenset[str],
    ) -> tuple[Any, ...]:
        e164, national, kind, extension, valid, cost, timezone = number
        state = (
            "suppressed" if (e164 or national) in suppressed else "valid" if valid else "doubtful"
        )
        return (
            self.workspace_id,
            pk,
            contact,
            e164,
            national[:60],
            extension,
            kind,
            cost,
            timezone,
            state,
            place,
        )

    def flush(self) -> None:
        """Writes what was added since the last flush."""
        insert(Company, _COMPANY, self.companies)
        insert(CallState, _STATE, self.states)
        insert(Contact, _CONTACT, self.contacts)
        insert(PhoneNumber, _NUMBER, self.numbers)
        insert(CallListEntry, ("workspace_id", "call_list_id", "company_id"), self.entries)
        self.companies, self.states, self.contacts, self.numbers = [], [], [], []
        self.entries = []


def insert(model: type[models.Model], columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """INSERTs rows as they are; the caller has checked them."""
    if not rows:
        return
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', rows)


@contextmanager
def index_in_bulk(provenance_id: int, *, first: bool) -> Iterator[None]:
    """On SQLite, indexes what is written inside at the end: the search's trigrams in one statement,
    and in a `first` import, when no company is there yet, the tables' own indexes too (dropped and
    made again in the same transaction).
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA cache_size = -128000"
        )  # the indexes of a large file stay in memory while it is written
        cursor.execute("INSERT INTO prospects_bulk (id) VALUES (1)")
        indexes = _indexes(cursor) if first else []
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in indexes:
            cursor.execute(statement)
        cursor.execute(
            (
                "INSERT INTO prospects_search (rowid, search_text) SELECT id, search_text FROM "
                "prospects_company WHERE provenance_id = %s"
            ),
            [provenance_id],
        )
        cursor.execute("DELETE FROM prospects_bulk")
        cursor.execute("PRAGMA cache_size = -32000")


def _indexes(cursor: Any) -> list[tuple[str, str]]:
    tables = [model._meta.db_table for model in (Company, CallState, Contact, PhoneNumber)]
    cursor.execute(
        (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND "
            "tbl_name IN (%s, %s, %s, %s)"
        ),
        tables,
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


def draw_ids(model: type[models.Model], count: int) -> Iterable[int]:
    """`count` identifiers nobody else will get.

    On SQLite only inside a transaction, which holds the write lock.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            start = row[0] + 1 if row else 1
            return range(start, start + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
