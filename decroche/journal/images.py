"""Row images: what a verb changed, written so that it can be put back.

["+", model, pk]                   a row was made
["~", model, [pk, …], before, after] fields of rows changed, all from the same values to the same
["-", model, pk, values]           a row was removed
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from decroche.journal.rows import concrete
from decroche.journal.staying import Undo

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


def images_of_deletion(row: models.Model) -> Iterator[Image]:
    """The images of a row that is about to be deleted and of all rows deleted with it; put back
    from the last to the first, they restore everything.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, name = relation.related_model, relation.field.name
        found = model._base_manager.filter(**{name: row.pk})
        if relation.on_delete is models.CASCADE:
            for other in found:
                yield from images_of_deletion(other)
        elif relation.on_delete is models.SET_NULL:
            keys = list(found.values_list("pk", flat=True))
            if keys:
                yield ["~", model._meta.label_lower, keys, {name: row.pk}, {name: None}]
    values = {
        field.attname: freeze(field, getattr(row, field.attname))
        for field in row._meta.concrete_fields
    }
    yield ["-", row._meta.label_lower, row.pk, values]


def restore(undo: Undo, image: Image, done: list[Image] | None = None) -> None:
    """Puts one image back, or notes in `undo` why it stays as it is. A field that was changed again
    since keeps the later value. The changes made here are added to `done`, as images.
    """
    sign, label = image[0], image[1]
    model = apps.get_model(label)
    rows = model._base_manager.filter(workspace_id=undo.entry.workspace_id)
    made: list[Image] = []
    if sign == "+":
        _take_away(undo, rows.filter(pk=image[2]).first(), made)
    elif sign == "-":
        _bring_back(undo, model, image[3], made)
    else:
        _restore_fields(undo, model, rows, image, made)
    if done is not None:
        done += made


def _take_away(undo: Undo, row: models.Model | None, done: list[Image]) -> None:
    if row is None or undo.is_part(row):
        return
    images = list(images_of_deletion(row))
    code = undo.why_it_stays(row)
    if code:
        undo.note_stays(code, row)
    else:
        row.delete()
        done += images


def _bring_back(
    undo: Undo, model: type[models.Model], values: dict[str, Any], done: list[Image]
) -> None:
    kept = {name: thaw(concrete(model, name), value) for name, value in values.items()}
    for field in model._meta.concrete_fields:
        key = kept.get(field.attname)
        if not isinstance(field, models.ForeignKey) or key is None:
            continue
        if not field.related_model._base_manager.filter(pk=key).exists():
            if not field.null:
                undo.note_stays("newer", model(**kept))
                return
            kept[field.attname] = None
    row = model(**kept)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        undo.note_stays("newer", row)
    else:
        done.append(["+", model._meta.label_lower, row.pk])


def _restore_fields(
    undo: Undo,
    model: type[models.Model],
    rows: models.QuerySet[Any],
    image: Image,
    done: list[Image],
) -> None:
    _, label, keys, before, after = image
    # What the entry made stays as it left it, or is gone: what it held meanwhile is nothing.
    keys = [key for key in keys if not undo.has_made(label, key)]
    for name, old in before.items():
        field = concrete(model, name)
        for start in range(0, len(keys), 500):
            chunk = rows.filter(pk__in=keys[start : start + 500])
            same = [
                row["pk"]
                for row in chunk.values("pk", field.attname)
                if freeze(field, row[field.attname]) == after[name]
            ]
            try:
                with transaction.atomic():
                    rows.filter(pk__in=same).update(**{field.attname: thaw(field, old)})
            except IntegrityError:
                undo.note_stays("newer", rows.filter(pk__in=same)[0])
            else:
                if same:
                    done.append(["~", label, same, {name: after[name]}, {name: old}])
