"""How much a copy holds and how much the present data, to be shown before the one replaces the
other.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from decroche.shared.refusal import Refusal
from decroche.storage import upgrading
from decroche.storage.checksum import was_altered
from decroche.storage.database import sqlite_path
from decroche.storage.schema import foreign_code

_COUNTS = {
    "companies": "SELECT count(*) FROM prospects_company WHERE removed_at IS NULL",
    "people": "SELECT count(*) FROM prospects_contact",
    "calls": "SELECT count(*) FROM calls_call",
    "followups": "SELECT count(*) FROM followups_followup WHERE closed_at IS NULL",
    "messages": "SELECT count(*) FROM correspondence_message",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a database file holds; None for what its older version did not have."""

    companies: int | None
    people: int | None
    calls: int | None
    followups: int | None
    messages: int | None
    last_change: datetime | None


def contents_of(path: Path) -> Contents:
    """Counts what a file holds, without changing it. Raises Refusal for a file that is not a
    database of this program, is damaged, or was made by a newer version.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            names = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
            if "prospects_company" not in names:
                raise Refusal(_("This file is no copy of Décroche."))
            if foreign_code(file):  # a view in the place of a table may have no end
                raise Refusal(_("This copy was altered after it was made."))
            counts = {name: _value(file, query) for name, query in _COUNTS.items()}
            last = _value(file, "SELECT max(at) FROM journal_entry")
        if was_altered(path):
            raise Refusal(_("This copy was altered after it was made."))
    except (sqlite3.Error, UnicodeDecodeError):
        raise Refusal(_("This file is no whole copy of Décroche.")) from None
    if sentence := upgrading.refusal(upgrading.read_file_state(path)):
        raise Refusal(sentence)
    return Contents(
        **{name: _number(value) for name, value in counts.items()}, last_change=_at(last)
    )


def present_contents() -> Contents | None:
    """How much the present data holds; None when it can't be read, and on PostgreSQL."""
    path = sqlite_path()
    try:
        return None if path is None else contents_of(path)
    except Refusal:
        return None


def _value(file: sqlite3.Connection, query: str) -> object:
    """The one value that a query returns; None when the file has no such table or column."""
    try:
        return file.execute(query).fetchone()[0]
    except sqlite3.OperationalError:  # a table or column that an older version did not have
        return None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _at(value: object) -> datetime | None:
    """An instant as Django stores it in SQLite: a text in UTC without an offset."""
    instant = parse_datetime(value) if isinstance(value, str) else None
    if instant is None:
        return None
    return instant.replace(tzinfo=instant.tzinfo or UTC)
