"""Reading what comes back by IMAP and putting it on the card, each message by its kind.

A refusal that is sure is an opposition at once. What is not sure (a refusal with a limit, a sender
that her mail server finds false, a refusal that answers no mail of hers and whose sender nobody
has looked at, a colleague's address, a bounce of another address than hers) is
shown to her with its readings, and nothing is done before she has chosen one (judging.py). What
comes back by mail never moves a promise of hers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from decroche.correspondence.about import Proof, message_about
from decroche.correspondence.answering import (
    add_step_to_read,
    close_as_answered,
    heard_from,
    keep_return,
    note_bounce,
    refuse,
)
from decroche.correspondence.bounces import address_is_dead
from decroche.correspondence.incoming import Incoming, read_incoming
from decroche.correspondence.mailtext import TooDeep, header, parse
from decroche.correspondence.models import Mailbox, Message, Reply, UnreadMail
from decroche.correspondence.outbox import imap_account
from decroche.correspondence.password import secret_elsewhere
from decroche.correspondence.queries import writer_of
from decroche.correspondence.refusing import title_says_stop
from decroche.correspondence.wording import meeting_in_words
from decroche.gateways import imap
from decroche.journal.record import Verb, record
from decroche.offer.queries import offer_of
from decroche.shared.addresses import canonical
from decroche.shared.clock import now
from decroche.team.language import member_language
from decroche.team.models import Member, Workspace

log = logging.getLogger(__name__)
_HOURS_LOST = timedelta(days=1)
_ONE_READING = 120.0
"""Seconds after which a reading of a full inbox ends."""
_BETWEEN = 0.1
"""Seconds between two parts of it, in which the pages have the process for themselves."""


def poll(workspace: Workspace) -> int:
    """Reads what is new in every mailbox of the workspace; returns how many messages were about one
    of theirs.
    """
    return sum(map(poll_one, Mailbox.objects.filter(workspace=workspace).order_by("id")))


def poll_one(mailbox: Mailbox) -> int:
    """Reads what is new in an inbox; returns how many messages were about one of theirs. Whatever
    happens, the next reading waits as long as after a successful one. An inbox that another runner
    has begun to read since is left to it, and so is one whose password only another machine has.
    """
    if not mailbox.imap_host or secret_elsewhere(mailbox):
        return 0
    at, last, workspace = now(), mailbox.polled_at, mailbox.workspace
    rows = Mailbox.objects.filter(pk=mailbox.pk)
    if not rows.filter(polled_at=last).update(polled_at=at):
        return 0
    taken = 0
    try:
        with imap.opened(imap_account(mailbox)) as inbox:
            if not mailbox.inbox_validity:
                _note_position(mailbox, inbox.end())
            else:
                day = ((last or at) - _HOURS_LOST).date()
                for messages in _parts(mailbox, inbox, day):
                    taken += sum(take_fetched(workspace, one) for one in messages)
    except imap.Unreachable as error:
        log.info("the inbox could not be read: %s", error)
        account = error.kind == "account"
        problem = {"problem": error.words[:500], "problem_step": "inbox"} if account else {}
        rows.update(unreadable_at=at, **problem)
        return taken
    rows.update(polled_at=at, unreadable_at=None)
    rows.filter(problem_step="inbox").update(problem="", problem_step="")
    return taken


def _parts(mailbox: Mailbox, inbox: imap.Inbox, day: date) -> Iterator[list[imap.Fetched]]:
    """What is new, part by part, to its end or as long as one reading lasts; what comes after is
    the next reading's. How far it came is noted after each part was taken: a flood of mails is not
    begun again when the line breaks in it.
    """
    uids, end = inbox.numbers_since(imap.Position(mailbox.inbox_validity, mailbox.inbox_uid), day)
    until = time.monotonic() + _ONE_READING
    more = True
    while more:
        position, found = inbox.messages(uids, end)
        yield found
        _note_position(mailbox, position)
        uids = uids[imap.MOST_AT_ONCE :]
        more = bool(uids) and not inbox.is_cut_off and time.monotonic() < until
        if more:
            time.sleep(_BETWEEN)


def _note_position(mailbox: Mailbox, position: imap.Position) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(
        inbox_validity=position.validity, inbox_uid=position.uid
    )


def take_fetched(workspace: Workspace, fetched: imap.Fetched) -> bool:
    """Takes one message, whatever it contains: one that can't be read is set aside and shown."""
    if fetched.content is None:
        _keep_unread(workspace, b"uid %d" % fetched.uid)
        return False
    try:
        with transaction.atomic():
            return take(workspace, fetched.content)
    except TakenMeanwhile:
        return False
    except Exception:  # a broken message must not keep the others from being read
        log.exception("a message could not be read; it is kept aside")
        _keep_unread(workspace, fetched.content)
        return False


class TakenMeanwhile(Exception):
    """Another runner took the same message at the same moment."""


def take(workspace: Workspace, content: bytes) -> bool:
    """Puts one incoming message where it belongs; returns whether it was about one of hers. The
    same message is only taken once.

    Raises ValueError for a message that can't be taken apart, TakenMeanwhile.
    """
    said = read_incoming(content)
    if said.sender in _own_addresses(workspace):
        return False
    message, proof = message_about(workspace, said)
    if message is None:
        if said.kind == "stop" and title_says_stop(said.subject):
            _keep_unread(workspace, content, UnreadMail.Reason.STRANGER, said)
        return False
    if said.delayed:
        return False
    reply_id = (said.message_id or f"<{digest(content)}>")[:300]
    if Reply.objects.filter(workspace=workspace, reply_id=reply_id).exists():
        return False
    if said.kind in ("reply", "stop", "doubt"):
        said = read_incoming(content, sent=(message.subject, message.body))
    _put_on_card(message, said, reply_id=reply_id, doubt=_doubt(workspace, said, message, proof))
    return True


def _put_on_card(message: Message, said: Incoming, *, reply_id: str, doubt: str) -> None:
    """Keeps what came back to a message, and does what follows from it unless it is in doubt.
    Raises TakenMeanwhile.
    """
    kind = "stop" if said.kind == "doubt" else said.kind
    by = writer_of(message)
    with record(
        f"message.{'doubt' if doubt else kind}",
        by=by,
        company_id=message.company_id,
        undoable=False,
        sender=said.sender,
    ) as verb:
        reply = Reply(
            workspace_id=message.workspace_id,
            message=message,
            company=message.company,
            kind=kind,
            doubt=doubt,
            sender=said.sender[:254],
            subject=said.subject[:300],
            excerpt=_excerpt(by, message, said),
            reply_id=reply_id,
            received_at=now(),
        )
        try:
            reply.save(force_insert=True)
        except IntegrityError as error:
            raise TakenMeanwhile from error
        if not doubt:
            _CONSEQUENCES[kind](verb, by, message, said)
        elif kind in ("reply", "stop") and doubt != Reply.Doubt.FORGED:
            add_step_to_read(verb, message, said.text)


def digest(content: bytes) -> str:
    """A digest that identifies a message without a Message-ID."""
    return sha256(content).hexdigest()[:40]


def _excerpt(by: Member, message: Message, said: Incoming) -> str:
    """The excerpt of a message that is shown on the card."""
    if said.meeting is not None and said.kind in ("accepted", "declined", "tentative", "counter"):
        language, zone = member_language(by), message.company.state.zone
        with override(language):
            answer = meeting_in_words(said.kind, said.meeting.at, zone, language)
        return "\n".join(one for one in (answer, said.text.strip()) if one)[:2000]
    words = said.words or said.text
    if said.encrypted and not words.strip():
        with override(member_language(by)):
            return gettext("This message is encrypted: open it in your mail program to read it.")
    return words[:2000]


def _own_addresses(workspace: Workspace) -> set[str]:
    """Her own addresses: what she writes herself is never an answer."""
    mailboxes = Mailbox.objects.filter(workspace=workspace).values_list("address", flat=True)
    members = Member.objects.filter(workspace=workspace)
    offers = [offer_of(member).email for member in members[:20]]
    return {canonical(one) for one in (*mailboxes, *offers) if one}


def _doubt(workspace: Workspace, said: Incoming, message: Message, proof: Proof) -> str:
    """Why she is asked before anything is done about a message; "" when nothing is in doubt."""
    if said.forged and said.kind in ("stop", "doubt", "bounce"):
        return Reply.Doubt.FORGED
    if said.kind == "bounce":
        domains = {one.rpartition("@")[2] for one in said.failed}
        to = canonical(message.to)
        about_it = not said.failed or to in said.failed or to.rpartition("@")[2] in domains
        return "" if about_it else Reply.Doubt.UNPROVED
    if said.kind == "doubt":
        return Reply.Doubt.REFUSAL
    if proof == "domain":
        known = Reply.objects.filter(
            workspace=workspace,
            company=message.company,
            sender=said.sender,
            settled_as__in=("reply", "stop"),
        )
        return "" if known.exists() else Reply.Doubt.COLLEAGUE
    if said.kind == "stop" and proof == "address" and said.verdict != "pass":
        return Reply.Doubt.UNANSWERED
    return ""


def _answered(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies an answer: the advised follow-up is closed, and reading the answer is the next step,
    today.
    """
    heard_from(verb, message)
    close_as_answered(verb, message)
    add_step_to_read(verb, message, said.text)


def _stopped(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies a refusal at once, as an opposition: no call and no mail, whatever is imported
    later.
    """
    refuse(verb, by, message, sender=said.sender)


def _away(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies an absence: the follow-up waits for the day of return, if it is named."""
    keep_return(verb, message, said.whole or said.text)


def _somebody_left(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies the news that the person written to has left the company: it is to be read today. The
    address is still valid, and follow-ups stay, since they are with the company.
    """
    add_step_to_read(verb, message, said.text)


def _bounced(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies a bounce: the next step is a call for the right address."""
    note_bounce(verb, message, said.words, dead=address_is_dead(said.words))


def _meeting_answered(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies a declined meeting, or a proposal of another time: she is to act on it today. The
    date of the meeting is not changed.
    """
    heard_from(verb, message)
    add_step_to_read(verb, message, _excerpt(by, message, said))


def _meeting_kept(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies an accepted meeting: it counts as a contact from them, and there is nothing to do."""
    heard_from(verb, message)


def _noted(verb: Verb, by: Member, message: Message, said: Incoming) -> None:
    """Applies a ticket or a receipt: it is shown on the card, and changes nothing."""


_CONSEQUENCES: dict[str, Callable[[Verb, Member, Message, Incoming], None]] = {
    "reply": _answered,
    "stop": _stopped,
    "away": _away,
    "auto": _noted,
    "left": _somebody_left,
    "bounce": _bounced,
    "receipt": _noted,
    "accepted": _meeting_kept,
    "tentative": _meeting_kept,
    "declined": _meeting_answered,
    "counter": _meeting_answered,
}


def _keep_unread(
    workspace: Workspace,
    content: bytes,
    reason: str = UnreadMail.Reason.UNREADABLE,
    said: Incoming | None = None,
) -> None:
    """Sets a message aside, with what of it can be shown."""
    sender, subject, excerpt = (
        (said.sender, said.subject, said.text) if said else _outside_of(content)
    )
    UnreadMail.objects.get_or_create(
        workspace=workspace,
        key=digest(content),
        defaults={
            "reason": reason,
            "sender": sender[:254],
            "subject": subject[:300],
            "excerpt": excerpt[:2000],
            "received_at": now(),
        },
    )


def _outside_of(content: bytes) -> tuple[str, str, str]:
    """(sender, subject, text) of a message that could not be read, from its headers alone."""
    head = content[:20_000].split(b"\r\n\r\n")[0].split(b"\n\n")[0]
    try:
        mail = parse(head)
        return header(mail, "From"), header(mail, "Subject"), ""
    except (TooDeep, ValueError, LookupError, TypeError, AttributeError):
        return "", "", ""
