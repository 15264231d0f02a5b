"""Queries of the call loop, compiled once and bound to new values at each use.

Building and compiling a query costs Django several times what SQLite needs to run it, and a key
press needs the same two dozen queries each time.

    numbers = PreparedQuery(lambda workspace, company: PhoneNumber.objects.filter(
        workspace_id=workspace, company_id=company))
    rows = numbers(1, 42)

The first call compiles the queryset, then once more with each argument changed, to learn which
parameters of the statement come from which argument; from then on only the statement runs, and
PostgreSQL keeps its plan (`config/postgresql`). `fetching.py` sends many of them as one statement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models import query as django_query
from django.db.models.base import ModelState
from django.db.models.sql import DeleteQuery, Query

Row = TypeVar("Row", bound=models.Model)


class BoundQuery(NamedTuple):
    """A query with its arguments."""

    query: PreparedQuery[Any] | SqlQuery
    arguments: tuple[Any, ...]


def cursor_kept_prepared() -> CursorWrapper:
    """A cursor for a statement that comes again with other values: the database keeps its plan."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    cursor: CursorWrapper = connection.prepared_cursor()
    return cursor


_AS_JSON = {
    "sqlite": "(SELECT json_group_array(json_array({columns})) FROM ({sql}) AS rows_read)",
    "postgresql": (
        "(SELECT CAST(json_agg(json_build_array({columns})) AS text) FROM ({sql}) AS rows_read)"
    ),
}
"""The rows of a query in its order, as one text: a column of another statement. The columns of the
query are named col1, col2…
"""


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Row]):
    """A compiled statement: its parameters, which argument stands in which of them, and how its
    rows become objects, related ones included. `column` is the same statement as a column of
    another one, and `readers` say how its values are read from JSON, by their places.
    """

    sql: str
    column: str
    params: list[Any]
    places: dict[int, int]
    compiler: Any
    converters: dict[int, Any]
    model: type[Row]
    names: list[str]
    columns: slice
    related: list[Any]
    readers: list[tuple[int, Callable[[Any], Any]]]


class PreparedQuery(Generic[Row]):
    """A queryset with its statement.

    Arguments are integers, texts, days or instants; the shape of the query may not depend on them.
    Rows that `select_related` names come with their row, as the queryset would give them.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]]) -> None:
        self.build = build
        self._statements: dict[str, _Statement[Row]] = {}
        self._deletions: dict[str, tuple[str, list[Any], dict[int, int]]] = {}

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows, as the queryset would give them."""
        statement = self._statement_for(arguments, connections[DEFAULT_DB_ALIAS].vendor)
        with cursor_kept_prepared() as cursor:
            cursor.execute(statement.sql, _filled(statement.params, statement.places, arguments))
            rows = cursor.fetchall()
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return _made(statement, rows)

    def bind(self, *arguments: Any) -> BoundQuery:
        """The query with its arguments, to be sent with others."""
        return BoundQuery(self, arguments)

    def params(self, arguments: tuple[Any, ...], vendor: str) -> list[Any]:
        """The parameters of the query, as a column of another statement or by itself. `vendor`
        is the kind of the database; whoever sends many queries looks it up once.
        """
        statement = self._statement_for(arguments, vendor)
        return _filled(statement.params, statement.places, arguments)

    def column(self, vendor: str) -> str:
        """The query as a column of another statement, once its parameters were asked for."""
        return self._statements[vendor].column

    def read(self, text: str | None, vendor: str) -> list[Row]:
        """The rows, from what the column holds."""
        statement = self._statements[vendor]
        lines = json.loads(text) if text else []
        for line in lines:
            for place, read in statement.readers:
                if line[place] is not None:
                    line[place] = read(line[place])
        return _made(statement, lines)

    def _statement_for(self, arguments: tuple[Any, ...], vendor: str) -> _Statement[Row]:
        statement = self._statements.get(vendor)
        if statement is None:
            statement = self._statements[vendor] = self._compile(arguments)
        return statement

    def first(self, *arguments: Any) -> Row | None:
        """The first row, None when there is none."""
        rows = self(*arguments)
        return rows[0] if rows else None

    def delete(self, *arguments: Any) -> int:
        """Removes the rows of one table, as they are found; how many."""
        connection = connections[DEFAULT_DB_ALIAS]
        if (statement := self._deletions.get(connection.vendor)) is None:
            sql, params, places, _ = self._statement(arguments, _as_deletion)
            statement = self._deletions[connection.vendor] = (sql, params, places)
        sql, params, places = statement
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, places, arguments))
            return int(cursor.rowcount)

    def _compile(self, arguments: tuple[Any, ...]) -> _Statement[Row]:
        sql, params, places, compiler = self._statement(arguments, lambda query: query)
        again = self.build(*arguments).query.get_compiler(DEFAULT_DB_ALIAS)
        numbered = again.as_sql(with_col_aliases=True)[0]
        return _make_statement(sql, numbered, params, places, compiler)

    def _statement(
        self, arguments: tuple[Any, ...], form: Callable[[Query], Query]
    ) -> tuple[str, list[Any], dict[int, int], Any]:
        compiler: Any = form(self.build(*arguments).query).get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        places: dict[int, int] = {}
        for index, argument in enumerate(arguments):
            other = self.build(*arguments[:index], _other(argument), *arguments[index + 1 :]).query
            changed = form(other).get_compiler(DEFAULT_DB_ALIAS).as_sql()
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


def _make_statement(
    sql: str, numbered: str, params: list[Any], places: dict[int, int], compiler: Any
) -> _Statement[Any]:
    select, klass = compiler.select, compiler.klass_info
    own = klass["select_fields"]
    columns = slice(own[0], own[-1] + 1)
    fields = [column.target for column, _, _ in select]
    return _Statement(
        sql,
        _column(numbered, len(fields), compiler.connection.vendor),
        params,
        places,
        compiler,
        compiler.get_converters([column for column, _, _ in select]),
        klass["model"],
        [column.target.attname for column, _, _ in select[columns]],
        columns,
        _populators(klass, select, DEFAULT_DB_ALIAS),
        [(place, read) for place, field in enumerate(fields) if (read := _reader(field))],
    )


def _column(numbered: str, count: int, vendor: str) -> str:
    """A statement whose columns are col1, col2… as a column of another one."""
    names = ", ".join(f"col{place}" for place in range(1, count + 1))
    return _AS_JSON[vendor].format(columns=names, sql=numbered)


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
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


def _made(statement: _Statement[Row], rows: Iterable[Sequence[Any]]) -> list[Row]:
    found, model, names = [], statement.model, statement.names
    for row in rows:
        one = _read_row(model, names, row[statement.columns])
        for related in statement.related:
            _read_related(related, row, one)
        found.append(one)
    return found


def _read_related(related: Any, row: Sequence[Any], one: models.Model) -> None:
    """Puts the row that `one` points to beside it, as Django's own reader of these columns
    (`RelatedPopulator`) does, made as the other rows are.
    """
    if related.reorder_for_init is not None:
        values = related.reorder_for_init(row)
    else:
        values = row[related.cols_start : related.cols_end]
    found: models.Model | None = None
    if values[related.pk_idx] is not None:
        found = _read_row(related.model_cls, related.init_list, values)
        for further in related.related_populators:
            _read_related(further, row, found)
    related.local_setter(one, found)
    if found is not None:
        related.remote_setter(found, one)


def _read_row(model: type[Row], names: list[str], values: Sequence[Any]) -> Row:
    """A row of the database, as `Model.from_db` makes it, without asking each field how it is set:
    no model here has a constructor of its own, and nobody listens to the making of rows. Fields
    that were not read are asked for when they are used.
    """
    one = model.__new__(model)
    one._state = ModelState()
    one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS
    one.__dict__.update(zip(names, values, strict=True))
    return one


class SqlQuery:
    """A query written in SQL, which both databases understand; its rows stay tuples.

    The columns are named col1, col2… in the statement. `places` says which argument stands in each
    of its placeholders, when they are not one for one.
    """

    def __init__(self, sql: str, columns: int, places: Sequence[int] = ()) -> None:
        self.sql, self.columns, self.places = sql, columns, places

    def __call__(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows."""
        with cursor_kept_prepared() as cursor:
            cursor.execute(self.sql, self.params(arguments))
            return [tuple(row) for row in cursor.fetchall()]

    def bind(self, *arguments: Any) -> BoundQuery:
        """The query with its arguments, to be sent with others."""
        return BoundQuery(self, arguments)

    def column(self, vendor: str) -> str:
        """The query as a column of another statement."""
        return _column(self.sql, self.columns, vendor)

    def read(self, text: str | None, _vendor: str) -> list[tuple[Any, ...]]:
        """The rows, from what the column holds."""
        return [tuple(row) for row in json.loads(text)] if text else []

    def params(self, arguments: tuple[Any, ...], _vendor: str = "") -> list[Any]:
        """The parameters of the query, as a column of another statement or by itself."""
        chosen = [arguments[place] for place in self.places] if self.places else arguments
        return [_adapted(one) for one in chosen]


class PreparedKeys(Generic[Row]):
    """Rows of one model by their keys, with one statement for up to `most` keys; more are asked for
    by that many at a time. Rows that `select_related` names come with their row.
    """

    def __init__(self, build: Callable[[Iterable[int]], models.QuerySet[Row]], most: int) -> None:
        self.build, self.most = build, most
        self._statements: dict[str, _Statement[Row]] = {}

    def __call__(self, keys: list[int]) -> dict[int, Row]:
        """{key: row} of those that are there."""
        connection = connections[DEFAULT_DB_ALIAS]
        statement = self._statements.get(connection.vendor)
        if statement is None:
            statement = self._statements[connection.vendor] = self._compile()
        found: dict[int, Row] = {}
        with cursor_kept_prepared() as cursor:
            for start in range(0, len(keys), self.most):
                part = keys[start : start + self.most]
                cursor.execute(statement.sql, part + part[-1:] * (self.most - len(part)))
                rows = statement.compiler.apply_converters(cursor.fetchall(), statement.converters)
                found |= {row.pk: row for row in _made(statement, rows)}
        return found

    def _compile(self) -> _Statement[Row]:
        query = self.build(range(1, self.most + 1)).query
        compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if list(params) != list(range(1, self.most + 1)):
            raise ValueError(f"only the keys may be parameters of the statement: {sql}")
        return _make_statement(sql, "", list(params), {}, compiler)


_populators: Callable[..., list[Any]] = django_query.get_related_populators


class WrittenOut(models.Value):
    """A text, or a whole number, written into the statement itself, not passed beside it.

    SQLite uses a partial index only when the statement shows that its condition holds, and prepares
    a statement again at every run when one of its parameters would show it.
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
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(argument)
    if isinstance(argument, date):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(argument)
    return argument
