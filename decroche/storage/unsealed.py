"""Where a file lies for a while in clear, to be sealed or because a sealed copy was opened.

It is a folder of the data folder, which only her account can read, never the folder of the copies:
a stick or a synced folder gets sealed files only.
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
"""Seconds after which a copy that was opened to be looked at is taken away."""


def unsealed_folder() -> Path:
    """The folder, made when it is not there."""
    folder = Path(settings.DATA_FOLDER) / "unsealed"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def place_in_clear() -> Iterator[Path]:
    """A file name that nobody else uses; the file is gone afterwards."""
    own = Path(mkdtemp(dir=unsealed_folder(), prefix="sealing-"))
    try:
        yield own / "copy.sqlite3"
    finally:
        shutil.rmtree(own, ignore_errors=True)


def remove_unsealed(older_than: float = _LONGEST) -> None:
    """Takes away what has lain there for longer than so many seconds: copies that were opened, and
    what a process that was killed left.
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
