"""A small file made large in place: its companies are copied with their people, numbers, call
states and lists, which takes a fraction of the time that an import of as many rows does.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from decroche.calls.models import CallState
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber

_COPIED: tuple[type[Model], ...] = (Company, Contact, PhoneNumber, CallState, CallListEntry)
_SHIFTED = (Company, Contact, PhoneNumber, CallListEntry)
"""Tables whose keys are those of the first copy, moved on by a fixed distance for each copy."""


def grow(size: int) -> None:
    """Copies the companies of an SQLite database until there are `size`, with the search index."""
    distance: dict[type[Model], int] = {model: _last(model) for model in _SHIFTED}
    there = distance[Company]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_bulk (id) VALUES (1)")
        for copy in range(1, -(-size // there)):
            most = min(there, size - copy * there)
            for model in _COPIED:
                cursor.execute(_copying(model, distance, copy, most))
        cursor.execute(
            "INSERT INTO prospects_search (rowid, search_text) SELECT id, search_text FROM "
            "prospects_company WHERE id > %s",
            [there],
        )
        cursor.execute("DELETE FROM prospects_bulk")


def _last(model: type[Model]) -> int:
    row = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return row or 0


def _copying(model: type[Model], distance: dict[type[Model], int], copy: int, most: int) -> str:
    """The statement that copies the rows of the first `most` companies once more."""
    names, values = list[str](), list[str]()
    for field in model._meta.concrete_fields:
        to = field.related_model if isinstance(field, ForeignKey) else None
        moved = model if field.primary_key and to is None else to
        by = distance.get(moved, 0) * copy if isinstance(moved, type) else 0
        names.append(f'"{field.column}"')
        values.append(f'"{field.column}" + {by}' if by else f'"{field.column}"')
    values = [
        f'"position" + {distance[Company] * copy}'
        if name == '"position"' and model is CallState
        else value
        for name, value in zip(names, values, strict=True)
    ]
    key = "id" if model is Company else "company_id"
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} "
        f"WHERE {key} <= {most}"
    )
