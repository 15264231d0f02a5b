"""Taking back."""

from __future__ import annotations

from django.db import transaction

from decroche.journal.events import Undone
from decroche.journal.images import restore
from decroche.journal.models import Entry
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member


class NothingToUndo(Exception):
    """There is no such line to take back, or it was taken back already."""


@transaction.atomic
def undo(*, by: Member, entry_id: int | None = None, verbs: tuple[str, ...] = ()) -> Entry:
    """Takes back one entry with everything it changed: the given one, else her last one (of `verbs`).

    Raises NothingToUndo. Fields that were edited since keep the later value.
    """
    lines = Entry.objects.select_for_update().filter(workspace_id=by.workspace_id, undoable=True, undone_at=None)
    if entry_id is not None:
        lines = lines.filter(pk=entry_id)
    else:
        lines = lines.filter(member=by)
        if verbs:
            lines = lines.filter(verb__in=verbs)
    entry = lines.order_by("-id").first()
    if entry is None:
        raise NothingToUndo
    for image in reversed(entry.changes):
        restore(by.workspace_id, image)
    entry.undone_at = now()
    entry.save(update_fields=["undone_at"])
    publish(Undone(entry))
    return entry
