"""Replacing the present data by a copy.

The copy is copied into the data folder under another name (`restore_file`). There it is checked and
upgraded, and oppositions and erasures of the present data are carried over into it. Only then does
it replace the present file, by one rename. When anything goes wrong before, nothing has changed.
The present file may be damaged or missing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from decroche.accountability.carrying import Before, carry_over, read_before
from decroche.accountability.scrubbing import scrub_database
from decroche.config.data_mark import new_data_mark
from decroche.config.sqlite import statistics
from decroche.prospects import search_schema
from decroche.shared.clock import now
from decroche.shared.refusal import Refusal
from decroche.storage import upgrading
from decroche.storage.checksum import was_altered
from decroche.storage.database import (
    free_name,
    remove_restore_files,
    restore_file,
    restore_schema_file,
    sqlite_path,
)
from decroche.storage.schema import described, differences, drop_altered_triggers, foreign_code
from decroche.storage.sealing import is_sealed

_MAGIC = b"SQLite format 3\x00"
"""The first bytes of every SQLite file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    kept: Path | None
    """The path of the data that was replaced; None when there was none."""
    carried: dict[str, int]
    """How many oppositions and erasures of that data were applied to the copy."""
    whole: bool
    """Whether all of that data could be read for them."""


def restore_from(source: Path) -> Restored:
    """Replaces the present data by a copy; the replaced file is kept under another name. The caller
    has locked the data folder exclusively. Raises Refusal; then nothing has changed.
    """
    path = sqlite_path()
    if path is None:
        raise Refusal(_("The data is on PostgreSQL: restore it with pg_restore."))
    connection.close()
    try:
        before = read_before(path)
        copy = _copy_in(source, path)
        _check_file(copy, source)
        carried = _prepare(copy, source, before)
        _make_one_file(copy)
        kept = _keep_present(path)
        copy.replace(path)
        new_data_mark()
        remove_restore_files(path)
    except BaseException as error:
        remove_restore_files(path)
        if isinstance(error, OSError | sqlite3.DatabaseError | DatabaseError):
            raise _unusable(source, error) from None
        raise
    _sync_folder(path.parent)
    return Restored(kept, carried, before.whole)


def _unusable(source: Path, why: object) -> Refusal:
    """The refusal of a copy that can't be restored."""
    words = _("%(copy)s can't be restored: %(why)s; nothing has been changed.")
    return Refusal(words % {"copy": source, "why": why})


def _copy_in(source: Path, path: Path) -> Path:
    """Copies the file `source` into the data folder, with the write-ahead log that may be beside
    it, and returns where it is. Raises Refusal for a file that is sealed or no database.
    """
    remove_restore_files(path)
    if source.is_file() and is_sealed(source):
        words = _("%(copy)s is sealed with a passphrase: open it first, with decroche unseal.")
        raise Refusal(words % {"copy": source})
    if not source.is_file() or _first_bytes(source) != _MAGIC:
        raise Refusal(_("%(copy)s is not a backup of Décroche.") % {"copy": source})
    if path.exists() and source.samefile(path):
        words = _("%(copy)s is the present data itself, not a copy of it.")
        raise Refusal(words % {"copy": source})
    copy = restore_file(path)
    for ending in ("", "-wal"):
        original = source.with_name(source.name + ending)
        target = copy.with_name(copy.name + ending)
        if original.exists():
            shutil.copyfile(original, target)
            target.chmod(0o600)
    return copy


def _first_bytes(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(len(_MAGIC))


def _check_file(copy: Path, source: Path) -> None:
    """Raises Refusal unless the copy is undamaged, a database of Décroche of a version that this
    one can open, and has no views or triggers of others, which would run as code. Triggers of ours
    that differ are dropped; the migrations make them again.
    """
    not_whole = _("%(copy)s is not a whole backup of Décroche: %(why)s; nothing has been changed.")
    altered = was_altered(copy)
    with closing(sqlite3.connect(copy)) as file:
        file.execute("PRAGMA cell_size_check = ON")
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            result = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
            pages = file.execute("PRAGMA page_count").fetchone()[0]
            size = file.execute("PRAGMA page_size").fetchone()[0]
            names = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
            code = foreign_code(file)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise Refusal(not_whole % {"copy": source, "why": error}) from None
        if result != "ok":
            raise Refusal(not_whole % {"copy": source, "why": " ".join(result.split())})
        if copy.stat().st_size > pages * size:
            why = _("something was added at its end")
            raise Refusal(not_whole % {"copy": source, "why": why})
        if altered:
            why = _("it was altered after it was made")
            raise Refusal(not_whole % {"copy": source, "why": why})
        if not {"prospects_company", "django_migrations", "team_workspace"} <= names:
            words = _("%(copy)s is a database, but not of Décroche; nothing has been changed.")
            raise Refusal(words % {"copy": source})
        if code:
            words = _(
                "%(copy)s holds what no version of Décroche made (%(names)s): it was altered; "
                "nothing has been changed."
            )
            raise Refusal(words % {"copy": source, "names": ", ".join(code)})
        drop_altered_triggers(file)
        file.commit()
        file.execute("PRAGMA application_id = 0")  # the data that is worked on has no checksum
    if sentence := upgrading.refusal(upgrading.read_file_state(copy)):
        raise Refusal(sentence)


def _prepare(copy: Path, source: Path, before: Before) -> dict[str, int]:
    """Upgrades the copy, compares its schema, and carries oppositions and erasures over; how many.
    Raises Refusal.
    """
    try:
        with _connected_to(copy):
            call_command("migrate", verbosity=0)
            connection.check_constraints()
            search_schema.install(connection)
            statistics.install(connection)
            upgrading.note_version(connection)
            connection.ensure_connection()
            _check_schema(source, restore_schema_file(copy))
            carried = carry_over(before)
            if carried["erased"]:
                scrub_database()
    except Refusal:
        raise
    except Exception as error:  # an altered copy can make a migration fail in any way
        raise _unusable(source, error) from error
    return carried


def _check_schema(source: Path, fresh: Path) -> None:
    """Raises Refusal unless the tables of the connected file are as the migrations of this version
    make them. For the comparison they are run in an empty file, `fresh`.
    """
    connection.ensure_connection()
    present = described(connection.connection)
    with _connected_to(fresh):
        connection.ensure_connection()
        connection.connection.execute("PRAGMA synchronous = OFF")  # the file is thrown away
        call_command("migrate", verbosity=0)
        altered = differences(present, described(connection.connection))
    if altered:
        words = _(
            "%(copy)s differs from what this version makes (%(names)s): it was altered; "
            "nothing has been changed."
        )
        raise Refusal(words % {"copy": source, "names": ", ".join(altered[:5])})


@contextmanager
def _connected_to(path: Path) -> Iterator[None]:
    """Connects Django's default connection to another file while the block runs."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _make_one_file(copy: Path) -> None:
    """Merges the write-ahead log into the file, and makes sure that it is on the disk."""
    with closing(sqlite3.connect(copy)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
    _sync(copy)


def _keep_present(path: Path) -> Path | None:
    """Copies the present data to another name and returns that; None when there is none. A damaged
    file is copied as it is, with its write-ahead log.

    Then the log of the present file is removed, since SQLite would apply it to the file that takes
    its place. Raises Refusal when another program has the data open.
    """
    if not path.exists():
        return None
    log = path.with_name(path.name + "-wal")
    kept = free_name(path, f"before-restore-{now():%Y%m%d-%H%M%S}")
    try:
        with closing(sqlite3.connect(path, timeout=1)) as file:
            file.execute("PRAGMA journal_mode = DELETE")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        ):
            words = _(
                "Another program has %(data)s open: close it, then restore; nothing has been "
                "changed."
            )
            raise Refusal(words % {"data": path}) from None
        if log.exists():
            _copy(log, kept.with_name(kept.name + "-wal"))
    _copy(path, kept)
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return kept


def _copy(source: Path, target: Path) -> None:
    """Copies a file under another name first, so that a process that is killed leaves no half file
    under the name of a copy.
    """
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    _sync(part)
    part.replace(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Makes sure that a rename in the folder is on the disk. Windows can't open a folder, and does
    not need it.
    """
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
