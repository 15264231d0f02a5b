"""The database made ready, backed up, restored and checked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from decroche.config.sqlite import statistics
from decroche.intake.under_way import settle_left
from decroche.journal.verbs import LOGGED
from decroche.prospects import search_schema
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.storage import upgrading
from decroche.team.fields import InstantField

_LONGEST_WAIT = 30.0
"""Seconds without a page copied after which a backup gives up."""

_LONGEST_COPY = 3600.0
"""Seconds after which a copy that was not written to is no longer being made."""


def ready() -> str:
    """Brings the tables up to date; what she should be told of it, "" when nothing. A backup is
    kept before an existing file is changed.

    Raises Refusal for data of a version that this one can't open; then nothing is changed.
    """
    if sentence := upgrading.refusal(upgrading.found_in(connection)):
        raise Refusal(sentence)
    if path := sqlite_path():
        remove_beside(path)
        remove_halves(path.parent)
    said = ""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        _migrate(old=bool(executor.loader.applied_migrations))
    elif search_schema.install(connection):
        said = "The search index was incomplete and has been made anew."
    statistics.install(connection)
    upgrading.note_version(connection)
    if settle_left():
        said = "An import that had been cut short was taken out: it can be started again."
    return said


def _migrate(*, old: bool) -> None:
    path, copy = sqlite_path(), None
    if path and path.exists() and old:
        copy = free_name(path, f"before-update-{now():%Y%m%d-%H%M%S}")
        backup_to(copy)
    try:
        call_command("migrate", verbosity=0)
    except Exception as error:
        if copy is None:
            raise
        raise Refusal(
            f"The update did not go through ({error}). The data as it was is in {copy}."
        ) from error


def sqlite_path() -> Path | None:
    """The file of the data; None on PostgreSQL."""
    return Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None


def beside(path: Path) -> Path:
    """Where a restore prepares the file that is to take the place of `path`."""
    return path.with_name("restoring.sqlite3")


def schema_beside(path: Path) -> Path:
    """Where a restore makes empty tables of this version, to compare a copy with."""
    return path.with_name("restoring-schema.sqlite3")


def remove_beside(path: Path) -> None:
    """What a restore that was cut short left."""
    for half in (beside(path), schema_beside(path)):
        for ending in ("", "-wal", "-shm", "-journal"):
            half.with_name(half.name + ending).unlink(missing_ok=True)


def free_name(path: Path, stem: str) -> Path:
    """A name beside `path` that no file has: two copies may be made in one second."""
    names = [f"{stem}.sqlite3", *(f"{stem}-{number}.sqlite3" for number in range(2, 1000))]
    return next(free for free in map(path.with_name, names) if not free.exists())


def remove_halves(folder: Path) -> None:
    """Copies that a process began in the folder and was killed before it had finished: they hold
    her data, and nobody would look for them. One that is still being written is younger.
    """
    for half in folder.glob("*.sqlite3.part*"):
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > _LONGEST_COPY:
                half.unlink()


def backup_to(target: Path) -> int:
    """A consistent copy of the SQLite file, made while it is in use; its size in bytes."""
    if connection.vendor != "sqlite":
        raise Refusal(_("The data is on PostgreSQL: back it up with pg_dump."))
    if target.exists():
        words = _("%(file)s exists already. Choose another name: a backup never overwrites.")
        raise Refusal(words % {"file": target})
    connection.ensure_connection()
    half = target.with_name(target.name + ".part")
    try:
        with closing(sqlite3.connect(half)) as copy:
            connection.connection.backup(copy, progress=_patience())
            copy.execute("PRAGMA journal_mode=DELETE")
    except (OSError, sqlite3.Error) as error:
        half.unlink(missing_ok=True)
        words = _("The backup can't be written to %(file)s: %(why)s.")
        raise Refusal(words % {"file": target, "why": error}) from None
    half.chmod(0o600)
    half.rename(target)
    return target.stat().st_size


def _patience() -> Callable[[int, int, int], None]:
    """Ends a backup that others keep from going on: by itself it would wait for ever."""
    end = time.monotonic() + _LONGEST_WAIT
    left_before: int | None = None

    def look(_status: int, left: int, _pages: int) -> None:
        nonlocal end, left_before
        if left != left_before:
            left_before, end = left, time.monotonic() + _LONGEST_WAIT
        elif time.monotonic() > end:
            raise OSError(_("the data is being written to all the time"))

    return look


def problems() -> list[str]:
    """What is wrong with the data, in words; empty when it is whole."""
    found: list[str] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [
                f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in cursor.fetchall()
            ]
        found += _search_problems(cursor)
        for question, words in _RULES:
            cursor.execute(question)
            count = cursor.fetchone()[0]
            if count:
                found.append(f"{count} {words}")
    return found + _stamps_ahead()


_TOLERANCE = timedelta(minutes=10)
"""Clocks of one house differ by less."""


def _stamps_ahead() -> list[str]:
    """Rows that say they were made later than now: the clock was wrong then, or is now."""
    at, found, last = now(), 0, None
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if not isinstance(one, InstantField):
                continue
            ahead = model._base_manager.filter(**{f"{one.name}__gt": at + _TOLERANCE}).aggregate(
                count=Count("pk"), last=Max(one.name)
            )
            found += ahead["count"]
            last = max(filter(None, (last, ahead["last"])), default=None)
    if last is None:
        return []
    return [
        f"{found} rows are dated in the future, up to {last.astimezone(PARIS):%Y-%m-%d %H:%M} "
        f"(this machine says {at.astimezone(PARIS):%Y-%m-%d %H:%M}): its clock was ahead when they "
        "were written, or is behind now. Set the clock right; if it was ahead, restore a copy made "
        "before, or leave them: nothing waits for them"
    ]


def _search_problems(cursor: CursorWrapper) -> list[str]:
    """Whether the search follows the companies and holds what they hold."""
    absent = search_schema.missing(connection)
    if absent:
        return [f"the search does not follow the file: {', '.join(absent)} is missing"]
    if connection.vendor == "sqlite":
        try:
            cursor.execute(
                "INSERT INTO prospects_search(prospects_search, rank) VALUES ('integrity-check', 1)"
            )
        except DatabaseError:
            return ["the search index differs from the companies"]
    return []


_RULES: list[tuple[str, str]] = [
    (
        (
            "SELECT count(*) FROM calls_call c WHERE NOT EXISTS (SELECT 1 FROM journal_entry e "
            f"WHERE e.verb = '{LOGGED}' AND e.subject_id = c.id)"
        ),
        "calls have no line in the journal",
    ),
    (
        (
            "SELECT count(*) FROM calls_callstate s WHERE s.attempts < (SELECT count(*) FROM "
            "calls_call k WHERE k.company_id = s.company_id AND k.origin <> 'incoming')"
        ),
        "companies count fewer attempts than calls",
    ),
    (
        (
            "SELECT count(*) FROM prospects_company c JOIN calls_callstate s ON s.company_id = "
            "c.id WHERE s.blocked_by IN ('', 'client') AND c.opposed_at IS NOT NULL"
        ),
        "opposed companies are still in the queue",
    ),
    (
        (
            "SELECT count(*) FROM prospects_company c WHERE NOT EXISTS (SELECT 1 FROM "
            "calls_callstate s WHERE s.company_id = c.id)"
        ),
        "companies have no call state",
    ),
    (
        (
            "SELECT count(*) FROM (SELECT workspace_id, subject_id FROM journal_entry WHERE verb "
            f"= '{LOGGED}' AND undone_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1) AS twice"
        ),
        "calls stand twice in the journal",
    ),
]


def summary() -> dict[str, Any]:
    """What `check` says."""
    found = problems()
    return {"ok": not found, "problems": found, "database": str(sqlite_path() or connection.vendor)}
