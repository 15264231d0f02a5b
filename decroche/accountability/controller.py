"""Who is responsible, on what the documents rest: read from the offer, the settings and the
data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from decroche.accountability.legal_settings import legal_settings
from decroche.compliance.models import Suppression
from decroche.offer.queries import offer_of
from decroche.offer.rules import identity, spaced_siret
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import day_of
from decroche.team.models import Member

INTEREST = (
    "faire connaître à des entreprises, des collectivités et des associations des "
    "prestations qui concernent directement leur activité, "
    "en m’adressant aux personnes qui en ont la charge"
)
"""Her interest, unless she words it herself (settings, section law)."""


@dataclass(frozen=True, slots=True)
class Controller:
    """What every document needs to say of her file.

    `sources`: (source, nature as Provenance.Nature has it, cards).
    """

    name: str
    trade: str
    siret: str
    address: str
    email: str
    phone: str
    interest: str
    measures: str
    months: int
    cards: int
    people: int
    consumers: int
    oppositions: int
    sources: tuple[tuple[str, str, int], ...]
    at: datetime


def controller(by: Member, at: datetime) -> Controller:
    """As things stand."""
    offer, chosen = offer_of(by), legal_settings(by.workspace, day_of(at))
    rows = Company.objects.filter(workspace=by.workspace, removed_at=None, erased_at=None)
    counted = (
        rows.values("provenance__source", "provenance__nature")
        .annotate(n=Count("id"))
        .order_by("-n")[:25]
    )
    return Controller(
        name=identity(offer) if offer.name or offer.company_name else "[votre nom]",
        trade=offer.trade,
        siret=spaced_siret(offer.siret) if offer.siret else "en cours d’attribution",
        address=" ".join(offer.address.split()),
        email=offer.email,
        phone=offer.phone,
        interest=chosen.interest or INTEREST,
        measures=chosen.measures,
        months=chosen.prospect_months,
        cards=rows.count(),
        people=Contact.objects.filter(workspace=by.workspace, company__removed_at=None)
        .exclude(name="")
        .count(),
        consumers=rows.filter(audience=Company.Audience.CONSUMER).count(),
        oppositions=Suppression.objects.filter(workspace=by.workspace)
        .values("act")
        .distinct()
        .count(),
        sources=tuple(
            (one["provenance__source"], one["provenance__nature"], one["n"]) for one in counted
        ),
        at=at,
    )
