"""What SQLite is told of the data to choose its indexes by.

SQLite chooses among indexes by statistics in its table `sqlite_stat1`. Without them it supposes
that ten rows share each value of a first column: then an index of the workspace, the same in every
row, looks better than the key of one company, and a page reads a million rows to show a hundred.
`ANALYZE` would measure the file as it is, and the plans would change with its age. Here the
statistics are worked out from the schema and three short tables, always the same, for a file of a
million companies: a plan that is good there is good in a small file, and a test sees the plans that
a large file has (https://www.sqlite.org/optoverview.html, “Manual Control Of Query Plans Using
SQLITE_STAT Tables”).

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
"""Rows of each table; `_USUAL` of a table that is not named."""

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
"""How many values a column has. Not named: each row has its own, which is what holds of the keys,
numbers, addresses and instants that are asked for.
"""

_SHARES = {
    "state_fresh": 0.9,
    "state_strata": 0.9,
    "company_by_contact": 0.9,
    "contact_by_age": 0.5,
    "company_in_doubt": 0.05,
    "company_opposed": 0.05,
}
"""What share of the rows an index with a condition holds; a tenth when it is not named."""
_SHARE = 0.1

Statistics = dict[tuple[str, str | None], str]
"""By (table, index), or (table, None) of a table without an index of all its rows: what
`sqlite_stat1` says, the number of rows, then how many share the values of the first column, of the
first two, and so on.
"""


def stated(name: str, table: str, columns: list[str | None], *, unique: bool, whole: bool) -> str:
    """What is said of one index. A column without a name is an expression."""
    rows = _rows(table) if whole else round(_rows(table) * _SHARES.get(name, _SHARE))
    values = [_VALUES.get(column or "", rows) for column in columns]
    shared = [max(1, round(rows / prod(values[:count]))) for count in range(1, len(values) + 1)]
    if unique:
        shared[-1] = 1
    return " ".join(map(str, (rows, *shared)))


def _rows(table: str) -> int:
    return _ROWS.get(table, _USUAL)


def expected(cursor: CursorWrapper) -> Statistics:
    """What is to be said of the tables and indexes that are there."""
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
    found: Statistics = {
        (table, index): stated(
            index, table, names, unique=kinds[table, index][0], whole=kinds[table, index][1]
        )
        for (table, index), names in columns.items()
    }
    counted = {table for (table, _index), (_unique, whole) in kinds.items() if whole}
    return found | {(table, None): str(_rows(table)) for table in tables - counted}


def install(connection: BaseDatabaseWrapper) -> bool:
    """Puts the statistics there when they are not, or are others; whether it did. SQLite only.

    A process that has the file open sees them once it opens it anew.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        wanted = expected(cursor)
        if _there(cursor) == wanted:
            return False
        with transaction.atomic(using=connection.alias):
            cursor.execute("ANALYZE django_migrations")  # makes the tables of statistics
            for table in _tables(cursor):
                cursor.execute(f"DELETE FROM {table}")
            cursor.executemany(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)",
                [(*key, words) for key, words in wanted.items()],
            )
        cursor.execute("ANALYZE sqlite_master")  # this connection reads them
    return True


def after_migrate(using: str, **_: Any) -> None:
    """Listens to Django's post_migrate: a migration makes indexes, and those of a table that it
    rebuilds lose what was said of them.
    """
    install(connections[using])


def _there(cursor: CursorWrapper) -> Statistics:
    if "sqlite_stat1" not in _tables(cursor):
        return {}
    cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1")
    return {(table, index): words for table, index, words in cursor.fetchall()}


def _tables(cursor: CursorWrapper) -> list[str]:
    """The tables of statistics that are there; a build of SQLite may keep samples beside them."""
    cursor.execute("SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
    return [name for (name,) in cursor.fetchall()]
