"""File locks in the data folder, between all processes that use it.

The lock of the folder itself is shared by the server's processes and the commands as long as they
run; a restore takes it exclusively, since it replaces the database. Named locks are exclusive: one
program at a time serves the desk, one sends the mail, one makes a copy. The system releases a lock
when its process ends in any way. On Windows the folder's own lock does nothing, for there a file
that is open can't be replaced anyway.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RETRY_SECONDS = 0.05

if sys.platform == "win32":
    import msvcrt

    def _try_lock_file(_handle: int, *, exclusive: bool) -> bool:
        return True

    def _try_lock_exclusively(handle: int) -> bool:
        """Locks the open file. Returns False when another process has it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock_file(handle: int, *, exclusive: bool) -> bool:
        """Locks the open file, exclusively or shared. Returns False when another process has a lock
        that forbids it.
        """
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _try_lock_exclusively(handle: int) -> bool:
        return _try_lock_file(handle, exclusive=True)


class FolderInUse(Exception):
    """Other processes use the data folder: one that restores a copy or, for a restore
    (`exclusive`), any other. Its words for the user are in cli/refusals.py.
    """

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        super().__init__(f"{folder} is in use")
        self.folder, self.exclusive = folder, exclusive


def lock_folder(folder: Path, *, exclusive: bool = False, patience: float | None = None) -> int:
    """Locks a data folder, shared or exclusively. Returns a file descriptor; closing it
    (`os.close`) releases the lock. Raises FolderInUse.

    `patience` is how many seconds to wait for other processes. By default it is 1 for a restore
    (long enough for a short command to end), and 20 otherwise (long enough for a restore to end).
    """
    handle = os.open(folder / "folder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    if patience is None:
        patience = 1.0 if exclusive else 20.0
    end = time.monotonic() + patience
    while not _try_lock_file(handle, exclusive=exclusive):
        if time.monotonic() > end:
            os.close(handle)
            raise FolderInUse(folder, exclusive=exclusive)
        time.sleep(_RETRY_SECONDS)
    return handle


@contextmanager
def folder_lock(folder: Path, *, exclusive: bool = False) -> Iterator[None]:
    """Locks a data folder while the block runs. Raises FolderInUse."""
    handle = lock_folder(folder, exclusive=exclusive)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def try_lock(folder: Path, name: str) -> Iterator[bool]:
    """Tries to take the lock `name` of the folder, without waiting, while the block runs. Yields
    whether it was taken; the block runs also when another process has it.
    """
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _try_lock_exclusively(handle)
    finally:
        os.close(handle)
