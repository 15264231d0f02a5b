"""Named questions about messages."""

from __future__ import annotations

from typing import TypedDict

from decroche.correspondence.models import DeadAddress, Mailbox, Message
from decroche.offer.models import Enclosure
from decroche.prospects.models import Company, Contact
from decroche.team.models import Workspace
from decroche.team.prepared import Prepared

_MAILBOX = Prepared(lambda workspace: Mailbox.objects.filter(workspace_id=workspace))
_CV = Prepared(
    lambda workspace: Enclosure.objects.filter(workspace_id=workspace, kind="cv").only("id")
)
_LATEST = Prepared(
    lambda workspace, company: Message.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-created_at")[:3]
)


class Ways(TypedDict):
    """What can be done when an e-mail is asked for."""

    has_mailbox: bool
    has_cv: bool


def ways_to_write(workspace: Workspace) -> Ways:
    """Whether a mail can leave from here, and whether there is a CV to send along; two queries at
    most.
    """
    mailbox = bool(_MAILBOX(workspace.pk))
    return {"has_mailbox": mailbox, "has_cv": mailbox and bool(_CV(workspace.pk))}


def latest_messages(company: Company) -> list[Message]:
    """The three latest messages, newest first."""
    return _LATEST(company.workspace_id, company.pk)


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
