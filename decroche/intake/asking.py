"""The register asked while she waits: what a search would find, and one card beside what is known
of it.

No answer is an answer as well: `problem` says why there was none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from decroche.gateways.sirene import REACHABLE, NotAnswered, Unit
from decroche.intake.completing import complete
from decroche.intake.models import Change
from decroche.intake.register import (
    Gathered,
    candidates,
    fits,
    name_of,
    query_for,
    row_of,
    the_register,
    unit_for,
    usable,
)
from decroche.intake.register_query import CompanySearch
from decroche.prospects.models import Company
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class Establishment:
    """One establishment of the register, as a screen shows it."""

    siret: str
    name: str
    activity: str
    headcount: str
    address: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: how many in all (`more`: at least that many), the first of them, and how
    many of those looked at are left out.
    """

    total: int = 0
    more: bool = False
    first: list[Establishment] = field(default_factory=list)
    left_out: Gathered = field(default_factory=Gathered)
    problem: NotAnswered | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One card against the register: the establishments that it may be, and after a comparison
    what would change.
    """

    candidates: list[Establishment] = field(default_factory=list)
    change: Change | None = None
    known: bool = False
    problem: NotAnswered | None = None


def look_for(wanted: CompanySearch, most: int) -> Found:
    """How many establishments fit a search, and the first of them."""
    try:
        service = the_register().hurried()
        answer = service.ask(query_for(wanted, service))
    except NotAnswered as error:
        return Found(problem=error)
    left_out = Gathered()
    fitting = [unit for unit in usable(answer.units, left_out) if fits(unit, wanted)]
    return Found(
        answer.total,
        answer.total >= REACHABLE,
        [_establishment(unit) for unit in fitting[:most]],
        left_out,
    )


def candidates_for(company: Company) -> Compared:
    """The establishments that a card may be: by its number in the register, else by its name and
    place.
    """
    service = the_register().hurried()
    try:
        if company.siren:
            unit = unit_for(service, siret=company.siret, siren=company.siren)
            units = [unit] if unit else []
        else:
            units = candidates(
                service,
                name=company.name,
                postcode=company.postcode,
                department=company.department,
            )
    except NotAnswered as error:
        return Compared(problem=error)
    return Compared([_establishment(unit) for unit in units], known=bool(units))


def compare_card(*, by: Member, company: Company, siret: str) -> Compared:
    """Compares a card with one establishment; what differs waits for her word."""
    try:
        unit = unit_for(the_register().hurried(), siret=siret or company.siret, siren=company.siren)
    except NotAnswered as error:
        return Compared(problem=error)
    if unit is None:
        return Compared()
    return Compared(change=complete(by=by, company=company, unit=unit), known=True)


def _establishment(unit: Unit) -> Establishment:
    _name, _siret, _code, activity, headcount, address, postcode, city, _role = row_of(unit)
    return Establishment(unit.siret, name_of(unit), activity, headcount, address, postcode, city)
