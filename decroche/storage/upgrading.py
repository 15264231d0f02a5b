"""Deciding whether this version can open a database: any since version 0.1.0, none of a newer
version.

The version is known from the migrations that were applied to the database. The first migration of
each app is the schema of version 0.1.0. In version 0.1.0 itself that schema was made by several
migrations (`OF_0_1_0`), which databases of that time have in their table of migrations.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from decroche import __version__

Name = tuple[str, str]
"""The name of a migration: (app, migration)."""

OF_0_1_0: frozenset[Name] = frozenset(
    {
        ("callqueue", "0002_ranking"),
        ("calls", "0002_wins"),
        ("calls", "0003_last_contact"),
        ("compliance", "0002_the_law"),
        ("correspondence", "0002_sending"),
        ("correspondence", "0003_message_follow_up"),
        ("followups", "0002_calendarfeed"),
        ("intake", "0002_changes"),
        ("prospects", "0002_search"),
        ("prospects", "0003_told_apart"),
        ("prospects", "0004_look_alikes"),
        ("prospects", "0005_strata"),
        ("prospects", "0006_the_law"),
        ("prospects", "0007_audience"),
    }
)
"""Migrations of version 0.1.0 that have become part of the first ones."""
_FIRST, _NEXT = ("prospects", "0001_initial"), ("prospects", "0002_plain_names")
_LATEST_COLUMN = "audience"
"""A column of the companies that the last migration of `OF_0_1_0` added."""


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """What is read from a database to know its version."""

    applied: frozenset[Name] = frozenset()
    columns: frozenset[str] = field(default=frozenset())
    """The columns of the table of companies; empty without that table."""
    stamp: int = 0
    """The version that opened it last (see `stamp_of`); 0 when none was noted."""


def age(state: DatabaseState, known: frozenset[Name]) -> Literal["new", "fits", "older", "newer"]:
    """How a database compares with a version that has the migrations `known`: new (empty), fits (it
    can be opened), older (than 0.1.0) or newer.
    """
    if not state.applied:
        return "new"
    if state.applied - known - OF_0_1_0:
        return "newer"
    old = state.applied & OF_0_1_0
    if old and old != OF_0_1_0:
        return "older"
    # Only the first migration: it is that of today, or one of the same name long before 0.1.0,
    # whose table lacks the column.
    only_first = not old and _FIRST in state.applied and _NEXT not in state.applied
    return "older" if only_first and _LATEST_COLUMN not in state.columns else "fits"


def refusal(state: DatabaseState) -> str:
    """A sentence why this version can't open a database; "" when it can."""
    known = frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    verdict = age(state, known)
    if verdict == "older":
        return _(
            "This data was made by a version before 0.1.0 of November 2026: open it once with "
            "that version, then with this one; nothing has been changed."
        )
    if verdict == "newer":
        by = f" ({_version_of(state.stamp)})" if state.stamp > stamp_of(__version__) else ""
        words = _(
            "This data was made by a newer version of Décroche%(by)s than this one (%(version)s): "
            "open it with that version; nothing has been changed."
        )
        return words % {"by": by, "version": __version__}
    return ""


def read_state(connection: BaseDatabaseWrapper) -> DatabaseState:
    """The state of a connection's database. Nothing is changed in it."""
    if connection.vendor == "sqlite":
        return read_file_state(Path(str(connection.settings_dict["NAME"])))
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "django_migrations" not in tables:
            return DatabaseState()
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = frozenset((str(app), str(name)) for app, name in cursor.fetchall())
        columns = (
            connection.introspection.get_table_description(cursor, "prospects_company")
            if "prospects_company" in tables
            else []
        )
    return DatabaseState(applied, frozenset(column.name for column in columns))


def read_file_state(path: Path, *, unused: bool = False) -> DatabaseState:
    """The state of an SQLite file, without changing a byte of it. `unused` says that no process has
    it open; then it can be read also where no lock file can be made. Raises sqlite3.DatabaseError.
    """
    if not path.exists() or not path.stat().st_size:
        return DatabaseState()
    options = "mode=ro&immutable=1" if unused else "mode=ro"
    try:
        return _read(path, options)
    except UnicodeDecodeError as error:  # raised for the text of an error about a damaged schema
        raise sqlite3.DatabaseError("the schema is damaged") from error


def _read(path: Path, options: str) -> DatabaseState:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True)) as file:
        tables = file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'")
        if not tables.fetchone()[0]:
            return DatabaseState()
        applied = file.execute("SELECT app, name FROM django_migrations").fetchall()
        columns = file.execute("SELECT name FROM pragma_table_info('prospects_company')").fetchall()
        (stamp,) = file.execute("PRAGMA user_version").fetchone()
    return DatabaseState(frozenset(applied), frozenset(name for (name,) in columns), stamp)


def stamp_of(version: str) -> int:
    """A version as one whole number, which an SQLite file can store (user_version): 0.2.1.dev3 is
    201.
    """
    major, minor, patch = (int(part) for part in re.findall(r"\d+", version)[:3])
    return major * 10000 + minor * 100 + patch


def _version_of(stamp: int) -> str:
    return f"{stamp // 10000}.{stamp // 100 % 100}.{stamp % 100}"


def note_version(connection: BaseDatabaseWrapper) -> None:
    """Notes in an SQLite file that this version opened it, and that it is no copy any more (one
    that was put in its place by hand has a checksum); PostgreSQL has no place for that.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        if cursor.fetchone()[0] != stamp_of(__version__):
            cursor.execute(f"PRAGMA user_version = {stamp_of(__version__)}")
        cursor.execute("PRAGMA application_id")
        if cursor.fetchone()[0]:
            cursor.execute("PRAGMA application_id = 0")
