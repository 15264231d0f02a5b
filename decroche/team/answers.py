"""Answers read once and handed on.

A key press asks some twenty small questions. `gather` asks many of them with one statement; whoever
needs an answer then asks the `Answers`, which have it or read it:

    known = Answers()
    known.gather(NUMBERS.bind(1, 42), LAST_CALLS.bind(1, 42))
    numbers = known(NUMBERS, 1, 42)  # no statement

The statement has one column a question: its rows as a JSON array, made by the database. One such
statement costs about what one of its questions costs, since nearly all of that is the way there and
back. An `Answers` lives for one request: what is written meanwhile does not change it, but the rows
it holds are the objects that were changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, overload

from django.db import DEFAULT_DB_ALIAS, connections

from decroche.team.prepared import BoundQuestion, Prepared, Row, Stated

Questions = list[BoundQuestion]
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
        self._found: dict[BoundQuestion, list[Any]] = {}

    @overload
    def __call__(self, question: Prepared[Row], *arguments: Any) -> list[Row]: ...

    @overload
    def __call__(self, question: Stated, *arguments: Any) -> list[tuple[Any, ...]]: ...

    def __call__(self, question: Prepared[Any] | Stated, *arguments: Any) -> list[Any]:
        """The rows, read once."""
        bound = question.bind(*arguments)
        if bound not in self._found:
            self._found[bound] = question(*arguments)
        return self._found[bound]

    def knows(self, question: Prepared[Any] | Stated, *arguments: Any) -> bool:
        """Whether the answer was read already."""
        return question.bind(*arguments) in self._found

    def gather(self, *questions: BoundQuestion) -> None:
        """Reads the answers that are not known yet, all with one statement."""
        missing = [one for one in dict.fromkeys(questions) if one not in self._found]
        if len(missing) < 2:
            for one in missing:
                self._found[one] = one.question(*one.arguments)
            return
        connection = connections[DEFAULT_DB_ALIAS]
        vendor = connection.vendor
        params = [value for one in missing for value in one.question.params(one.arguments, vendor)]
        statement = _statement(vendor, tuple(one.question for one in missing))
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            texts = cursor.fetchone()
        for one, text in zip(missing, texts, strict=True):
            self._found[one] = one.question.read(text, vendor)


@lru_cache(maxsize=256)
def _statement(vendor: str, questions: tuple[Prepared[Any] | Stated, ...]) -> str:
    """The same questions are asked at every press: their statement is put together once."""
    return f"SELECT {', '.join(question.column(vendor) for question in questions)}"
