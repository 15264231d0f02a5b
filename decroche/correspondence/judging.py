"""What she says of an incoming message that was in doubt. Part of the actions of this package."""

from __future__ import annotations

from typing import Literal, get_args

from decroche.compliance.actions import oppose
from decroche.correspondence.answering import (
    close_as_answered,
    heard_from,
    note_bounce,
    reading_of,
    refuse,
)
from decroche.correspondence.models import Reply, UnreadMail
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.shared.clock import now
from decroche.team.models import Member

Reading = Literal["stop", "reply", "bounce", "nothing"]
READINGS: dict[str, tuple[Reading, Reading]] = {
    "stop": ("stop", "reply"),
    "reply": ("reply", "nothing"),
    "bounce": ("bounce", "nothing"),
}
"""What she may say of each kind, the likelier first."""


class Settled(Exception):
    """The message is not in doubt (any more), or can't be read that way."""


def readings_of(reply: Reply) -> tuple[Reading, ...]:
    """The readings of a message in doubt. One with a false sender may be nothing at all."""
    first, second = READINGS[reply.kind]
    if reply.doubt == Reply.Doubt.FORGED and second != "nothing":
        return first, "nothing"
    return first, second


def settle(*, by: Member, reply: Reply, reading: str) -> Entry:
    """Keeps what she says a message is, and does what follows from it. Raises Settled."""
    if not reply.asked or reading not in get_args(Reading) or reading not in readings_of(reply):
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
            close_as_answered(verb, message, but=reading_of(message))
        elif reading == "bounce":
            note_bounce(verb, message, reply.excerpt, dead=True)
        else:
            opened = reading_of(message)
            if opened:
                verb.update(opened, closed_at=now(), closed_how="dropped")
    return verb.entry


def close_unread(*, by: Member, unread: UnreadMail, oppose_sender: bool = False) -> Entry:
    """She looked at a message that is on no card; with `oppose_sender` its address is left alone
    for good, whatever card gets it later.
    """
    with record("unread.closed", by=by, opposed=oppose_sender) as verb:
        verb.update(unread, closed_at=now())
        if oppose_sender and unread.sender:
            oppose(verb=verb, by=by, values=[("email", unread.sender)], channel="mail")
    return verb.entry
