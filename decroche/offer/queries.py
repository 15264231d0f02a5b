"""Named questions about the offer."""

from __future__ import annotations

from typing import Literal

from decroche.offer.models import Enclosure, Profile, Service, Step
from decroche.offer.rules import OfferData, ServiceSaid, StepSaid
from decroche.team.answers import Ask, directly, first
from decroche.team.models import Member, Workspace
from decroche.team.prepared import Prepared

Lack = Literal["offer", "phone", "address"]
PROFILE_FIELDS = (
    "tagline",
    "phone",
    "email",
    "site",
    "address",
    "form",
    "company_name",
    "siret",
    "vat",
    "vat_number",
    "vat_words",
    "design",
    "color",
)
SERVICE_FIELDS = ("name", "sentence", "example", "deliverables", "needs", "duration", "price")


def profile(workspace: Workspace) -> Profile | None:
    """Who she is, once she has said it."""
    return Profile.objects.filter(workspace=workspace).first()


PROFILES = Prepared(lambda workspace: Profile.objects.filter(workspace_id=workspace))


def lacking(workspace: Workspace, ask: Ask = directly) -> tuple[Lack, ...]:
    """What a mail would go without, as codes: her offer as long as she has not read and kept it,
    her telephone, her address.
    """
    kept = first(ask(PROFILES, workspace.pk))
    found: list[Lack] = []
    if kept is None or kept.kept_at is None:
        found.append("offer")
    if kept is None or not kept.phone:
        found.append("phone")
    if kept is None or not kept.address:
        found.append("address")
    return tuple(found)


def services_of(workspace: Workspace) -> tuple[ServiceSaid, ...]:
    """Her services with their steps, in order; two queries."""
    steps: dict[int, list[StepSaid]] = {}
    for step in Step.objects.filter(workspace=workspace).order_by("position", "id"):
        steps.setdefault(step.service_id, []).append(
            StepSaid(step.name, tuple(step.who), step.scope)
        )
    return tuple(
        ServiceSaid(
            **{name: getattr(row, name) for name in SERVICE_FIELDS},
            steps=tuple(steps.get(row.pk, ())),
            pk=row.pk,
        )
        for row in Service.objects.filter(workspace=workspace).order_by("position", "id")
    )


def offer_of(member: Member) -> OfferData:
    """Her offer as it stands."""
    kept = profile(member.workspace)
    fields = {name: getattr(kept, name) for name in PROFILE_FIELDS} if kept else {}
    roles = tuple(kept.roles) if kept else ()
    return OfferData(
        name=member.name,
        trade=member.trade,
        roles=roles,
        services=services_of(member.workspace),
        **fields,
    )


def enclosure(workspace: Workspace, kind: str) -> Enclosure | None:
    """Her logo or her CV, with its content."""
    return Enclosure.objects.filter(workspace=workspace, kind=kind).first()


def enclosures(workspace: Workspace) -> dict[str, Enclosure]:
    """What there is, by kind, without the contents."""
    return {row.kind: row for row in Enclosure.objects.filter(workspace=workspace).defer("content")}
