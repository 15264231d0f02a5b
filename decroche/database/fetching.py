"""Many queries sent as one statement; what was read once is handed on.

A key press needs some twenty small queries. `gather` sends many of them as one statement; whoever
needs rows then takes them from the `FetchOnce`, which has them or reads them:

    fetch = FetchOnce()
    fetch.gather(NUMBERS.bind(1, 42), LAST_CALLS.bind(1, 42))
    numbers = fetch(NUMBERS, 1, 42)  # no statement

The statement has one column for each query: its rows as a JSON array, made by the database. It
costs about as much as one of its queries, since nearly all of that is the way to the database and
back. A `FetchOnce` lives for one request: what is written meanwhile does not change it, but the
rows it holds are the objects that were changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, overload

from django.db import DEFAULT_DB_ALIAS, connections

from decroche.database.prepared import (
    BoundQuery,
    PreparedQuery,
    Row,
    SqlQuery,
    cursor_kept_prepared,
)

Queries = list[BoundQuery]
"""Queries with their arguments, to be sent together."""


class Fetch(Protocol):
    """Gives the rows of a query: `fetch_now`, or a `FetchOnce` that may have them already."""

    @overload
    def __call__(self, query: PreparedQuery[Row], *arguments: Any) -> list[Row]: ...

    @overload
    def __call__(self, query: SqlQuery, *arguments: Any) -> list[tuple[Any, ...]]: ...

    def __call__(self, query: PreparedQuery[Any] | SqlQuery, *arguments: Any) -> list[Any]:
        """The rows."""


@overload
def fetch_now(query: PreparedQuery[Row], *arguments: Any) -> list[Row]: ...


@overload
def fetch_now(query: SqlQuery, *arguments: Any) -> list[tuple[Any, ...]]: ...


def fetch_now(query: PreparedQuery[Any] | SqlQuery, *arguments: Any) -> list[Any]:
    """The rows, read now."""
    return query(*arguments)


def first(rows: Sequence[Row]) -> Row | None:
    """The first row, None when there is none."""
    return rows[0] if rows else None


class FetchOnce:
    """Reads the rows of a query once a request, and keeps them by query and arguments."""

    def __init__(self) -> None:
        self._found: dict[BoundQuery, list[Any]] = {}

    @overload
    def __call__(self, query: PreparedQuery[Row], *arguments: Any) -> list[Row]: ...

    @overload
    def __call__(self, query: SqlQuery, *arguments: Any) -> list[tuple[Any, ...]]: ...

    def __call__(self, query: PreparedQuery[Any] | SqlQuery, *arguments: Any) -> list[Any]:
        """The rows, read once."""
        bound = query.bind(*arguments)
        if bound not in self._found:
            self._found[bound] = query(*arguments)
        return self._found[bound]

    def knows(self, query: PreparedQuery[Any] | SqlQuery, *arguments: Any) -> bool:
        """Whether its rows were read already."""
        return query.bind(*arguments) in self._found

    def gather(self, *queries: BoundQuery) -> None:
        """Reads what was not read yet, all with one statement."""
        missing = [one for one in dict.fromkeys(queries) if one not in self._found]
        if len(missing) < 2:
            for one in missing:
                self._found[one] = one.query(*one.arguments)
            return
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        params = [value for one in missing for value in one.query.params(one.arguments, vendor)]
        statement = _statement(vendor, tuple(one.query for one in missing))
        with cursor_kept_prepared() as cursor:
            cursor.execute(statement, params)
            texts = cursor.fetchone()
        for one, text in zip(missing, texts, strict=True):
            self._found[one] = one.query.read(text, vendor)


@lru_cache(maxsize=256)
def _statement(vendor: str, queries: tuple[PreparedQuery[Any] | SqlQuery, ...]) -> str:
    """The statement of these queries. It is cached, because the same queries are sent at every
    press.
    """
    return f"SELECT {', '.join(query.column(vendor) for query in queries)}"
