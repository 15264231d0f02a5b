"""Named queries about the journal."""

from __future__ import annotations

from decroche.database.prepared import PreparedQuery
from decroche.journal.models import Entry
from decroche.team.models import Member, Workspace

_LAST = PreparedQuery(
    lambda workspace, member, verb: Entry.objects.filter(
        workspace_id=workspace, undoable=True, undone_at=None, member_id=member, verb=verb
    ).order_by("-id")[:1]
)


def last_undoable(member: Member, verb: str) -> Entry | None:
    """Her latest line of a verb that undo would take back."""
    return _LAST.first(member.workspace_id, member.pk, verb)


def entries_of(workspace: Workspace, company_id: int, most: int) -> list[Entry]:
    """The latest lines about one company, newest first."""
    rows = Entry.objects.filter(workspace=workspace, company_id=company_id)
    return list(rows.order_by("-id")[:most])
