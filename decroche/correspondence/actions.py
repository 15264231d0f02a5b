"""Verbs about messages."""

from __future__ import annotations

from decroche.correspondence.models import Message
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.shared.clock import now
from decroche.team.models import Member


def close(*, by: Member, message: Message, how: str) -> Entry:
    """Sent by her own hand, or dropped."""
    if how not in ("sent", "dropped"):
        raise ValueError(f"a message is sent or dropped, not {how}")
    with record(f"message.{how}", by=by, company_id=message.company_id) as verb:
        verb.update(message, state=how, closed_at=now())
    return verb.entry
