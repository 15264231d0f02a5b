"""What undo leaves in place, and why.

An entry is taken back by its images. One of them is not put back, and she is told, when

- what the entry made is used by something that came later (a card that was called since),
- what the entry made was changed by a later entry (a name corrected since),
- the package that owns it says that it can't be taken back (a mail that has left),
- something newer stands in its place.

Packages say here what belongs to what: `goes_along`, `shared`, `counts_as_changed`, `stays_when`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decroche.journal.models import Entry

Key = tuple[str, int]
"""(label of a model, key of a row)"""
Rule = Callable[[Any], str]
"""Says of a row that an entry made why it stays: a code, or "" when it may go."""

_along: set[tuple[str, str]] = set()
_shared: set[str] = set()
_counted: dict[str, frozenset[str]] = {}
_rules: dict[str, Rule] = {}
_names: dict[str, Callable[[Any], str]] = {}
_sentences: dict[str, str | Promise] = {
    "used": _("%(what)s stays: it has been used since."),
    "changed": _("%(what)s stays as it is: it was changed since."),
    "newer": _("%(what)s is not put back: something newer stands in its place."),
}
_MOVED = frozenset({"company", "company_id", "contact", "contact_id", "position"})
"""Columns that say where a row stands: another place (a merge) is no change of what it says."""
WITH_ANOTHER = "with"
"""The code of a row that stays, without a sentence of its own, because something else of the
same entry does.
"""
_SAID = 5
"""So many sentences at most; the rest is counted."""


def goes_along(model: type[models.Model], *columns: str) -> None:
    """Rows that say nothing by themselves (a claim, a place on a list): they go with the row that
    these columns refer to.
    """
    _along.update((model._meta.label_lower, column) for column in columns)


def shared(*made: type[models.Model]) -> None:
    """Rows that others refer to without depending on them (a person, a number): they stay while
    anything refers to them.
    """
    _shared.update(model._meta.label_lower for model in made)


def counts_as_changed(model: type[models.Model], *columns: str) -> None:
    """Of this model only these columns are what somebody wrote; without any, no change of it counts
    (others move it along).
    """
    _counted[model._meta.label_lower] = frozenset(columns)


def stays_when(model: type[models.Model], rule: Rule) -> None:
    """A rule of the package that owns the model; `say_of` gives the sentences of its codes."""
    _rules[model._meta.label_lower] = rule


def say_of(
    model: type[models.Model], sentences: dict[str, Promise], *, name: Callable[[Any], str] = str
) -> None:
    """How it is said that a row of this model stays, by code: a sentence in which %(what)s is the
    row's name.
    """
    label = model._meta.label_lower
    _names[label] = name
    _sentences.update({f"{label}:{code}": sentence for code, sentence in sentences.items()})


@dataclass(slots=True)
class Undo:
    """One entry being taken back. `stays`: (code, what) of each thing that could not be."""

    entry: Entry
    stays: list[tuple[str, str]] = field(default_factory=list)
    _later: set[Key] | None = None

    def keep(self, code: str, row: models.Model) -> None:
        """Notes that a row stays, once; of what stays for the sake of another, that one is told."""
        if code == WITH_ANOTHER:
            return
        label = row._meta.label_lower
        own = f"{label}:{code}"
        what = _names.get(label, str)(row)[:120]
        said = (own if own in _sentences else code, what)
        if said not in self.stays:
            self.stays.append(said)

    def why_it_stays(self, row: models.Model) -> str:
        """Why a row that the entry made stays, as a code; "" when it may go."""
        label = row._meta.label_lower
        rule = _rules.get(label)
        code = rule(row) if rule else ""
        if code:
            return code
        users = self._users(row)
        if users - self._own():
            return "used"
        if users:
            return WITH_ANOTHER
        return "changed" if (label, row.pk) in self._changed_later() else ""

    def _own(self) -> set[Key]:
        return {(image[1], image[2]) for image in self.entry.changes if image[0] == "+"}

    def _users(self, row: models.Model) -> set[Key]:
        """What refers to the row. Images are put back from the last to the first: what the same
        entry made and is there still stays itself.
        """
        return {
            (relation.related_model._meta.label_lower, key)
            for relation in _relations(type(row))
            for key in relation.related_model._base_manager.filter(
                **{relation.field.name: row.pk}
            ).values_list("pk", flat=True)
        }

    def _changed_later(self) -> set[Key]:
        """What later entries changed, of the companies concerned and of none."""
        if self._later is None:
            entries = Entry.objects.filter(
                Q(company_id=None) | Q(company_id__in=_companies(self.entry)),
                workspace_id=self.entry.workspace_id,
                pk__gt=self.entry.pk,
                undone_at=None,
            ).exclude(changes=[])
            changes = entries.values_list("changes", flat=True).iterator(chunk_size=200)
            self._later = {key for images in changes for key in _changed(images)}
        return self._later


def stays_in_words(entry: Entry) -> list[str]:
    """What could not be taken back with an entry, one sentence each."""
    return [
        str(_sentences[code]) % {"what": what}
        for code, what in entry.particulars.get("stays", [])[:_SAID]
        if code in _sentences
    ]


def _companies(entry: Entry) -> set[int]:
    found = {entry.company_id} if entry.company_id else set[int]()
    found |= {
        image[2] for image in entry.changes if image[0] == "+" and image[1] == "prospects.company"
    }
    return found


def _changed(images: list[Any]) -> Iterator[Key]:
    for image in images:
        if image[0] != "~":
            continue
        columns = set(image[3])
        counted = _counted.get(image[1])
        if columns - _MOVED if counted is None else columns & counted:
            yield from ((image[1], key) for key in image[2])


@cache
def _relations(model: type[models.Model]) -> tuple[Any, ...]:
    """Of the rows that refer to a model those whose being there keeps a row of it: what would be
    deleted with it, or (of what is shared) lose it. A row that is a part of it (one to one) does
    not.
    """
    label = model._meta.label_lower
    return tuple(
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and not isinstance(relation, models.OneToOneRel)
        and (relation.related_model._meta.label_lower, relation.field.name) not in _along
        and (relation.on_delete in (models.CASCADE, models.PROTECT) or label in _shared)
    )
