"""The queue read: each question is answered by the head of an index, whatever the size of the
file. Nothing is written to the database here; a process remembers which first places of an order
it need not look at again (`_left`), and may forget it at any time.

`pick` asks everything that is asked whatever comes (`queue_asked`) with one statement, and the
places of an order four at a time with another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.functions import Coalesce

from decroche.callqueue.learning import LATEST
from decroche.callqueue.models import CallPlan, Claim, Skip
from decroche.callqueue.outlook import outlook
from decroche.callqueue.planning import PLAN, plan_of
from decroche.callqueue.preferences import QueueOrder
from decroche.callqueue.regions import (
    REGIONS,
    Region,
    open_regions,
    outside,
    ready,
    region_of,
    regions_of,
    within,
)
from decroche.callqueue.rules import Reason, Source
from decroche.calls.models import CallState
from decroche.calls.permission import callable_by, offered, offered_by
from decroche.calls.queries import SESSION
from decroche.calls.rules import APPOINTMENTS, NUMBER_ONLY
from decroche.compliance.permission import hour_verdict
from decroche.compliance.queries import hours, policy
from decroche.compliance.rules import Verdict, next_opening
from decroche.followups.models import FollowUp
from decroche.followups.rules import EARLY
from decroche.prospects.models import CallListEntry, Company, PhoneNumber
from decroche.prospects.queries import NUMBERS, numbers_of
from decroche.shared.calendar import half_day
from decroche.shared.clock import day_of
from decroche.shared.counted import Counted
from decroche.team.answers import Answers, Ask, first
from decroche.team.counting import COUNTED, at_most
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred
from decroche.team.prepared import Asked, Literal, Prepared

_CANDIDATES = 25
_AT_ONCE = 4
"""Places of an order looked at with one statement."""
_CLAIMS = Prepared(lambda workspace: Claim.objects.filter(workspace_id=workspace))
_HELD = Prepared(
    lambda workspace, member: Claim.objects.filter(
        workspace_id=workspace, member_id=member
    ).select_related("company__state", "company__provenance")
)
_SKIPS = Prepared(lambda workspace, day: Skip.objects.filter(workspace_id=workspace, day=day))
_FRESH = Prepared(
    lambda workspace, at: (
        offered(workspace)
        .filter(ready(at), attempts=Literal(0))
        .select_related("company__provenance")
        .order_by("position")[:1]
    )
)
_BEFORE = Prepared(
    lambda workspace, member, at: (
        offered(workspace)
        .filter(
            ready(at),
            attempts=Literal(0),
            position__lt=CallPlan.objects.filter(workspace_id=workspace, member_id=member).values(
                "head"
            ),
        )
        .select_related("company__provenance")
        .order_by("position")[:5]
    )
)


def _due_asked(most: int) -> Prepared[FollowUp]:
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


_FEW_DUE = 10
_DUE, _MORE_DUE = _due_asked(_FEW_DUE), _due_asked(200)
_PLACES = Prepared(
    lambda one, two, three, four: CallState.objects.filter(
        Q(pk=one) | Q(pk=two) | Q(pk=three) | Q(pk=four)
    ).select_related("company__provenance")
)


@dataclass(frozen=True, slots=True)
class _Left:
    """How many of the first places of an order need not be looked at again, the cards that stand
    at the next ones, and of the one that is probably picked next its state and its numbers as they
    were.
    """

    order: tuple[object, ...]
    places: int
    following: tuple[int, ...]
    likely: tuple[CallState, list[PhoneNumber]] | None


_left: dict[int, _Left] = {}
"""By member: a shortcut that may be forgotten at any time."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A company, its call state, and why it is next. Once it is reserved `claim_key` is the key
    of that (see claim_key). `known` has what was read with it.
    """

    state: CallState
    reason: Reason
    claim_key: str = ""
    known: Answers = field(default_factory=Answers, compare=False, repr=False)

    @property
    def company(self) -> Company:
        """The company; read with its state."""
        return self.state.company


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody to call now: `why` is empty_file, all_done, closed; `until` when the next one is
    ready.
    """

    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanUsedUp:
    """There is no order for her sitting, or nobody is left in it: another one has to be made,
    without these regions and cards.
    """

    shut: list[Region]
    out: set[int]


def queue_asked(member: Member, at: datetime) -> list[Asked]:
    """What is asked for each card that is picked."""
    workspace = member.workspace_id
    asked = [
        _CLAIMS.asked(workspace),
        _SKIPS.asked(workspace, day_of(at)),
        _DUE.asked(workspace, at + EARLY),
        REGIONS.asked(workspace),
        SESSION.asked(workspace, member.pk),
    ]
    if not ranked(member.workspace):
        return [*asked, _FRESH.asked(workspace, at)]
    plan = PLAN.asked(workspace, member.pk)
    asked += [plan, _BEFORE.asked(workspace, member.pk, at), LATEST.asked(workspace)]
    kept = _left.get(member.pk)  # where her order was left, if it is the same still
    return [*asked, *_places_asked(workspace, list(kept.following))] if kept else asked


def likely_next(member: Member) -> tuple[CallState, list[PhoneNumber]] | None:
    """The card that will probably be next, as it was at the last press: good for asking about it
    beforehand, for nothing else.
    """
    kept = _left.get(member.pk)
    return kept.likely if kept else None


def held_asked(member: Member) -> Asked:
    """The question for the card she holds."""
    return _HELD.asked(member.workspace_id, member.pk)


def held(member: Member, ask: Ask) -> Pick | None:
    """The card she has before her, if it can still be called."""
    claim = first(ask(_HELD, member.workspace_id, member.pk))
    if claim is None or not claim.company.state.callable:
        return None
    return Pick(claim.company.state, Reason.read(claim.reason), claim_key(claim.pk, claim.serial))


def held_by(member: Member, ask: Ask) -> int | None:
    """The company of the card she holds."""
    rows = ask(_CLAIMS, member.workspace_id)
    return next((row.company_id for row in rows if row.member_id == member.pk), None)


def look_again(member: Member) -> None:
    """Her order is looked at from its first place the next time."""
    _left.pop(member.pk, None)


def claim_key(pk: int, serial: int) -> str:
    """One card before one member, once: what is logged twice with this key is one call."""
    return f"claim-{pk}-{serial}"


def pick(
    member: Member,
    at: datetime,
    ask: Answers,
    *,
    call_list: int | None = None,
    plan: CallPlan | None = None,
) -> Pick | Nothing | PlanUsedUp:
    """The next company for this member. Promises that are due come first, then other follow-ups
    that are due; then, in the places where it is time to call, the first card of her order that can
    be called (cards by how likely a conversation is, the default), or in the order of the file new
    cards and then those to try again (her choice, and always for a list); cards passed over today
    come last.

    `plan` is the order that was made because hers was used up: without one that case is answered by
    PlanUsedUp.
    """
    ask.gather(*queue_asked(member, at))
    workspace = member.workspace_id
    taken = {row.company_id for row in ask(_CLAIMS, workspace) if row.member_id != member.pk}
    passed = {row.company_id for row in ask(_SKIPS, workspace, day_of(at))}
    found: Pick | PlanUsedUp | None = _due(member, at, ask, taken, passed)
    if found:
        return found
    regions = regions_of(member.workspace, ask)
    opened = open_regions(member.workspace, at, regions)
    shut = [region for region in regions if region not in opened]
    if opened and ranked(member.workspace) and not call_list:
        found = _from_order(member, at, ask, shut, taken | passed, plan)
    elif opened:
        found = _from_file(member, at, ask, shut, taken, passed, call_list)
    found = found or _at_any_hour(member, at, shut, taken | passed)
    if found:
        return found
    again = (
        (_due(member, at, ask, taken, set()) or _passed_over(member, at, opened, taken, passed))
        if passed
        else None
    )
    return again or nothing(member.workspace, at, opened)


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


def _due(member: Member, at: datetime, ask: Ask, taken: set[int], passed: set[int]) -> Pick | None:
    due = ask(_DUE, member.workspace_id, at + EARLY)
    found = _first_due(member, at, due, taken, passed)
    if found is None and len(due) == _FEW_DUE:
        due = ask(_MORE_DUE, member.workspace_id, at + EARLY)
        found = _first_due(member, at, due, taken, passed)
    return found


def _first_due(
    member: Member, at: datetime, due: list[FollowUp], taken: set[int], passed: set[int]
) -> Pick | None:
    for row in due:
        state = row.company.state
        if state.pk in taken or state.pk in passed or _tried_since(state, row, at):
            continue
        if (row.kind == "advised" or state.consumer) and not (
            _hour(member.workspace, state, at).allowed
        ):
            continue
        late = max(0, int((at - row.due_at).total_seconds() // 60))
        source: Source = "promise" if row.kind == "promised" else "follow_up"
        return Pick(
            state,
            Reason(
                source,
                row.due_at.isoformat(),
                late,
                state.attempts,
                row.purpose,
                row.note,
                arm="due",
                precision=row.precision,
            ),
        )
    return None


def _hour(workspace: Workspace, state: CallState, at: datetime) -> Verdict:
    """Whether it is time to call a card."""
    return hour_verdict(
        hours(workspace),
        state.zone,
        at,
        consumer=state.consumer,
        any_hour=state.any_hour,
        policy=policy(workspace),
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


def ranked(workspace: Workspace) -> bool:
    """Whether the cards come by how likely a conversation is (the default) or in the order of the
    file.
    """
    return preferred(workspace, QueueOrder).ranked


def _from_order(
    member: Member,
    at: datetime,
    ask: Answers,
    shut: list[Region],
    out: set[int],
    plan: CallPlan | None,
) -> Pick | PlanUsedUp | None:
    """The next card of her order; what was put at the head of the file since comes before it."""
    if plan is not None:
        return _standing_next(member, at, ask, shut, out, plan)
    order = plan_of(member, at, ask)
    found = order and (
        _put_first(member, at, ask, shut, out) or _standing_next(member, at, ask, shut, out, order)
    )
    return found or PlanUsedUp(shut, out)


def _put_first(
    member: Member, at: datetime, ask: Ask, shut: list[Region], out: set[int]
) -> Pick | None:
    for state in ask(_BEFORE, member.workspace_id, member.pk, at):
        if state.pk not in out and region_of(state) not in shut:
            look = outlook(member.workspace, state, at, ask)
            return Pick(state, Reason("fresh", arm="file", outlook=look))
    return None


def _standing_next(
    member: Member, at: datetime, ask: Answers, shut: list[Region], out: set[int], order: CallPlan
) -> Pick | None:
    """The first place that can be called now, from where the order was left when this process last
    looked.
    """
    seen = (order.pk, order.made_at, *(order.places[0] if order.places else ()))
    kept = _left.get(member.pk)
    left = kept.places if kept and kept.order == seen else 0
    found: Pick | None = None
    likely: CallState | None = None
    for start in range(left, len(order.places), _AT_ONCE):
        part = order.places[start : start + _AT_ONCE]
        states = _states_of(member, ask, [key for key, _, _ in part])
        for index, (key, arm, propensity) in enumerate(part, start):
            state = states.get(key)
            if state is None or key in out or not _can_be_called(state, at, shut, order):
                left += index == left and _over(state, order)
            elif found is None:
                found = _picked(member, at, ask, state, arm, propensity)
            elif likely is None:
                likely = state
        if found is not None:
            break
    _left[member.pk] = _Left(
        seen,
        left,
        tuple(key for key, _, _ in order.places[left : left + _AT_ONCE]),
        (likely, numbers_of(likely.company, ask)) if likely else None,
    )
    return found


def _states_of(member: Member, ask: Answers, keys: list[int]) -> dict[int, CallState]:
    """The states of four cards at most, which stand in her own order, so of no other workspace.
    Their numbers are read with them: the one that is picked needs them next.
    """
    places, *numbers = _places_asked(member.workspace_id, keys)
    ask.gather(places, *numbers)
    return {state.pk: state for state in ask(_PLACES, *places.arguments)}


def _places_asked(workspace_id: int, keys: list[int]) -> list[Asked]:
    """The question for the states of four cards at most, and those for their numbers."""
    if not keys:
        return []
    four = keys + keys[-1:] * (_AT_ONCE - len(keys))
    return [_PLACES.asked(*four), *(NUMBERS.asked(workspace_id, key) for key in keys)]


def _over(state: CallState | None, order: CallPlan) -> bool:
    """Called since, or out of the queue for good: undo brings it back by its own claim."""
    return (
        state is None
        or not state.offered
        or (state.last_called_at is not None and state.last_called_at >= order.made_at)
    )


def _can_be_called(state: CallState, at: datetime, shut: list[Region], order: CallPlan) -> bool:
    return not _over(state, order) and _is_ready(state, at) and region_of(state) not in shut


def _is_ready(state: CallState, at: datetime) -> bool:
    return state.not_before is None or state.not_before <= at


def _picked(
    member: Member, at: datetime, ask: Ask, state: CallState, arm: str, propensity: float
) -> Pick:
    source: Source = "retry" if state.attempts else "fresh"
    return Pick(
        state,
        Reason(
            source,
            attempts=state.attempts,
            last_outcome=state.last_outcome,
            note=state.ask_next if state.attempts else "",
            arm=arm,
            propensity=propensity,
            outlook=outlook(member.workspace, state, at, ask),
        ),
    )


def _from_file(
    member: Member,
    at: datetime,
    ask: Ask,
    shut: list[Region],
    taken: set[int],
    passed: set[int],
    call_list: int | None,
) -> Pick | None:
    if not shut and not call_list:  # the everyday question, asked with a statement that is ready
        for state in ask(_FRESH, member.workspace_id, at):
            if state.pk not in taken and state.pk not in passed:
                return Pick(state, Reason("fresh", arm="file"))
    rows = outside(
        offered(member.workspace_id).select_related("company__provenance"),
        shut,
    )
    if call_list:
        rows = rows.filter(
            pk__in=CallListEntry.objects.filter(call_list_id=call_list).values("company_id")
        )
    few = _CANDIDATES + len(taken) + len(passed)
    fresh = rows.filter(ready(at), attempts=0).order_by("position")
    for state in fresh[: 1 + len(taken) + len(passed)]:
        if state.pk not in taken and state.pk not in passed:
            return Pick(state, Reason("fresh", arm="file"))
    tried = rows.filter(attempts__gt=Literal(0), not_before__lte=at).order_by("not_before", "pk")
    for state in tried[:few]:
        if state.pk not in taken and state.pk not in passed:
            return Pick(
                state,
                Reason(
                    "retry",
                    attempts=state.attempts,
                    last_outcome=state.last_outcome,
                    note=state.ask_next,
                    arm="file",
                ),
            )
    return None


def _at_any_hour(member: Member, at: datetime, shut: list[Region], out: set[int]) -> Pick | None:
    """A consumer of a place where it is too late for others, who agreed to calls at any hour."""
    if not any(region.consumer for region in shut):
        return None
    rows = offered(member.workspace_id).filter(ready(at), any_hour=True)
    for state in rows.select_related("company__provenance").order_by("position")[: 1 + len(out)]:
        if state.pk not in out:
            source: Source = "retry" if state.attempts else "fresh"
            return Pick(
                state,
                Reason(
                    source, attempts=state.attempts, last_outcome=state.last_outcome, arm="file"
                ),
            )
    return None


def _passed_over(
    member: Member, at: datetime, regions: list[Region], taken: set[int], passed: set[int]
) -> Pick | None:
    order = (
        Skip.objects.filter(workspace_id=member.workspace_id, day=day_of(at))
        .order_by("at")
        .values_list("company_id", flat=True)
    )
    rows = CallState.objects.select_related("company__provenance").in_bulk(
        [pk for pk in order if pk not in taken]
    )
    for pk in order:
        state = rows.get(pk)
        in_time = state and (state.any_hour or region_of(state) in regions)
        if state and state.offered and in_time and _is_ready(state, at):
            return Pick(state, Reason("passed", attempts=state.attempts))
    return None


def nothing(workspace: Workspace, at: datetime, regions: list[Region]) -> Nothing:
    """Why there is nobody, and when there will be."""
    rows = offered(workspace.pk)
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
        by = max(soonest.not_before or at, at)
        opens = _hour(workspace, soonest, by).until
        if opens is None and (soonest.consumer or by > at):
            opens = by
        moments.append(opens or next_opening(hours(workspace), soonest.zone, by))
    return Nothing("all_done" if regions else "closed", min(moments) if moments else None)


def next_on_paper(workspace: Workspace, at: datetime, most: int) -> list[Company]:
    """The cards of a call sheet: promises and follow-ups due until the end of the day, then new
    cards and retries in the order of the file, whatever order her sitting has (a sheet is printed
    for hours to come), each with its numbers and people.
    """
    evening = at.replace(hour=23, minute=59)
    due = list(due_followups(workspace, evening).values_list("company_id", flat=True)[:most])
    rows = offered(workspace.pk).filter(ready(evening)).exclude(pk__in=due).order_by("position")
    keys = list(dict.fromkeys([*due, *rows.values_list("pk", flat=True)[:most]]))[:most]
    cards = Company.objects.filter(workspace=workspace, pk__in=keys)
    found = {one.pk: one for one in cards.prefetch_related("numbers", "contacts")}
    return [found[key] for key in keys if key in found]


def ready_count(workspace: Workspace, at: datetime) -> Counted:
    """How many cards could be called now, follow-ups due included; counted up to a limit."""
    rows = within(offered(workspace.pk), open_regions(workspace, at))
    fresh = at_most(rows.filter(ready(at), attempts=Literal(0)))
    if fresh.more:
        return fresh
    tried = at_most(rows.filter(attempts__gt=Literal(0), not_before__lte=at))
    in_queue = offered_by("company__state") & (
        Q(company__state__not_before=None) | Q(company__state__not_before__lte=at)
    )
    due = at_most(due_followups(workspace, at).exclude(in_queue).values("company").distinct())
    found = fresh.count + tried.count + due.count
    return Counted(min(found, COUNTED), tried.more or due.more or found > COUNTED)
