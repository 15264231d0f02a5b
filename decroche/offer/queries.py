"""Named questions about the offer."""

from __future__ import annotations

from typing import Literal

from decroche.offer.models import Enclosure, Profile, Service, Step
from decroche.offer.rules import OfferData, ServiceSaid, StepSaid
from decroche.team.answers import Ask, Questions, directly, first
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


PROFILES = Prepared(lambda workspace: Profile.objects.filter(workspace_id=workspace))
_SERVICES = Prepared(
    lambda workspace: Service.objects.filter(workspace_id=workspace).order_by("position", "id")
)
_STEPS = Prepared(
    lambda workspace: Step.objects.filter(workspace_id=workspace).order_by("position", "id")
)


def offer_questions(workspace_id: int) -> Questions:
    """The questions of `offer_of`, to be asked together with others."""
    return [one.bind(workspace_id) for one in (PROFILES, _SERVICES, _STEPS)]


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


def profile(workspace: Workspace, ask: Ask = directly) -> Profile | None:
    """Who she is, once she has said it."""
    return first(ask(PROFILES, workspace.pk))


def services_of(workspace: Workspace, ask: Ask = directly) -> tuple[ServiceSaid, ...]:
    """Her services with their steps, in order; two queries."""
    steps: dict[int, list[StepSaid]] = {}
    for step in ask(_STEPS, workspace.pk):
        steps.setdefault(step.service_id, []).append(
            StepSaid(step.name, tuple(step.who), step.scope)
        )
    return tuple(
        ServiceSaid(
            **{name: getattr(row, name) for name in SERVICE_FIELDS},
            steps=tuple(steps.get(row.pk, ())),
            pk=row.pk,
        )
        for row in ask(_SERVICES, workspace.pk)
    )


def offer_of(member: Member, ask: Ask = directly) -> OfferData:
    """Her offer as it stands."""
    kept = profile(member.workspace, ask)
    fields = {name: getattr(kept, name) for name in PROFILE_FIELDS} if kept else {}
    roles = tuple(kept.roles) if kept else ()
    return OfferData(
        name=member.name,
        trade=member.trade,
        roles=roles,
        services=services_of(member.workspace, ask),
        **fields,
    )


def enclosure(workspace: Workspace, kind: str) -> Enclosure | None:
    """Her logo or her CV, with its content."""
    return Enclosure.objects.filter(workspace=workspace, kind=kind).first()


def enclosures(workspace: Workspace) -> dict[str, Enclosure]:
    """What there is, by kind, without the contents."""
    return {row.kind: row for row in Enclosure.objects.filter(workspace=workspace).defer("content")}
