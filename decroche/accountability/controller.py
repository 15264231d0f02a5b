"""Who is responsible, on what the documents rest: read from the offer, the settings and the
data.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from decroche.accountability.legal_settings import legal_settings
from decroche.offer.queries import offer_of
from decroche.offer.rules import identity, spaced_siret
from decroche.prospects.models import Company, Contact, Provenance
from decroche.shared.clock import day_of
from decroche.team.models import Member, Workspace

INTEREST = (
    "faire connaître à des entreprises, des collectivités et des associations des "
    "prestations qui concernent directement leur activité, "
    "en m’adressant aux personnes qui en ont la charge"
)
"""Her interest, unless she words it herself (settings, section law)."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible, and what she says of herself: at the head of every document."""

    name: str
    trade: str
    siret: str
    address: str
    email: str
    phone: str
    interest: str
    measures: str
    months: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the file holds. `sources`: (source, nature as Provenance.Nature has it, cards), the
    largest first.
    """

    cards: int
    people: int
    consumers: int
    sources: tuple[tuple[str, str, int], ...]


def controller(by: Member, at: datetime) -> Controller:
    """As things stand."""
    offer, chosen = offer_of(by), legal_settings(by.workspace, day_of(at))
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
        at=at,
    )


_SOURCES = 25
"""Sources that a document names."""


def holdings(workspace: Workspace) -> Holdings:
    """What the file holds, counted: the companies are read once, which takes as long as the file
    is large. So the documents that say it ask for it, and no page.
    """
    rows = Company.objects.filter(workspace=workspace, removed_at=None, erased_at=None)
    counted = list(rows.values_list("provenance", "audience").annotate(Count("pk")).order_by())
    known = Provenance.objects.in_bulk({provenance for provenance, _audience, _count in counted})
    cards = Counter[tuple[str, str]]()
    for provenance, _audience, count in counted:
        cards[known[provenance].source, known[provenance].nature] += count
    people = Contact.objects.filter(workspace=workspace, company__removed_at=None)
    return Holdings(
        cards=cards.total(),
        people=people.exclude(name="").count(),
        consumers=sum(
            count for _, audience, count in counted if audience == Company.Audience.CONSUMER
        ),
        sources=tuple((*one, count) for one, count in cards.most_common(_SOURCES)),
    )
