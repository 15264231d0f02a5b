"""The great moments: sentences of her calls that she kept."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from decroche.calls.models import CallSession, Moment
from decroche.prospects.models import Company
from decroche.team.models import Workspace


def moments_in(session: CallSession) -> list[Moment]:
    """Returns the great moments of the calls of a sitting, first to last."""
    rows = Moment.objects.filter(workspace_id=session.workspace_id, call__session=session)
    return list(rows.select_related("company").order_by("at"))


def moments_of_workspace(workspace: Workspace) -> QuerySet[Moment]:
    """Returns the great moments with their companies, newest first."""
    rows = Moment.objects.filter(workspace=workspace).select_related("company")
    return rows.order_by("-at")


def moments_of(company: Company) -> list[Moment]:
    """Returns the great moments of one company, newest first."""
    rows = Moment.objects.filter(workspace_id=company.workspace_id, company=company)
    return list(rows.order_by("-at"))


_REMEMBERED = 30
"""Great moments among which one is shown each day."""


def moment_of_the_day(workspace: Workspace, day: date) -> Moment | None:
    """Returns one of the latest great moments, a different one each day; None when there is
    none.
    """
    latest = list(moments_of_workspace(workspace)[:_REMEMBERED])
    return latest[day.toordinal() % len(latest)] if latest else None
