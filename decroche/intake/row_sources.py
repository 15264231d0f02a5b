"""The sources that the rows of a file name themselves, as this program's own export does: each
becomes a part of the source of the import.
"""

from __future__ import annotations

from typing import NamedTuple

from decroche.compliance.permission import Nature
from decroche.prospects.audience import nature_from
from decroche.prospects.models import Provenance


def sources_of(provenance: int | None) -> list[int]:
    """The keys of the sources of an import, whose own is `provenance`: that one, and those that its
    rows name themselves.
    """
    parts = Provenance.objects.filter(part_of=provenance or 0).order_by("pk")
    return [provenance or 0, *parts.values_list("pk", flat=True)]


class RowSource(NamedTuple):
    """The source of a card: its key, and its nature to the law."""

    pk: int
    nature: Nature


class SourcesOfRows:
    """The sources of the cards of one import, made as rows name them."""

    def __init__(self, own: Provenance) -> None:
        self.own = own
        usual = RowSource(own.pk, own.nature)
        self.found = {"": usual, own.source: usual}

    def of(self, said: str) -> RowSource:
        """The source that a row names; that of the import when it names none."""
        if said not in self.found:
            made = Provenance.objects.create(
                workspace_id=self.own.workspace_id,
                source=said,
                part_of=self.own,
                kind=self.own.kind,
                nature=nature_from(said),
                under_way=self._under_way(),
                created_at=self.own.created_at,
            )
            self.found[said] = RowSource(made.pk, made.nature)
        return self.found[said]

    def _under_way(self) -> str:
        """How far the import is, whose parts are as far as itself."""
        return Provenance.objects.values_list("under_way", flat=True).get(pk=self.own.pk)

    def keys(self) -> frozenset[int]:
        """The keys of all of them."""
        return frozenset(one.pk for one in self.found.values())
