"""What undo (Ctrl+Z, and every other way to take something back) refuses and what it leaves in
place, and why.

To take an entry of the journal back is to put the rows it wrote back as they were
(actions.py:undo, which says whose she may take back). An entry by which she noted an opposition is
refused: it is lifted on a page of its own, with a written reason, so that none is lost by a key
(`kept_for_good`).

Of every other entry, a row is left as it is now, and she is told, when

- the entry made it, and a later row refers to it (a card that was called since),
- the entry made it, and a later entry changed it (a name corrected since),
- the package of the row says that it can't be taken back (a mail that has left),
- a newer row stands in its place.

A row stays whole: what the entry made as a part of it (the numbers, the people, the call state of
a card) is there as long as it is (`part_of`).

Each package says of its models, when it is loaded, what undo has to know: `kept_for_good`,
`goes_with`, `part_of`, `stays_while_used`, `changed_by`, `stays_when`, `say_why_it_stays`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decroche.journal.joined import cards_now
from decroche.journal.models import Entry
from decroche.journal.rows import concrete

Key = tuple[str, int]
"""(label of a model, key of a row)"""
Rule = Callable[[Any], str]
"""Says of a row that an entry made why it stays: a code, or "" when it may go."""

_kept_for_good: dict[str, tuple[frozenset[str], int]] = {}
_go_with: set[tuple[str, str]] = set()
_parts: dict[str, tuple[str, ...]] = {}
_stay_while_used: set[str] = set()
_changing_columns: dict[str, frozenset[str]] = {}
_rules: dict[str, Rule] = {}
_row_names: dict[str, Callable[[Any], str]] = {}
_sentences: dict[str, str | Promise] = {
    "used": _("%(what)s stays: it has been used since."),
    "changed": _("%(what)s stays as it is: it was changed since."),
    "newer": _("%(what)s is not put back: something newer stands in its place."),
}
_MOVED = frozenset({"company", "company_id", "contact", "contact_id", "position"})
"""Columns that say which card or list a row belongs to: a merge moves it, which is no change of
what somebody wrote in it.
"""
WITH_ANOTHER = "with"
"""The code of a row that stays only because another row of the same entry does: she is told of that
other one.
"""
_SENTENCES_AT_MOST = 5
"""How many sentences are shown at most."""


def kept_for_good(model: type[models.Model], *verbs: str, least_reason: int) -> None:
    """An entry of one of these verbs that made a row of this model is only taken back with a
    written reason of at least this many letters.
    """
    _kept_for_good[model._meta.label_lower] = frozenset(verbs), least_reason


def is_kept_for_good(entry: Entry, reason: str) -> bool:
    """Whether an entry may not be taken back for this reason; "" when none was written."""
    made = {image[1] for image in entry.changes if image[0] == "+"}
    return any(
        entry.verb in verbs and len(reason.strip()) < least
        for label, (verbs, least) in _kept_for_good.items()
        if label in made
    )


def goes_with(model: type[models.Model], *columns: str) -> None:
    """Rows of this model mean nothing without the row that these columns refer to (a claim, a place
    on a list): they don't keep that row, and are deleted with it.
    """
    _go_with.update((model._meta.label_lower, column) for column in columns)


def part_of(model: type[models.Model], *columns: str) -> None:
    """Rows of this model are a part of the row that these columns refer to (a number, a person of a
    card): what one entry made of both goes together, or stays together.
    """
    _parts[model._meta.label_lower] = columns


def stays_while_used(*made: type[models.Model]) -> None:
    """Rows of these models (a person, a number) stay while any row refers to them, also one that
    would outlive them.
    """
    _stay_while_used.update(model._meta.label_lower for model in made)


def changed_by(model: type[models.Model], *columns: str) -> None:
    """A row of this model counts as changed by a later entry when one of these columns changed;
    without any column, never: later entries change it by themselves (the totals of a sitting).
    """
    _changing_columns[model._meta.label_lower] = frozenset(columns)


def stays_when(model: type[models.Model], rule: Rule) -> None:
    """A further rule for rows of this model; `say_why_it_stays` gives a sentence to its codes."""
    _rules[model._meta.label_lower] = rule


def say_why_it_stays(
    model: type[models.Model], sentences: dict[str, Promise], *, name: Callable[[Any], str] = str
) -> None:
    """The sentences for a row of this model that stays, by the code of the reason; %(what)s in them
    is what `name` gives of the row.
    """
    label = model._meta.label_lower
    _row_names[label] = name
    _sentences.update({f"{label}:{code}": sentence for code, sentence in sentences.items()})


@dataclass(slots=True)
class Undo:
    """One entry being taken back. `stays`: (code, what) of each thing that could not be."""

    entry: Entry
    stays: list[tuple[str, str]] = field(default_factory=list)
    _made: set[Key] | None = None
    _later: set[Key] | None = None

    def note_stays(self, code: str, row: models.Model) -> None:
        """Notes once that a row stays and why; nothing for `WITH_ANOTHER`."""
        if code == WITH_ANOTHER:
            return
        label = row._meta.label_lower
        own = f"{label}:{code}"
        what = _row_names.get(label, str)(row)[:120]
        said = (own if own in _sentences else code, what)
        if said not in self.stays:
            self.stays.append(said)

    def has_made(self, label: str, key: int) -> bool:
        """Whether the entry made that row."""
        return (label, key) in self._made_rows()

    def is_part(self, row: models.Model) -> bool:
        """Whether the row is a part of another that the entry made: it goes or stays with it."""
        return any(
            self.has_made(_label_of(column), getattr(row, column.attname))
            for column in _columns_of_part(row)
        )

    def why_it_stays(self, row: models.Model) -> str:
        """Why a row that the entry made stays, as a code; "" when it may go."""
        rule = _rules.get(row._meta.label_lower)
        code = rule(row) if rule else ""
        if code:
            return code
        parts = self._parts_of(row)
        whole = {_key(row), *map(_key, parts)}
        users = {key for one in (row, *parts) for key in self._referring_rows(one)} - whole
        if users - self._made_rows():
            return "used"
        if users:
            return WITH_ANOTHER
        changed = whole & self._changed_later()
        if changed - {_key(row)}:
            return "used"
        return "changed" if changed else ""

    def _made_rows(self) -> set[Key]:
        if self._made is None:
            self._made = {(image[1], image[2]) for image in self.entry.changes if image[0] == "+"}
        return self._made

    def _parts_of(self, row: models.Model) -> list[models.Model]:
        """The rows that the entry made as parts of this one, and that still are."""
        made = [key for key in self._made_rows() if key[0] in _parts]
        return [
            part
            for model in map(apps.get_model, sorted({label for label, _ in made}))
            for name in _parts[model._meta.label_lower]
            if model._meta.get_field(name).related_model is type(row)
            for part in model._base_manager.filter(
                pk__in=[key for label, key in made if label == model._meta.label_lower],
                **{name: row.pk},
            )
        ]

    def _referring_rows(self, row: models.Model) -> set[Key]:
        """The rows that refer to the row and keep it. Rows are put back in the opposite order of
        their writing, so a row of the same entry that still refers to it is one that stays.
        """
        return {
            (relation.related_model._meta.label_lower, key)
            for relation in _relations_that_keep(type(row))
            for key in relation.related_model._base_manager.filter(
                **{relation.field.name: row.pk}
            ).values_list("pk", flat=True)
        }

    def _changed_later(self) -> set[Key]:
        """The rows that later entries changed: entries about the same cards, as they go on today,
        or about none.
        """
        if self._later is None:
            entries = Entry.objects.filter(
                Q(company_id=None) | Q(company_id__in=_companies(self.entry)),
                workspace_id=self.entry.workspace_id,
                pk__gt=self.entry.pk,
                undone_at=None,
            ).exclude(changes=[])
            changes = entries.values_list("changes", flat=True).iterator(chunk_size=200)
            self._later = {key for images in changes for key in _rows_changed(images)}
        return self._later


def _key(row: models.Model) -> Key:
    return row._meta.label_lower, row.pk


def stays_in_words(entry: Entry) -> list[str]:
    """What could not be taken back with an entry, one sentence each."""
    return [
        str(_sentences[code]) % {"what": what}
        for code, what in entry.particulars.get("stays", [])[:_SENTENCES_AT_MOST]
        if code in _sentences
    ]


def _companies(entry: Entry) -> set[int]:
    found = {entry.company_id} if entry.company_id else set[int]()
    found |= {
        image[2] for image in entry.changes if image[0] == "+" and image[1] == "prospects.company"
    }
    return found | set(cards_now(entry, found).values())


def _rows_changed(images: list[Any]) -> Iterator[Key]:
    for image in images:
        if image[0] != "~":
            continue
        columns = set(image[3])
        counted = _changing_columns.get(image[1])
        if columns - _MOVED if counted is None else columns & counted:
            yield from ((image[1], key) for key in image[2])


@cache
def _relations_that_keep(model: type[models.Model]) -> tuple[Any, ...]:
    """The relations to a model by which another row keeps a row of it: those whose rows would be
    deleted with it, or could not be without it; for models of `stays_while_used` all of them. A
    row that is a part of it (one to one) keeps nothing.
    """
    label = model._meta.label_lower
    return tuple(
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and not isinstance(relation, models.OneToOneRel)
        and (relation.related_model._meta.label_lower, relation.field.name) not in _go_with
        and (relation.on_delete in (models.CASCADE, models.PROTECT) or label in _stay_while_used)
    )


def _columns_of_part(row: models.Model) -> list[models.Field[Any, Any]]:
    """The columns that name the row of which this one is a part."""
    return [concrete(type(row), name) for name in _parts.get(row._meta.label_lower, ())]


def _label_of(column: models.Field[Any, Any]) -> str:
    """The label of the model that a column leads to."""
    model = column.related_model
    assert isinstance(model, type)
    return model._meta.label_lower
