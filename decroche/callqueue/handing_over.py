"""The card before a member who goes, handed to another."""

from __future__ import annotations

from decroche.callqueue.models import CallPlan, Claim
from decroche.team.models import Member


def hand_over(member: Member, to: Member | None) -> None:
    """The card before a member passes to another who has none, else back to the queue; the order of
    their sitting is forgotten. Part of a verb under way.
    """
    mine = Claim.objects.filter(workspace_id=member.workspace_id, member=member)
    busy = to is None or Claim.objects.filter(workspace_id=to.workspace_id, member=to).exists()
    if busy:
        mine.delete()
    else:
        mine.update(member=to)
    CallPlan.objects.filter(workspace_id=member.workspace_id, member=member).delete()
