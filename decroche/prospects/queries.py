"""Named questions about the file: all of it, a number's cards, a card's doubles."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from decroche.prospects.indexing import name_key
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.rules import similar_names
from decroche.shared.folding import fold_name
from decroche.team.models import Workspace


def companies(workspace: Workspace) -> QuerySet[Company]:
    """Those of the file, without what was removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None)


def with_siren_count(workspace: Workspace) -> int:
    """How many companies of the file have a SIREN, and can be looked up in the register."""
    return companies(workspace).exclude(siren="").count()


def by_number(workspace: Workspace, e164: str) -> list[Company]:
    """The companies that have this number (an incoming call)."""
    numbers = PhoneNumber.objects.filter(workspace=workspace, e164=e164).values("company_id")
    return list(companies(workspace).filter(pk__in=numbers)[:20])


def duplicates_of(
    workspace: Workspace,
    *,
    name: str,
    postcode: str,
    city: str,
    e164s: list[str],
    email: str = "",
    siret: str = "",
) -> list[Company]:
    """Cards that a new one would double: same SIRET, same address, same name and place, or a number
    with a similar name.
    """
    rows = companies(workspace)
    found: dict[int, Company] = {}
    exact = Q(name_key=name_key(name, postcode, city))
    if siret:
        exact |= Q(siret=siret)
    if email:
        exact |= Q(email=email)
    for company in rows.filter(exact)[:10]:
        found[company.pk] = company
    if e164s:
        folded = fold_name(name)
        for company in rows.filter(numbers__e164__in=e164s).distinct()[:20]:
            if similar_names(folded, fold_name(company.name)):
                found[company.pk] = company
    return list(found.values())


def counts(workspace: Workspace) -> int:
    """How many companies the file holds."""
    return companies(workspace).count()
