"""Writing one row with a statement composed once.

A model's save() composes its statement again each time and asks signals, parents and related rows,
none of which exist here; at a key press that costs several times what the database needs.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models


def insert(row: models.Model) -> None:
    """Inserts a row; a key that is not chosen comes from the database."""
    fields, statement = _insertion(type(row), row.pk is not None)
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields],
        )
        if row.pk is None:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def insert_missing(new: list[models.Model]) -> list[int]:
    """Inserts rows of one model with one statement, except those that break a unique constraint;
    returns the keys of the new rows.
    """
    if not new:
        return []
    fields, statement = _insertion(type(new[0]), with_key=False)
    head, _, returning = statement.partition(" RETURNING ")
    line = f", ({', '.join(['%s'] * len(fields))})"
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{head}{line * (len(new) - 1)} ON CONFLICT DO NOTHING RETURNING {returning}",
            [
                field.get_db_prep_save(field.pre_save(row, add=True), connection)
                for row in new
                for field in fields
            ],
        )
        return [key for (key,) in cursor.fetchall()]


def update(row: models.Model, names: tuple[str, ...]) -> None:
    """Writes some fields of a row, by their names. Raises DatabaseError when the row is gone."""
    fields, statement = _change(type(row), names)
    connection = connections[DEFAULT_DB_ALIAS]
    values = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row._meta.label} {row.pk} is gone: nothing was updated")


def concrete(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A concrete field by its name or its column's attribute name."""
    found = _by_name(model).get(name)
    if found is None:
        raise LookupError(f"{model._meta.label} has no column {name}")
    return found


@cache
def _by_name(model: Any) -> dict[str, models.Field[Any, Any]]:
    return {
        name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)
    }


@cache
def _insertion(
    model: type[models.Model], with_key: bool
) -> tuple[list[models.Field[Any, Any]], str]:
    fields = [field for field in model._meta.concrete_fields if with_key or not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '
        f"({', '.join(['%s'] * len(fields))})"
    )
    key = model._meta.pk
    return fields, statement if with_key or key is None else f'{statement} RETURNING "{key.column}"'


@cache
def _change(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[list[models.Field[Any, Any]], str]:
    fields = [concrete(model, name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = model._meta.pk
    return (
        fields,
        f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key.column if key else "id"}" = %s',
    )
