"""Which of her messages an incoming one is about, and how that is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.db.models import QuerySet

from decroche.correspondence.incoming import Incoming
from decroche.correspondence.models import Message, Reply
from decroche.shared.addresses import is_webmail
from decroche.shared.clock import now
from decroche.team.models import Workspace

Proof = Literal["", "id", "address", "domain"]
"""How it is known: by a Message-ID or the number of a meeting, by the address that was written to,
by the domain of the company; "" when no message was found.
"""
_MEMORY = timedelta(days=400)
"""How long a message of hers may be answered."""
_COLLEAGUES = timedelta(days=120)
"""How long after a mail another address of the company may answer it."""
_BOUNCES_WITHIN = timedelta(days=14)
"""How long after a mail a bounce that names only its address is about it."""


def message_about(workspace: Workspace, said: Incoming) -> tuple[Message | None, Proof]:
    """(the message that an incoming one is about, None when that can't be known; how it is
    known).
    """
    rows = Message.objects.filter(
        workspace=workspace, created_at__gte=now() - _MEMORY
    ).select_related("company", "contact", "member", "workspace")
    found = _by_id(rows, said) or _by_meeting(rows, said)
    if found:
        return found, "id"
    left = rows.filter(state__in=(Message.State.SENT, Message.State.CHECK)).order_by("-closed_at")
    found = _by_failed_address(left, said) if said.kind == "bounce" else _by_sender(left, said)
    if found:
        return found, "address"
    if said.bulk or said.kind not in ("reply", "stop", "doubt"):
        return None, ""
    found = _of_the_same_company(workspace, said.sender)
    return found, "domain" if found else ""


def _by_id(rows: QuerySet[Message], said: Incoming) -> Message | None:
    for message_id in said.about[:50]:
        found = rows.filter(message_id=message_id).first()
        if found:
            return found
    return None


def _by_meeting(rows: QuerySet[Message], said: Incoming) -> Message | None:
    """An answer to an invitation names the follow-up it is about (inviting.py)."""
    if said.meeting is None or not said.meeting.uid.startswith("meeting-"):
        return None
    number = said.meeting.uid.removeprefix("meeting-").partition("@")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return rows.filter(follow_up_id=int(number)).order_by("-id").first()


def _by_failed_address(left: QuerySet[Message], said: Incoming) -> Message | None:
    """The latest message to one of the addresses that a bounce names."""
    recent = left.filter(closed_at__gte=now() - _BOUNCES_WITHIN)
    for address in said.failed:
        found = recent.filter(to__iexact=address).first()
        if found:
            return found
    return None


def _by_sender(left: QuerySet[Message], said: Incoming) -> Message | None:
    """The latest message to the sender. What goes to many says nothing about her mail, unless it
    asks for silence.
    """
    if not said.sender or (said.bulk and said.kind != "stop"):
        return None
    return left.filter(to__iexact=said.sender).first()


def _of_the_same_company(workspace: Workspace, sender: str) -> Message | None:
    """The latest message to another address of the sender's domain, when one company only was
    written to there; None for the domains that anybody may have.
    """
    domain = sender.rpartition("@")[2]
    if not domain or is_webmail(sender):
        return None
    found = list(
        Message.objects.filter(
            workspace=workspace,
            to__iendswith=f"@{domain}",
            state__in=(Message.State.SENT, Message.State.CHECK),
            closed_at__gte=now() - _COLLEAGUES,
        )
        .select_related("company", "contact", "member", "workspace")
        .order_by("-closed_at")[:50]
    )
    if not found or len({one.company_id for one in found}) > 1:
        return None
    refused = Reply.objects.filter(
        workspace=workspace, company=found[0].company_id, sender=sender, settled_as="nothing"
    )
    return None if refused.exists() else found[0]
