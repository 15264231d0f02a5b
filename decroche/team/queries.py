"""Named questions about workspaces and members."""

from __future__ import annotations

from decroche.team.models import Member, Workspace
from decroche.team.prepared import Prepared

_FIRST = Prepared(lambda: Member.objects.order_by("id")[:1])
_WORKSPACE = Prepared(lambda pk: Workspace.objects.filter(pk=pk))


def local_member() -> Member | None:
    """The one who sits at this machine: the first owner, with the workspace. None before the first
    start.
    """
    member = _FIRST.first()
    if member is not None:
        member.workspace = _WORKSPACE(member.workspace_id)[0]
    return member
