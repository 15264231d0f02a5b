"""Verbs about messages: queued, taken back, sent again, closed by hand; the mailbox they leave
from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from decroche.calls.permission import may_write, writing_queries
from decroche.calls.rules import ASKED_FOR_MAIL
from decroche.correspondence.composing import template
from decroche.correspondence.grant import forget_grant, read_grant
from decroche.correspondence.leaving import carries_presentation, count_from_leaving
from decroche.correspondence.models import DeadAddress, Mailbox, Message, Template
from decroche.correspondence.password import (
    forget_password,
    has_password,
    keep_password,
    note_secret_forgotten,
    read_password,
)
from decroche.correspondence.queries import mailbox_for, to_leave_from
from decroche.correspondence.rules import MAIL_SITUATIONS, MAILBOX_STEPS, TAKE_BACK, one_line
from decroche.correspondence.servers import may_name_servers
from decroche.correspondence.whose import Whose, kept_of, whose_of
from decroche.database.fetching import Fetch, Queries, fetch_now, first
from decroche.database.prepared import PreparedQuery
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.rows import concrete
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import people_to_approach
from decroche.shared.addresses import check_address, find_addresses
from decroche.shared.clock import now
from decroche.shared.language import Language
from decroche.team.models import Member
from decroche.team.needs import OWN, NotAllowed

State = Message.State
_DEAD = PreparedQuery(
    lambda workspace, address: DeadAddress.objects.filter(workspace_id=workspace, address=address)
)


class CannotWrite(Exception):
    """A message can't be sent; `code` is address, several, dead, empty, no_mailbox or gone, or one
    of the law's: opposed, unlisted, no_consent, consent_revoked, personal_address.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def asked_for(message: Message) -> bool:
    """Whether they asked for this mail on the telephone."""
    return message.call is not None and message.call.outcome in ASKED_FOR_MAIL


def recipient_queries(
    by: Member, company: Company, address: str, contact: Contact | None = None
) -> Queries:
    """The queries of `check_recipient`, to be sent with others."""
    queries = writing_queries(by.workspace, company, address, contact)
    return [*queries, _DEAD.bind(by.workspace_id, address)]


def check_recipient(
    *,
    by: Member,
    to: str,
    company: Company | None = None,
    contact: Contact | None = None,
    asked: bool = False,
    fetch: Fetch = fetch_now,
) -> str:
    """The address to which the message may be sent, as it is kept. `asked`: they asked for it.
    Raises CannotWrite.
    """
    if len(find_addresses(to)) > 1:
        raise CannotWrite("several")
    checked = check_address(to)
    if not checked.ok:
        raise CannotWrite("address", to)
    verdict = may_write(
        by.workspace, company, checked.address, now(), contact=contact, asked=asked, fetch=fetch
    )
    if not verdict.allowed:
        raise CannotWrite(verdict.why, checked.address)
    dead = first(fetch(_DEAD, by.workspace_id, checked.address))
    if dead:
        raise CannotWrite("dead", dead.words)
    return checked.address


def begin(*, by: Member, company: Company) -> Message:
    """A new draft to a company, addressed to the person who decides if known; or the draft that
    waits already. Raises CannotWrite for a company that must be left alone.
    """
    verdict = may_write(by.workspace, company, "", now(), asked=True)
    if not verdict.allowed:
        raise CannotWrite(verdict.why, company.name)
    waiting = (
        Message.objects.filter(workspace_id=by.workspace_id, company=company, state=State.DRAFT)
        .order_by("-id")
        .first()
    )
    if waiting:
        return waiting
    people = (
        people_to_approach(by.workspace)
        .filter(company=company)
        .exclude(email="")
        .order_by("-decides", "id")
    )
    contact = people.first()
    with record("message.begun", by=by, company_id=company.pk, undoable=False):
        return Message.objects.create(
            workspace_id=by.workspace_id,
            company=company,
            contact=contact,
            member=by,
            to=contact.email if contact else company.email,
            created_at=now(),
        )


@dataclass(frozen=True, slots=True)
class MailInput:
    """A mail as she wrote it."""

    subject: str
    body: str
    situation: str = ""
    language: Language = "fr"
    with_presentation: bool = True
    with_cv: bool = False


def queue(*, by: Member, message: Message, to: str, mail: MailInput) -> Entry:
    """Queues a message to leave in half a minute.

    Raises CannotWrite. Twice is once: only a message that waits for her is queued.
    """
    if mailbox_for(by) is None:
        raise CannotWrite("no_mailbox")
    address = check_recipient(
        by=by, to=to, company=message.company, contact=message.contact, asked=asked_for(message)
    )
    letter = _letter(mail)
    at = now()
    with record(
        "message.queued", by=by, company_id=message.company_id, undoable=False, to=address
    ) as verb:
        moved = Message.objects.filter(
            pk=message.pk, workspace_id=by.workspace_id, state__in=(State.DRAFT, State.FAILED)
        ).update(
            state=State.QUEUED,
            member=by,
            to=address,
            queued_at=at,
            written_at=at,
            send_after=at + TAKE_BACK,
            **letter,
            **_NEVER_TRIED,
        )
        if not moved:
            raise CannotWrite("gone")
    return verb.entry


_NEVER_TRIED = {
    "attempts": 0,
    "words": "",
    "step": "",
    "closed_at": None,
    "message_id": "",
    "recalled_at": None,
}
"""What a message says of its tries before the first one."""


def _letter(mail: MailInput) -> dict[str, object]:
    """What she wrote, as a message keeps it. Raises CannotWrite without a subject or a text."""
    subject, body = one_line(mail.subject), mail.body.strip()[:20000]
    if not subject or not body:
        raise CannotWrite("empty")
    return {
        "subject": subject,
        "body": body,
        "situation": mail.situation if mail.situation in MAIL_SITUATIONS else "",
        "language": mail.language,
        "with_presentation": mail.with_presentation,
        "with_cv": mail.with_cv,
    }


def take_back(*, by: Member, message: Message) -> bool:
    """Puts a message back among the drafts, if it has not left yet; returns whether it was in
    time.
    """
    with record("message.taken_back", by=by, company_id=message.company_id, undoable=False) as verb:
        moved = Message.objects.filter(
            pk=message.pk, workspace_id=by.workspace_id, state=State.QUEUED
        ).update(state=State.DRAFT, send_after=None)
        verb.nothing_done = not moved
    return bool(moved)


def leave_now(*, by: Member, message: Message) -> bool:
    """Sends a queued message without the half-minute in which it could be taken back."""
    with record("message.hurried", by=by, company_id=message.company_id, undoable=False) as verb:
        moved = Message.objects.filter(
            pk=message.pk, workspace_id=by.workspace_id, state=State.QUEUED
        ).update(send_after=now())
        verb.nothing_done = not moved
    return bool(moved)


def send_again(*, by: Member, message: Message) -> bool:
    """Sends a message that is to be checked, or was refused, once more, after she has looked at it;
    with the same Message-ID, so that servers can tell that it is the same. Raises CannotWrite, for
    instance when they have asked to be left alone since.
    """
    check_recipient(
        by=by,
        to=message.to,
        company=message.company,
        contact=message.contact,
        asked=asked_for(message),
    )
    with record("message.sent_again", by=by, company_id=message.company_id, undoable=False) as verb:
        moved = Message.objects.filter(
            pk=message.pk, workspace_id=by.workspace_id, state__in=(State.CHECK, State.FAILED)
        ).update(
            state=State.QUEUED,
            queued_at=now(),
            send_after=now(),
            attempts=0,
            closed_at=None,
            recalled_at=None,
        )
        verb.nothing_done = not moved
    return bool(moved)


def close(*, by: Member, message: Message, how: str) -> Entry:
    """Closes a message that she sent from her own mail program, or drops it. What she sends herself
    has the attachments of the draft (drafting.py).
    """
    if how not in ("sent", "dropped"):
        raise ValueError(f"a message is sent or dropped, not {how}")
    with record(f"message.{how}", by=by, company_id=message.company_id) as verb:
        if message.state == how:
            return verb.entry
        at, changes = now(), dict[str, Any]()
        if how == State.SENT:
            changes["with_presentation"] = carries_presentation(message)
            count_from_leaving(verb=verb, message=message, at=at)
        verb.update(message, state=how, closed_at=at, **changes)
    return verb.entry


def write_templates(
    *, by: Member, language: Language, written: Mapping[str, tuple[str, str]]
) -> None:
    """Saves those of the templates that were changed: {situation: (subject, body)}."""
    for situation, (subject, body) in written.items():
        if (subject, body) != template(by.workspace, situation, language):
            write_template(
                by=by, situation=situation, language=language, subject=subject, body=body
            )


def write_template(*, by: Member, situation: str, language: str, subject: str, body: str) -> None:
    """Saves her template for a situation; empty texts bring the default back."""
    with record("template.written", by=by, situation=situation, language=language) as verb:
        row = Template.objects.filter(
            workspace_id=by.workspace_id, situation=situation, language=language
        ).first()
        if row and not body.strip():
            verb.delete(row)
        elif row:
            verb.update(row, subject=one_line(subject), body=body.strip())
        elif body.strip():
            verb.create(
                Template(
                    workspace_id=by.workspace_id,
                    situation=situation,
                    language=language,
                    subject=one_line(subject),
                    body=body.strip(),
                )
            )


def keep_mailbox(*, by: Member, values: dict[str, Any], password: str = "") -> Mailbox:
    """Saves how to reach a mailbox: of an owner the one they mean (whose.py), of anybody else their
    own. The password goes to the vault; an empty one leaves the present one, for the servers it was
    typed for. Saving the same values again is not a change.
    Raises NotAllowed for servers that a member may not name (servers.py).
    """
    values = values | {"problem": "", "problem_step": "", "retry_at": None}
    if not may_name_servers(by, values):
        raise NotAllowed(OWN)
    own = whose_of(by)
    was = kept_of(own)
    same = was is not None and all(
        getattr(was, name) == concrete(Mailbox, name).to_python(value)
        for name, value in values.items()
    )
    if was and password and read_password(was, "smtp") != password:
        same = False
    with record("mailbox.kept", by=by, undoable=False, address=values["address"]) as verb:
        row, _made = Mailbox.objects.update_or_create(**own._asdict(), defaults=values)
        held = to_leave_from(row).filter(state=State.QUEUED, step__in=MAILBOX_STEPS)
        hurried = held.update(send_after=now())  # they waited because of the mailbox
        verb.nothing_done = same and not hurried
    if password:
        keep_password(row, password)
        forget_grant(own)
    return row


def forget_mailbox(*, by: Member) -> None:
    """Removes the mailbox with its password or access; what was queued waits for her again, so that
    nothing leaves from another address unseen.
    """
    own = whose_of(by)
    with record("mailbox.forgotten", by=by, undoable=False) as verb:
        row = kept_of(own)
        verb.nothing_done = row is None
        if row is not None:
            to_leave_from(row).filter(state=State.QUEUED).update(state=State.DRAFT, send_after=None)
            row.delete()
    _forget_secrets(own)


def close_own_mailbox(member: Member) -> None:
    """Ends the mailbox of their own of somebody who leaves, or may not call any more: it is read no
    longer, and what waits leaves from that of the file. Called inside a verb: the password and the
    access are no part of its transaction, and go once that is kept.
    """
    own = Whose(member.workspace_id, member.pk)
    row = kept_of(own)
    if row is None:
        return
    row.delete()
    transaction.on_commit(lambda: _forget_secrets(own), robust=True)


def forget_secrets_of_who_left() -> None:
    """Removes what the vault of this machine still has of members who left: the verb ran on
    another machine, or this one stopped before it came to that.
    """
    for key, workspace in Member.objects.filter(left_at__isnull=False).values_list(
        "pk", "workspace_id"
    ):
        one = Whose(workspace, key)
        if has_password(one) or read_grant(one) is not None:
            _forget_secrets(one)


def _forget_secrets(one: Whose) -> None:
    forget_password(one)
    forget_grant(one)
    note_secret_forgotten(one)
