"""The copies of the data: one each day something changed, in a folder of her choice.

A copy is made while the desk is in use, opened and read through before it counts, and only then are
older ones that are no longer kept taken away. What stands in the way (a full disk, a stick that was
pulled out) is noted beside the data, said on the pages, and tried again.
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

from django.conf import settings
from django.utils.translation import gettext as _

from decroche.config.holding import only_one
from decroche.journal.models import Entry
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.storage.comparing import contents_of
from decroche.storage.database import backup_to, remove_halves, sqlite_path
from decroche.storage.passphrase import kept_passphrase, passphrase_to_seal
from decroche.storage.preferences import CopyFolder
from decroche.storage.rules import copies_to_keep
from decroche.storage.sealing import is_sealed, seal, unseal
from decroche.storage.unsealed import place_in_clear, unsealed_folder
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences

_NAME = re.compile(r"decroche-(brought-)?(\d{8}-\d{6})\.sqlite3(\.sealed)?")
SEALED = ".sealed"
"""How the name of a sealed copy ends."""
_STAMP = "%Y%m%d-%H%M%S"
EVERY = timedelta(hours=4)
"""While she works, a copy is made anew when the last is older; the newest of a day is kept."""
_WAITS_FOR_ANOTHER = 60.0
"""Seconds that a copy waits for another one under way."""
LATE = timedelta(days=3)
"""She is warned when what she did longer ago than this is in no copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in the folder."""

    path: Path
    made_at: datetime
    size: int
    """In bytes."""
    brought: bool = False
    """Whether it came from another computer: then it is not one of those that are made anew."""

    @property
    def sealed(self) -> bool:
        """Whether it opens with a passphrase only."""
        return self.path.suffix == SEALED


@dataclass(frozen=True, slots=True)
class Health:
    """How the copies stand."""

    last: datetime | None
    """When the newest copy was made."""
    late: bool
    """Whether work of more than three days ago is in no copy."""
    problem: str
    """Why the last try failed, in words; "" when it did not."""


def can_copy() -> bool:
    """Whether the data is a file; PostgreSQL has its own copies."""
    return sqlite_path() is not None


def copy_folder(workspace: Workspace) -> Path:
    """The folder of the copies, which need not exist yet."""
    chosen = preferred(workspace, CopyFolder).folder
    return Path(chosen) if chosen else Path(settings.DATA_FOLDER) / "copies"


def choose_folder(*, workspace: Workspace, folder: str) -> None:
    """Keeps her choice of a folder, "" for the data folder's own; it is tried before. Raises
    Refusal: then nothing changes.
    """
    folder = folder.strip()
    if folder:
        path = Path(folder).expanduser()
        if not path.is_absolute():
            raise Refusal(_("Write the whole path of the folder, from the root of the disk."))
        _try_folder(path)
        folder = str(path)
    chosen = preferred(workspace, CopyFolder)
    save_preferences(workspace=workspace, section=replace(chosen, folder=folder))
    _problem_file().unlink(missing_ok=True)


def copies_of(workspace: Workspace) -> list[Copy]:
    """The copies in her folder, the newest first; a folder that is not there holds none."""
    return sorted(_copies_in(copy_folder(workspace)), key=lambda one: one.made_at, reverse=True)


def copy_named(workspace: Workspace, name: str) -> Copy | None:
    """The copy whose file has this name."""
    return next((one for one in copies_of(workspace) if one.path.name == name), None)


def copy_now(workspace: Workspace) -> Copy:
    """Makes a copy, reads it through, and takes away those that are no longer kept; two that are
    asked for at the same time are made one after the other. Raises Refusal with the reason, which
    is kept to be shown.
    """
    folder = copy_folder(workspace)
    try:
        _try_folder(folder)
        with _one_at_a_time():
            remove_halves(folder)
            made_at = now().astimezone(PARIS)
            path = folder / f"decroche-{made_at.strftime(_STAMP)}.sqlite3"
            if passphrase := passphrase_to_seal(workspace):
                path = path.with_name(path.name + SEALED)
            if not path.exists():  # a second press in one second
                if passphrase:
                    _make_sealed(path, passphrase)
                else:
                    backup_to(path)
                    _check(path)
            made = Copy(path, made_at.replace(microsecond=0), path.stat().st_size)
            _take_away_old(workspace, made)
    except (Refusal, OSError) as error:
        _note_problem(str(error))
        raise Refusal(str(error)) from error
    _problem_file().unlink(missing_ok=True)
    return made


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of all threads and processes that use the data. Raises Refusal when another copy takes too
    long.
    """
    end = time.monotonic() + _WAITS_FOR_ANOTHER
    while True:
        with only_one(Path(settings.DATA_FOLDER), "copying") as alone:
            if alone:
                yield
                return
        if time.monotonic() > end:
            raise Refusal(_("Another copy is being made: try again when it is done."))
        time.sleep(0.05)


def bring_copy(*, workspace: Workspace, chunks: Iterable[bytes]) -> Copy:
    """Keeps a copy that was made on another computer among those of this one. Raises Refusal for a
    file that is none; then nothing is kept.
    """
    folder = copy_folder(workspace)
    _try_folder(folder)
    made_at = now().astimezone(PARIS).replace(microsecond=0)
    path = _free_name(folder, made_at)
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        if is_sealed(half):
            path = path.with_name(path.name + SEALED)
        else:
            contents_of(half)
    except (Refusal, OSError) as error:
        half.unlink(missing_ok=True)
        raise Refusal(str(error)) from error
    half.rename(path)
    return Copy(path, made_at, path.stat().st_size, brought=True)


def open_copy(*, workspace: Workspace, copy: Copy, passphrase: str = "") -> None:
    """Opens a sealed copy for an hour, or until Décroche is closed, with the passphrase kept on
    this computer when none is given. Raises WrongPassphrase, Refusal.
    """
    target = unsealed_folder() / copy.path.stem
    try:
        unseal(copy.path, target, passphrase or kept_passphrase(workspace))
    except OSError as error:
        words = _("%(copy)s can't be opened: %(why)s.")
        raise Refusal(words % {"copy": copy.path.name, "why": error.strerror or error}) from error


def in_clear(copy: Copy) -> Path | None:
    """The file to read a copy from; None for a sealed one that was not opened."""
    if not copy.sealed:
        return copy.path
    opened = unsealed_folder() / copy.path.stem
    return opened if opened.is_file() else None


def _make_sealed(path: Path, passphrase: str) -> None:
    """A sealed copy; what is not sealed yet never lies in the folder of the copies."""
    half = path.with_suffix(".part")
    with place_in_clear() as plain:
        backup_to(plain)
        _check(plain)
        try:
            half.unlink(missing_ok=True)
            seal(plain, half, passphrase)
            half.rename(path)
        finally:
            half.unlink(missing_ok=True)


def _free_name(folder: Path, made_at: datetime) -> Path:
    names = (
        folder / f"decroche-brought-{made_at + timedelta(seconds=more):{_STAMP}}.sqlite3"
        for more in range(1000)
    )
    return next(
        name for name in names if not name.exists() and not Path(f"{name}{SEALED}").exists()
    )


def copy_when_due(workspace: Workspace) -> Copy | None:
    """Makes a copy when something changed since the last one and that is old enough."""
    last, changed = last_copy(workspace), last_change(workspace)
    if changed is None or (last is not None and (changed <= last or now() < last + EVERY)):
        return None
    return copy_now(workspace)


def last_copy(workspace: Workspace) -> datetime | None:
    """When the newest copy was made; a stamp of the future (a wrong clock) counts as none."""
    copies = _copies_in(copy_folder(workspace))
    made = (one.made_at for one in copies if not one.brought)
    return max((stamp for stamp in made if stamp <= now()), default=None)


def last_change(workspace: Workspace) -> datetime | None:
    """When the newest line of the journal was written."""
    return (
        Entry.objects.filter(workspace=workspace)
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )


def health(workspace: Workspace) -> Health:
    """How the copies stand, for the pages."""
    last = last_copy(workspace)
    late = can_copy() and (last is None or last < now() - LATE) and _changed_since(workspace, last)
    return Health(last, late, _problem())


def _changed_since(workspace: Workspace, last: datetime | None) -> bool:
    """Whether something was done after the last copy, more than three days ago."""
    old = Entry.objects.filter(workspace=workspace, at__lt=now() - LATE).order_by("-id")
    at = old.values_list("at", flat=True).first()
    return at is not None and (last is None or at > last)


def _copies_in(folder: Path) -> Iterator[Copy]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if (found := _NAME.fullmatch(entry.name)) and entry.is_file():
            made_at = datetime.strptime(found[2], _STAMP).replace(tzinfo=PARIS)
            yield Copy(Path(entry.path), made_at, entry.stat().st_size, bool(found[1]))


def _take_away_old(workspace: Workspace, made: Copy) -> None:
    """The one just made stays, even when the clock was put back and another has a later stamp."""
    copies = [one for one in _copies_in(copy_folder(workspace)) if not one.brought]
    kept = {*copies_to_keep(one.made_at for one in copies), made.made_at}
    for one in copies:
        if one.made_at not in kept:
            one.path.unlink(missing_ok=True)


def _try_folder(folder: Path) -> None:
    """Makes the folder when the one above it is there, and writes in it for a try. A stick that is
    not plugged in has no folder above: nothing is made in its place.
    """
    words = {"folder": folder}
    if not folder.exists() and not folder.parent.is_dir():
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
    """Reads the copy through; one that is not whole is no copy."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            told = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        told = str(error)
    if told != "ok":
        path.unlink(missing_ok=True)
        raise Refusal(_("The copy just made can't be read back: %(why)s.") % {"why": told})


def _problem_file() -> Path:
    return Path(settings.DATA_FOLDER) / "copy-problem.json"


def _note_problem(why: str) -> None:
    """What stood in the way of the last copy; a disk that takes not even this is said all the
    same, by the copy that is missing.
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
