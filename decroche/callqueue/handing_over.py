"""Handing the card that a leaving member holds, and the lists they call, to another."""

from __future__ import annotations

from decroche.callqueue.models import CallPlan, Claim, ListCaller
from decroche.team.models import Member


def hand_over(member: Member, to: Member | None) -> None:
    """Passes the card that a member holds to another who holds none, else back to the queue; the
    order of their sitting is forgotten. Part of a verb under way.
    """
    mine = Claim.objects.filter(workspace_id=member.workspace_id, member=member)
    busy = to is None or Claim.objects.filter(workspace_id=to.workspace_id, member=to).exists()
    if busy:
        mine.delete()
    else:
        mine.update(member=to)
    CallPlan.objects.filter(workspace_id=member.workspace_id, member=member).delete()


def pass_on_lists(member: Member, to: Member) -> None:
    """Passes the lists that a leaving member calls to another. Part of a verb under way."""
    mine = ListCaller.objects.filter(workspace_id=member.workspace_id, member=member)
    lists = list(mine.values_list("call_list_id", flat=True))
    mine.delete()
    ListCaller.objects.bulk_create(
        [
            ListCaller(workspace_id=to.workspace_id, call_list_id=call_list, member=to)
            for call_list in lists
        ],
        ignore_conflicts=True,
    )
