"""What she says an incoming message in doubt is (an opposition, an answer, a bounce, nothing), and
what follows from it. Also closes messages that belong to no card, once she has looked at them.
"""

from __future__ import annotations

from typing import Literal, get_args

from decroche.compliance.actions import oppose
from decroche.correspondence.answering import (
    close_as_answered,
    heard_from,
    note_bounce,
    refuse,
    step_to_read,
)
from decroche.correspondence.models import Reply, UnreadMail
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.shared.clock import now
from decroche.team.models import Member

Judgement = Literal["stop", "reply", "bounce", "nothing"]
JUDGEMENTS: dict[str, tuple[Judgement, Judgement]] = {
    "stop": ("stop", "reply"),
    "reply": ("reply", "nothing"),
    "bounce": ("bounce", "nothing"),
}
"""What she may say that a message of each kind is, the likeliest first."""


class Settled(Exception):
    """The message is not in doubt (any more), or can't be judged to be that."""


def judgements_of(reply: Reply) -> tuple[Judgement, ...]:
    """What a message in doubt may be judged to be; one that may be forged also nothing at all."""
    first, second = JUDGEMENTS[reply.kind]
    if reply.doubt in (Reply.Doubt.FORGED, Reply.Doubt.UNANSWERED) and second != "nothing":
        return first, "nothing"
    return first, second


def settle(*, by: Member, reply: Reply, reading: str) -> Entry:
    """Saves what she says a message is, and does what follows from it. Raises Settled."""
    if not reply.asked or reading not in get_args(Judgement) or reading not in judgements_of(reply):
        raise Settled(reading)
    message = reply.message
    with record("message.judged", by=by, company_id=reply.company_id, reading=reading) as verb:
        verb.update(
            reply,
            settled_at=now(),
            settled_as=reading,
            kind=reading if reading != "nothing" else reply.kind,
        )
        if reading == "stop":
            refuse(verb, by, message, sender=reply.sender)
        elif reading == "reply":
            heard_from(verb, message)
            close_as_answered(verb, message, but=step_to_read(message))
        elif reading == "bounce":
            note_bounce(verb, message, reply.excerpt, dead=True)
        else:
            opened = step_to_read(message)
            if opened:
                verb.update(opened, closed_at=now(), closed_how=FollowUp.ClosedHow.DROPPED)
    return verb.entry


def close_unread(*, by: Member, unread: UnreadMail, oppose_sender: bool = False) -> Entry:
    """Closes a message that belongs to no card, after she has looked at it. With `oppose_sender`
    its address is opposed for good, whatever card has it later.
    """
    with record("unread.closed", by=by, opposed=oppose_sender) as verb:
        verb.update(unread, closed_at=unread.closed_at or now())
        if oppose_sender and unread.sender:
            oppose(verb=verb, by=by, values=[("email", unread.sender)], channel="mail")
    return verb.entry
