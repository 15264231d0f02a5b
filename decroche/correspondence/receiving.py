"""What comes back by IMAP, put on the card: answers, absences, bounces, and “stop”, which is an
opposition at once.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from decroche.calls.rules import APPOINTMENTS
from decroche.correspondence.incoming import Incoming, read_incoming
from decroche.correspondence.models import DeadAddress, Mailbox, Message, Reply
from decroche.correspondence.outbox import imap_account
from decroche.correspondence.rules import return_said
from decroche.followups.actions import put_off
from decroche.followups.models import FollowUp
from decroche.gateways import imap
from decroche.journal.record import Verb, record
from decroche.prospects.opposition import oppose_company
from decroche.shared.calendar import add_working_days
from decroche.shared.clock import now
from decroche.shared.places import tz
from decroche.shared.spoken import NotUnderstood, understand
from decroche.team.models import Member, Workspace

log = logging.getLogger(__name__)
_MEMORY = timedelta(days=400)


def poll(workspace: Workspace) -> int:
    """Reads what is new in the inbox; how many messages spoke of one of hers."""
    mailbox = Mailbox.objects.filter(workspace=workspace).first()
    if mailbox is None or not mailbox.imap_host:
        return 0
    at, taken = now(), 0
    try:
        with imap.opened(imap_account(mailbox)) as inbox:
            if not mailbox.inbox_validity:
                position = inbox.end()
                Mailbox.objects.filter(pk=mailbox.pk).update(
                    inbox_validity=position.validity, inbox_uid=position.uid, polled_at=at
                )
                return 0
            position, found = inbox.since(imap.Position(mailbox.inbox_validity, mailbox.inbox_uid))
    except imap.Unreachable as error:
        log.info("the inbox could not be read: %s", error)
        problem = (
            {"problem": error.words[:500], "problem_step": "inbox"}
            if error.kind == "account"
            else {}
        )
        Mailbox.objects.filter(pk=mailbox.pk).update(polled_at=at, **problem)
        return 0
    for content in found:
        taken += take(workspace, content)
    Mailbox.objects.filter(pk=mailbox.pk).update(
        inbox_validity=position.validity, inbox_uid=position.uid, polled_at=at
    )
    return taken


def take(workspace: Workspace, content: bytes) -> bool:
    """Puts one incoming message where it belongs; whether it was about one of hers. The same one
    twice is taken once.
    """
    said = read_incoming(content)
    message = _about(workspace, said)
    if message is None or said.delayed:
        return False
    reply_id = said.message_id or f"{said.kind}-{message.pk}-{now().timestamp()}"
    if Reply.objects.filter(workspace=workspace, reply_id=reply_id[:300]).exists():
        return False
    by = message.member or Member.objects.filter(workspace=workspace).order_by("id")[0]
    with (
        transaction.atomic(),
        record(
            f"message.{said.kind}",
            by=by,
            company_id=message.company_id,
            undoable=False,
            sender=said.sender,
        ) as verb,
    ):
        Reply.objects.create(
            workspace=workspace,
            message=message,
            company=message.company,
            kind=said.kind,
            sender=said.sender[:254],
            subject=said.subject[:300],
            excerpt=(said.words or said.text)[:2000],
            reply_id=reply_id[:300],
            received_at=now(),
        )
        {"bounce": _bounced, "away": _away, "stop": _stop, "reply": _answered}[said.kind](
            verb, by, message, said
        )
    return True


def _about(workspace: Workspace, said: Incoming) -> Message | None:
    """The message an incoming one speaks of: by its IDs, else by the address it bounced from or the
    person who writes.
    """
    rows = Message.objects.filter(
        workspace=workspace, created_at__gte=now() - _MEMORY
    ).select_related("company", "contact", "member", "workspace")
    for message_id in said.about:
        found = rows.filter(message_id=message_id).first()
        if found:
            return found
    left = rows.filter(state__in=(Message.State.SENT, Message.State.CHECK)).order_by("-closed_at")
    if said.kind == "bounce":
        return left.filter(to__iexact=said.failed).first() if said.failed else None
    return left.filter(to__iexact=said.sender).first() if said.sender else None


def _advised(message: Message) -> FollowUp | None:
    """The open advised follow-up of the call that led to the message, else the first one of the
    company. A promise is never among them: what comes back by mail changes nothing of her word.
    """
    rows = FollowUp.objects.filter(
        workspace_id=message.workspace_id,
        company_id=message.company_id,
        closed_at=None,
        kind=FollowUp.Kind.ADVISED,
    ).exclude(purpose__in=APPOINTMENTS)
    return rows.filter(call_id=message.call_id or 0).first() or rows.order_by("due_at").first()


def _answered(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """An answer: what was advised is closed, and reading it is the next step, today."""
    Message.objects.filter(pk=message.pk).update(replied_at=now(), state=Message.State.SENT)
    verb.update(message.company, last_contact_at=now())
    follow_up = _advised(message)
    if follow_up:
        verb.update(follow_up, closed_at=now(), closed_how="replied")
    verb.create(
        FollowUp(
            workspace_id=message.workspace_id,
            company=message.company,
            contact=message.contact,
            call_id=message.call_id,
            kind=FollowUp.Kind.ADVISED,
            purpose="reply",
            due_at=now(),
            precision="day",
            note=" ".join(said.text.split())[:300],
            created_at=now(),
        )
    )


def _stop(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """An opposition, at once: no call, no mail, whatever is imported later."""
    Message.objects.filter(pk=message.pk).update(replied_at=now(), state=Message.State.SENT)
    oppose_company(verb=verb, by=by, company=message.company, channel="mail")


def _away(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Away: the follow-up waits for the day of return, when it is said."""
    follow_up, told = _advised(message), return_said(said.text)
    if follow_up is None or told is None or follow_up.purpose in ("reply", "bounce"):
        return  # reading an answer and asking for an address wait for nobody
    zone = message.company.state.zone
    try:
        back = understand(told.words, now=now(), zone=zone, language="fr").at
    except NotUnderstood:
        try:
            back = understand(told.words, now=now(), zone=zone, language="en").at
        except NotUnderstood:
            return
    day = (
        add_working_days(back.astimezone(tz(zone)).date(), 1, zone)
        if told.last_day_away
        else back.astimezone(tz(zone)).date()
    )
    due = back.replace(year=day.year, month=day.month, day=day.day)
    if due > follow_up.due_at:
        put_off(verb=verb, follow_up=follow_up, due_at=due, precision="day")
        state = message.company.state
        verb.update(state, not_before=max(state.not_before or due, due))


def _bounced(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """It came back: the address is marked, and the next step is a call for the right one; what was
    promised stays beside it.
    """
    at = now()
    Message.objects.filter(pk=message.pk).update(
        bounced_at=at, state=Message.State.FAILED, words=said.words[:500], step="bounce"
    )
    DeadAddress.objects.get_or_create(
        workspace_id=message.workspace_id,
        address=message.to,
        defaults={"words": said.words, "at": at},
    )
    follow_up = _advised(message)
    note = f"{message.to}: {said.words}"[:500]
    if follow_up:
        due = min(follow_up.due_at, at)
        put_off(verb=verb, follow_up=follow_up, due_at=due, note=note, purpose="bounce")
    else:
        verb.create(
            FollowUp(
                workspace_id=message.workspace_id,
                company=message.company,
                contact=message.contact,
                call_id=message.call_id,
                kind=FollowUp.Kind.ADVISED,
                purpose="bounce",
                due_at=at,
                precision="day",
                note=note,
                created_at=at,
            )
        )
