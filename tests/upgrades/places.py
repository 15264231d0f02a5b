"""Where each column of version 0.1.0 is now, and how its values are read in both databases. A
column that is not named here has the same place, name and values as before.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from decroche.calls.rules import RIGHT_PARTY_CONTACT

Value = Any
Row = dict[str, Value]


def same(value: Value, _row: Row) -> Value:
    """The value is what it was."""
    return value


@dataclass(frozen=True)
class Place:
    """A column of today. `translate` turns the old value and its old row into the present value.
    The `key` of the present row is the `of` of the old one.
    """

    table: str
    column: str
    key: str = "id"
    translate: Callable[[Value, Row], Value] = same
    of: str = "id"


TABLES = {
    "callqueue_frozenorder": "callqueue_callplan",
    "callqueue_pass": "callqueue_skip",
    "prospects_lookalike": "prospects_duplicatecandidate",
    "prospects_notthesame": "prospects_distinctpair",
}


def _not_before(value: Value, row: Row) -> Value:
    """Two dates had a meaning of their own: 2000 for “at any time”, 2200 for a client."""
    if not value.startswith(("2000-", "2200-")):
        return value
    return row["last_called_at"] if row.get("attempts") else None


class Blocked:
    """Equal to every reason of today that agrees with what `callable` said."""

    def __init__(self, callable_: Value, row: Row) -> None:
        self.callable = bool(callable_)
        self.client = row.get("not_before", "").startswith("2200-")

    def __eq__(self, other: object) -> bool:
        return (other in ("", "client")) == self.callable and (other == "client") <= self.client

    __hash__ = None  # type: ignore[assignment]  # equal to several texts: it has no hash


def _in_call_state(column: str, translate: Callable[[Value, Row], Value] = same) -> Place:
    return Place("calls_callstate", column, "company_id", translate)


class Reached:
    """Equal to every outcome that agrees with whether somebody was reached."""

    def __init__(self, reached: Value, _row: Row) -> None:
        self.reached = bool(reached)

    def __eq__(self, other: object) -> bool:
        return (other in RIGHT_PARTY_CONTACT) == self.reached

    __hash__ = None  # type: ignore[assignment]  # equal to several values: it can have no hash


class Found:
    """Equal to every search text that begins with that of before: other spellings follow it."""

    def __init__(self, text: Value, _row: Row) -> None:
        self.text = str(text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Found):
            return self.text == other.text
        return isinstance(other, str) and other.startswith(self.text)

    __hash__ = None  # type: ignore[assignment]  # equal to several values: it can have no hash


def _on_the_call(column: str, translate: Callable[[Value, Row], Value] = same) -> Place:
    return Place("calls_call", column, translate=translate, of="call_id")


COLUMNS: dict[tuple[str, str], Place] = {
    ("calls_answer", "they_say"): Place("calls_answer", "objection"),
    ("calls_answer", "she_says"): Place("calls_answer", "response"),
    ("prospects_company", "heard"): Place("prospects_company", "notes_index"),
    ("prospects_company", "search_text"): Place(
        "prospects_company", "search_text", translate=Found
    ),
    ("prospects_company", "attempts"): _in_call_state("attempts"),
    ("prospects_company", "unanswered"): _in_call_state("unanswered"),
    ("prospects_company", "last_outcome"): _in_call_state("last_outcome"),
    ("prospects_company", "last_called_at"): _in_call_state("last_called_at"),
    ("prospects_company", "ask_next"): _in_call_state("ask_next"),
    ("prospects_company", "position"): _in_call_state("position"),
    ("prospects_company", "not_before"): _in_call_state("not_before", _not_before),
    ("prospects_company", "callable"): _in_call_state("blocked_by", Blocked),
    ("prospects_company", "zone"): _in_call_state(
        "zone", lambda value, _row: value.removesuffix("~c")
    ),
    ("callqueue_dial", "id"): _on_the_call("id", lambda _value, row: row["call_id"]),
    ("callqueue_dial", "call_id"): _on_the_call("id"),
    ("callqueue_dial", "workspace_id"): _on_the_call("workspace_id"),
    ("callqueue_dial", "at"): _on_the_call("at"),
    ("callqueue_dial", "reached"): _on_the_call("outcome", Reached),
    ("callqueue_dial", "levels"): _on_the_call("situation"),
    ("callqueue_dial", "arm"): _on_the_call("arm"),
    ("callqueue_dial", "propensity"): _on_the_call("propensity"),
    ("correspondence_message", "state"): Place(
        "correspondence_message",
        "state",
        translate=lambda value, _row: "draft" if value == "wanted" else value,
    ),
}
_COUNTED = "counted from the calls of the sitting: shown by counting them"
REWRITTEN: dict[tuple[str, str], str] = {
    ("journal_entry", "changes"): "row images name today's tables: shown by taking each line back",
    ("prospects_company", "stratum"): "worked out again by the queue",
    ("calls_callsession", "calls"): _COUNTED,
    ("calls_callsession", "conversations"): _COUNTED,
    ("calls_callsession", "emails"): _COUNTED,
}
"""Columns whose values are not compared one by one, with the reason."""


def place_of(table: str, column: str) -> Place:
    """Returns where a column of 0.1.0 is now."""
    return COLUMNS.get((table, column)) or Place(TABLES.get(table, table), column)


def old_tables(old: sqlite3.Connection) -> list[str]:
    """The tables that hold what she entered."""
    names = old.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    own = [name for (name,) in names if not name.startswith(("sqlite_", "prospects_search"))]
    return [name for name in own if name not in ("django_migrations", "prospects_bulk")]


def old_rows(old: sqlite3.Connection, table: str) -> list[Row]:
    """Its rows, values plain."""
    found = old.execute(f'SELECT * FROM "{table}" ORDER BY id')
    names = [column[0] for column in found.description]
    return [dict(zip(names, map(plain, row), strict=True)) for row in found]


def new_rows(table: str, key: str = "id") -> dict[int, Row]:
    """The rows of a table of today by their key, values plain."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
    return {row[key]: row for row in rows}


_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?")


def plain(value: Value) -> Value:
    """A value as both databases can give it: SQLite keeps flags as 0 and 1, instants, days and
    JSON as text.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, str) and value[:1] in ("[", "{"):
        with suppress(ValueError):  # a text of hers may begin with a bracket too
            return json.loads(value)
    if isinstance(value, memoryview):
        return bytes(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
