"""The same few made-up companies for all tests. None exists; their numbers are reserved for
fiction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from decroche.calls.actions import Logged
from decroche.calls.models import CallState
from decroche.calls.reading import OutcomeInput
from decroche.offer.actions import save_offer, seed_offer
from decroche.offer.queries import offer_of
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company
from decroche.prospects.paper_line import read_paper_line
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tools.outcomes import log_outcome

TUESDAY = datetime(2026, 11, 24, 10, 5, tzinfo=PARIS)
"""A working Tuesday, five past ten."""

LINES = (
    "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille",
    "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel",
    "Port fluvial de Béthune 03 53 01 03 77 Béthune com: M. Haddad",
    "Laiterie du Marais 02 61 91 04 20 Amiens",
    "Verrerie de l’Œillet 01 99 00 05 31 Paris",
    "Filature Hélène Carlier 06 39 98 06 11 Roubaix",
    "Clinique des Tilleuls 04 65 71 07 52 Lyon",
    "Papeterie du Moulin 05 36 49 08 63 Toulouse",
    "Coopérative Saint-Éloi 03 53 01 09 74 Arras",
    "Brasserie du Beffroi 03 53 01 10 85 Douai",
    "Ateliers Courtois 03 53 01 11 96 Lens",
    "Chocolaterie Perrin 03 53 01 12 07 Cambrai",
)


def company(member: Member, line: str = LINES[0], **fields: str) -> Company:
    """One company from a line of the cast."""
    read = read_paper_line(line)
    new = NewCompany(
        read.name,
        list(read.numbers),
        {"city": read.city, "postcode": read.postcode, **fields},
        read.contacts,
        "le fichier papier",
    )
    return add_company(by=member, new=new)[0]


def file_of(member: Member, count: int = len(LINES)) -> list[Company]:
    """The first companies of the cast, in order."""
    return [company(member, line) for line in LINES[:count]]


def log(
    member: Member,
    card: Company,
    outcome: str = "no_answer",
    at: datetime = TUESDAY,
    **said: Any,
) -> Logged:
    """A call with what was said in it (the fields of OutcomeInput)."""
    return log_outcome(
        by=member, company_id=card.pk, outcome=outcome, at=at, said=OutcomeInput(**said)
    )


def state_of(card: Company) -> CallState:
    """Its call state, read again."""
    return CallState.objects.get(pk=card.pk)


def keep_offer(member: Member) -> None:
    """She has read the offer that was proposed, and kept it."""
    seed_offer(by=member)
    save_offer(by=member, offer=offer_of(member))
