"""A message as a draft for her own mail program: nothing is
kept, and nothing leaves.
"""

from __future__ import annotations

from decroche.correspondence.actions import CannotWrite, asked_for, check_recipient
from decroche.correspondence.building import NOBODY, as_sent, build, language_of
from decroche.correspondence.composing import compose
from decroche.correspondence.models import Message
from decroche.correspondence.queries import mailbox_for
from decroche.correspondence.rules import letter_for
from decroche.offer.queries import offer_of
from decroche.shared.clock import now
from decroche.team.models import Member


def draft_of(*, by: Member, message: Message, on_behalf_of: str) -> bytes:
    """The message as an .eml file: as she wrote it, else as it would be composed.

    Raises CannotWrite for somebody who must not be written to. An address that bounced is no
    reason: she may know that it is mended.
    """
    try:
        check_recipient(
            by=by,
            to=message.to,
            company=message.company,
            contact=message.contact,
            asked=asked_for(message),
        )
    except CannotWrite as error:
        if error.code != "dead":
            raise
    if not (message.subject and message.body):
        letter = compose(
            by=by,
            message=message,
            situation=letter_of(message),
            language=language_of(message),
            on_behalf_of=on_behalf_of,
        )
        message.subject = message.subject or letter.subject
        message.body = message.body or letter.body
        message.language = letter.language
    mailbox = mailbox_for(by)
    sender = (mailbox.address if mailbox else offer_of(by).email) or NOBODY
    mail = build(by=by, message=message, sender=sender, at=now())
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    return as_sent(mail)


def letter_of(message: Message) -> str:
    """The situation whose words it takes: hers, else the one of the call it comes from,
    else one that thanks for nothing and says nothing was agreed.
    """
    if message.situation or message.call is None:
        return message.situation or "first"
    return letter_for(message.call.outcome, message.about)
