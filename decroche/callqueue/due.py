"""The follow-ups whose time has come: they are called before anything else."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from decroche.callqueue.claims import lease_since
from decroche.callqueue.models import Claim
from decroche.callqueue.preferences import PromisesPass
from decroche.callqueue.regions import hour_of_card
from decroche.callqueue.reserved import offered_to
from decroche.callqueue.rules import Reason, Source
from decroche.callqueue.search import Pick, Search
from decroche.calls.models import CallState
from decroche.calls.offered import callable_by
from decroche.calls.rules import APPOINTMENTS, NUMBER_ONLY
from decroche.database.prepared import BoundQuery, PreparedQuery
from decroche.followups.models import FollowUp
from decroche.followups.rules import EARLY
from decroche.prospects.hours_noted import notes_allow
from decroche.shared.calendar import half_day
from decroche.shared.clock import PARIS, day_of
from decroche.shared.places import tz
from decroche.shared.words import on_one_line
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred

_FEW = 10
"""How many are read with everything else at each press; more are read when none of these can be
called.
"""
_MOST = 200


def _in_order(workspace: int, at: datetime, *which: Q | Combinable) -> QuerySet[FollowUp]:
    """The follow-ups that are due, in the order in which they are called: promises first, by hour.
    One that was tried in vain waits for its retry.
    """
    rows = FollowUp.objects.filter(
        Q(retry_at=None) | Q(retry_at__lte=at),
        *which,
        callable_by("company__state"),
        workspace_id=workspace,
        closed_at=None,
        due_at__lte=at,
    )
    return rows.order_by("-kind", "due_at", "pk")


def _rows(
    workspace: int, at: datetime, today: datetime, *which: Q | Combinable
) -> QuerySet[FollowUp]:
    """The follow-ups that are due, each with its card and its call; with the meetings that began
    today, which nobody is dialled for.
    """
    rows = _in_order(workspace, at, *which)
    rows = rows.filter(~Q(purpose__in=APPOINTMENTS) | Q(due_at__gte=today))
    return rows.select_related("company__state", "company__provenance", "call")


def _offered_to(member: int, passed: datetime, away: datetime) -> tuple[Q | Combinable, ...]:
    """Conditions for the follow-ups that one member of a shared workspace is offered: without the
    promises of others and the answers to their mails, except those of who calls no longer, and
    those that were due before `passed`, of members who have held no card since `away`; and without
    the cards of lists that others call, except for her own promises. Of a meeting of others she
    knows, so that nobody dials who is in it.
    """
    held_since = Claim.objects.filter(
        workspace_id=OuterRef("workspace_id"), member=OuterRef("member"), at__gte=away
    )
    return (
        Q(member=None)
        | Q(purpose__in=APPOINTMENTS)
        | Q(member_id=member)
        | Q(kind=FollowUp.Kind.ADVISED) & ~Q(purpose=FollowUp.OtherPurpose.REPLY)
        | Q(member__left_at__isnull=False)
        | Q(member__role=Member.Role.READER)
        | Q(due_at__lte=passed) & ~Exists(held_since),
        Q(member_id=member, kind=FollowUp.Kind.PROMISED) | offered_to(member, "company_id"),
    )


def _due(most: int) -> PreparedQuery[FollowUp]:
    return PreparedQuery(lambda workspace, at, today: _rows(workspace, at, today)[:most])


def _due_to(most: int) -> PreparedQuery[FollowUp]:
    """The query of the first due follow-ups that one member of a shared workspace is offered."""
    return PreparedQuery(
        lambda workspace, at, today, member, passed, away: _rows(
            workspace, at, today, *_offered_to(member, passed, away)
        )[:most]
    )


_FIRST_DUE, _MORE_DUE = _due(_FEW), _due(_MOST)
_FIRST_DUE_TO, _MORE_DUE_TO = _due_to(_FEW), _due_to(_MOST)


def due_query(member: Member, at: datetime) -> BoundQuery:
    """The query for the first ones that are due; in a shared workspace, due to this member."""
    query, arguments = _due_query(member, at, more=False)
    return query.bind(*arguments)


def _due_query(
    member: Member, at: datetime, *, more: bool
) -> tuple[PreparedQuery[FollowUp], tuple[Any, ...]]:
    workspace, until = member.workspace, at + EARLY
    today = datetime.combine(day_of(at), time(), PARIS)
    since = _passed_and_away(workspace, at)
    if since is None:
        return _MORE_DUE if more else _FIRST_DUE, (workspace.pk, until, today)
    query = _MORE_DUE_TO if more else _FIRST_DUE_TO
    return query, (workspace.pk, until, today, member.pk, *since)


def _passed_and_away(workspace: Workspace, at: datetime) -> tuple[datetime, datetime] | None:
    """Since when a promise must have been due, and its member without a card, to pass on to others;
    None in a workspace of one person.
    """
    away = lease_since(workspace, at)
    if away is None:
        return None
    return at - timedelta(minutes=preferred(workspace, PromisesPass).minutes), away


def due_followups(workspace: Workspace, at: datetime) -> QuerySet[FollowUp]:
    """The open follow-ups whose time has come at the moment `at`, whoever gave them, in the order
    in which they are called. Meetings are kept in person, not dialled.
    """
    return _in_order(workspace.pk, at + EARLY).exclude(purpose__in=APPOINTMENTS)


def offered_followups(rows: QuerySet[FollowUp], member: Member, at: datetime) -> QuerySet[FollowUp]:
    """Those of these follow-ups that this member is offered at the moment `at`: all of them, except
    in a shared workspace.
    """
    since = _passed_and_away(member.workspace, at)
    return rows if since is None else rows.filter(*_offered_to(member.pk, *since))


def next_due(search: Search) -> Pick | None:
    """The card of the first follow-up that is due and can be called now."""
    due = _due_now(search)
    found = next(_callable(search, due), None)
    if found is None and len(due) == _FEW:
        found = next(_callable(search, _due_now(search, more=True)), None)
    return found


def due_of(search: Search, companies: Container[int]) -> dict[int, Pick]:
    """Of these companies, those with which something is due that can be called now."""
    due = _due_now(search)
    if len(due) == _FEW:
        due = _due_now(search, more=True)
    theirs = [row for row in due if row.company_id in companies]
    found: dict[int, Pick] = {}
    for one in _callable(search, theirs):
        found.setdefault(one.state.pk, one)
    return found


def waiting_today(search: Search) -> frozenset[int]:
    """The companies that nothing makes call now: their promise waits for its hour, or their meeting
    began today and waits for her to say how it went.
    """
    rows = _due_now(search)
    waiting = (
        row.company_id
        for row in rows
        if row.in_person or before_its_hour(row, row.company.state, search.at)
    )
    return frozenset(waiting)


def _due_now(search: Search, *, more: bool = False) -> list[FollowUp]:
    query, arguments = _due_query(search.member, search.at, more=more)
    return search.fetch(query, *arguments)


def _callable(search: Search, due: list[FollowUp]) -> Iterator[Pick]:
    """The cards of these follow-ups that can be called now. A promise to a professional is kept at
    any hour, since she gave it.
    """
    member, at = search.member, search.at
    for row in due:
        state = row.company.state
        if row.in_person or state.pk in search.left_out or _tried_since(state, row, at):
            continue
        bound_to_hours = row.kind == FollowUp.Kind.ADVISED or state.consumer
        if bound_to_hours and not hour_of_card(member.workspace, state, at).allowed:
            continue
        if before_its_hour(row, state, at):
            continue
        yield Pick(state, _reason(row, state, at))


def before_its_hour(row: FollowUp, state: CallState, at: datetime) -> bool:
    """Whether a follow-up that is due waits for another hour: for that of a note (“pas avant
    14h”), or, missed on its day, for the hour from which on they can be reached (“après 17h30”).

    An hour that was said for this day is her word, and is kept whatever a note says.
    """
    there, due = at.astimezone(tz(state.zone)), row.due_at.astimezone(tz(state.zone))
    if row.precision == "minute" and due.date() == there.date():
        return False
    from_then_on = row.call is not None and bool(row.call.details.get("after"))
    if from_then_on and row.precision == "minute" and there.time() < due.time():
        return True
    noted = (row.note, on_one_line((state.company.notes, state.ask_next)))
    return not notes_allow(noted, there)


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
    """Whether a call of this half-day was made for this follow-up. A promise, given before that
    call, waits only when the call was made once it was due; its retry says until when.
    """
    last = state.last_called_at
    if last is None or half_day(last, state.zone) != half_day(at, state.zone):
        return False
    if row.kind == FollowUp.Kind.ADVISED:
        return True
    if row.retry_at is not None or state.last_outcome in NUMBER_ONLY:
        return False
    return row.created_at < last and row.due_at - EARLY <= last
