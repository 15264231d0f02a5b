"""Which data a page was made from: another mark after each restore.

A page that was open during a restore shows rows that may be others now, or gone. What it sends
bears the mark of the data it was made from, so that it can be refused with a sentence.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from decroche.config.readers import new_secret, secret

_NAME = "data-mark"
_LENGTH = 8


def data_mark() -> str:
    """The mark of the present data."""
    path = Path(settings.DATA_FOLDER) / _NAME
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return secret(Path(settings.DATA_FOLDER), _NAME)[:_LENGTH]


def new_data_mark() -> None:
    """The data was replaced."""
    new_secret(Path(settings.DATA_FOLDER), _NAME)
    _read.cache_clear()


def new_form_key() -> str:
    """A key for the forms of a page: the mark of the data, then something that nobody else has."""
    return data_mark() + secrets.token_hex(8)


def is_of_this_data(form_key: str) -> bool:
    """Whether the page of a form was made from the present data."""
    return form_key.startswith(data_mark())


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> str:
    return path.read_text(encoding="ascii").strip()[:_LENGTH]
