"""Why there is nobody to call, and when there will be."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField
from django.db.models.functions import Coalesce

from decroche.callqueue.from_file import rows_for
from decroche.callqueue.regions import Region, hour_of_card
from decroche.callqueue.search import Nothing
from decroche.calls.offered import callable_by
from decroche.calls.rules import APPOINTMENTS
from decroche.compliance.queries import hours
from decroche.compliance.rules import next_opening
from decroche.followups.models import FollowUp
from decroche.team.models import Member


def why_nobody(member: Member, at: datetime, opened: list[Region]) -> Nothing:
    """`opened` are the regions where it is time to call: without one, the hour is why."""
    workspace, rows = member.workspace, rows_for(member)
    promises = FollowUp.objects.filter(
        callable_by("company__state"), workspace=workspace, closed_at=None
    ).exclude(purpose__in=APPOINTMENTS)
    soonest = (
        rows.filter(not_before=None).first()
        or rows.filter(not_before__isnull=False).order_by("not_before").first()
    )
    if soonest is None and not promises.exists():
        return Nothing("empty_file")
    waiting = promises.annotate(
        offered_at=Coalesce("retry_at", "due_at", output_field=DateTimeField())
    ).filter(offered_at__gt=at)
    moments = list(waiting.order_by("offered_at").values_list("offered_at", flat=True)[:1])
    if soonest:
        earliest = max(soonest.not_before or at, at)
        opens = hour_of_card(workspace, soonest, earliest).until
        if opens is None and (soonest.consumer or earliest > at):
            opens = earliest
        moments.append(opens or next_opening(hours(workspace), soonest.zone, earliest))
    return Nothing("all_done" if opened else "closed", min(moments) if moments else None)
