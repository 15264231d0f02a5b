"""The daily copies of the database, in a folder of her choice.

A copy is made while the desk is in use, and read from beginning to end before it counts. Only then
are older ones that are no longer kept deleted. When a copy fails (a full disk, a memory stick that
was pulled out), the reason is written to a file in the data folder and shown on the pages, and the
copy is tried again.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.utils.translation import gettext as _

from decroche.config.locks import try_lock
from decroche.journal.models import Entry
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.storage.checksum import was_altered
from decroche.storage.comparing import contents_of
from decroche.storage.database import backup_to, remove_unfinished_copies, sqlite_path
from decroche.storage.passphrase import kept_passphrase, passphrase_to_seal
from decroche.storage.preferences import CopyFolder
from decroche.storage.rules import copies_to_keep
from decroche.storage.sealing import is_sealed, seal, unseal
from decroche.storage.unsealed import temporary_unsealed, unsealed_folder
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences

_FILE_NAME = re.compile(r"decroche-(brought-)?(\d{8}-\d{6})\.sqlite3(\.sealed)?")
SEALED = ".sealed"
"""How the name of a sealed copy ends."""
_STAMP = "%Y%m%d-%H%M%S"
EVERY = timedelta(hours=4)
"""A new copy is made when something changed and the last copy is older than this. Of each day only
the newest is kept.
"""
_WAITS_FOR_ANOTHER = 60.0
"""Seconds that a copy waits for another one that is being made."""
LATE = timedelta(days=3)
"""She is warned when changes older than this are in no copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in the folder."""

    path: Path
    made_at: datetime
    size: int
    """In bytes."""
    brought: bool = False
    """Whether it came from another computer. Such copies are never deleted, and do not count as
    daily copies.
    """

    @property
    def sealed(self) -> bool:
        """Whether it is encrypted with a passphrase."""
        return self.path.suffix == SEALED


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the daily copies, for the pages."""

    last: datetime | None
    """When the newest copy was made."""
    late: bool
    """Whether changes older than `LATE` are in no copy."""
    problem: str
    """Why the last copy failed, as a sentence; "" when it did not."""


def can_copy() -> bool:
    """Whether copies can be made: only of an SQLite file. PostgreSQL has tools of its own."""
    return sqlite_path() is not None


def copy_folder(workspace: Workspace) -> Path:
    """The folder of the copies, which need not exist yet."""
    chosen = preferred(workspace, CopyFolder).folder
    return Path(chosen) if chosen else _own_folder()


def _own_folder() -> Path:
    """The folder of the copies when she chose none."""
    return Path(settings.DATA_FOLDER) / "copies"


def choose_folder(*, workspace: Workspace, folder: str) -> None:
    """Saves her choice of a folder, "" for the one in the data folder. A file is written in it
    first for a try. Raises Refusal; then nothing is changed.
    """
    folder = folder.strip()
    if folder:
        path = Path(folder).expanduser()
        if not path.is_absolute():
            raise Refusal(_("Write the whole path of the folder, from the root of the disk."))
        _try_folder(path, make=True)
        folder = str(path)
    chosen = preferred(workspace, CopyFolder)
    save_preferences(workspace=workspace, section=replace(chosen, folder=folder))
    _problem_file().unlink(missing_ok=True)


def copies_of(workspace: Workspace) -> list[Copy]:
    """The copies in her folder, the newest first; none when the folder does not exist."""
    return sorted(_copies_in(copy_folder(workspace)), key=lambda copy: copy.made_at, reverse=True)


def copy_named(workspace: Workspace, name: str) -> Copy | None:
    """The copy whose file has this name; None when there is none."""
    return next((copy for copy in copies_of(workspace) if copy.path.name == name), None)


def copy_now(workspace: Workspace) -> Copy:
    """Makes a copy, checks it, and deletes those that are no longer kept. Two copies at the same
    time are made one after the other. Raises Refusal with the reason, which is also saved for the
    pages.
    """
    folder = copy_folder(workspace)
    try:
        _try_folder(folder, make=folder == _own_folder())
        with _one_at_a_time():
            remove_unfinished_copies(folder)
            made_at = now().astimezone(PARIS)
            path = folder / f"decroche-{made_at.strftime(_STAMP)}.sqlite3"
            if passphrase := passphrase_to_seal(workspace):
                path = path.with_name(path.name + SEALED)
            if not path.exists():  # it exists when the button was pressed twice in one second
                if passphrase:
                    _make_sealed(path, passphrase)
                else:
                    backup_to(path)
                    _check(path)
            copy = Copy(path, made_at.replace(microsecond=0), path.stat().st_size)
            _delete_old(workspace, copy)
    except (Refusal, OSError) as error:
        _note_problem(str(error))
        raise Refusal(str(error)) from error
    _problem_file().unlink(missing_ok=True)
    return copy


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Lets one thread of all processes make a copy at a time. Raises Refusal when another copy
    takes longer than `_WAITS_FOR_ANOTHER`.
    """
    end = time.monotonic() + _WAITS_FOR_ANOTHER
    while True:
        with try_lock(Path(settings.DATA_FOLDER), "copying") as locked:
            if locked:
                yield
                return
        if time.monotonic() > end:
            raise Refusal(_("Another copy is being made: try again when it is done."))
        time.sleep(0.05)


def bring_copy(*, workspace: Workspace, chunks: Iterable[bytes]) -> Copy:
    """Puts a copy that was made on another computer into the folder of the copies. `chunks` is the
    content of the file. Raises Refusal for a file that is not a copy; then nothing is kept.
    """
    folder = copy_folder(workspace)
    _try_folder(folder, make=folder == _own_folder())
    made_at = now().astimezone(PARIS).replace(microsecond=0)
    part = folder / f"decroche-brought-{made_at:{_STAMP}}.sqlite3.part-{token_hex(4)}"
    try:
        with part.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
        sealed = is_sealed(part)
        if not sealed:
            contents_of(part)
        with _one_at_a_time():
            path = _free_name(folder, made_at)
            path = path.with_name(path.name + SEALED) if sealed else path
            part.rename(path)
    except (Refusal, OSError) as error:
        part.unlink(missing_ok=True)
        raise Refusal(str(error)) from error
    return Copy(path, made_at, path.stat().st_size, brought=True)


def open_copy(*, workspace: Workspace, copy: Copy, passphrase: str = "") -> None:
    """Decrypts a sealed copy for an hour, or until Décroche is closed. Without a passphrase, the
    one that is kept on this computer is used. Raises WrongPassphrase, Refusal.
    """
    target = unsealed_folder() / copy.path.stem
    try:
        unseal(copy.path, target, passphrase or kept_passphrase(workspace))
    except OSError as error:
        words = _("%(copy)s can't be opened: %(why)s.")
        raise Refusal(words % {"copy": copy.path.name, "why": error.strerror or error}) from error


def in_clear(copy: Copy) -> Path | None:
    """The file from which a copy can be read; None for a sealed copy that was not opened."""
    if not copy.sealed:
        return copy.path
    opened = unsealed_folder() / copy.path.stem
    return opened if opened.is_file() else None


def _make_sealed(path: Path, passphrase: str) -> None:
    """Makes a sealed copy. The unencrypted data is never in the folder of the copies, which may be
    a memory stick or a synchronised folder.
    """
    part = path.with_suffix(".part")
    with temporary_unsealed() as plain:
        backup_to(plain)
        _check(plain)
        try:
            part.unlink(missing_ok=True)
            seal(plain, part, passphrase)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)


def _free_name(folder: Path, made_at: datetime) -> Path:
    """A name for a brought copy that no file has. A later second is taken when one has it."""
    paths = (
        folder / f"decroche-brought-{made_at + timedelta(seconds=more):{_STAMP}}.sqlite3"
        for more in range(1000)
    )
    return next(
        path for path in paths if not path.exists() and not Path(f"{path}{SEALED}").exists()
    )


def copy_when_due(workspace: Workspace) -> Copy | None:
    """Makes a copy when something changed since the last one, which is older than `EVERY`; None
    when no copy is due. Raises Refusal.
    """
    last, changed = last_copy(workspace), last_change(workspace)
    if changed is None or (last is not None and (changed <= last or now() < last + EVERY)):
        return None
    return copy_now(workspace)


def last_copy(workspace: Workspace) -> datetime | None:
    """When the newest daily copy was made; None without one. Copies dated in the future (the clock
    was wrong) do not count.
    """
    copies = _copies_in(copy_folder(workspace))
    made_at = (copy.made_at for copy in copies if not copy.brought)
    return max((instant for instant in made_at if instant <= now()), default=None)


def last_change(workspace: Workspace) -> datetime | None:
    """When the newest line of the journal was written; None without one."""
    return (
        Entry.objects.filter(workspace=workspace)
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )


def health(workspace: Workspace) -> Health:
    """The state of the daily copies, for the pages."""
    last = last_copy(workspace)
    late = can_copy() and (last is None or last < now() - LATE) and _changed_since(workspace, last)
    return Health(last, late, _problem())


def _changed_since(workspace: Workspace, last: datetime | None) -> bool:
    """Whether something was changed after the last copy and longer ago than `LATE`."""
    old = Entry.objects.filter(workspace=workspace, at__lt=now() - LATE).order_by("-id")
    at = old.values_list("at", flat=True).first()
    return at is not None and (last is None or at > last)


def _copies_in(folder: Path) -> Iterator[Copy]:
    """The copies in a folder, by the names of its files; none when it can't be read."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if (match := _FILE_NAME.fullmatch(entry.name)) and entry.is_file():
            made_at = datetime.strptime(match[2], _STAMP).replace(tzinfo=PARIS)
            yield Copy(Path(entry.path), made_at, entry.stat().st_size, bool(match[1]))


def _delete_old(workspace: Workspace, newest: Copy) -> None:
    """Deletes the daily copies that are no longer kept. The one just made is kept in any case.
    Those with later dates (the clock was put back since) are chosen among themselves: they must not
    take the places of the last days.
    """
    copies = [copy for copy in _copies_in(copy_folder(workspace)) if not copy.brought]
    made = {copy.made_at for copy in copies}
    ahead = {at for at in made if at > newest.made_at}
    kept = {*copies_to_keep(made - ahead), *copies_to_keep(ahead), newest.made_at}
    for copy in copies:
        if copy.made_at not in kept:
            copy.path.unlink(missing_ok=True)


def _try_folder(folder: Path, *, make: bool) -> None:
    """Writes a file in the folder for a try; with `make` the folder is made first when it is
    missing. Raises Refusal.

    A folder she chose is made when she chooses it, and not again: when a memory stick is not
    plugged in it is missing, and copies would be written to the internal disk in its place. The
    folder above it is never made.
    """
    words = {"folder": folder}
    if not folder.exists() and not (make and folder.parent.is_dir()):
        raise Refusal(_("The folder of the copies, %(folder)s, is not there.") % words)
    probe = folder / f".decroche-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = {**words, "why": error.strerror or error}
        raise Refusal(_("%(folder)s can't take copies: %(why)s.") % reason) from None


def _check(path: Path) -> None:
    """Reads a new copy from beginning to end. Deletes it and raises Refusal when it is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            result = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        result = str(error)
    if result == "ok" and was_altered(path):
        result = _("it is not what was written")
    if result != "ok":
        path.unlink(missing_ok=True)
        raise Refusal(_("The copy just made can't be read back: %(why)s.") % {"why": result})


def _problem_file() -> Path:
    return Path(settings.DATA_FOLDER) / "copy-problem.json"


def _note_problem(why: str) -> None:
    """Saves why the last copy failed. When the disk is so full that not even this can be written,
    the pages still warn of it after a while, since the last copy is too old (`Health.late`).
    """
    try:
        _problem_file().write_text(json.dumps({"why": why}), encoding="utf-8")
    except OSError:
        return


def _problem() -> str:
    try:
        return str(json.loads(_problem_file().read_text(encoding="utf-8"))["why"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
