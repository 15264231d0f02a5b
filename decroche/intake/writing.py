"""Writing many cards at once: plain INSERTs of prepared tuples, on either database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from decroche.calls.callability import blocked_by
from decroche.calls.models import CallState
from decroche.compliance.permission import CallValues, Consent, Nature, at_any_hour
from decroche.config.sqlite import statistics
from decroche.intake.drafts import CARD, Draft, NumberTuple, Person
from decroche.intake.opposed_rows import Opposed
from decroche.intake.row_sources import RowSource
from decroche.prospects.go_betweens import is_front
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber, Provenance
from decroche.prospects.rules import number_state
from decroche.shared.clock import day_of
from decroche.shared.numbers import dial_key

_NumberGroup = tuple[list[NumberTuple], int | None]
"""(numbers, the key of the person they belong to; None for the company's own)"""


class Table:
    """Rows for one table: some columns differ from row to row, the others hold the same value in
    all of them and stand in the statement.
    """

    def __init__(
        self, model: type[models.Model], *columns: str, **same: str | int | date | datetime
    ) -> None:
        self.rows: list[tuple[Any, ...]] = []
        names = ", ".join(f'"{column}"' for column in (*columns, *same))
        values = ", ".join([*["%s"] * len(columns), *map(_literal, same.values())])
        self.statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({values})'

    def flush(self) -> None:
        """INSERTs the rows as they are; the caller has checked them."""
        if self.rows:
            with connection.cursor() as cursor:
                cursor.executemany(self.statement, self.rows)
            self.rows = []


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
        call_list: int | None,
    ) -> None:
        self.at, self.position, self.call_list = at, 1, call_list
        self.importing = False
        """Whether the queue must not offer yet what is written, since more of the file follows."""
        self.made_up = provenance.kind == Provenance.MADE_UP
        self.blocks: dict[tuple[object, ...], str] = {}
        self.companies = Table(
            Company,
            *("id", *CARD, "opposed_at", "provenance_id"),
            workspace_id=workspace_id,
            created_at=at,
            notes_index="",
        )
        self.states = _state_table(workspace_id, day_of(provenance.created_at))
        self.contacts = _contact_table(workspace_id, at)
        self.numbers = Table(
            PhoneNumber,
            *("company_id", "contact_id", "position", "e164", "national", "kind", "extension"),
            *("state", "cost", "timezone"),
            workspace_id=workspace_id,
        )
        self.entries = Table(
            CallListEntry, "company_id", workspace_id=workspace_id, call_list_id=call_list or 0
        )

    def add(
        self,
        pk: int,
        draft: Draft,
        *,
        opposed: Opposed,
        contacts: Iterator[int],
        source: RowSource,
        consent: Consent | None = None,
    ) -> None:
        """One card. `opposed` says what of the row is not to be called: any of its values stops
        the card. `contacts` gives the keys of its people; `source` is where it comes from,
        `consent` the yes to calls on one of its numbers that was kept before.
        """
        stopped = opposed.stops
        self.companies.rows.append((pk, *draft.card(), self.at if stopped else None, source.pk))
        self._add_state(pk, draft, stopped, consent, source.nature)
        groups: list[_NumberGroup] = [(draft.numbers, None)]
        if draft.person:
            people = [(draft.person, draft.person_numbers), *draft.others]
            groups += self._add_people(pk, people, opposed.people, contacts)
        if draft.faxes:
            groups.append((draft.faxes, None))
        self._add_numbers(pk, groups, opposed.numbers, draft.unread)
        if self.call_list:
            self.entries.rows.append((pk,))

    def _add_state(
        self, pk: int, draft: Draft, stopped: bool, consent: Consent | None, nature: Nature
    ) -> None:
        """The call state of a card, at the next position of the file."""
        consumer = draft.audience == "consumer"
        blocked = self._blocked_by(draft, stopped, consent, nature)
        if self.importing and not blocked:
            blocked = CallState.BlockedBy.IMPORTING.value
        late = self.made_up and not consumer
        if consumer:
            late = at_any_hour(CallValues("consumer", consent=consent), self.at)
        self.states.rows.append(
            (pk, self.position, blocked, draft.zone, consumer, late, draft.stratum)
        )
        self.position += 1

    def _add_people(
        self,
        pk: int,
        people: list[tuple[Person, list[NumberTuple]]],
        left_alone: frozenset[int],
        contacts: Iterator[int],
    ) -> list[_NumberGroup]:
        """The people of a card; returns the numbers of each. `left_alone` has the places of those
        who asked to be left alone.
        """
        groups: list[_NumberGroup] = []
        for place, (person, numbers) in enumerate(people):
            key = next(contacts)
            opposed_at = self.at if place in left_alone else None
            name, _role, title, _email = person
            front = is_front(name, title)
            self.contacts.rows.append((key, pk, *person, opposed_at, front))
            groups.append((numbers, key))
        return groups

    def _add_numbers(
        self,
        pk: int,
        groups: list[_NumberGroup],
        suppressed: frozenset[str],
        unread: Iterable[str],
    ) -> None:
        """The numbers of a card in their order, last those that can't be read. `suppressed` are
        those that have an opposition.
        """
        place = 0
        for numbers, owner in groups:
            for e164, national, kind, extension, valid, cost, timezone in numbers:
                opposed = bool(suppressed) and dial_key(e164, national) in suppressed
                state = number_state(valid=valid, opposed=opposed)
                self.numbers.rows.append(
                    (pk, owner, place, e164, national[:60], kind, extension, state, cost, timezone)
                )
                place += 1
        for text in unread:
            self.numbers.rows.append(
                (pk, None, place, "", text[:60], "switchboard", "", _UNREADABLE, *_ORDINARY)
            )
            place += 1

    def _blocked_by(
        self, draft: Draft, stopped: bool, consent: Consent | None, nature: Nature
    ) -> str:
        """Why the queue does not offer the card; asked once for all rows that are alike in this."""
        number = bool(draft.numbers or draft.person_numbers or any(own for _, own in draft.others))
        alike = draft.audience, draft.zone, number, draft.diffusion, stopped, consent, nature
        if alike not in self.blocks:
            values = CallValues(
                audience="consumer" if draft.audience == "consumer" else "professional",
                zone=draft.zone,
                number=number,
                opposed=stopped,
                unlisted=draft.diffusion == "P",
                nature=nature,
                consent=consent,
            )
            self.blocks[alike] = blocked_by(values, self.at)
        return self.blocks[alike]

    def flush(self) -> None:
        """Writes what was added since the last flush; the search index with it."""
        written = [row[0] for row in self.companies.rows]
        for table in (self.companies, self.states, self.contacts, self.numbers, self.entries):
            table.flush()
        if written and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(_INDEXED, [min(written), max(written)])


def _state_table(workspace_id: int, known_since: date) -> Table:
    """The call states of cards that nobody has called."""
    return Table(
        CallState,
        *("company_id", "position", "blocked_by", "zone", "consumer", "any_hour", "stratum"),
        workspace_id=workspace_id,
        known_since=known_since,
        attempts=0,
        unanswered=0,
        last_outcome="",
        ask_next="",
    )


def _contact_table(workspace_id: int, at: datetime) -> Table:
    """People of whom nothing is known but what their row says."""
    return Table(
        Contact,
        *("id", "company_id", "name", "role", "title", "email", "opposed_at", "gatekeeper"),
        workspace_id=workspace_id,
        created_at=at,
        decides=False,
    )


_UNREADABLE = number_state(valid=False, readable=False)
_ORDINARY = ("normal", "Europe/Paris")
"""Cost and time zone of what can't be read as a number."""
# Identifiers of one part follow each other on SQLite.
_INDEXED = """
INSERT INTO prospects_search (rowid, search_text)
SELECT id, search_text FROM prospects_company WHERE id BETWEEN %s AND %s"""


def _literal(value: str | int | date | datetime) -> str:
    """A value as it stands in a statement."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        value = str(connection.ops.adapt_datetimefield_value(value))
    return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"


@contextmanager
def connection_for_writing() -> Iterator[None]:
    """On SQLite, the connection holds more pages while it writes many cards, and maps no file into
    memory: the memory an import takes then does not grow with the file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = {name: _setting(cursor, name) for name in _WHILE_WRITING}
        try:
            for name, value in _WHILE_WRITING.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            yield
        finally:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name} = {value}")


@contextmanager
def not_waiting_for_the_disk() -> Iterator[None]:
    """On SQLite, the transactions inside may be lost with the power, the last ones first: the next
    one after the block waits until it is on the disk, and all before it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


def _setting(cursor: Any, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    return int(cursor.fetchone()[0])


@contextmanager
def search_by_hand() -> Iterator[None]:
    """Inside a transaction on SQLite: new cards are not followed by the trigger of the search,
    which takes each row by itself; whoever writes them fills the index.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_bulk (id) VALUES (1)")
        yield
        cursor.execute("DELETE FROM prospects_bulk")


@contextmanager
def index_in_bulk(*, first: bool) -> Iterator[None]:
    """As `search_by_hand`, for a transaction of many cards: the search index gathers more before it
    writes. In a `first` import, when there is no company yet, the tables' own indexes are dropped
    and made again at the end, in the same transaction.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with search_by_hand(), connection.cursor() as cursor:
        cursor.execute(_HASH_SIZE, [_WHILE_WRITING_HASH])
        indexes = _indexes(cursor) if first else []
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in indexes:
            cursor.execute(statement)
        if indexes:
            statistics.install(connection)  # SQLite forgets those of an index that is dropped
        cursor.execute(_HASH_SIZE, [_USUAL_HASH])


_WHILE_WRITING = {"cache_size": -64_000, "mmap_size": 0}
"""KiB of pages held in memory (the ends of the indexes of a large file stay there), and bytes of
the file that are mapped into it.
"""
_HASH_SIZE = "INSERT INTO prospects_search (prospects_search, rank) VALUES ('hashsize', %s)"
"""How much of the search index is gathered in memory before it is written (FTS5, `hashsize`)."""
_USUAL_HASH, _WHILE_WRITING_HASH = 1 << 20, 16 << 20
"""Bytes: that of SQLite, and that of an import, which takes a third of the time off the index."""


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
    """Returns `count` identifiers that nobody else will get. On SQLite it must be called inside a
    transaction, which holds the write lock.
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
