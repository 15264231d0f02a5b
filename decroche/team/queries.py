"""Named questions about workspaces and members."""

from __future__ import annotations

from decroche.team.models import Member
from decroche.team.prepared import Prepared

_FIRST = Prepared(lambda: Member.objects.select_related("workspace").order_by("id")[:1])


def member_by_number(pk: int) -> Member | None:
    """A member, with the workspace."""
    return Member.objects.select_related("workspace").filter(pk=pk).first()


def local_member() -> Member | None:
    """The one who sits at this machine: the first member there was, with the workspace. None before
    the first start.
    """
    return _FIRST.first()
