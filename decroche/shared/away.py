"""Whether something failed because the database does not answer: its server has ended, is starting,
or has handed its work over to another one.
"""

from __future__ import annotations

_CLASSES = ("08", "57P")
_READS_ONLY = "25006"
"""Codes of PostgreSQL (SQLSTATE): connections, servers that end or start, one that only reads since
another has taken its place.
"""
_DRIVER = "psycopg"


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says so."""
    while error is not None:
        code = getattr(error, "sqlstate", None)
        if code is not None and (code.startswith(_CLASSES) or code == _READS_ONLY):
            return True
        # An error of the driver itself, by name, that no server gave a code: the line is broken.
        kind = type(error)
        if code is None and kind.__module__.startswith(_DRIVER):
            return kind.__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout")
        error = error.__cause__
    return False
