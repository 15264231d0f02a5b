"""Named queries about messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict

from django.db.models import F, Prefetch, Q, QuerySet

from decroche.correspondence.models import DeadAddress, Mailbox, Message, Reply, UnreadMail
from decroche.database.fetching import Fetch, Queries, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.offer.models import Enclosure
from decroche.offer.queries import PROFILES, Lack, lacking
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace
from decroche.team.needs import CALL, allows
from decroche.team.queries import owner_of

State = Message.State
TO_SEND = Q(state=State.DRAFT) & (~Q(call=None) | ~Q(body="") | ~Q(written_at=None))
"""Mails that wait for her: a call promised them, or she wrote them. One that she only looked at is
not among them.
"""


def in_time(at: datetime) -> Q:
    """All mails but those that confirm a meeting which is past: nobody waits for them."""
    to_come = Q(follow_up=None) | Q(follow_up__due_at__gt=at)
    return to_come | Q(calendar_method="CANCEL")


MAILBOX = PreparedQuery(
    lambda workspace, member: Mailbox.objects.filter(
        Q(member=None) | Q(member_id=member), workspace_id=workspace
    ).order_by(F("member_id").asc(nulls_last=True))
)
"""The mailbox from which a member's mails leave comes first: their own, else that of the file."""
_CV = PreparedQuery(
    lambda workspace: Enclosure.objects.filter(workspace_id=workspace, kind="cv").only("id")
)
_LATEST = PreparedQuery(
    lambda workspace, company: Message.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-created_at")[:3]
)


class Ways(TypedDict):
    """What can be done when an e-mail is asked for."""

    has_mailbox: bool
    has_cv: bool
    lacks: tuple[Lack, ...]


def writer_of(message: Message) -> Member:
    """The member in whose name a message is sent, and who is told what comes back: the one who
    wrote it as long as they work here, else the owner.
    """
    wrote = message.member
    if wrote is not None and wrote.left_at is None and allows(wrote, CALL):
        return wrote
    found = owner_of(message.workspace) or wrote
    if found is None:
        raise Member.DoesNotExist
    return found


def ways_queries(member: Member) -> Queries:
    """The queries of `ways_to_write`, to be sent with others."""
    return [
        MAILBOX.bind(member.workspace_id, member.pk),
        _CV.bind(member.workspace_id),
        PROFILES.bind(member.workspace_id),
    ]


def ways_to_write(member: Member, fetch: Fetch = fetch_now) -> Ways:
    """Whether a mail of theirs can leave from here, and whether there is a CV to send along; two
    queries at most.
    """
    mailbox = bool(fetch(MAILBOX, member.workspace_id, member.pk))
    return {
        "has_mailbox": mailbox,
        "has_cv": mailbox and bool(fetch(_CV, member.workspace_id)),
        "lacks": lacking(member.workspace, fetch),
    }


def mailbox_for(member: Member) -> Mailbox | None:
    """The mailbox from which a member's mails leave: their own, else that of the file."""
    return MAILBOX.first(member.workspace_id, member.pk)


def left_from(mailbox: Mailbox) -> Q:
    """Which messages a runner took from this mailbox. What left before they were told apart left
    from that of the file.
    """
    here = Q(mailbox=mailbox)
    if mailbox.member_id is None:
        here |= Q(mailbox=None, workspace_id=mailbox.workspace_id)
    return here


def to_leave_from(mailbox: Mailbox) -> QuerySet[Message]:
    """The messages that leave from this mailbox when they do: those of its member; from that of the
    file those of everybody who has none of their own.
    """
    rows = Message.objects.filter(workspace_id=mailbox.workspace_id)
    if mailbox.member_id is not None:
        return rows.filter(member_id=mailbox.member_id)
    own = Mailbox.objects.filter(workspace_id=mailbox.workspace_id).exclude(member=None)
    return rows.exclude(member_id__in=list(own.values_list("member_id", flat=True)))


def worked_since(mailbox: Mailbox, at: datetime) -> bool:
    """Whether a mailbox accepted a mail after `at`: a message, or that of a test."""
    sent = Message.objects.filter(left_from(mailbox), state=State.SENT, closed_at__gt=at)
    sent = sent.exclude(message_id="")  # else she sent it herself
    tests = Mailbox.objects.filter(pk=mailbox.pk, checked_at__gt=at)
    return tests.exists() or sent.exists()


def drafts_count(workspace: Workspace) -> int:
    """How many messages wait for her to send them."""
    return Message.objects.filter(TO_SEND, in_time(now()), workspace=workspace).count()


LEAVING = (State.QUEUED, State.SENDING, State.HANDED)
"""States of a message that is on its way."""


def drafts(workspace: Workspace) -> QuerySet[Message]:
    """Messages that wait for her to send them, newest first."""
    return _messages(workspace).filter(TO_SEND).select_related("follow_up")


def queued(workspace: Workspace) -> QuerySet[Message]:
    """Messages on their way, newest first."""
    return _messages(workspace).filter(state__in=LEAVING)


def not_gone(workspace: Workspace, companies: Collection[int]) -> list[Message]:
    """The mails to any of these companies (keys) that have not left."""
    return [
        mail
        for rows in (drafts(workspace), queued(workspace))
        for mail in rows.filter(company__in=companies)
    ]


def done_with(workspace: Workspace) -> QuerySet[Message]:
    """Messages sent, refused, to check or dropped, newest first."""
    return _messages(workspace).exclude(state__in=(State.DRAFT, *LEAVING))


def _messages(workspace: Workspace) -> QuerySet[Message]:
    rows = Message.objects.filter(workspace=workspace).select_related("company", "contact")
    return rows.order_by("-created_at")


def replies(workspace: Workspace) -> QuerySet[Reply]:
    """What came back, with its company, newest first."""
    rows = Reply.objects.filter(workspace=workspace).select_related("company")
    return rows.order_by("-received_at")


def in_doubt(workspace: Workspace) -> QuerySet[Reply]:
    """The answers in doubt that she has to judge, newest first."""
    rows = Reply.objects.filter(workspace=workspace, settled_at=None).exclude(doubt="")
    return rows.select_related("company", "message").order_by("-received_at")


def unread_mails(workspace: Workspace) -> QuerySet[UnreadMail]:
    """Incoming messages that belong to no card and that she has not looked at, newest first."""
    return UnreadMail.objects.filter(workspace=workspace, closed_at=None).order_by("-received_at")


def messages_of(company: Company, most: int) -> list[Message]:
    """The latest messages of a company with what came back, newest first."""
    rows = Message.objects.filter(workspace_id=company.workspace_id, company=company)
    came_back = Reply.objects.order_by("-received_at", "-id")
    return list(
        rows.prefetch_related(Prefetch("replies", came_back)).order_by("-created_at")[:most]
    )


def messages_queries(company: Company) -> Queries:
    """The query of `latest_messages`, to be sent with others."""
    return [_LATEST.bind(company.workspace_id, company.pk)]


def latest_messages(company: Company, fetch: Fetch = fetch_now) -> list[Message]:
    """The three latest messages, newest first."""
    return fetch(_LATEST, company.workspace_id, company.pk)


def dead_addresses(company: Company) -> set[str]:
    """Those of a company's addresses that bounced."""
    emails = [
        company.email,
        *Contact.objects.filter(company=company).values_list("email", flat=True),
    ]
    return set(
        DeadAddress.objects.filter(
            workspace_id=company.workspace_id, address__in=emails
        ).values_list("address", flat=True)
    )
