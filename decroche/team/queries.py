"""Named questions about workspaces and members."""

from __future__ import annotations

from django.db.models import QuerySet

from decroche.team.models import Member, Workspace
from decroche.team.prepared import Prepared

_FIRST = Prepared(lambda: Member.objects.select_related("workspace").order_by("id")[:1])


def member_by_number(pk: int) -> Member | None:
    """A member who works here still, with the workspace."""
    return Member.objects.select_related("workspace").filter(pk=pk, left_at=None).first()


def local_member() -> Member | None:
    """The one who sits at this machine: the first member there was, with the workspace. None before
    the first start.
    """
    return _FIRST.first()


def owner_at_this_machine(member: Member) -> Member:
    """Whose the link of the start is in a shared workspace: the first member's (`member`) as long
    as she owns it, else the first owner's.
    """
    if member.left_at is None and member.role == Member.Role.OWNER:
        return member
    owners = members_of(member.workspace).filter(role=Member.Role.OWNER)
    return owners.select_related("workspace").first() or member


def shared_workspace() -> Workspace | None:
    """The workspace that members sign in to; None while one person has it to herself."""
    member = local_member()
    return member.workspace if member is not None and member.workspace.shared else None


def members_of(workspace: Workspace) -> QuerySet[Member]:
    """Those who work here, in the order in which they came."""
    return Member.objects.filter(workspace=workspace, left_at=None).order_by("id")
