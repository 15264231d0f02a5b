"""The trigram index of the search, and the triggers that keep it up to date.

Django does not know these objects of the database. On SQLite a migration that rebuilds the table of
companies (AlterField does) drops its triggers, and from then on the search would miss every change.
So they are looked for after each `migrate` and at each start, and made again together with the
index. search.py reads the index; intake/writing.py fills it while the triggers are switched off.
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
"""{name: SQL}, in the order in which they are made.

The index is an FTS5 table over the column of the companies, without a copy of the text. It stores
which trigrams a card has, but not where (detail=none: a third of the size, half the time to make),
so a search also checks in the card's text that they stand together. While prospects_bulk has a row
(inside the transaction of an import), the trigger for new rows does nothing, and the import fills
the index itself, which is faster.
"""

POSTGRESQL = {
    "prospects_search": (
        "CREATE INDEX prospects_search ON prospects_company USING gin (search_text gin_trgm_ops)"
    )
}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the objects that are missing or differ from what is written here."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'prospects_%'")
            found = {name: _plain(sql or "") for name, sql in cursor.fetchall()}
            return [name for name, sql in SQLITE.items() if found.get(name) != _plain(sql)]
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'prospects_company' "
            "AND indexdef LIKE '%gin_trgm_ops%'"
        )
        indexes = {row[0] for row in cursor.fetchall()}
        return [name for name in POSTGRESQL if name not in indexes]


def install(connection: BaseDatabaseWrapper) -> list[str]:
    """Makes what is missing and fills the index again; returns the names of what was missing. Does
    nothing while there is no table of companies.
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
    """Called after every `migrate` (Django's signal post_migrate)."""
    install(connections[using])


def _plain(sql: str) -> str:
    """An SQL statement with single spaces, for comparing."""
    return " ".join(sql.split())
