"""The folder in which unencrypted files are kept for a while: before a copy is sealed, and when a
sealed copy was opened.

It is inside the data folder, which only her account can read, and not in the folder of the copies,
which may be a memory stick or a synchronised folder.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

_LONGEST = 3600.0
"""Seconds after which an opened copy is deleted."""


def unsealed_folder() -> Path:
    """The folder; it is made when it is missing."""
    folder = Path(settings.DATA_FOLDER) / "unsealed"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def temporary_unsealed() -> Iterator[Path]:
    """The path of a new file in the folder, which is deleted after the block."""
    folder = Path(mkdtemp(dir=unsealed_folder(), prefix="sealing-"))
    try:
        yield folder / "copy.sqlite3"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_unsealed(older_than: float = _LONGEST) -> None:
    """Deletes files that are older than `older_than` seconds: copies that were opened, and what
    processes that were killed left there.
    """
    folder = Path(settings.DATA_FOLDER) / "unsealed"
    with suppress(OSError):
        for entry in folder.iterdir():
            if time.time() - entry.stat().st_mtime < older_than:
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
