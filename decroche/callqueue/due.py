"""The follow-ups whose time has come: they are called before anything else."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from decroche.callqueue.regions import hour_of_card
from decroche.callqueue.rules import Reason, Source
from decroche.callqueue.search import Pick, Search
from decroche.calls.models import CallState
from decroche.calls.offered import callable_by
from decroche.calls.rules import APPOINTMENTS, NUMBER_ONLY
from decroche.followups.models import FollowUp
from decroche.followups.rules import EARLY
from decroche.shared.calendar import half_day
from decroche.team.models import Workspace
from decroche.team.prepared import BoundQuestion, Prepared

_FEW = 10
"""Read with everything else at each press; more are read when none of these can be called."""
_MOST = 200


def _due(most: int) -> Prepared[FollowUp]:
    return Prepared(
        lambda workspace, at: (
            FollowUp.objects.filter(
                Q(retry_at=None) | Q(retry_at__lte=at),
                callable_by("company__state"),
                workspace_id=workspace,
                closed_at=None,
                due_at__lte=at,
            )
            .exclude(purpose__in=APPOINTMENTS)
            .select_related("company__state", "company__provenance")
            .order_by("-kind", "due_at", "pk")[:most]
        )
    )


_FIRST_DUE, _MORE_DUE = _due(_FEW), _due(_MOST)


def due_question(workspace_id: int, at: datetime) -> BoundQuestion:
    """The question for the first ones that are due."""
    return _FIRST_DUE.bind(workspace_id, at + EARLY)


def due_followups(workspace: Workspace, at: datetime) -> QuerySet[FollowUp]:
    """Open follow-ups whose time has come, promises first, by hour. One that was tried in vain
    waits for its retry.

    Meetings are kept in person, not dialled.
    """
    return (
        FollowUp.objects.filter(
            Q(retry_at=None) | Q(retry_at__lte=at + EARLY),
            callable_by("company__state"),
            workspace=workspace,
            closed_at=None,
            due_at__lte=at + EARLY,
        )
        .exclude(purpose__in=APPOINTMENTS)
        .order_by("-kind", "due_at", "pk")
    )


def next_due(search: Search) -> Pick | None:
    """The card of the first follow-up that is due and can be called now."""
    workspace, until = search.member.workspace_id, search.at + EARLY
    due = search.ask(_FIRST_DUE, workspace, until)
    found = _first_callable(search, due)
    if found is None and len(due) == _FEW:
        found = _first_callable(search, search.ask(_MORE_DUE, workspace, until))
    return found


def _first_callable(search: Search, due: list[FollowUp]) -> Pick | None:
    """A promise to a professional is kept at any hour: it is she who gave it."""
    member, at = search.member, search.at
    for row in due:
        state = row.company.state
        if state.pk in search.left_out or _tried_since(state, row, at):
            continue
        bound_to_hours = row.kind == FollowUp.Kind.ADVISED or state.consumer
        if bound_to_hours and not hour_of_card(member.workspace, state, at).allowed:
            continue
        return Pick(state, _reason(row, state, at))
    return None


def _reason(row: FollowUp, state: CallState, at: datetime) -> Reason:
    source: Source = "promise" if row.kind == FollowUp.Kind.PROMISED else "follow_up"
    return Reason(
        source,
        due=row.due_at.isoformat(),
        late_minutes=max(0, int((at - row.due_at).total_seconds() // 60)),
        attempts=state.attempts,
        last_outcome=row.purpose,
        note=row.note,
        arm="due",
        precision=row.precision,
    )


def _tried_since(state: CallState, row: FollowUp, at: datetime) -> bool:
    """Whether a call of this half-day was one for this follow-up. A promise waits only after a call
    made when it was due, given before it; then its retry says when.
    """
    last = state.last_called_at
    if last is None or half_day(last, state.zone) != half_day(at, state.zone):
        return False
    if row.kind == FollowUp.Kind.ADVISED:
        return True
    if row.retry_at is not None or state.last_outcome in NUMBER_ONLY:
        return False
    return row.created_at < last and row.due_at - EARLY <= last
