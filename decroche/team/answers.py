"""Answers read once and handed on.

A key press asks some twenty small questions. `gather` asks many of them with one statement; whoever
needs an answer then asks the `Answers`, which have it or read it:

    known = Answers()
    known.gather(NUMBERS.asked(1, 42), LAST_CALLS.asked(1, 42))
    numbers = known(NUMBERS, 1, 42)  # no statement

The statement has one column a question: its rows as a JSON array, made by the database. One such
statement costs about what one of its questions costs, since nearly all of that is the way there and
back. An `Answers` lives for one request: what is written meanwhile does not change it, but the rows
it holds are the objects that were changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol, overload

from django.db import DEFAULT_DB_ALIAS, connections, models

from decroche.team.prepared import Asked, Prepared, Row, Stated

_AS_JSON = {
    "sqlite": "(SELECT json_group_array(json_array({columns})) FROM ({sql}) AS asked)",
    "postgresql": (
        "(SELECT CAST(json_agg(json_build_array({columns})) AS text) FROM ({sql}) AS asked)"
    ),
}
"""The rows of a question in its order, as one text."""


Questions = list[Asked]
"""Questions with their arguments, to be asked together."""


class Ask(Protocol):
    """Answers a question of either form: `directly`, or `Answers` that may know it already."""

    @overload
    def __call__(self, question: Prepared[Row], *arguments: Any) -> list[Row]: ...

    @overload
    def __call__(self, question: Stated, *arguments: Any) -> list[tuple[Any, ...]]: ...

    def __call__(self, question: Prepared[Any] | Stated, *arguments: Any) -> list[Any]:
        """The rows."""


@overload
def directly(question: Prepared[Row], *arguments: Any) -> list[Row]: ...


@overload
def directly(question: Stated, *arguments: Any) -> list[tuple[Any, ...]]: ...


def directly(question: Prepared[Any] | Stated, *arguments: Any) -> list[Any]:
    """The rows, read now."""
    return question(*arguments)


def first(rows: Sequence[Row]) -> Row | None:
    """The first row, None when there is none."""
    return rows[0] if rows else None


class Answers:
    """What is known already in this request, by question and arguments."""

    def __init__(self) -> None:
        self._found: dict[Asked, list[Any]] = {}

    @overload
    def __call__(self, question: Prepared[Row], *arguments: Any) -> list[Row]: ...

    @overload
    def __call__(self, question: Stated, *arguments: Any) -> list[tuple[Any, ...]]: ...

    def __call__(self, question: Prepared[Any] | Stated, *arguments: Any) -> list[Any]:
        """The rows, read once."""
        asked = question.asked(*arguments)
        if asked not in self._found:
            self._found[asked] = question(*arguments)
        return self._found[asked]

    def knows(self, question: Prepared[Any] | Stated, *arguments: Any) -> bool:
        """Whether the answer was read already."""
        return question.asked(*arguments) in self._found

    def gather(self, *asked: Asked) -> None:
        """Reads the answers that are not known yet, all with one statement."""
        missing = [one for one in dict.fromkeys(asked) if one not in self._found]
        if len(missing) < 2:
            for one in missing:
                self._found[one] = one.question(*one.arguments)
            return
        connection = connections[DEFAULT_DB_ALIAS]
        template, columns, params = _AS_JSON[connection.vendor], [], list[Any]()
        for one in missing:
            part = one.question.part(one.arguments)
            names = ", ".join(f"col{place}" for place in range(1, len(part.fields) + 1))
            columns.append(template.format(columns=names, sql=part.sql))
            params += part.params
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)}", params)
            texts = cursor.fetchone()
        for one, text in zip(missing, texts, strict=True):
            self._found[one] = _rows(one, json.loads(text) if text else [])


def _rows(asked: Asked, lines: list[list[Any]]) -> list[Any]:
    fields = asked.question.part(asked.arguments).fields
    readers = [(place, read) for place, field in enumerate(fields) if (read := _reader(field))]
    for line in lines:
        for place, read in readers:
            if line[place] is not None:
                line[place] = read(line[place])
    return asked.question.made(lines)


def _reader(field: models.Field[Any, Any] | None) -> Any:
    """How a value of the field is read from JSON; None when it stands there as it is."""
    if isinstance(field, models.DateTimeField):
        return _instant
    if isinstance(field, models.DateField):
        return date.fromisoformat
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.JSONField):
        return _value
    return None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _value(stored: Any) -> Any:
    """SQLite keeps JSON as text, PostgreSQL as what it is."""
    return json.loads(stored) if isinstance(stored, str) else stored
