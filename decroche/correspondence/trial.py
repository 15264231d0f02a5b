"""A real test of a mailbox: a message to herself is sent, and looked for in her inbox."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from django.utils.translation import gettext as _

from decroche.correspondence.authorizing import disconnect, finish_connecting
from decroche.correspondence.building import new_message_id
from decroche.correspondence.models import Mailbox
from decroche.correspondence.outbox import imap_account, smtp_account
from decroche.gateways import imap, smtp
from decroche.gateways.oauth import NotGranted
from decroche.journal.record import record
from decroche.shared.clock import now
from decroche.team.models import Member

Step = Literal["ok", "smtp", "imap", "not_found", "consent", "ended"]


@dataclass(frozen=True, slots=True)
class Trial:
    """How far the test came.

    `at` is the step within the talk (connect, tls, login, sender…), `words` the server's own. With
    the step consent, `at` is why the provider grants no access (`NotGranted.code`); with ended,
    what it knows of the end (`authorizing.Ended`).
    """

    step: Step
    at: str = ""
    words: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the mailbox did not work then."""
        return self.step in ("smtp", "imap", "consent")


def try_mailbox(*, by: Member, mailbox: Mailbox, wait: float = 20.0) -> Trial:
    """Sends a message to herself, then looks for it in her inbox for `wait` seconds; files
    nothing.
    """
    started = time.monotonic()
    mail, message_id = _greeting(by, mailbox)
    try:
        smtp.send(
            smtp_account(mailbox),
            sender=mailbox.address,
            to=mailbox.address,
            content=mail.as_bytes(policy=SMTP),
            before_data=lambda: None,
        )
    except smtp.Refusal as refusal:
        return _told(
            by,
            mailbox,
            Trial("smtp", refusal.step, f"{refusal.code or ''} {refusal.words}".strip()),
        )
    if not mailbox.imap_host:
        return _told(by, mailbox, Trial("ok", "smtp_only", seconds=time.monotonic() - started))
    try:
        with imap.opened(imap_account(mailbox)) as inbox:
            folder = inbox.sent_folder()
            while time.monotonic() - started < wait:
                if inbox.holds("INBOX", message_id):
                    Mailbox.objects.filter(pk=mailbox.pk).update(sent_folder=folder)
                    return _told(by, mailbox, Trial("ok", seconds=time.monotonic() - started))
                time.sleep(0.5)
    except imap.Unreachable as error:
        return _told(by, mailbox, Trial("imap", error.step, error.words))
    return _told(by, mailbox, Trial("not_found", seconds=wait))


def finish_and_try(*, by: Member, session: str, state: str, code: str) -> Trial:
    """Connects the mailbox with the code she came back with, then tests it."""
    try:
        mailbox = finish_connecting(by=by, session=session, state=state, code=code)
    except NotGranted as refused:
        return Trial("consent", refused.code, refused.words)
    return try_mailbox(by=by, mailbox=mailbox)


def disconnect_and_tell(*, by: Member) -> Trial:
    """Ends the access that was granted; returns what the provider knows about the end."""
    return Trial("ended", disconnect(by=by))


def _greeting(by: Member, mailbox: Mailbox) -> tuple[EmailMessage, str]:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = mailbox.address
    mail["Subject"] = _("Décroche: your mailbox works")
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = message_id = new_message_id(mailbox.address)
    mail.set_content(
        _("This message was sent by Décroche to test your mailbox. You can delete it.")
    )
    return mail, message_id


def _told(by: Member, mailbox: Mailbox, trial: Trial) -> Trial:
    fields = (
        {"checked_at": now(), "problem": "", "problem_step": "", "retry_at": None}
        if trial.step == "ok"
        else {}
    )
    with record("mailbox.tried", by=by, undoable=False, step=trial.step, at=trial.at):
        Mailbox.objects.filter(pk=mailbox.pk).update(
            **fields or {"problem": trial.words[:500], "problem_step": trial.at[:10]}
        )
    return trial
