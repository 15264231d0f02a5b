"""The one way to change rows: inside a recorded verb.

    with record("company.edited", by=member, company_id=company.pk) as verb:
        verb.update(company, name="…")

One transaction, one entry; what `create`, `update` and `delete` touch can be taken back by undo. A
verb that changes nothing writes no entry: the one it returns has no key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from decroche.database.fetching import FetchOnce
from decroche.journal import rows
from decroche.journal.events import Written
from decroche.journal.images import Image, freeze, images_of_deletion
from decroche.journal.models import Entry
from decroche.journal.rows import concrete
from decroche.journal.sent import SentForm, form_under_way
from decroche.shared.events import publish
from decroche.team.models import Member
from decroche.team.needs import require
from decroche.team.roles import need_of_verb

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class _Together:
    """The values of one row before and after, by field, while its changes are gathered."""

    row: models.Model
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


class Verb:
    """A verb under way: changes go through it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.changes: list[Image] = []
        self._created: list[models.Model] = []
        self._together: dict[int, _Together] = {}
        self.known = FetchOnce()
        """What was read for this verb, so that nobody reads it again."""
        self.nothing_done = False
        """Set by a verb that can't be taken back (which has no images to tell) when it changed
        nothing.
        """

    def create(self, row: Row) -> Row:
        """Inserts a row."""
        rows.insert(row)
        self.made(row)
        self._created.append(row)
        return row

    def create_missing(self, new: Sequence[models.Model]) -> int:
        """Inserts rows of one model, five hundred with a statement, except those that break a
        unique constraint; returns how many were inserted. The objects do not get their keys.
        """
        keys = [
            key
            for start in range(0, len(new), 500)
            for key in rows.insert_missing(list(new[start : start + 500]))
        ]
        self.changes += [["+", new[0]._meta.label_lower, key] for key in keys]
        return len(keys)

    def created(self, model: type[Row]) -> list[Row]:
        """The rows of a model that `create` inserted in this verb."""
        return [row for row in self._created if isinstance(row, model)]

    @contextmanager
    def together(self, *chosen: models.Model) -> Iterator[None]:
        """What the block changes of these rows is written with one statement a row, at its end.

        Only changes made through these very objects are gathered; the database knows none of them
        until the block ends.
        """
        self._together = {id(row): _Together(row) for row in chosen}
        try:
            yield
            for one in self._together.values():
                names = tuple(name for name in one.after if one.after[name] != one.before[name])
                self._write(
                    one.row,
                    {name: one.before[name] for name in names},
                    {name: one.after[name] for name in names},
                )
        finally:
            self._together = {}

    def made(self, row: models.Model) -> None:
        """Notes a row that was inserted already."""
        self.changes.append(["+", row._meta.label_lower, row.pk])

    def update(self, row: models.Model, **fields: Any) -> bool:
        """Sets the fields that differ; returns whether any did."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in fields.items():
            column = concrete(type(row), name)
            of_row = isinstance(value, models.Model)
            old = getattr(row, column.attname)
            new = value.pk if of_row else column.to_python(value)
            if old == new:
                continue
            before[name], after[name] = freeze(column, old), freeze(column, new)
            if of_row:
                setattr(row, name, value)
            else:
                setattr(row, column.attname, new)
        gathered = self._together.get(id(row))
        if gathered is None:
            self._write(row, before, after)
        else:
            gathered.before = before | gathered.before
            gathered.after |= after
        return bool(before)

    def _write(self, row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        if before:
            rows.update(row, tuple(before))
            self.changes.append(["~", row._meta.label_lower, [row.pk], before, after])

    def update_read(self, chosen: Sequence[models.Model], **fields: Any) -> None:
        """Sets the same fields on rows of one model that were read already, with one statement."""
        groups: dict[str, tuple[dict[str, Any], list[int]]] = {}
        after: dict[str, Any] = {}
        for row in chosen:
            before = {}
            for name, value in fields.items():
                column = concrete(type(row), name)
                before[name] = freeze(column, getattr(row, column.attname))
                after[name] = freeze(column, value)
                setattr(row, column.attname, value)
            if before != after:
                groups.setdefault(repr(before), (before, []))[1].append(row.pk)
        if not groups:
            return
        model = type(chosen[0])
        keys = [key for _, same in groups.values() for key in same]
        model._base_manager.filter(pk__in=keys).update(**fields)
        for before, same in groups.values():
            self.changes.append(["~", model._meta.label_lower, same, before, dict(after)])

    def update_all(self, chosen: models.QuerySet[Any], **fields: Any) -> int:
        """Sets the same fields on many rows, grouped by what they held before; how many rows were
        asked.
        """
        model = chosen.model
        columns = {name: concrete(model, name) for name in fields}
        groups: dict[tuple[Any, ...], list[int]] = {}
        for row in chosen.values_list("pk", *[column.attname for column in columns.values()]):
            frozen = tuple(
                _hashable(freeze(column, old))
                for column, old in zip(columns.values(), row[1:], strict=True)
            )
            groups.setdefault(frozen, []).append(row[0])
        after = {name: freeze(columns[name], value) for name, value in fields.items()}
        for old, keys in groups.items():
            before = {name: _plain(value) for name, value in zip(columns, old, strict=True)}
            if before == after:
                continue
            self.changes.append(["~", model._meta.label_lower, keys, before, after])
            for start in range(0, len(keys), 500):
                model._base_manager.filter(pk__in=keys[start : start + 500]).update(**fields)
        return sum(map(len, groups.values()))

    def delete(self, row: models.Model) -> None:
        """Deletes a row with all rows that go with it, and keeps their images as they are in the
        database.
        """
        self.changes += images_of_deletion(type(row)._base_manager.get(pk=row.pk))
        row.delete()


@contextmanager
def record(
    name: str,
    /,
    *,
    by: Member,
    company_id: int | None = None,
    key: str | None = None,
    undoable: bool = True,
    **particulars: Any,
) -> Iterator[Verb]:
    """Opens a transaction and a journal entry for one verb; the entry is written when the block
    ends well and something was changed. Without a `key` of its own the entry bears that of the form
    that is being answered, if one is.

    Raises `NotAllowed` when the member's role does not allow the verb (team/roles.py), `SentBefore`
    when the form was answered before: nothing is changed then.
    """
    require(by, need_of_verb(name))
    form = form_under_way() if key is None else None
    try:
        with transaction.atomic():
            entry = Entry(
                workspace_id=by.workspace_id,
                member=by,
                verb=name,
                company_id=company_id,
                key=short_key(key),
                particulars=particulars,
            )
            verb = Verb(entry)
            yield verb
            entry.changes, entry.undoable = verb.changes, undoable
            if not verb.nothing_done and (verb.changes or not undoable):
                _write(entry, form)
                publish(Written(entry, by))
    except IntegrityError:
        if form is not None:
            form.stop_if_repeated(by.workspace_id)
        raise


def _write(entry: Entry, form: SentForm | None) -> None:
    if form is not None:
        entry.key = form.key()
    rows.insert(entry)
    if form is not None:
        form.wrote(entry)


def was_written(entry: Entry) -> bool:
    """Whether the verb of an entry changed something."""
    return bool(entry.pk)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Several verbs that one form asks for: all of them are done, or none."""
    with transaction.atomic():
        yield


def short_key(key: str | None) -> str | None:
    """A key as the journal keeps it: a long one by its digest, so that it stays its own."""
    if key is None or len(key) <= 200:
        return key
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def key_of_verb(verb: str, key: str | None) -> str | None:
    """The idempotency key of one verb: a key that another verb has used is not this one's."""
    return f"{verb}:{key}" if key else None


def replay(*, workspace_id: int, key: str | None) -> Entry | None:
    """The entry that an idempotency key already made; None without a key."""
    if not key:
        return None
    return Entry.objects.filter(workspace_id=workspace_id, key=short_key(key)).first()


def _hashable(value: Any) -> Any:
    return ("json", repr(value), tuple(value)) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return list(value[2]) if isinstance(value, tuple) and value[:1] == ("json",) else value
