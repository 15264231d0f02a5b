"""The queue read: each question is answered by the head of an index, whatever the size of the
file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from decroche.callqueue.models import CallPlan, Claim, Skip
from decroche.callqueue.outlook import outlook
from decroche.callqueue.planning import make_plan, plan_of
from decroche.callqueue.rules import EARLY, Reason, Source
from decroche.calls.rules import APPOINTMENTS, NUMBER_ONLY
from decroche.compliance.queries import hours
from decroche.compliance.rules import next_opening, open_now
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.shared.calendar import half_day
from decroche.shared.places import zone
from decroche.team.models import Member, Workspace
from decroche.team.prepared import Prepared

_CANDIDATES = 25
_TRIED = '"prospects_company"."attempts" > 0'
"""Written out, not as a parameter: so the database sees that the index over tried companies holds
them all.
"""
_CLAIMS = Prepared(lambda workspace: Claim.objects.filter(workspace_id=workspace))
_PASSES = Prepared(lambda workspace, day: Skip.objects.filter(workspace_id=workspace, day=day))
_FRESH = Prepared(
    lambda workspace, at: Company.objects.filter(
        workspace_id=workspace, callable=True, attempts=0, not_before__lte=at
    ).order_by("position")[:1]
)
_BEFORE = Prepared(
    lambda workspace, at, head: Company.objects.filter(
        workspace_id=workspace, callable=True, attempts=0, not_before__lte=at, position__lt=head
    ).order_by("position")[:5]
)
_DUE = Prepared(
    lambda workspace, at: (
        FollowUp.objects.filter(
            workspace_id=workspace, closed_at=None, due_at__lte=at, company__callable=True
        )
        .exclude(purpose__in=APPOINTMENTS)
        .order_by("-kind", "due_at")[:200]
    )
)


_ONE = Prepared(lambda pk: Company.objects.filter(pk=pk))
_left: dict[tuple[object, ...], int] = {}
"""How many of the first places of an order need not be looked at again: a shortcut that may be
forgotten at any time.
"""


@dataclass(frozen=True, slots=True)
class Pick:
    """A company and why it is next."""

    company: Company
    reason: Reason


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody to call now: `why` is empty_file, all_done, closed; `until` when the next one is
    ready.
    """

    why: str
    until: datetime | None = None


def pick(member: Member, at: datetime, *, call_list: int | None = None) -> Pick | Nothing:
    """The next company for this member: promises due, other follow-ups due, fresh cards, retries,
    passed-over cards.
    """
    taken = {row.company_id for row in _CLAIMS(member.workspace_id) if row.member_id != member.pk}
    passed = {row.company_id for row in _PASSES(member.workspace_id, at.date())}
    found = _due(member, at, taken, passed)
    if found:
        return found
    zones = zones_of(member.workspace)
    opened = open_zones(member.workspace, at, zones)
    shut = [zone for zone in zones if zone not in opened]
    source = _from_order if ranked(member.workspace) and not call_list else _from_file
    found = source(member, at, shut, taken, passed, call_list) if opened else None
    if found:
        return found
    again = (
        (_due(member, at, taken, set()) or _passed_over(member, at, opened, taken, passed))
        if passed
        else None
    )
    return again or nothing(member.workspace, at, opened)


def due_followups(workspace: Workspace, at: datetime) -> QuerySet[FollowUp]:
    """Open follow-ups whose time has come, promises first, by hour.

    Meetings are kept in person, not dialled.
    """
    return (
        FollowUp.objects.filter(
            workspace=workspace, closed_at=None, due_at__lte=at + EARLY, company__callable=True
        )
        .exclude(purpose__in=APPOINTMENTS)
        .order_by("-kind", "due_at")
    )


def _due(member: Member, at: datetime, taken: set[int], passed: set[int]) -> Pick | None:
    due = _DUE(member.workspace_id, at + EARLY)
    if not due:
        return None
    settings = hours(member.workspace)
    known = Company.objects.in_bulk([row.company_id for row in due])
    for row in due:
        company = known[row.company_id]
        if company.pk in taken or company.pk in passed or _tried_since(company, row, at):
            continue
        if (row.kind == "advised" or zone(company.zone).consumer) and not open_now(
            settings, company.zone, at
        ).allowed:
            continue
        late = max(0, int((at - row.due_at).total_seconds() // 60))
        source: Source = "promise" if row.kind == "promised" else "follow_up"
        return Pick(
            company,
            Reason(
                source,
                row.due_at.isoformat(),
                late,
                company.attempts,
                row.purpose,
                row.note,
                arm="due",
            ),
        )
    return None


def _tried_since(company: Company, row: FollowUp, at: datetime) -> bool:
    """Already tried this half-day, unless her word was given for this very hour since."""
    last = company.last_called_at
    if last is None or half_day(last, company.zone) != half_day(at, company.zone):
        return False
    return row.kind == "advised" or row.created_at < last


def open_zones(workspace: Workspace, at: datetime, zones: list[str] | None = None) -> list[str]:
    """The zones of the file where it is now time to call."""
    settings = hours(workspace)
    return [
        zone
        for zone in (zones_of(workspace) if zones is None else zones)
        if open_now(settings, zone, at).allowed
    ]


_ZONES = """
WITH RECURSIVE step(zone) AS (
  SELECT min(zone) FROM prospects_company WHERE workspace_id = %s
  UNION ALL
  SELECT (
    SELECT min(zone) FROM prospects_company WHERE workspace_id = %s AND zone > step.zone
  ) FROM step WHERE step.zone IS NOT NULL
) SELECT zone FROM step WHERE zone IS NOT NULL"""


def zones_of(workspace: Workspace) -> list[str]:
    """The zones that occur in the file, found by stepping through an index rather than over all
    rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ZONES, [workspace.pk, workspace.pk])
        return [row[0] for row in cursor.fetchall()]


def ranked(workspace: Workspace) -> bool:
    """Whether the cards come by how likely a conversation is (the default) or in the order of the
    file.
    """
    return bool(workspace.preferences.get("queue", {}).get("order", "ranked") == "ranked")


def _from_order(
    member: Member,
    at: datetime,
    shut: list[str],
    taken: set[int],
    passed: set[int],
    call_list: int | None,
) -> Pick | None:
    """The next card of her frozen order; what was put at the head of the file since comes before
    it.
    """
    out = taken | passed
    order = plan_of(member, at)
    if order is not None:
        found = _put_first(member, at, shut, out, order) or _standing_next(
            member, at, shut, out, order
        )
        if found:
            return found
    return _standing_next(member, at, shut, out, make_plan(member, at, shut, out))


def _put_first(
    member: Member, at: datetime, shut: list[str], out: set[int], order: CallPlan
) -> Pick | None:
    for company in _BEFORE(member.workspace_id, at, order.head):
        if company.pk not in out and company.zone not in shut:
            return Pick(
                company, Reason("fresh", arm="file", outlook=outlook(member.workspace, company, at))
            )
    return None


def _standing_next(
    member: Member, at: datetime, shut: list[str], out: set[int], order: CallPlan
) -> Pick | None:
    """The first place that can be called now, from where the order was left when this process last
    looked.
    """
    seen = (order.pk, order.made_at, *(order.places[0] if order.places else ()))
    left = _left.get(seen, 0)
    for index, (key, arm, propensity) in enumerate(order.places[left:], left):
        company = _ONE.first(key)  # her own order: no other workspace in it
        if company is not None and key not in out and _can_be_called(company, at, shut, order):
            return _picked(member, at, company, arm, propensity)
        if index == left and _over(company, order):
            left += 1
            _left.clear()
            _left[seen] = left
    return None


def _over(company: Company | None, order: CallPlan) -> bool:
    """Called since, or out of the queue for good: undo brings it back by its own claim."""
    return (
        company is None
        or not company.callable
        or (company.last_called_at is not None and company.last_called_at >= order.made_at)
    )


def _can_be_called(company: Company, at: datetime, shut: list[str], order: CallPlan) -> bool:
    return not _over(company, order) and company.not_before <= at and company.zone not in shut


def _picked(member: Member, at: datetime, company: Company, arm: str, propensity: float) -> Pick:
    source: Source = "retry" if company.attempts else "fresh"
    return Pick(
        company,
        Reason(
            source,
            attempts=company.attempts,
            last_outcome=company.last_outcome,
            note=company.ask_next if company.attempts else "",
            arm=arm,
            propensity=propensity,
            outlook=outlook(member.workspace, company, at),
        ),
    )


def _from_file(
    member: Member,
    at: datetime,
    shut: list[str],
    taken: set[int],
    passed: set[int],
    call_list: int | None,
) -> Pick | None:
    if not shut and not call_list:  # the everyday question, asked with a statement that is ready
        for company in _FRESH(member.workspace_id, at):
            if company.pk not in taken and company.pk not in passed:
                return Pick(company, Reason("fresh", arm="file"))
    rows = Company.objects.filter(
        workspace_id=member.workspace_id, callable=True, not_before__lte=at
    )
    if shut:
        rows = rows.exclude(
            zone__in=shut
        )  # named by what is shut: the order of the index stays usable
    if call_list:
        rows = rows.filter(list_entries__call_list_id=call_list)
    few = _CANDIDATES + len(taken) + len(passed)
    for company in rows.filter(attempts=0).order_by("position")[: 1 + len(taken) + len(passed)]:
        if company.pk not in taken and company.pk not in passed:
            return Pick(company, Reason("fresh", arm="file"))
    for company in rows.extra(where=[_TRIED]).order_by("not_before")[:few]:
        if (
            company.pk not in taken
            and company.pk not in passed
            and not _tried_this_half_day(company, at)
        ):
            return Pick(
                company,
                Reason(
                    "retry",
                    attempts=company.attempts,
                    last_outcome=company.last_outcome,
                    note=company.ask_next,
                    arm="file",
                ),
            )
    return None


def _tried_this_half_day(company: Company, at: datetime) -> bool:
    last = company.last_called_at
    if (
        last is None or company.last_outcome in NUMBER_ONLY
    ):  # another number of the same company is another door
        return False
    return half_day(last, company.zone) == half_day(at, company.zone)


def _passed_over(
    member: Member, at: datetime, zones: list[str], taken: set[int], passed: set[int]
) -> Pick | None:
    order = (
        Skip.objects.filter(workspace_id=member.workspace_id, day=at.date())
        .order_by("at")
        .values_list("company_id", flat=True)
    )
    rows = Company.objects.in_bulk([pk for pk in order if pk not in taken])
    for pk in order:
        company = rows.get(pk)
        if (
            company
            and company.callable
            and company.zone in zones
            and company.not_before <= at
            and not _tried_this_half_day(company, at)
        ):
            return Pick(company, Reason("passed", attempts=company.attempts))
    return None


def nothing(workspace: Workspace, at: datetime, zones: list[str]) -> Nothing:
    """Why there is nobody, and when there will be."""
    callable_rows = Company.objects.filter(workspace=workspace, callable=True)
    if not callable_rows.exists():
        return Nothing("empty_file")
    soonest = callable_rows.order_by("not_before").first()
    promise = (
        FollowUp.objects.filter(workspace=workspace, closed_at=None, company__callable=True)
        .exclude(purpose__in=APPOINTMENTS)
        .order_by("due_at")
        .first()
    )
    moments = [promise.due_at] if promise and promise.due_at > at else []
    if soonest:
        settings = hours(workspace)
        ready = max(soonest.not_before, at)
        moments.append(
            ready
            if open_now(settings, soonest.zone, ready).allowed and ready > at
            else next_opening(settings, soonest.zone, ready)
        )
    return Nothing("all_done" if zones else "closed", min(moments) if moments else None)


def ready_count(workspace: Workspace, at: datetime) -> int:
    """How many cards could be called now, follow-ups due included."""
    zones = open_zones(workspace, at)
    rows = Company.objects.filter(
        workspace=workspace, callable=True, not_before__lte=at, zone__in=zones
    )
    return (
        rows.count()
        + due_followups(workspace, at)
        .filter(company__not_before__gt=at)
        .values("company")
        .distinct()
        .count()
    )
