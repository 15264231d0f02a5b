"""The locks of the data folder: who uses the data holds it with others, a restore holds it alone;
one program at a time serves the desk, and one sends the mail.

The server's processes, the command line and the jobs in them hold the folder as long as they run;
the system lets go of a lock when a process ends, however it ends. On Windows the folder needs no
lock of ours: there a file that somebody has open can't be replaced.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EVERY = 0.05

if sys.platform == "win32":
    import msvcrt

    def _taken(_handle: int, *, alone: bool) -> bool:
        return True

    def _taken_alone(handle: int) -> bool:
        """Locks the open file; False when another process has it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _taken(handle: int, *, alone: bool) -> bool:
        """Locks the open file; False when others are in the way."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _taken_alone(handle: int) -> bool:
        return _taken(handle, alone=True)


class FolderInUse(Exception):
    """Others use the data folder; the message says what to do."""


def hold(folder: Path, *, alone: bool = False, patience: float | None = None) -> int:
    """Takes the lock of a data folder; what is returned is closed (`os.close`) to let go.

    `patience`: seconds to wait for others, by default 1 for a restore, which waits for a short
    command, and 20 for the others, which wait for a restore. Raises FolderInUse.
    """
    handle = os.open(folder / "folder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + (patience if patience is not None else 1.0 if alone else 20.0)
    while not _taken(handle, alone=alone):
        if time.monotonic() > end:
            os.close(handle)
            raise FolderInUse(
                f"Décroche is open on {folder}: close it, and let other commands end, then "
                "restore; nothing has been changed."
                if alone
                else f"A copy is being restored in {folder}: try again when that has ended."
            )
        time.sleep(_EVERY)
    return handle


@contextmanager
def held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Holds the lock for the length of the block. Raises FolderInUse."""
    handle = hold(folder, alone=alone)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def only_one(folder: Path, name: str) -> Iterator[bool]:
    """Whether this process is the only one that holds the lock `name` of the folder; it holds it
    for the length of the block. It never waits.
    """
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _taken_alone(handle)
    finally:
        os.close(handle)
