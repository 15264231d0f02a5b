"""Taking back."""

from __future__ import annotations

from django.db import transaction

from decroche.journal.events import Undoing, Undone
from decroche.journal.images import restore
from decroche.journal.models import Entry
from decroche.journal.staying import Undo
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member


class NothingToUndo(Exception):
    """There is no such line to take back, or it was taken back already."""


class KeptForGood(NothingToUndo):
    """The line holds an opposition: it is lifted with a written reason, not by a key."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("an opposition is lifted with a written reason")
        self.entry = entry


@transaction.atomic
def undo(
    *, by: Member, entry_id: int | None = None, verbs: tuple[str, ...] = (), reason: str = ""
) -> Entry:
    """Takes back one entry with everything it changed: the given one, else her last one (of
    `verbs`).

    Raises NothingToUndo, and its kind KeptForGood for what only a written `reason` takes back, kept
    in the journal. Only what this entry did is taken back: fields that were edited since keep the
    later value, and what it made stays when others use it by now (staying.py); what stays is kept
    in the particulars as `stays`, said by `stays_in_words`.
    """
    lines = Entry.objects.select_for_update().filter(
        workspace_id=by.workspace_id, undoable=True, undone_at=None
    )
    if entry_id is not None:
        lines = lines.filter(pk=entry_id)
    else:
        lines = lines.filter(member=by)
        if verbs:
            lines = lines.filter(verb__in=verbs)
    entry = lines.order_by("-id").first()
    if entry is None:
        raise NothingToUndo
    under_way = Undo(entry)
    publish(Undoing(entry, reason, under_way))
    for image in reversed(entry.changes):
        restore(under_way, image)
    entry.undone_at = now()
    if reason:
        entry.particulars = {**entry.particulars, "undone_because": reason[:500]}
    if under_way.stays:
        entry.particulars = {**entry.particulars, "stays": [list(one) for one in under_way.stays]}
    entry.save(update_fields=["undone_at", "particulars"])
    publish(Undone(entry))
    return entry
