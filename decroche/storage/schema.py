"""What an SQLite file is made of, to compare a copy with what our migrations make."""

from __future__ import annotations

import sqlite3
from typing import Any

from decroche.prospects import search_schema

_OWN = tuple(name for name, sql in search_schema.SQLITE.items() if " TRIGGER " in sql)


def foreign_code(file: sqlite3.Connection) -> list[str]:
    """The names of views and triggers that no version of Décroche made: they would run what
    somebody else wrote.
    """
    return [
        name
        for kind, name in file.execute("SELECT type, name FROM sqlite_master").fetchall()
        if kind == "view" or (kind == "trigger" and name not in _OWN)
    ]


def drop_altered_triggers(file: sqlite3.Connection) -> None:
    """Takes away what carries the name of one of our triggers and is not it, or is that of another
    version: the migrations make them anew.
    """
    for name, sql in file.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        if " ".join(sql.split()) != " ".join(search_schema.SQLITE[name].split()):
            file.execute(f'DROP TRIGGER "{name}"')


def described(file: sqlite3.Connection) -> dict[str, Any]:
    """Tables with their columns, keys and rules of uniqueness; indexes and triggers as they are
    written; by name. Not the defaults of columns: one that was added later kept its own.
    """
    found: dict[str, Any] = {}
    for kind, name, sql in file.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if name.startswith("sqlite_") or (kind == "table" and "USING fts5" in (sql or "")):
            continue
        if kind != "table":
            found[name] = (kind, " ".join(sql.split()))
            continue
        columns = file.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
        keys = file.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        unique = [
            tuple(row[2] for row in file.execute(f'PRAGMA index_info("{index[1]}")').fetchall())
            for index in file.execute(f'PRAGMA index_list("{name}")').fetchall()
            if index[3] == "u"
        ]
        found[name] = (
            kind,
            sorted((*column[1:4], column[5], column[6]) for column in columns),
            sorted(tuple(key[2:]) for key in keys),
            sorted(unique),
        )
    return found


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The names of what is missing, altered or foreign."""
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
