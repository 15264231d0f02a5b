"""Named queries about the offer."""

from __future__ import annotations

from typing import Literal

from decroche.database.fetching import Fetch, Queries, fetch_now, first
from decroche.database.prepared import PreparedQuery
from decroche.offer.models import Enclosure, Profile, Service, Step
from decroche.offer.rules import OfferData, ServiceSaid, StepSaid
from decroche.team.models import Member, Workspace

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


PROFILES = PreparedQuery(lambda workspace: Profile.objects.filter(workspace_id=workspace))
_SERVICES = PreparedQuery(
    lambda workspace: Service.objects.filter(workspace_id=workspace).order_by("position", "id")
)
_STEPS = PreparedQuery(
    lambda workspace: Step.objects.filter(workspace_id=workspace).order_by("position", "id")
)


def offer_queries(workspace_id: int) -> Queries:
    """The queries of `offer_of`, to be sent with others."""
    return [query.bind(workspace_id) for query in (PROFILES, _SERVICES, _STEPS)]


def lacking(workspace: Workspace, fetch: Fetch = fetch_now) -> tuple[Lack, ...]:
    """What is missing for a mail, as codes: an offer that she has read and saved, her telephone
    number, her address.
    """
    saved = first(fetch(PROFILES, workspace.pk))
    codes: list[Lack] = []
    if saved is None or saved.kept_at is None:
        codes.append("offer")
    if saved is None or not saved.phone:
        codes.append("phone")
    if saved is None or not saved.address:
        codes.append("address")
    return tuple(codes)


def is_read(workspace: Workspace, fetch: Fetch = fetch_now) -> bool:
    """Whether she has read the offer and said that it is hers."""
    return "offer" not in lacking(workspace, fetch)


def profile(workspace: Workspace, fetch: Fetch = fetch_now) -> Profile | None:
    """The profile of a workspace; None before there is one."""
    return first(fetch(PROFILES, workspace.pk))


def services_of(workspace: Workspace, fetch: Fetch = fetch_now) -> tuple[ServiceSaid, ...]:
    """The services of a workspace with their steps, in order."""
    steps: dict[int, list[StepSaid]] = {}
    for step in fetch(_STEPS, workspace.pk):
        steps.setdefault(step.service_id, []).append(
            StepSaid(step.name, tuple(step.who), step.scope)
        )
    return tuple(
        ServiceSaid(
            **{name: getattr(row, name) for name in SERVICE_FIELDS},
            steps=tuple(steps.get(row.pk, ())),
            pk=row.pk,
        )
        for row in fetch(_SERVICES, workspace.pk)
    )


def offer_of(member: Member, fetch: Fetch = fetch_now) -> OfferData:
    """The offer of a member's workspace, with the member's name and trade."""
    saved = profile(member.workspace, fetch)
    fields = {name: getattr(saved, name) for name in PROFILE_FIELDS} if saved else {}
    roles = tuple(saved.roles) if saved else ()
    return OfferData(
        name=member.name,
        trade=member.trade,
        roles=roles,
        services=services_of(member.workspace, fetch),
        **fields,
    )


def enclosure(workspace: Workspace, kind: str) -> Enclosure | None:
    """Her logo or CV with its content; None when there is none."""
    return Enclosure.objects.filter(workspace=workspace, kind=kind).first()


def enclosures(workspace: Workspace) -> dict[str, Enclosure]:
    """{kind: her logo or CV}, without the contents."""
    return {row.kind: row for row in Enclosure.objects.filter(workspace=workspace).defer("content")}
