"""The file as a list: filtered and sorted by the card, its calls and its follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from decroche.calls.permission import incomplete_by, offered_by
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import companies, opposed_cards
from decroche.prospects.search import narrowed
from decroche.shared.choices import whole
from decroche.team.models import Workspace

SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("sort_name", "id"),
    "city": ("city", "sort_name", "id"),
    "last_call": (F("state__last_called_at").desc(nulls_last=True), "id"),
    "added": ("-id",),
    "queue": ("state__position", "id"),
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


def filtered(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in its order, each with its call state."""
    rows = _by_state(workspace, filters.state, at)
    if filters.call_list:
        rows = rows.filter(list_entries__call_list_id=filters.call_list)
    if filters.role:
        people = Contact.objects.filter(workspace=workspace, role=filters.role)
        rows = rows.filter(pk__in=people.values("company_id"))
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
        rows = rows.filter(state__last_outcome=filters.outcome)
    if filters.tag:
        rows = rows.filter(tags__icontains=f'"{filters.tag}"')
    if filters.due:
        due = FollowUp.objects.filter(workspace=workspace, closed_at=None, due_at__lte=at)
        rows = rows.filter(pk__in=due.values("company_id"))
    if filters.text:
        rows = narrowed(rows, filters.text)
    return rows.select_related("state").order_by(*SORTS.get(filters.sort, SORTS["name"]))


def everything(workspace: Workspace, filters: Filters, at: datetime) -> QuerySet[Company]:
    """The companies a list shows, in no order: what a verb over all of them takes."""
    return filtered(workspace, filters, at).order_by()


def block_of(rows: QuerySet[Company], number: int, size: int) -> list[Company]:
    """The rows of one block of the list, each with its numbers."""
    return list(rows.prefetch_related("numbers")[number * size : (number + 1) * size])


def _by_state(workspace: Workspace, state: str, at: datetime) -> QuerySet[Company]:
    rows = companies(workspace)
    if state == "new":
        return rows.filter(offered_by("state"), state__attempts=0)
    if state == "tried":
        return rows.filter(state__attempts__gt=0)
    if state == "resting":
        return rows.filter(offered_by("state"), state__not_before__gt=at)
    if state == "to_complete":
        return rows.filter(incomplete_by("state"))
    if state == "opposed":
        return rows.filter(pk__in=opposed_cards(workspace).values("pk"))
    return rows


def _by_size(rows: QuerySet[Company], size: str) -> QuerySet[Company]:
    low, _, high = size.replace("+", "-").partition("-")
    least, most = whole(low), whole(high)
    rows = rows if least is None else rows.filter(headcount_min__gte=least)
    return rows if most is None else rows.filter(headcount_min__lte=most)
