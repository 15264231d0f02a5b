"""What the list of companies is asked for: filters, and the rows that are chosen."""

from __future__ import annotations

from collections.abc import Container

from django.db.models import QuerySet
from django.http import QueryDict

from decroche.followups.listing import SORTS, STATES, Filters, everything
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import chosen
from decroche.shared.choices import whole
from decroche.shared.clock import now
from decroche.team.models import Workspace


def read_filters(data: QueryDict) -> Filters:
    """The filters of the address; what can't be read is left out."""
    call_list = data.get("list", "")
    return Filters(
        state=_one_of(data.get("state", ""), STATES),
        call_list=whole(call_list),
        role=_one_of(data.get("role", ""), Contact.Role.values),
        activity=data.get("activity", "").strip(),
        size=data.get("size", ""),
        place=data.get("place", "").strip(),
        outcome=data.get("outcome", ""),
        tag=data.get("tag", "").strip(),
        due=data.get("due", ""),
        text=data.get("text", "").strip(),
        sort=_one_of(data.get("sort", ""), SORTS) or "name",
    )


def _one_of(value: str, known: Container[str]) -> str:
    return value if value in known else ""


def chosen_rows(workspace: Workspace, data: QueryDict) -> QuerySet[Company]:
    """The companies that were ticked, or everything that the filters show."""
    if data.get("everything") == "1":
        return everything(workspace, read_filters(data), now())
    keys = [key for one in data.getlist("company") if (key := whole(one))]
    return chosen(workspace, keys)
