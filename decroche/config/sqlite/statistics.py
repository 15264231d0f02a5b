"""Fixed statistics for SQLite's query planner.

SQLite chooses among indexes by the statistics in its table `sqlite_stat1`. Without them it assumes
that each value of an index's first column is shared by ten rows. Then an index on the workspace,
which is the same in every row, looks better than the key of one company, and a page reads a million
rows to show a hundred. `ANALYZE` would measure the file as it is, so that query plans would change
while the file grows. Here the statistics are computed from the schema and the three tables below,
always the same, for a file of a million companies. A plan that is good there is good in a small
file too, and the tests see the plans of a large one (https://www.sqlite.org/optoverview.html,
“Manual Control Of Query Plans Using SQLITE_STAT Tables”).

PostgreSQL keeps its own statistics (autovacuum).
"""

from __future__ import annotations

from math import prod
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_MILLION, _USUAL, _FEW = 1_000_000, 20_000, 10

_ROWS = {
    **dict.fromkeys(
        (
            "prospects_company",
            "prospects_phonenumber",
            "prospects_calllistentry",
            "calls_callstate",
        ),
        _MILLION,
    ),
    "prospects_contact": _MILLION // 2,
    "calls_call": _MILLION // 10,
    "calls_qualification": _MILLION // 10,
    "compliance_notice": _MILLION // 10,
    "journal_entry": _MILLION // 5,
    "calls_callsession": 2_000,
    **dict.fromkeys(
        (
            "calls_answer",
            "calls_question",
            "calls_script",
            "callqueue_callplan",
            "callqueue_claim",
            "correspondence_mailbox",
            "correspondence_template",
            "followups_calendarfeed",
            "intake_batch",
            "offer_enclosure",
            "offer_profile",
            "offer_service",
            "offer_step",
            "prospects_bulk",
            "prospects_calllist",
            "prospects_provenance",
            "team_member",
            "team_workspace",
        ),
        _FEW,
    ),
}
"""The number of rows of each table; a table that is not named has `_USUAL`."""

_VALUES = {
    "workspace_id": 1,
    "removed_at": 1,
    "closed_at": 2,
    "ended_at": 2,
    "member_id": 2,
    "session_id": 2_000,
    "provenance_id": _FEW,
    "batch_id": _FEW,
    "call_list_id": _FEW,
    "question_id": 5,
    "situation": _FEW,
    "language": 2,
    "role": _FEW,
    "kind": 4,
    "state": 5,
    "outcome": _FEW,
    "last_outcome": _FEW,
    "blocked_by": 5,
    "arm": 3,
    "attempts": 5,
    "zone": _FEW,
    "consumer": 2,
    "stratum": 5_000,
    "known_since": 300,
    "city": 5_000,
    "day": 300,
}
"""The number of different values of each column. In a column that is not named, each row has a
value of its own: so it is with the keys, numbers, addresses and instants that are looked up.
"""

_SHARES = {
    "state_fresh": 0.9,
    "state_strata": 0.9,
    "company_by_contact": 0.9,
    "contact_by_age": 0.5,
    "company_in_doubt": 0.05,
    "company_doubts_of_source": 0.05,
    "company_opposed": 0.05,
}
"""The share of the rows that a partial index covers (by its condition); `_SHARE` if it is not
named.
"""
_SHARE = 0.1

Statistics = dict[tuple[str, str | None], str]
"""The rows of `sqlite_stat1`: {(table, index): text}, or {(table, None): text} of a table that has
no index of all its rows. The text has numbers: the rows of the index, then how many rows share one
value of the first column, of the first two columns, and so on.
"""


def stated(name: str, table: str, columns: list[str | None], *, unique: bool, whole: bool) -> str:
    """The text of one index. `columns` has None for an expression; `whole` says that the index is
    not partial.
    """
    rows = _rows(table) if whole else round(_rows(table) * _SHARES.get(name, _SHARE))
    values = [_VALUES.get(column or "", rows) for column in columns]
    shared = [max(1, round(rows / prod(values[:count]))) for count in range(1, len(values) + 1)]
    if unique:
        shared[-1] = 1
    return " ".join(map(str, (rows, *shared)))


def _rows(table: str) -> int:
    return _ROWS.get(table, _USUAL)


def expected(cursor: CursorWrapper) -> Statistics:
    """The statistics of the tables and indexes that are in the database."""
    cursor.execute(
        'SELECT t.name, i.name, i."unique", i.partial, c.name FROM sqlite_master AS t '
        "LEFT JOIN pragma_index_list(t.name) AS i LEFT JOIN pragma_index_info(i.name) AS c "
        "WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name LIKE '%\\_%' "
        "ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "AND t.name NOT LIKE 'prospects\\_search%' ESCAPE '\\' ORDER BY 1, 2, c.seqno"
    )
    columns: dict[tuple[str, str], list[str | None]] = {}
    kinds: dict[tuple[str, str], tuple[bool, bool]] = {}
    tables: set[str] = set()
    for table, index, unique, partial, column in cursor.fetchall():
        tables.add(table)
        if index is not None:
            columns.setdefault((table, index), []).append(column)
            kinds[table, index] = (bool(unique), not partial)
    of_indexes: Statistics = {}
    for (table, index), names in columns.items():
        unique, whole = kinds[table, index]
        of_indexes[table, index] = stated(index, table, names, unique=unique, whole=whole)
    counted = {table for (table, _index), (_unique, whole) in kinds.items() if whole}
    return of_indexes | {(table, None): str(_rows(table)) for table in tables - counted}


def install(connection: BaseDatabaseWrapper) -> bool:
    """Writes the statistics unless they are there already; returns whether it did. Does nothing on
    PostgreSQL. Other processes see them when they open the file again.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        wanted = expected(cursor)
        if _present(cursor) == wanted:
            return False
        with transaction.atomic(using=connection.alias):
            cursor.execute("ANALYZE django_migrations")  # creates the tables of statistics
            for table in _tables(cursor):
                cursor.execute(f"DELETE FROM {table}")
            cursor.executemany(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)",
                [(*key, text) for key, text in wanted.items()],
            )
        cursor.execute("ANALYZE sqlite_master")  # makes this connection read them
    return True


def after_migrate(using: str, **_: Any) -> None:
    """Called after each migration (Django's post_migrate): a migration may add indexes, and when it
    rebuilds a table, the statistics of the table's indexes are lost.
    """
    install(connections[using])


def _present(cursor: CursorWrapper) -> Statistics:
    """The statistics that are in the database."""
    if "sqlite_stat1" not in _tables(cursor):
        return {}
    cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1")
    return {(table, index): text for table, index, text in cursor.fetchall()}


def _tables(cursor: CursorWrapper) -> list[str]:
    """The tables of statistics that are in the database: sqlite_stat1, and in some builds of SQLite
    sqlite_stat4 with samples of values.
    """
    cursor.execute("SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
    return [name for (name,) in cursor.fetchall()]
