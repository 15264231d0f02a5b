"""Whether something failed because a disk is full."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID = ("disk is full", "no space left", "diskfull")
"""What SQLite and PostgreSQL say when the disk is full."""


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says that there is no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        said = f"{type(error).__name__} {error}".lower()
        if any(words in said for words in _SAID):
            return True
        error = error.__cause__
    return False
