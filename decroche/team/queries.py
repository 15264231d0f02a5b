"""Named queries about workspaces and members."""

from __future__ import annotations

from django.db.models import QuerySet

from decroche.database.prepared import PreparedQuery
from decroche.team.models import Member, Workspace

_FIRST = PreparedQuery(lambda: Member.objects.select_related("workspace").order_by("id")[:1])


def member_by_number(pk: int) -> Member | None:
    """A member who works here still, with the workspace."""
    return Member.objects.select_related("workspace").filter(pk=pk, left_at=None).first()


def local_member() -> Member | None:
    """The one who sits at this machine, with the workspace: the first member there was. None before
    the first start. In a shared workspace, where that one may have left or become a caller, the
    first owner.
    """
    member = _FIRST.first()
    if member is None or not member.workspace.shared:
        return member
    if member.left_at is None and member.role == Member.Role.OWNER:
        return member
    return owner_of(member.workspace) or member


def owner_of(workspace: Workspace) -> Member | None:
    """The member in whose name the program acts by itself: the first owner, else the first
    member.
    """
    owners = members_of(workspace).filter(role=Member.Role.OWNER).select_related("workspace")
    everybody = Member.objects.filter(workspace=workspace).order_by("id")
    return owners.first() or everybody.select_related("workspace").first()


def shared_workspace() -> Workspace | None:
    """The workspace that members sign in to; None while one person has it to herself."""
    member = local_member()
    return member.workspace if member is not None and member.workspace.shared else None


def members_of(workspace: Workspace) -> QuerySet[Member]:
    """Those who work here, in the order in which they came."""
    return Member.objects.filter(workspace=workspace, left_at=None).order_by("id")
