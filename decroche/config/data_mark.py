"""A mark that tells the present data from the data before a restore.

A page that was open during a restore shows rows that may have other content now, or be gone. Its
forms carry the mark of the data it was made from, so that they are refused after a restore.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from decroche.config.readers import new_secret, secret

_NAME = "data-mark"
_DATABASE = "data-database"
_LENGTH = 8


def data_mark() -> str:
    """The mark of the present data. It is read again only when the file was changed."""
    path = Path(settings.DATA_FOLDER) / _NAME
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return secret(Path(settings.DATA_FOLDER), _NAME)[:_LENGTH]


def new_data_mark() -> None:
    """Makes a new mark: the data was replaced."""
    new_secret(Path(settings.DATA_FOLDER), _NAME)
    _read.cache_clear()


def note_database(identity: str) -> None:
    """Notes which database the data lie in, at a start; makes a new mark when it is another one
    than at the last: then a copy was put in its place by a program of the database's own.
    """
    path = Path(settings.DATA_FOLDER) / _DATABASE
    before = path.read_text(encoding="ascii") if path.exists() else identity
    if before != identity:
        new_data_mark()
    if before != identity or not path.exists():
        path.write_text(identity, encoding="ascii")


def new_form_key() -> str:
    """A key for one form of a page: the mark of the data, then random digits that make it unique
    (see journal/sent.py).
    """
    return data_mark() + secrets.token_hex(8)


def is_of_this_data(form_key: str) -> bool:
    """Whether a form's key was made from the present data."""
    return form_key.startswith(data_mark())


@lru_cache(maxsize=8)
def _read(path: Path, _changed_at: int) -> str:
    """The mark in a file; the time of its last change is a part of the cache's key."""
    return path.read_text(encoding="ascii").strip()[:_LENGTH]
