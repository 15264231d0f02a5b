"""Queries compiled once.

Building and compiling a query costs Django several times what SQLite needs to answer it; the call
loop asks the same dozen questions at every key press.

    numbers = Prepared(lambda workspace, company: PhoneNumber.objects.filter(workspace_id=workspace,
    company_id=company))
    rows = numbers(1, 42)

The first call compiles the queryset, then once more with each argument changed, to learn which
parameters of the statement come from which argument; from then on only the statement runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import query as django_query
from django.db.models.sql import DeleteQuery, Query

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its arguments."""

    question: Prepared[Any] | Stated
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A question as a part of another statement: its columns are named col1, col2…; `fields` are
    theirs.
    """

    sql: str
    params: list[Any]
    fields: list[models.Field[Any, Any] | None]


@dataclass(frozen=True, slots=True)
class _Question(Generic[Row]):
    """A compiled statement: its parameters, which argument stands in which of them, and how its
    rows become objects, related ones included. `numbered` is the same statement with its columns
    named col1, col2…
    """

    sql: str
    numbered: str
    params: list[Any]
    places: dict[int, int]
    compiler: Any
    converters: dict[int, Any]
    model: type[Row]
    names: list[str]
    columns: slice
    related: list[Any]
    fields: list[models.Field[Any, Any] | None]


class Prepared(Generic[Row]):
    """A question with its statement.

    Arguments are integers, texts, days or instants; the shape of the query may not depend on them.
    Rows that `select_related` names come with their row, as the queryset would give them.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]]) -> None:
        self.build = build
        self._known: dict[str, _Question[Row]] = {}
        self._deletions: dict[str, tuple[str, list[Any], dict[int, int]]] = {}

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows, as the queryset would give them."""
        known = self._question(arguments)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(known.sql, _filled(known.params, known.places, arguments))
            rows = cursor.fetchall()
        if known.converters:
            rows = known.compiler.apply_converters(rows, known.converters)
        return _made(known, rows)

    def asked(self, *arguments: Any) -> Asked:
        """The question with its arguments, to be asked together with others."""
        return Asked(self, arguments)

    def part(self, arguments: tuple[Any, ...]) -> Part:
        """The question as a part of another statement."""
        known = self._question(arguments)
        return Part(known.numbered, _filled(known.params, known.places, arguments), known.fields)

    def made(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """Objects of rows that were read with another statement; asked before with `part`."""
        return _made(self._known[connections[DEFAULT_DB_ALIAS].vendor], rows)

    def _question(self, arguments: tuple[Any, ...]) -> _Question[Row]:
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        known = self._known.get(vendor)
        if known is None:
            known = self._known[vendor] = self._compile(arguments)
        return known

    def first(self, *arguments: Any) -> Row | None:
        """The first row, None when there is none."""
        rows = self(*arguments)
        return rows[0] if rows else None

    def delete(self, *arguments: Any) -> int:
        """Removes the rows of one table, as they are found; how many."""
        connection = connections[DEFAULT_DB_ALIAS]
        if (known := self._deletions.get(connection.vendor)) is None:
            sql, params, places, _ = self._statement(arguments, _as_deletion)
            known = self._deletions[connection.vendor] = (sql, params, places)
        sql, params, places = known
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, places, arguments))
            return int(cursor.rowcount)

    def _compile(self, arguments: tuple[Any, ...]) -> _Question[Row]:
        sql, params, places, compiler = self._statement(arguments, lambda query: query)
        again = self.build(*arguments).query.get_compiler(DEFAULT_DB_ALIAS)
        numbered = again.as_sql(with_col_aliases=True)[0]
        return _question(sql, numbered, params, places, compiler)

    def _statement(
        self, arguments: tuple[Any, ...], form: Callable[[Query], Query]
    ) -> tuple[str, list[Any], dict[int, int], Any]:
        compiler: Any = form(self.build(*arguments).query).get_compiler("default")
        sql, params = compiler.as_sql()
        places: dict[int, int] = {}
        for index, argument in enumerate(arguments):
            other = self.build(*arguments[:index], _other(argument), *arguments[index + 1 :]).query
            changed = form(other).get_compiler("default").as_sql()
            if changed[0] != sql:
                raise ValueError(f"argument {index} changes the statement itself: {sql}")
            places |= {
                place: index
                for place, (one, two) in enumerate(zip(params, changed[1], strict=True))
                if one != two
            }
        if any(params[place] != _adapted(arguments[index]) for place, index in places.items()):
            raise ValueError(f"an argument is changed on its way into the statement: {sql}")
        if len(set(places.values())) != len(arguments):
            raise ValueError(f"an argument has no place in the statement: {sql}")
        return sql, list(params), places, compiler


def _question(
    sql: str, numbered: str, params: list[Any], places: dict[int, int], compiler: Any
) -> _Question[Any]:
    select, klass = compiler.select, compiler.klass_info
    own = klass["select_fields"]
    columns = slice(own[0], own[-1] + 1)
    return _Question(
        sql,
        numbered,
        params,
        places,
        compiler,
        compiler.get_converters([column for column, _, _ in select]),
        klass["model"],
        [column.target.attname for column, _, _ in select[columns]],
        columns,
        _populators(klass, select, DEFAULT_DB_ALIAS),
        [column.target for column, _, _ in select],
    )


def _made(known: _Question[Row], rows: Iterable[Sequence[Any]]) -> list[Row]:
    found = []
    for row in rows:
        one = known.model.from_db(DEFAULT_DB_ALIAS, known.names, row[known.columns])
        for related in known.related:
            related.populate(row, one)
        found.append(one)
    return found


class Stated:
    """A question written in SQL, which both databases understand; its rows stay tuples.

    The columns are named col1, col2… in the statement. `places` says which argument stands in each
    of its placeholders, when they are not one for one.
    """

    def __init__(self, sql: str, columns: int, places: Sequence[int] = ()) -> None:
        self.sql, self.columns, self.places = sql, columns, places

    def __call__(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.sql, self._params(arguments))
            return [tuple(row) for row in cursor.fetchall()]

    def asked(self, *arguments: Any) -> Asked:
        """The question with its arguments, to be asked together with others."""
        return Asked(self, arguments)

    def part(self, arguments: tuple[Any, ...]) -> Part:
        """The question as a part of another statement."""
        return Part(self.sql, self._params(arguments), [None] * self.columns)

    def made(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """The rows that were read with another statement."""
        return [tuple(row) for row in rows]

    def _params(self, arguments: tuple[Any, ...]) -> list[Any]:
        chosen = [arguments[place] for place in self.places] if self.places else arguments
        return [_adapted(one) for one in chosen]


class PreparedKeys(Generic[Row]):
    """Rows of one model by their keys, with one statement for up to `most` keys; more are asked for
    by that many at a time. Rows that `select_related` names come with their row.
    """

    def __init__(self, build: Callable[[Iterable[int]], models.QuerySet[Row]], most: int) -> None:
        self.build, self.most = build, most
        self._known: dict[str, _Question[Row]] = {}

    def __call__(self, keys: list[int]) -> dict[int, Row]:
        """{key: row} of those that are there."""
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._known.get(connection.vendor)
        if known is None:
            known = self._known[connection.vendor] = self._compile()
        found: dict[int, Row] = {}
        with connection.cursor() as cursor:
            for start in range(0, len(keys), self.most):
                part = keys[start : start + self.most]
                cursor.execute(known.sql, part + part[-1:] * (self.most - len(part)))
                rows = known.compiler.apply_converters(cursor.fetchall(), known.converters)
                found |= {row.pk: row for row in _made(known, rows)}
        return found

    def _compile(self) -> _Question[Row]:
        query = self.build(range(1, self.most + 1)).query
        compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if list(params) != list(range(1, self.most + 1)):
            raise ValueError(f"only the keys may be parameters of the statement: {sql}")
        return _question(sql, "", list(params), {}, compiler)


_populators: Callable[..., list[Any]] = django_query.get_related_populators


class Literal(models.Value):
    """A text, or a whole number, written into the statement itself, not passed beside it.

    SQLite uses a partial index only when the statement shows that its condition holds.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Digits as they are; a text in quotes."""
        if isinstance(self.value, int):
            return str(self.value), ()
        return "'" + str(self.value).replace("'", "''").replace("%", "%%") + "'", ()


def _as_deletion(query: Query) -> Query:
    form = query.clone()
    form.__class__ = DeleteQuery
    return form


def _filled(params: list[Any], places: dict[int, int], arguments: tuple[Any, ...]) -> list[Any]:
    values = list(params)
    for place, argument in places.items():
        values[place] = _adapted(arguments[argument])
    return values


def _other(argument: Any) -> Any:
    if isinstance(argument, date):
        return argument + timedelta(days=1)
    return argument + 1 if isinstance(argument, int) else argument + "~"


def _adapted(argument: Any) -> Any:
    if isinstance(argument, datetime):
        return connection.ops.adapt_datetimefield_value(argument)
    return (
        connection.ops.adapt_datefield_value(argument) if isinstance(argument, date) else argument
    )
