"""Telling a member by mail what happened to their account, from the mailbox of the file.

It is sent once, beside the page: it is told on the page too (news.py), so a mail that does not get
through is a line in the log and nothing more. It holds no link: who mails such links teaches people
to follow them.
"""

from __future__ import annotations

import logging
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.background.beside import begin
from decroche.correspondence.building import new_message_id
from decroche.correspondence.models import Mailbox
from decroche.correspondence.outbox import smtp_account
from decroche.correspondence.whose import Whose, kept_of
from decroche.gateways import smtp
from decroche.membership.news_wording import event_in_words
from decroche.team.language import member_language
from decroche.team.models import AccountEvent
from decroche.team.signing import credential_of

log = logging.getLogger(__name__)
_WITHIN = 120.0


def tell_by_mail(event: AccountEvent) -> None:
    """Begins to send the mail, where there is a mailbox; the page does not wait for it."""
    mailbox = kept_of(Whose(event.member.workspace_id))
    kept = credential_of(event.member)
    if mailbox is not None and kept is not None:
        begin(f"news {event.pk}", lambda: _send(event, mailbox, kept.email), within=_WITHIN)


def _send(event: AccountEvent, mailbox: Mailbox, to: str) -> bool:
    try:
        smtp.send(
            smtp_account(mailbox),
            sender=mailbox.address,
            to=to,
            content=_mail(event, mailbox, to).as_bytes(policy=SMTP),
            before_data=lambda: None,
        )
    except smtp.Refusal as refusal:
        log.warning("a member was not told by mail: %s, %s", refusal.step, refusal.code)
        return False
    return True


def _mail(event: AccountEvent, mailbox: Mailbox, to: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = mailbox.address, to
    mail["Date"] = format_datetime(event.at)
    mail["Message-ID"] = new_message_id(mailbox.address)
    mail["Auto-Submitted"] = "auto-generated"
    with override(member_language(event.member)):
        mail["Subject"] = _("Décroche: something changed on your account")
        lines = [
            event_in_words(event),
            _(
                "If it was you, there is nothing to do. If not: sign in, end the other sessions"
                " under “My account”, choose another password, and tell whoever owns the file."
            ),
        ]
    mail.set_content("\n\n".join(lines) + "\n")
    return mail
