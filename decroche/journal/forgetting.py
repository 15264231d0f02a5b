"""Erasing from the journal: it keeps what was done and when, but not about whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from decroche.journal.models import Entry

_KEPT = ("outcome", "kind", "count", "cards", "rows", "created", "removed", "kept", "channel")
"""Particulars that say nothing about anybody."""


def forget_company(workspace_id: int, company_id: int) -> int:
    """Empties the entries about a company, which then can't be taken back any more; returns how
    many.
    """
    count = 0
    for entry in Entry.objects.filter(workspace_id=workspace_id, company_id=company_id).iterator(
        chunk_size=500
    ):
        kept = {name: value for name, value in entry.particulars.items() if name in _KEPT}
        Entry.objects.filter(pk=entry.pk).update(particulars=kept, changes=[], undoable=False)
        count += 1
    return count


def forget_texts(entries: Iterable[Entry], clean: Callable[[Any], Any]) -> int:
    """Removes texts from entries about others that mention them; these entries can still be taken
    back, without those texts.
    """
    count = 0
    for entry in entries:
        particulars, changes = clean(entry.particulars), clean(entry.changes)
        if (particulars, changes) != (entry.particulars, entry.changes):
            Entry.objects.filter(pk=entry.pk).update(particulars=particulars, changes=changes)
            count += 1
    return count
