"""Reading the schema of an SQLite file, to compare that of a copy with what the migrations make."""

from __future__ import annotations

import sqlite3
from typing import Any

from decroche.prospects import search_schema

_OWN_TRIGGERS = tuple(name for name, sql in search_schema.SQLITE.items() if " TRIGGER " in sql)


def foreign_code(file: sqlite3.Connection) -> list[str]:
    """The names of views and triggers that Décroche did not make. SQL in them would run when the
    file is used, so that somebody could alter the data with a prepared copy.
    """
    return [
        name
        for kind, name in file.execute("SELECT type, name FROM sqlite_master").fetchall()
        if kind == "view" or (kind == "trigger" and name not in _OWN_TRIGGERS)
    ]


def drop_altered_triggers(file: sqlite3.Connection) -> None:
    """Drops triggers that have the name of one of ours and another text (altered, or of another
    version). The migrations make them again.
    """
    for name, sql in file.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        if " ".join(sql.split()) != " ".join(search_schema.SQLITE[name].split()):
            file.execute(f'DROP TRIGGER "{name}"')


def described(file: sqlite3.Connection) -> dict[str, Any]:
    """The schema by name: tables with their columns, foreign keys and unique constraints; indexes
    and triggers with their text. Default values of columns are left out, because a column that was
    added by a migration has one, and the same column of a new table has none.
    """
    schema: dict[str, Any] = {}
    for kind, name, sql in file.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if name.startswith("sqlite_") or (kind == "table" and "USING fts5" in (sql or "")):
            continue
        if kind != "table":
            schema[name] = (kind, " ".join(sql.split()))
            continue
        columns = file.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
        keys = file.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        unique = [
            tuple(row[2] for row in file.execute(f'PRAGMA index_info("{index[1]}")').fetchall())
            for index in file.execute(f'PRAGMA index_list("{name}")').fetchall()
            if index[3] == "u"
        ]
        schema[name] = (
            kind,
            sorted((*column[1:4], column[5], column[6]) for column in columns),
            sorted(tuple(key[2:]) for key in keys),
            sorted(unique),
        )
    return schema


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The names of what is missing, altered or added in the first schema."""
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
