"""Row images: what a verb changed, written so that it can be put back.

["+", model, pk]                   a row was made
["~", model, [pk, …], before, after] fields of rows changed, all from the same values to the same
["-", model, pk, values]           a row was removed
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models

from decroche.journal.rows import concrete

Image = list[Any]


def freeze(field: models.Field[Any, Any], value: Any) -> Any:
    """A field's value as JSON can hold it."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(
            UTC
        ).isoformat()  # as the database gives it back, so that equal instants compare equal
    return value.isoformat() if hasattr(value, "isoformat") else value


def thaw(field: models.Field[Any, Any], value: Any) -> Any:
    """The value back from its frozen form."""
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def restore(workspace_id: int, image: Image) -> None:
    """Puts one image back. A field changed again since is left as it is: the later hand wins."""
    sign, label = image[0], image[1]
    model = apps.get_model(label)
    rows = model._base_manager.filter(workspace_id=workspace_id)
    if sign == "+":
        rows.filter(pk=image[2]).delete()
    elif sign == "-":
        values = {name: thaw(concrete(model, name), value) for name, value in image[3].items()}
        model(**values).save(force_insert=True)
    else:
        _restore_fields(model, rows, image)


def _restore_fields(model: type[models.Model], rows: models.QuerySet[Any], image: Image) -> None:
    _, _, keys, before, after = image
    for name, old in before.items():
        field = concrete(model, name)
        for start in range(0, len(keys), 500):
            chunk = rows.filter(pk__in=keys[start : start + 500])
            same = [
                row["pk"]
                for row in chunk.values("pk", field.attname)
                if freeze(field, row[field.attname]) == after[name]
            ]
            rows.filter(pk__in=same).update(**{field.attname: thaw(field, old)})
