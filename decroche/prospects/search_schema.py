"""What the database itself keeps of the search: the trigram index and the triggers that follow.

Django knows nothing of these objects. On SQLite a migration that rebuilds the table of companies
(AlterField does) drops its triggers, and from then on the search would miss every change. So they
are looked for after each `migrate` and at each start, and put back together with the index.
queries.py and intake/writing.py use what is made here.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SQLITE = {
    "prospects_search": (
        "CREATE VIRTUAL TABLE prospects_search USING fts5(search_text, "
        "content='prospects_company', content_rowid='id', detail=none, tokenize='trigram')"
    ),
    "prospects_bulk": "CREATE TABLE prospects_bulk (id INTEGER PRIMARY KEY)",
    "prospects_search_insert": (
        "CREATE TRIGGER prospects_search_insert AFTER INSERT ON prospects_company "
        "WHEN NOT EXISTS (SELECT 1 FROM prospects_bulk) BEGIN "
        "INSERT INTO prospects_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
    "prospects_search_delete": (
        "CREATE TRIGGER prospects_search_delete AFTER DELETE ON prospects_company BEGIN "
        "INSERT INTO prospects_search(prospects_search, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text); END"
    ),
    "prospects_search_update": (
        "CREATE TRIGGER prospects_search_update AFTER UPDATE OF search_text ON prospects_company "
        "WHEN old.search_text IS NOT new.search_text BEGIN "
        "INSERT INTO prospects_search(prospects_search, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text); "
        "INSERT INTO prospects_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
}
"""By name, in the order in which they are made.

The index is an FTS5 table over the companies' own column: no copy of the text. It knows which
trigrams a card holds, not where (detail=none: a third of the size, half the time to make); whoever
asks looks in the card's text whether they stand together. A row in
prospects_bulk, only there inside an import's transaction, holds the insert trigger still; the
import fills the index itself.
"""

POSTGRESQL = {
    "prospects_search": (
        "CREATE INDEX prospects_search ON prospects_company USING gin (search_text gin_trgm_ops)"
    )
}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The objects that are absent or not as they are written here, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'prospects_%'")
            found = {name: _plain(sql or "") for name, sql in cursor.fetchall()}
            return [name for name, sql in SQLITE.items() if found.get(name) != _plain(sql)]
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'prospects_company' "
            "AND indexdef LIKE '%gin_trgm_ops%'"
        )
        found_there = {row[0] for row in cursor.fetchall()}
        return [name for name in POSTGRESQL if name not in found_there]


def install(connection: BaseDatabaseWrapper) -> list[str]:
    """Makes what is missing and fills the index anew; the names of what was missing.

    Nothing is done before the table of companies exists.
    """
    if "prospects_company" not in connection.introspection.table_names():
        return []
    absent = missing(connection)
    if not absent:
        return []
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _install_sqlite(cursor, absent)
        else:
            for name in absent:
                cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
                cursor.execute(POSTGRESQL[name])
    return absent


def _install_sqlite(cursor: CursorWrapper, absent: list[str]) -> None:
    for name in absent:
        kind = SQLITE[name].replace("CREATE VIRTUAL", "CREATE").split()[1]
        cursor.execute(f'DROP {kind} IF EXISTS "{name}"')
        cursor.execute(SQLITE[name])
    cursor.execute("INSERT INTO prospects_search(prospects_search) VALUES ('rebuild')")


def after_migrate(using: str, **_: Any) -> None:
    """Listens to Django's post_migrate, which every `migrate` sends."""
    install(connections[using])


def _plain(sql: str) -> str:
    """A statement without what the layout of its source adds."""
    return " ".join(sql.split())
