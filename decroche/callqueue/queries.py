"""What is asked of the queue as a whole: how many cards are ready, and a sheet of the next ones.
Which card is next is picking.py.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from decroche.callqueue.due import due_followups, offered_followups
from decroche.callqueue.from_file import rows_for
from decroche.callqueue.regions import (
    Region,
    open_regions,
    ready,
    regions_by,
    regions_of,
    within,
)
from decroche.calls.offered import offered, offered_by
from decroche.database.counting import COUNTED, at_most
from decroche.database.prepared import WrittenOut
from decroche.prospects.models import Company
from decroche.prospects.queries import with_numbers, with_people
from decroche.shared.counted import Counted
from decroche.team.models import Member, Workspace


def next_on_paper(member: Member, at: datetime, most: int) -> list[Company]:
    """The cards of a call sheet: promises and follow-ups due until the end of the day, then new
    cards and retries in the order of the file, whatever order her sitting has (a sheet is printed
    for hours to come), each with its numbers and people. In a shared workspace without what is
    offered to others at the moment `at`.
    """
    evening = at.replace(hour=23, minute=59)
    workspace = member.workspace
    promised = due_followups(workspace, evening)
    due = list(offered_followups(promised, member, at).values_list("company_id", flat=True)[:most])
    rows = rows_for(member).filter(ready(evening)).order_by("position")
    rows = rows.exclude(pk__in=promised.order_by().values("company_id"))
    keys = list(dict.fromkeys([*due, *rows.values_list("pk", flat=True)[:most]]))[:most]
    cards = Company.objects.filter(workspace=workspace, pk__in=keys)
    found = {one.pk: one for one in with_people(with_numbers(cards.select_related("state")))}
    return [found[key] for key in keys if key in found]


def ready_count(workspace: Workspace, at: datetime) -> Counted:
    """How many cards could be called now, follow-ups due included; counted up to a limit."""
    regions = regions_of(workspace)
    opened = open_regions(workspace, at, regions)
    rows = within(offered(workspace.pk), opened)
    fresh = at_most(rows.filter(ready(at), attempts=WrittenOut(0)))
    if fresh.more:
        return fresh
    late = offered(workspace.pk).filter(ready(at), any_hour=True).exclude(regions_by("", opened))
    late_ones = at_most(late) if len(opened) < len(regions) else Counted(0, False)
    tried = at_most(rows.filter(attempts__gt=WrittenOut(0), not_before__lte=at))
    in_queue = (
        offered_by("company__state")
        & _called_now("company__state", opened, late_ones)
        & (Q(company__state__not_before=None) | Q(company__state__not_before__lte=at))
    )
    due = at_most(due_followups(workspace, at).exclude(in_queue).values("company").distinct())
    found = fresh.count + tried.count + late_ones.count + due.count
    more = tried.more or late_ones.more or due.more or found > COUNTED
    return Counted(min(found, COUNTED), more)


def _called_now(path: str, opened: list[Region], late: Counted) -> Q:
    """A condition for rows whose card can be called now for its place, or at any hour (`late`)."""
    now = regions_by(path, opened)
    return now | Q(**{f"{path}__any_hour": True}) if late.count else now
