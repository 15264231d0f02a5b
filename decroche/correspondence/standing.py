"""The mails that have not left, counted by reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from decroche.calls.models import CallSession
from decroche.correspondence.models import Message
from decroche.correspondence.queries import LEAVING, TO_SEND, in_time, mailbox_for
from decroche.team.models import Member

State = Message.State
_REFUSED_SINCE = timedelta(days=7)
"""How long a refused mail is spoken of: after that it is in the list of messages only."""


@dataclass(frozen=True, slots=True)
class NotGone:
    """`to_send` wait for her own hand; `leaving` are on their way; `refused` were refused by a
    server or by a rule; `to_check` may have left or not. `mailbox` says whether one is set,
    `problem` whether it refuses.
    """

    to_send: int = 0
    leaving: int = 0
    refused: int = 0
    to_check: int = 0
    mailbox: bool = False
    problem: bool = False

    @property
    def all(self) -> int:
        """How many mails have not gone, whatever holds them up."""
        return self.to_send + self.leaving + self.refused + self.to_check


def mails_not_gone(member: Member, at: datetime, session: CallSession | None = None) -> NotGone:
    """The mails of the member's workspace that have not left, or those that the calls of one
    sitting asked for. A mail that bounced had left, so it is not among them.
    """
    rows = Message.objects.filter(workspace_id=member.workspace_id)
    if session is not None:
        rows = rows.filter(call__session=session)
    refused = Q(state=State.FAILED, bounced_at=None, closed_at__gt=at - _REFUSED_SINCE)
    counts = rows.aggregate(
        to_send=Count("pk", filter=TO_SEND & in_time(at)),
        leaving=Count("pk", filter=Q(state__in=LEAVING)),
        refused=Count("pk", filter=refused),
        to_check=Count("pk", filter=Q(state=State.CHECK)),
    )
    if not any(counts.values()):
        return NotGone()
    box = mailbox_for(member)
    return NotGone(**counts, mailbox=box is not None, problem=bool(box and box.problem))
