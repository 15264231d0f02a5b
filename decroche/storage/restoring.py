"""Putting a copy in the place of the present data.

The copy is copied, checked, brought up to date and told what was opposed and erased since, all
beside the present file, of which nothing is needed: it may be damaged or absent. Only then is it
put in place, in one step of the file system. Whatever goes wrong before leaves everything as it
was.
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
from decroche.storage.database import (
    beside,
    free_name,
    remove_beside,
    schema_beside,
    sqlite_path,
)
from decroche.storage.schema import described, differences, drop_altered_triggers, foreign_code
from decroche.storage.sealing import is_sealed

_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    kept: Path | None
    """Where the data that was there lies now."""
    carried: dict[str, int]
    """How many oppositions and erasures of that data were applied to the copy."""
    whole: bool
    """Whether that data could be read to its end for them."""


def restore_from(source: Path) -> Restored:
    """Puts a copy in place; the present data is kept beside it, its oppositions and erasures are
    carried over. The caller holds the data folder alone. Raises Refusal: then nothing has changed.
    """
    path = sqlite_path()
    if path is None:
        raise Refusal(_("The data is on PostgreSQL: restore it with pg_restore."))
    connection.close()
    try:
        before = read_before(path)
        half = _copied(source, path)
        _check_file(half, source)
        carried = _prepared(half, source, before)
        _make_one_file(half)
        kept = _kept(path)
        half.replace(path)
        new_data_mark()
        remove_beside(path)
    except BaseException as error:
        remove_beside(path)
        if isinstance(error, OSError | sqlite3.DatabaseError | DatabaseError):
            raise _unusable(source, error) from None
        raise
    _sync_folder(path.parent)
    return Restored(kept, carried, before.whole)


def _unusable(source: Path, why: object) -> Refusal:
    words = _("%(copy)s can't be restored: %(why)s; nothing has been changed.")
    return Refusal(words % {"copy": source, "why": why})


def _copied(source: Path, path: Path) -> Path:
    """The copy, beside the present file, with the log of writes that lies beside it if there is
    one.
    """
    remove_beside(path)
    if source.is_file() and is_sealed(source):
        words = _("%(copy)s is sealed with a passphrase: open it first, with decroche unseal.")
        raise Refusal(words % {"copy": source})
    if not source.is_file() or _first_bytes(source) != _MAGIC:
        raise Refusal(_("%(copy)s is not a backup of Décroche.") % {"copy": source})
    if path.exists() and source.samefile(path):
        words = _("%(copy)s is the present data itself, not a copy of it.")
        raise Refusal(words % {"copy": source})
    half = beside(path)
    for ending in ("", "-wal"):
        there, here = source.with_name(source.name + ending), half.with_name(half.name + ending)
        if there.exists():
            shutil.copyfile(there, here)
            here.chmod(0o600)
    return half


def _first_bytes(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(len(_MAGIC))


def _check_file(half: Path, source: Path) -> None:
    """Whole, of this product, of a version that this one can open, and without foreign code."""
    not_whole = _("%(copy)s is not a whole backup of Décroche: %(why)s; nothing has been changed.")
    with closing(sqlite3.connect(half)) as file:
        file.execute("PRAGMA cell_size_check = ON")
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            told = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
            pages = file.execute("PRAGMA page_count").fetchone()[0]
            size = file.execute("PRAGMA page_size").fetchone()[0]
            names = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
            code = foreign_code(file)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise Refusal(not_whole % {"copy": source, "why": error}) from None
        if told != "ok" or half.stat().st_size > pages * size:
            told = " ".join(told.split()) if told != "ok" else _("something was added at its end")
            raise Refusal(not_whole % {"copy": source, "why": told})
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
    if sentence := upgrading.refusal(upgrading.found_in_file(half)):
        raise Refusal(sentence)


def _prepared(half: Path, source: Path, before: Before) -> dict[str, int]:
    """Brings the copy up to date and carries over what was opposed and erased since."""
    try:
        with _looking_at(half):
            call_command("migrate", verbosity=0)
            connection.check_constraints()
            search_schema.install(connection)
            statistics.install(connection)
            upgrading.note_version(connection)
            connection.ensure_connection()
            _check_schema(source, schema_beside(half))
            carried = carry_over(before)
            if carried["erased"]:
                scrub_database()
    except Refusal:
        raise
    except Exception as error:  # whatever a foreign copy makes a migration stumble over
        raise _unusable(source, error) from error
    return carried


def _check_schema(source: Path, fresh: Path) -> None:
    """What the connection looks at is made as the migrations of this version make it; they are run
    in a file of their own, `fresh`.
    """
    connection.ensure_connection()
    found = described(connection.connection)
    with _looking_at(fresh):
        connection.ensure_connection()
        connection.connection.execute("PRAGMA synchronous = OFF")  # it is thrown away
        call_command("migrate", verbosity=0)
        altered = differences(found, described(connection.connection))
    if altered:
        words = _(
            "%(copy)s differs from what this version makes (%(names)s): it was altered; "
            "nothing has been changed."
        )
        raise Refusal(words % {"copy": source, "names": ", ".join(altered[:5])})


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    """The default connection leads to another file inside the block."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _make_one_file(half: Path) -> None:
    """Takes the log of writes into the file, and makes sure that it is on the disk."""
    with closing(sqlite3.connect(half)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
    _sync(half)


def _kept(path: Path) -> Path | None:
    """A copy of the present data; a damaged file is copied as it is, with its log of writes.

    Afterwards no log lies beside the present file: it would be read into the one that takes its
    place.
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
    """A whole copy or none: killed on the way, half of one would pass for a copy."""
    half = target.with_name(target.name + ".part")
    shutil.copyfile(source, half)
    half.chmod(0o600)
    _sync(half)
    half.replace(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk too; Windows can't open a folder and needs no such word."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
