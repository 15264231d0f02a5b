"""What outcomes do to messages."""

from __future__ import annotations

from decroche.calls.events import OutcomeRecorded
from decroche.correspondence.models import Message
from decroche.prospects.contacts import keep_address
from decroche.shared.events import on


@on(OutcomeRecorded)
def want_message(event: OutcomeRecorded) -> None:
    """An address given on the telephone is kept on the card, and the mail she promised is noted.

    The wish is not part of what undo takes back: a mail not yet gone stays (she decides under Messages).
    """
    if event.call.outcome != "email_requested":
        return
    contact = keep_address(
        verb=event.verb, company=event.company, contact_id=event.call.contact_id, role=event.call.asked_for, email=event.email
    )
    Message.objects.create(
        workspace_id=event.by.workspace_id, company=event.company, contact=contact, call=event.call, to=event.email,
        about=event.call.reason, created_at=event.call.at,
    )  # fmt: skip
