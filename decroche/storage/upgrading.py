"""Which data this version can open: its own and any since 0.1.0, not older and not newer.

What was applied to a database is read from its table of migrations. The first migration of each
app is the schema of version 0.1.0; before, that schema was reached by several migrations, whose
names stand in the databases of that time.
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
"""(app, migration)"""

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
"""Migrations that 0.1.0 had applied and that are part of the first ones now."""
_FIRST, _NEXT = ("prospects", "0001_initial"), ("prospects", "0002_plain_names")
_LATEST_COLUMN = "audience"
"""A column of the companies that the last migration before 0.1.0 needed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a database says of itself."""

    applied: frozenset[Name] = frozenset()
    columns: frozenset[str] = field(default=frozenset())
    """Of the table of companies; empty without one."""
    stamp: int = 0
    """The version that opened it last, see `stamp_of`; 0 when it was never noted."""


def age(found: Found, known: frozenset[Name]) -> Literal["new", "fits", "older", "newer"]:
    """Whether a version whose migrations are `known` can open what was found."""
    if not found.applied:
        return "new"
    if found.applied - known - OF_0_1_0:
        return "newer"
    old = found.applied & OF_0_1_0
    if old and old != OF_0_1_0:
        return "older"
    only_first = not old and _FIRST in found.applied and _NEXT not in found.applied
    return "older" if only_first and _LATEST_COLUMN not in found.columns else "fits"


def refusal(found: Found) -> str:
    """Why this version can't open it, in one sentence; "" when it can."""
    known = frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    verdict = age(found, known)
    if verdict == "older":
        return _(
            "This data was made by a version before 0.1.0 of November 2026: open it once with "
            "that version, then with this one; nothing has been changed."
        )
    if verdict == "newer":
        by = f" ({_version_of(found.stamp)})" if found.stamp > stamp_of(__version__) else ""
        words = _(
            "This data was made by a newer version of Décroche%(by)s than this one (%(version)s): "
            "open it with that version; nothing has been changed."
        )
        return words % {"by": by, "version": __version__}
    return ""


def found_in(connection: BaseDatabaseWrapper) -> Found:
    """What the database of this connection says. An SQLite file is only read."""
    if connection.vendor == "sqlite":
        return found_in_file(Path(str(connection.settings_dict["NAME"])))
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "django_migrations" not in tables:
            return Found()
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = frozenset((str(app), str(name)) for app, name in cursor.fetchall())
        columns = (
            connection.introspection.get_table_description(cursor, "prospects_company")
            if "prospects_company" in tables
            else []
        )
    return Found(applied, frozenset(column.name for column in columns))


def found_in_file(path: Path, *, unused: bool = False) -> Found:
    """What an SQLite file says, without changing a byte of it. `unused`: nobody has it open."""
    if not path.exists() or not path.stat().st_size:
        return Found()
    how = "mode=ro&immutable=1" if unused else "mode=ro"
    try:
        return _found(path, how)
    except UnicodeDecodeError as error:  # SQLite's message quotes the damaged schema
        raise sqlite3.DatabaseError("the schema is damaged") from error


def _found(path: Path, how: str) -> Found:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as file:
        tables = file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'")
        if not tables.fetchone()[0]:
            return Found()
        applied = file.execute("SELECT app, name FROM django_migrations").fetchall()
        columns = file.execute("SELECT name FROM pragma_table_info('prospects_company')").fetchall()
        (stamp,) = file.execute("PRAGMA user_version").fetchone()
    return Found(frozenset(applied), frozenset(name for (name,) in columns), stamp)


def stamp_of(version: str) -> int:
    """A version as the one number that an SQLite file keeps of its own: 0.2.1.dev3 is 201."""
    major, minor, patch = (int(part) for part in re.findall(r"\d+", version)[:3])
    return major * 10000 + minor * 100 + patch


def _version_of(stamp: int) -> str:
    return f"{stamp // 10000}.{stamp // 100 % 100}.{stamp % 100}"


def note_version(connection: BaseDatabaseWrapper) -> None:
    """Notes on an SQLite file that this version opened it; PostgreSQL has no place for it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        if cursor.fetchone()[0] != stamp_of(__version__):
            cursor.execute(f"PRAGMA user_version = {stamp_of(__version__)}")
