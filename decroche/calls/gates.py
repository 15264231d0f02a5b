"""The law asked about a card: what compliance needs to know of it, gathered here."""

from __future__ import annotations

from datetime import datetime

from decroche.calls.models import Call, Win
from decroche.calls.rules import REFUSALS
from decroche.compliance.judging import Letter, Line
from decroche.compliance.queries import may_call, may_write
from decroche.compliance.rules import Verdict
from decroche.prospects.audience import sole_trader
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import person_key
from decroche.team.models import Workspace

_OPPOSED = Verdict(False, "opposed", rule="objection")


def call_verdict(
    workspace: Workspace,
    company: Company,
    at: datetime,
    *,
    number: PhoneNumber | None = None,
    contact: Contact | None = None,
) -> Verdict:
    """Whether a card may be called at that moment, on that number, asking for that person."""
    if company.opposed_at or (contact is not None and contact.opposed_at):
        return _OPPOSED
    consumer = company.audience == "consumer"
    attempts, refused = _told(company) if consumer else ((), None)
    line = Line(
        number=number.dial if number else "",
        siren=company.siren,
        email=company.email,
        company=company.name_key,
        person=person_key(contact, company) if contact else "",
        zone=company.state.zone,
        department=company.department,
        audience=company.audience,
        attempts=attempts,
        refused_at=refused,
        nature=company.provenance.nature if company.diffusion == "P" else "",
        unlisted=company.diffusion == "P",
        client=consumer and is_client(company),
    )
    return may_call(workspace, line, at)


def letter_verdict(
    workspace: Workspace,
    company: Company,
    to: str,
    at: datetime,
    *,
    contact: Contact | None,
    asked: bool,
) -> Verdict:
    """Whether a mail may go to an address of a card. `asked`: they asked for it."""
    if company.opposed_at or (contact is not None and contact.opposed_at):
        return _OPPOSED
    nature = company.provenance.nature
    letter = Letter(
        to,
        siren=company.siren,
        company=company.name_key,
        person=person_key(contact, company) if contact else "",
        audience=company.audience,
        sole_trader=sole_trader(company.name),
        nature=nature,
        unlisted=company.diffusion == "P",
        client=is_client(company),
        asked=asked,
    )
    return may_write(workspace, letter, at)


def is_client(company: Company) -> bool:
    """Whether a contract is under way."""
    return Win.objects.filter(workspace_id=company.workspace_id, company=company).exists()


def _told(company: Company) -> tuple[tuple[datetime, ...], datetime | None]:
    """(when a consumer was called, when she refused last)."""
    rows = list(
        Call.objects.filter(workspace_id=company.workspace_id, company=company)
        .order_by("-at")
        .values_list("at", "outcome")[:200]
    )
    return tuple(at for at, _ in rows), next(
        (at for at, outcome in rows if outcome in REFUSALS), None
    )
