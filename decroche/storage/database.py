"""Preparing the database at a start, copying it, and checking it."""

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

from decroche.calls.missing_states import add_missing_states
from decroche.calls.rules import ATTEMPT_SQL
from decroche.config.data_mark import note_database
from decroche.config.sqlite import statistics
from decroche.intake.history import BROUGHT
from decroche.intake.interrupted import settle_interrupted
from decroche.journal.verbs import LOGGED
from decroche.prospects import search_schema
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.storage import upgrading
from decroche.storage.checksum import write_checksum
from decroche.team.fields import InstantField

_LONGEST_WAIT = 30.0
"""Seconds without progress after which a backup gives up."""

_BEFORE_UPDATE = "before-update-"
"""What the names of copies made before an update begin with."""
_LONGEST_COPY = 3600.0
"""Seconds without a change after which an unfinished copy counts as abandoned."""


def ready() -> str:
    """Prepares the database at a start: applies migrations that are missing (after making a backup
    of an existing file), puts the search index and the statistics right, removes what was left by
    imports, copies and restores that were cut short, and makes cards whole that lack their call
    state. Returns a sentence for the user, "" when there is nothing to tell.

    Raises Refusal for data of a version that this one can't open; then nothing is changed.
    """
    if sentence := upgrading.refusal(upgrading.read_state(connection)):
        raise Refusal(sentence)
    if path := sqlite_path():
        remove_restore_files(path)
        remove_unfinished_copies(path.parent)
    sentence = ""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        copy = _migrate(has_data=bool(executor.loader.applied_migrations))
        if copy is not None:
            words = _(
                "Your data was brought up to date. As it was before, it is in %(copy)s. To go "
                "back: install the version before, then run: decroche restore %(copy)s"
            )
            sentence = words % {"copy": copy}
    elif search_schema.install(connection):
        sentence = "The search index was incomplete and has been made anew."
    statistics.install(connection)
    if connection.vendor == "postgresql":
        note_database(_identity())
    upgrading.note_version(connection)
    if settle_interrupted():
        left = "An import that had been cut short was taken out: it can be started again."
        sentence = f"{sentence} {left}".strip()
    if count := add_missing_states():
        words = _("Cards that an undo had left incomplete were made whole: %(count)s.")
        sentence = f"{sentence} {words % {'count': count}}".strip()
    return sentence


def _identity() -> str:
    """A mark of this database on PostgreSQL: its table of workspaces gets another number when
    pg_restore makes the tables anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), 'team_workspace'::regclass::oid::bigint")
        name, number = cursor.fetchone()
    return f"{name!a} {number}"


def _migrate(*, has_data: bool) -> Path | None:
    """Applies the migrations. A file that has data is backed up before; returns the path of that
    backup.
    """
    path, copy = sqlite_path(), None
    if path and path.exists() and has_data:
        copy = free_name(path, f"{_BEFORE_UPDATE}{now():%Y%m%d-%H%M%S}")
        backup_to(copy)
    try:
        call_command("migrate", verbosity=0)
    except Exception as error:
        if copy is None:
            raise
        raise Refusal(
            f"The update did not go through ({error}). The data as it was is in {copy}."
        ) from error
    return copy


def before_updates() -> list[Path]:
    """The copies made before updates, the newest first."""
    path = sqlite_path()
    found = path.parent.glob(f"{_BEFORE_UPDATE}*.sqlite3") if path else ()
    return sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)


def sqlite_path() -> Path | None:
    """The database file; None on PostgreSQL."""
    return Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None


def restore_file(path: Path) -> Path:
    """The file, beside the database `path`, in which a restore prepares what replaces it."""
    return path.with_name("restoring.sqlite3")


def restore_schema_file(path: Path) -> Path:
    """The file in which a restore makes empty tables of this version, to compare a copy with."""
    return path.with_name("restoring-schema.sqlite3")


def remove_restore_files(path: Path) -> None:
    """Removes the files of a restore, for instance of one that was cut short."""
    for file in (restore_file(path), restore_schema_file(path)):
        for ending in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def free_name(path: Path, stem: str) -> Path:
    """A path in the folder of `path` that does not exist, with a number when `stem` is taken: two
    copies may be made in one second.
    """
    names = [f"{stem}.sqlite3", *(f"{stem}-{number}.sqlite3" for number in range(2, 1000))]
    return next(free for free in map(path.with_name, names) if not free.exists())


def remove_unfinished_copies(folder: Path) -> None:
    """Removes the parts of copies whose process was killed: they hold her data, and nobody knows of
    them. Copies that are still being written have changed within the last hour, and are left.
    """
    for part in folder.glob("*.sqlite3.part*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _LONGEST_COPY:
                part.unlink()


def backup_to(target: Path) -> int:
    """Makes a consistent copy of the SQLite file while it is in use; returns its size in bytes.
    Raises Refusal.
    """
    if connection.vendor != "sqlite":
        raise Refusal(_("The data is on PostgreSQL: back it up with pg_dump."))
    if target.exists():
        words = _("%(file)s exists already. Choose another name: a backup never overwrites.")
        raise Refusal(words % {"file": target})
    connection.ensure_connection()
    part = target.with_name(target.name + ".part")
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy, progress=_stop_when_stalled())
            copy.execute("PRAGMA journal_mode=DELETE")
        write_checksum(part)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        words = _("The backup can't be written to %(file)s: %(why)s.")
        raise Refusal(words % {"file": target, "why": error}) from None
    part.chmod(0o600)
    part.rename(target)
    return target.stat().st_size


def _stop_when_stalled() -> Callable[[int, int, int], None]:
    """A callback for a backup's progress, which raises OSError when no page was copied for
    `_LONGEST_WAIT`. SQLite begins a backup again each time another process writes, and would go on
    for ever by itself.
    """
    end = time.monotonic() + _LONGEST_WAIT
    left_before: int | None = None

    def check(_status: int, left: int, _pages: int) -> None:
        nonlocal end, left_before
        if left != left_before:
            left_before, end = left, time.monotonic() + _LONGEST_WAIT
        elif time.monotonic() > end:
            raise OSError(_("the data is being written to all the time"))

    return check


def problems() -> list[str]:
    """What is wrong with the data, as sentences; empty when it is whole."""
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
        for query, words in _RULES:
            cursor.execute(query)
            count = cursor.fetchone()[0]
            if count:
                found.append(f"{count} {words}")
    return found + _future_dates()


_TOLERANCE = timedelta(minutes=10)
"""How far ahead an instant may be: the clocks of several computers differ a little."""


def _future_dates() -> list[str]:
    """A sentence about rows that were made later than now by their own date: the clock of this
    machine was wrong then, or is wrong now.
    """
    at, count, last = now(), 0, None
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, InstantField):
                continue
            ahead = model._base_manager.filter(**{f"{field.name}__gt": at + _TOLERANCE}).aggregate(
                count=Count("pk"), last=Max(field.name)
            )
            count += ahead["count"]
            last = max(filter(None, (last, ahead["last"])), default=None)
    if last is None:
        return []
    return [
        f"{count} rows are dated in the future, up to {last.astimezone(PARIS):%Y-%m-%d %H:%M} "
        f"(this machine says {at.astimezone(PARIS):%Y-%m-%d %H:%M}): its clock was ahead when they "
        "were written, or is behind now. Set the clock right; if it was ahead, restore a copy made "
        "before, or leave them: nothing waits for them"
    ]


def _search_problems(cursor: CursorWrapper) -> list[str]:
    """What is wrong with the search index: a trigger or table that is missing, or a content that
    differs from the companies.
    """
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


# Conditions that must hold between tables: a query that counts the rows that break one, and what is
# said after the count.
_RULES: list[tuple[str, str]] = [
    (
        (
            # Calls of before, which an import brought, were logged elsewhere.
            f"SELECT count(*) FROM calls_call c WHERE c.details ->> '{BROUGHT}' IS NULL AND NOT "
            f"EXISTS (SELECT 1 FROM journal_entry e WHERE e.verb = '{LOGGED}' "
            "AND e.subject_id = c.id)"
        ),
        "calls have no line in the journal",
    ),
    (
        (
            "SELECT count(*) FROM calls_callstate s WHERE s.attempts < (SELECT count(*) FROM "
            f"calls_call k WHERE k.company_id = s.company_id AND k.{ATTEMPT_SQL})"
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
    """The values that `decroche check` prints."""
    found = problems()
    return {"ok": not found, "problems": found, "database": str(sqlite_path() or connection.vendor)}
