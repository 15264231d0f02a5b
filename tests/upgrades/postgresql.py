"""The rows of the SQLite file, in tables of the same version on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def new_database() -> Iterator[str]:
    """An empty database beside the tests' own; its name."""
    name = f"{connection.settings_dict['NAME']}_upgraded"
    connection.ensure_connection()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def load_into_postgresql(file: Path) -> None:
    """Makes the tables of 0.1.0 in the open database and fills them from the SQLite file."""
    executor = MigrationExecutor(connection)
    first = [key for key in executor.loader.disk_migrations if key[1] == "0001_initial"]
    executor.migrate(first)
    with (
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as old,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM django_migrations")
        for table in sorted(set(connection.introspection.table_names(cursor))):
            _copy(old, cursor, table)


def _copy(old: sqlite3.Connection, cursor: Any, table: str) -> None:
    rows = old.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in rows.description]
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND data_type = 'boolean'",
        [table],
    )
    flags = {name for (name,) in cursor.fetchall()}
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    for row in rows:
        values = [
            bool(value) if name in flags and value is not None else value
            for name, value in zip(names, row, strict=True)
        ]
        cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), max(id)) FROM \"{table}\""
    )
