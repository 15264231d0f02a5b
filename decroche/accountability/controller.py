"""What the legal documents say of the controller (who is responsible for the data) and of the file,
read from the offer, the settings and the data.
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
"""The legitimate interest in the documents, unless she wrote her own (LegalChoices.interest)."""


@dataclass(frozen=True, slots=True)
class Controller:
    """The controller: who she is and how she is reached, her legitimate interest, her own security
    measures, the months a card is kept without a contact, and the instant of the document.
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
    at: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many cards, named people and consumers the file has, and its `sources`: (source, nature
    as in Provenance.Nature, cards), the largest first.
    """

    cards: int
    people: int
    consumers: int
    sources: tuple[tuple[str, str, int], ...]


def controller(by: Member, at: datetime) -> Controller:
    """The controller, by the offer and settings as they are now."""
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
"""Sources that a document names, at most."""


def holdings(workspace: Workspace) -> Holdings:
    """Counts what the file has. It reads all companies, which takes long in a large file, so it is
    called for documents only and not for a page.
    """
    rows = Company.objects.filter(workspace=workspace, removed_at=None, erased_at=None)
    counted = list(rows.values_list("provenance", "audience").annotate(Count("pk")).order_by())
    provenances = Provenance.objects.in_bulk(
        {provenance for provenance, _audience, _count in counted}
    )
    cards = Counter[tuple[str, str]]()
    for provenance, _audience, count in counted:
        cards[provenances[provenance].source, provenances[provenance].nature] += count
    people = Contact.objects.filter(workspace=workspace, company__removed_at=None)
    return Holdings(
        cards=cards.total(),
        people=people.exclude(name="").count(),
        consumers=sum(
            count for _, audience, count in counted if audience == Company.Audience.CONSUMER
        ),
        sources=tuple((*source, count) for source, count in cards.most_common(_SOURCES)),
    )
