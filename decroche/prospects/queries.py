"""Named questions about the file: the filtered list, a card's doubles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from decroche.prospects.models import ALWAYS, Company, Contact, PhoneNumber
from decroche.prospects.rules import similar_names
from decroche.prospects.search import search
from decroche.prospects.standing import name_key
from decroche.shared.folding import fold_name
from decroche.team.models import Workspace

SORTS = {
    "name": ("sort_name", "id"),
    "city": ("city", "sort_name", "id"),
    "last_call": ("-last_called_at", "id"),
    "added": ("-id",),
    "queue": ("position", "id"),
}
STATES = ("new", "tried", "resting", "to_complete", "opposed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list of companies shows."""

    state: str = ""
    call_list: int | None = None
    role: str = ""
    activity: str = ""
    size: str = ""
    place: str = ""
    outcome: str = ""
    tag: str = ""
    due: str = ""
    text: str = ""
    sort: str = "name"

    def active(self) -> bool:
        """Whether anything is filtered."""
        return any(
            (
                self.state,
                self.call_list,
                self.role,
                self.activity,
                self.size,
                self.place,
                self.outcome,
                self.tag,
                self.due,
                self.text,
            )
        )


def companies(workspace: Workspace) -> QuerySet[Company]:
    """Those of the file, without what was removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None)


def to_complete(workspace: Workspace) -> QuerySet[Company]:
    """Cards without a number that can be dialled, in the order of the file; those with an
    opposition are left alone.
    """
    return _by_state(companies(workspace), "to_complete", ALWAYS).order_by("position", "id")


def filtered(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in its order."""
    rows = _by_state(companies(workspace), filters.state, at)
    if filters.call_list:
        rows = rows.filter(list_entries__call_list_id=filters.call_list)
    if filters.role:
        rows = rows.filter(pk__in=_with_role(workspace, filters.role))
    if filters.activity:
        rows = rows.filter(activity__icontains=filters.activity)
    if filters.size:
        rows = _by_size(rows, filters.size)
    if filters.place:
        rows = rows.filter(
            Q(department=filters.place.upper())
            | Q(postcode__startswith=filters.place)
            | Q(city__istartswith=filters.place)
        )
    if filters.outcome:
        rows = rows.filter(last_outcome=filters.outcome)
    if filters.tag:
        rows = rows.filter(tags__icontains=f'"{filters.tag}"')
    if filters.due:
        rows = rows.filter(
            pk__in=Company.objects.filter(
                workspace=workspace, followups__closed_at=None, followups__due_at__lte=at
            ).values("pk")
        )
    if filters.text:
        found = [company.pk for company, _ in search(workspace, filters.text, limit=1000)]
        rows = rows.filter(pk__in=found)
    order = SORTS.get(filters.sort, SORTS["name"])
    if filters.sort == "last_call":
        return rows.order_by(F("last_called_at").desc(nulls_last=True), "id")
    return rows.order_by(*order)


def _by_state(rows: QuerySet[Company], state: str, at: datetime) -> QuerySet[Company]:
    if state == "new":
        return rows.filter(callable=True, attempts=0)
    if state == "tried":
        return rows.filter(attempts__gt=0)
    if state == "resting":
        return rows.filter(callable=True, not_before__gt=at)
    if state == "to_complete":
        return rows.filter(callable=False, opposed_at=None)
    if state == "opposed":
        return rows.filter(opposed_at__isnull=False)
    return rows


def _by_size(rows: QuerySet[Company], size: str) -> QuerySet[Company]:
    low, _, high = size.replace("+", "-").partition("-")
    rows = rows.filter(headcount_min__gte=int(low)) if low.isdigit() else rows
    return rows.filter(headcount_min__lte=int(high)) if high.isdigit() else rows


def _with_role(workspace: Workspace, role: str) -> QuerySet[Any, Any]:

    return Contact.objects.filter(workspace=workspace, role=role).values("company_id")


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
