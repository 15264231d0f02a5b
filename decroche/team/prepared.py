"""Queries compiled once. Building and compiling a query costs Django several times what SQLite needs
to answer it; the call loop asks the same dozen questions at every key press.

    numbers = Prepared(lambda workspace, company: PhoneNumber.objects.filter(workspace_id=workspace, company_id=company))
    rows = numbers(1, 42)

The first call compiles the queryset, then once more with each argument changed, to learn which
parameters of the statement come from which argument; from then on only the statement runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """A question with its statement. Arguments are integers, texts, days or instants; the shape of the query may not depend on them."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]]) -> None:
        self.build = build
        self._known: dict[str, tuple[str, list[Any], dict[int, int], Any, list[str], type[Row]]] = {}

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows, as the queryset would give them."""
        known = self._known.get(connection.vendor)
        if known is None:
            known = self._known[connection.vendor] = self._compile(arguments)
        sql, params, places, converters, names, model = known
        values = list(params)
        for place, argument in places.items():
            values[place] = _adapted(arguments[argument])
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        compiler, found = converters
        if found:
            rows = compiler.apply_converters(rows, found)
        return [model.from_db("default", names, row) for row in rows]

    def first(self, *arguments: Any) -> Row | None:
        """The first row, None when there is none."""
        rows = self(*arguments)
        return rows[0] if rows else None

    def _compile(self, arguments: tuple[Any, ...]) -> tuple[str, list[Any], dict[int, int], Any, list[str], type[Row]]:
        queryset = self.build(*arguments)
        compiler = queryset.query.get_compiler("default")
        sql, params = compiler.as_sql()
        places: dict[int, int] = {}
        for index, argument in enumerate(arguments):
            changed = self.build(*arguments[:index], _other(argument), *arguments[index + 1 :]).query.get_compiler("default").as_sql()
            if changed[0] != sql:
                raise ValueError(f"argument {index} changes the statement itself: {sql}")
            places |= {place: index for place, (one, two) in enumerate(zip(params, changed[1], strict=True)) if one != two}
        if any(params[place] != _adapted(arguments[index]) for place, index in places.items()):
            raise ValueError(f"an argument is changed on its way into the statement: {sql}")
        if len(set(places.values())) != len(arguments):
            raise ValueError(f"an argument has no place in the statement: {sql}")
        columns = [column for column, _, _ in compiler.select]
        names = [column.target.attname for column in columns]
        return sql, list(params), places, (compiler, compiler.get_converters(columns)), names, queryset.model


def _other(argument: Any) -> Any:
    if isinstance(argument, date):
        return argument + timedelta(days=1)
    return argument + 1 if isinstance(argument, int) else argument + "~"


def _adapted(argument: Any) -> Any:
    if isinstance(argument, datetime):
        return connection.ops.adapt_datetimefield_value(argument)
    return connection.ops.adapt_datefield_value(argument) if isinstance(argument, date) else argument
