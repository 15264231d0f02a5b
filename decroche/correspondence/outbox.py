"""The outbox: each message that is due is sent once.

A message is noted as `sending` before anything happens and as `handed` just before its text goes
over the line; both are committed. A process that dies before `handed` sent nothing: the message is
queued again. One that dies after it may have sent: the Sent folder is searched by Message-ID, and
what it cannot prove is shown to her as “to check”, never sent again by itself (decision 0008).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from decroche.background.turns import my_name
from decroche.calls.permission import may_write
from decroche.correspondence.actions import asked_for
from decroche.correspondence.building import as_sent, build, new_message_id, whole_body
from decroche.correspondence.grant import token_of
from decroche.correspondence.leaving import carries_presentation, note_left
from decroche.correspondence.models import DeadAddress, Mailbox, Message, Reply
from decroche.correspondence.notice import note_told
from decroche.correspondence.password import read_password, secret_elsewhere
from decroche.correspondence.queries import left_from, to_leave_from, writer_of
from decroche.correspondence.rules import (
    ACCOUNT_PAUSE,
    GIVE_UP,
    MAILBOX_STEPS,
    TAKE_BACK,
    next_try,
)
from decroche.correspondence.runner import abandoned, take, taken
from decroche.gateways import imap, smtp
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.team.models import Member, Workspace

log = logging.getLogger(__name__)
State = Message.State


@dataclass(slots=True)
class Sent:
    """What a turn did, as numbers of messages: sent, put off until later, failed for good, to be
    checked by her. `problem` is the step at which the mailbox itself refused.
    """

    sent: int = 0
    later: int = 0
    failed: int = 0
    check: int = 0
    problem: str = ""

    def add(self, more: Sent) -> None:
        """Adds what another turn did."""
        self.sent += more.sent
        self.later += more.later
        self.failed += more.failed
        self.check += more.check
        self.problem = self.problem or more.problem


def smtp_account(mailbox: Mailbox) -> smtp.SmtpAccount:
    """The mailbox with its password, or the access that was granted, for sending."""
    password = read_password(mailbox, "smtp")
    return smtp.SmtpAccount(
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.smtp_user,
        password,
        settings.MAIL_TIMEOUT,
        token=token_of(mailbox, "smtp"),
    )


def imap_account(mailbox: Mailbox) -> imap.ImapAccount:
    """The mailbox with its password, or the access that was granted, for reading."""
    password = read_password(mailbox, "imap")
    user = mailbox.imap_user or mailbox.smtp_user
    return imap.ImapAccount(
        mailbox.imap_host,
        mailbox.imap_port,
        mailbox.imap_security,
        user,
        password,
        settings.MAIL_TIMEOUT,
        token=token_of(mailbox, "imap"),
    )


def turn(workspace: Workspace, *, most: int = 1000) -> Sent:
    """Sends what is due from every mailbox of the workspace, `most` from each."""
    done = Sent()
    for mailbox in Mailbox.objects.filter(workspace=workspace).order_by("id"):
        done.add(turn_of(mailbox, most=most))
    return done


def turn_of(mailbox: Mailbox, *, most: int = 1000) -> Sent:
    """Sends what is due from a mailbox, within its pace and daily limit; files what was sent. Stops
    when the mailbox itself refuses, and does nothing while another runner has it, or when only
    another machine has its password.
    """
    done = Sent()
    if _is_paused(mailbox):
        return done
    if _next_to_send(mailbox) is None and not _unfiled(mailbox).exists():
        return done
    if secret_elsewhere(mailbox):
        return done
    with taken(mailbox) as mine:
        while mine and done.sent < most:
            message = _next_to_send(mailbox)
            if message is None or not take(mailbox) or not _claim(message, mailbox):
                break
            if not _deliver(message, mailbox, done):
                break
        if mine:
            _file_unfiled(mailbox)
    return done


def is_due(at: datetime) -> Q:
    """Which queued messages are to leave: their time has come, or it was noted by a clock that was
    ahead (no wait is longer than GIVE_UP, and none was queued later than now).
    """
    return Q(send_after__lte=at) | Q(send_after__gt=at + GIVE_UP) | Q(queued_at__gt=at + TAKE_BACK)


def _is_paused(mailbox: Mailbox) -> bool:
    """Whether the mailbox is to be tried again only later. A pause longer than the longest one was
    noted by a clock that was ahead, and is ignored.
    """
    return mailbox.retry_at is not None and now() < mailbox.retry_at <= now() + ACCOUNT_PAUSE


def _next_to_send(mailbox: Mailbox) -> Message | None:
    """The message whose turn it is, within the daily limit and the pace of the mailbox; None when
    none may leave now. A letter the program queued waits while the company has a refusal in doubt.
    """
    at = now()
    today = at.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    gone = (
        # without messages dated in the future: a clock that was ahead must not hold her mail back
        Message.objects.filter(left_from(mailbox), closed_at__gte=today, closed_at__lte=at)
        .exclude(message_id="")
        .filter(state__in=(State.SENT, State.CHECK))
    )
    told = gone.aggregate(count=Count("id"), last=Max("closed_at"))
    if told["count"] >= mailbox.daily_limit:
        return None
    if told["last"] and told["last"] + timedelta(seconds=mailbox.pace_seconds) > at:
        return None
    refusals_in_doubt = Reply.objects.filter(
        workspace_id=mailbox.workspace_id,
        doubt__in=(Reply.Doubt.REFUSAL, Reply.Doubt.UNANSWERED),
        settled_at=None,
    ).values("company_id")
    due = to_leave_from(mailbox).filter(is_due(at), state=State.QUEUED)
    rows = due.exclude(
        written_at=None, company_id__in=refusals_in_doubt
    )  # what she wrote herself is sent
    return (
        rows.select_related(
            "company", "company__provenance", "contact", "call", "member", "workspace"
        )
        .order_by("send_after", "id")
        .first()
    )


def _claim(message: Message, mailbox: Mailbox) -> bool:
    """Takes a message for this runner; False when another one did, or she took it back."""
    message.message_id = message.message_id or new_message_id(mailbox.address)
    message.runner, message.tried_at, message.mailbox = my_name(), now(), mailbox
    return bool(
        Message.objects.filter(pk=message.pk, state=State.QUEUED).update(
            state=State.SENDING,
            message_id=message.message_id,
            tried_at=message.tried_at,
            runner=message.runner,
            mailbox=mailbox,
            attempts=message.attempts + 1,
        )
    )


def _deliver(message: Message, mailbox: Mailbox, done: Sent) -> bool:
    """Sends one message; False when the turn should end."""
    by = writer_of(message)
    mail = _made(message, mailbox, by)
    if mail is None:
        done.failed += 1
        return True
    message.with_presentation = carries_presentation(message)
    try:
        words = smtp.send(
            smtp_account(mailbox),
            sender=mailbox.address,
            to=message.to,
            content=as_sent(mail),
            before_data=lambda: _hand_over(message),
        )
    except Recalled:
        _note(message, State.DROPPED, closed_at=now())
        return True
    except TakenOver:
        log.warning("message %s was taken over by another runner before its text", message.pk)
        return False
    except smtp.Refusal as refusal:
        return _refused(message, mailbox, refusal, done)
    _note_sent(message, mailbox, by, words)
    done.sent += 1
    _file(message, mailbox, mail)
    return True


def _made(message: Message, mailbox: Mailbox, by: Member) -> EmailMessage | None:
    """The mail as it leaves; None when it may not be written or can't be made, which is noted on
    the message.
    """
    asked = asked_for(message)
    verdict = may_write(
        message.workspace, message.company, message.to, now(), contact=message.contact, asked=asked
    )
    if not verdict.allowed:
        _note(message, State.FAILED, closed_at=now(), step="opposed", words=verdict.why)
        return None
    try:
        return build(by=by, message=message, sender=mailbox.address, at=now())
    except Refusal as refusal:
        words = str(refusal)[:500]
        log.warning("message %s could not be made: %s", message.pk, words)
        _note(message, State.FAILED, closed_at=now(), step="document", words=words)
        return None


def _note_sent(message: Message, mailbox: Mailbox, by: Member, words: str) -> None:
    """Notes that a message was taken by the server, with the words of its answer."""
    at, attached = now(), message.with_presentation
    body = whole_body(by, message)
    _note(message, State.SENT, closed_at=at, words=words, body=body, with_presentation=attached)
    Mailbox.objects.filter(pk=mailbox.pk).exclude(problem="").update(
        problem="", problem_step="", retry_at=None
    )
    note_told(by=by, message=message)
    note_left(by=by, message=message, at=at)


def _refused(message: Message, mailbox: Mailbox, refusal: smtp.Refusal, done: Sent) -> bool:
    at = now()
    log.info("message %s: %s at %s, %s", message.pk, refusal.kind, refusal.step, refusal.code)
    said = {"step": refusal.step, "words": f"{refusal.code or ''} {refusal.words}".strip()[:500]}
    if refusal.kind == "unknown":
        _settle_unknown(message, mailbox, done, said)
        return True
    if refusal.kind == "final":
        _note(message, State.FAILED, closed_at=at, **said)
        if refusal.step == "recipient":
            DeadAddress.objects.get_or_create(
                workspace_id=message.workspace_id,
                address=message.to,
                defaults={"words": said["words"], "at": at},
            )
        done.failed += 1
        return True
    stuck = refusal.kind == "account" or refusal.step in MAILBOX_STEPS
    if stuck:  # nothing is wrong with this message: it waits as it was, and so do the others
        Mailbox.objects.filter(pk=mailbox.pk).update(
            problem=said["words"] or refusal.step,
            problem_step=refusal.step,
            retry_at=at + ACCOUNT_PAUSE,
        )
        done.problem = refusal.step
    later = (
        at + ACCOUNT_PAUSE if stuck else next_try(message.attempts + 1, message.queued_at or at, at)
    )
    if later is None or at - (message.queued_at or at) >= GIVE_UP:
        _note(message, State.FAILED, closed_at=at, **said)
        done.failed += 1
    else:
        done.later += _put_back(message, send_after=later, **said)
    return not stuck


def _settle_unknown(message: Message, mailbox: Mailbox, done: Sent, said: dict[str, str]) -> None:
    """Settles a message whose connection broke after the text: the Sent folder may prove that it
    arrived (some servers file by themselves).
    """
    if _stands_in_sent(message, mailbox):
        at, attached = now(), carries_presentation(message)
        _note(message, State.SENT, closed_at=at, filed_at=at, with_presentation=attached, **said)
        note_left(by=writer_of(message), message=message, at=at)
        done.sent += 1
    else:
        _note(message, State.CHECK, closed_at=now(), **said)
        done.check += 1


def _stands_in_sent(message: Message, mailbox: Mailbox) -> bool:
    if not message.message_id or not _reads_again(mailbox):
        return False
    try:
        with imap.opened(imap_account(mailbox)) as inbox:
            return inbox.holds(mailbox.sent_folder or inbox.sent_folder(), message.message_id)
    except imap.Unreachable as error:
        log.info("the Sent folder could not be searched: %s", error)
        return False


def _note(message: Message, state: str, **fields: object) -> None:
    """Saves the state of a message, committed at once, so that it survives the process."""
    message.state = state
    for name, value in fields.items():
        setattr(message, name, value)
    Message.objects.filter(pk=message.pk).update(state=state, **fields)


class Recalled(Exception):
    """The call that asked for this mail was taken back before its text went over the line."""


class TakenOver(Exception):
    """This runner was away for so long that another took the message: that one sends it."""


def _hand_over(message: Message) -> None:
    """Notes that the text is being sent now, as long as the message is still this runner's. Raises
    Recalled, TakenOver.
    """
    rows = Message.objects.filter(
        pk=message.pk, runner=message.runner, tried_at=message.tried_at, state=State.SENDING
    )
    if not rows.filter(recalled_at=None).update(state=State.HANDED):
        raise Recalled if rows.exists() else TakenOver
    message.state = State.HANDED


def _put_back(message: Message, **fields: object) -> bool:
    """Puts a message back among those to send; one that was recalled meanwhile is dropped. Returns
    whether it waits.
    """
    rows = Message.objects.filter(pk=message.pk)
    if rows.filter(recalled_at=None).update(state=State.QUEUED, **fields):
        return True
    rows.update(state=State.DROPPED, closed_at=now())
    return False


def _reads_again(mailbox: Mailbox) -> bool:
    """Whether the reading server is worth asking: one that failed a moment ago is not, so that the
    mails that leave do not wait for it one by one.
    """
    last = (
        Mailbox.objects.filter(pk=mailbox.pk).values_list("unreadable_at", flat=True).first()
        if mailbox.imap_host
        else None
    )
    at = now()
    return bool(mailbox.imap_host) and not (last and last <= at < last + ACCOUNT_PAUSE)


def _file(message: Message, mailbox: Mailbox, mail: EmailMessage) -> None:
    """Puts the message into the Sent folder, unless the server did by itself."""
    if not _reads_again(mailbox):
        return
    try:
        with imap.opened(imap_account(mailbox)) as inbox:
            folder = mailbox.sent_folder or inbox.sent_folder()
            if not inbox.holds(folder, message.message_id):
                inbox.file(folder, as_sent(mail), now())
    except imap.Unreachable as error:
        log.info("message %s is sent but not filed yet: %s", message.pk, error)
        Mailbox.objects.filter(pk=mailbox.pk).update(unreadable_at=now())
        return
    Message.objects.filter(pk=message.pk).update(filed_at=now())


def _unfiled(mailbox: Mailbox) -> QuerySet[Message]:
    recent = Q(
        closed_at__gte=now() - timedelta(days=2), closed_at__lte=now() - timedelta(minutes=1)
    )
    rows = Message.objects.filter(left_from(mailbox), recent, state=State.SENT, filed_at=None)
    return rows.exclude(message_id="")


def _file_unfiled(mailbox: Mailbox) -> None:
    """Files what was sent while the mailbox could not be reached.

    The text is the same; the attachments are made again.
    """
    if not _reads_again(mailbox):
        return
    for message in _unfiled(mailbox).select_related(
        "company", "company__provenance", "contact", "call", "member", "workspace"
    )[:5]:
        by = writer_of(message)
        message.body = message.body.partition("\n\n--\n")[0]
        _file(
            message,
            mailbox,
            build(by=by, message=message, sender=mailbox.address, at=message.closed_at or now()),
        )


def recover(workspace: Workspace) -> Sent:
    """Settles the messages that killed runners left half sent: this one at its start, others once
    their time is over.
    """
    done = Sent()
    for mailbox in Mailbox.objects.filter(workspace=workspace).order_by("id"):
        with taken(mailbox) as mine:
            if mine:
                _recover_from(mailbox, done)
    return done


def _recover_from(mailbox: Mailbox, done: Sent) -> None:
    rows = Message.objects.filter(left_from(mailbox))
    died = rows.filter(abandoned(State.SENDING))
    died.exclude(recalled_at=None).update(state=State.DROPPED, closed_at=now())
    done.later += died.update(state=State.QUEUED)
    for message in rows.filter(abandoned(State.HANDED)):
        _settle_unknown(message, mailbox, done, {"step": "died", "words": ""})
