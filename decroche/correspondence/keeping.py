"""What is typed in a mail before it leaves, kept while it is typed.

As on a card (calls/drafts.py), it is no verb: the journal has no line for it. Two windows may write
one mail: each says which text it has seen last, and a text that it has not seen comes before what
it writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction

from decroche.calls.drafts import mark_of
from decroche.correspondence.actions import MailInput
from decroche.correspondence.models import Message
from decroche.correspondence.rules import MAIL_SITUATIONS
from decroche.shared.clock import now
from decroche.team.models import Member

OPEN = (Message.State.DRAFT, Message.State.FAILED)
"""States of a mail in which she may still write."""
LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_SUBJECT = 20_000, 254, 200


@dataclass(frozen=True, slots=True)
class TypedMail:
    """A mail as it stands in its form. `seen` is the mark of the text that its window has seen
    last; `attaches` says whether the form offered what to attach.
    """

    to: str
    mail: MailInput
    seen: str
    attaches: bool = True


def keep_typed_mail(*, by: Member, message: Message, typed: TypedMail) -> str | None:
    """Keeps a mail as it is typed. Returns its text as it is kept now; None when nothing was kept,
    since the mail has left or was dropped.
    """
    mail = typed.mail
    with transaction.atomic():
        rows = Message.objects.filter(pk=message.pk, workspace_id=by.workspace_id, state__in=OPEN)
        held = rows.select_for_update().first()
        if held is None:
            return None
        text = held.body.replace("\r\n", "\n")
        unseen = text and typed.seen != mark_of(text)
        body = (_joined(text, mail.body) if unseen else mail.body)[:LONGEST_TEXT]
        rows.update(
            to=typed.to.strip()[:LONGEST_ADDRESS],
            subject=mail.subject[:LONGEST_SUBJECT],
            body=body,
            situation=mail.situation if mail.situation in MAIL_SITUATIONS else held.situation,
            language=mail.language,
            with_presentation=mail.with_presentation if typed.attaches else held.with_presentation,
            with_cv=mail.with_cv if typed.attaches else held.with_cv,
            written_at=now(),
        )
    return body


def _joined(held: str, written: str) -> str:
    """The text that another window wrote, followed by the lines of this window that it lacks. An
    empty line between two of them stays.

    The note of a card keeps what both begin with once (`calls.drafts.joined`). A mail begins and
    ends with the same prepared words in both windows, so it is compared line by line.
    """
    if written.startswith(held):
        return written
    there = {line.strip() for line in held.split("\n")} - {""}
    lines = [line for line in written.split("\n") if line.strip() not in there]
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return f"{held}\n{own}" if own else held
