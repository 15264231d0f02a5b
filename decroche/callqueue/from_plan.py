"""The next card of her call plan (planning.py makes the plan).

A press looks at the plan from the first place that is not done with. A process keeps in memory, for
each member, where that is and which cards are there, so that they are read together with everything
else. This memory may be lost at any time; the plan is then looked at from its first place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from decroche.callqueue.models import CallPlan
from decroche.callqueue.outlook import outlook
from decroche.callqueue.planning import plan_of
from decroche.callqueue.regions import ready, region_of, time_has_come
from decroche.callqueue.reserved import open_to
from decroche.callqueue.search import Pick, PlanUsedUp, Search, undated
from decroche.calls.models import CallState
from decroche.calls.offered import offered
from decroche.calls.written import written_on, written_query
from decroche.database.prepared import BoundQuery, PreparedQuery, WrittenOut
from decroche.prospects.models import PhoneNumber
from decroche.prospects.queries import NUMBERS, numbers_of
from decroche.team.models import Member

_AT_ONCE = 4
"""Places looked at with one statement."""


def _put_first_of(workspace: int, member: int, at: datetime) -> QuerySet[CallState]:
    return (
        offered(workspace)
        .filter(
            ready(at),
            attempts=WrittenOut(0),
            position__lt=CallPlan.objects.filter(workspace_id=workspace, member_id=member).values(
                "head"
            ),
        )
        .select_related("company__provenance")
        .order_by("position")
    )


def _four(one: int, two: int, three: int, four: int) -> QuerySet[CallState]:
    return CallState.objects.filter(
        Q(pk=one) | Q(pk=two) | Q(pk=three) | Q(pk=four)
    ).select_related("company__provenance")


_PUT_FIRST = PreparedQuery(lambda workspace, member, at: _put_first_of(workspace, member, at)[:5])
"""New cards that were put before the head of the file since the plan was made."""
_PUT_FIRST_TO = PreparedQuery(
    lambda workspace, member, at: _put_first_of(workspace, member, at).filter(open_to(member))[:5]
)
"""In a shared workspace: without those of lists that others call."""
_STATES = PreparedQuery(_four)
_STATES_TO = PreparedQuery(
    lambda one, two, three, four, member: _four(one, two, three, four).filter(open_to(member))
)


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far a member has come in her plan.

    `plan` tells the plan from one made later with the same key. The first `done` places need not be
    looked at again; `following` are the cards at the next ones, without the one that she has now:
    once it was called it is known. `likely` is the card that is probably picked next, with its
    state and its numbers as they were read last.
    """

    plan: tuple[Any, ...]
    done: int
    following: tuple[int, ...]
    likely: tuple[CallState, list[PhoneNumber]] | None


_progress: dict[int, _Progress] = {}
"""By member."""


def plan_queries(member: Member, at: datetime) -> list[BoundQuery]:
    """What is asked of the file for each card that is picked from a plan."""
    put_first = _PUT_FIRST_TO if member.workspace.shared else _PUT_FIRST
    queries = [put_first.bind(member.workspace_id, member.pk, at)]
    kept = _progress.get(member.pk)
    return [*queries, *_cards_queries(member, list(kept.following))] if kept else queries


def likely_next(member: Member) -> tuple[CallState, list[PhoneNumber]] | None:
    """The card that will probably be next, as it was at the last press. It is only used to send its
    queries ahead.
    """
    kept = _progress.get(member.pk)
    return kept.likely if kept else None


def forget_progress(member: Member | None = None) -> None:
    """Forgets how far she, or everybody, has come: the plan is looked at from its first place the
    next time.
    """
    if member is None:
        _progress.clear()
    else:
        _progress.pop(member.pk, None)


def next_of_plan(search: Search, new_plan: CallPlan | None) -> Pick | PlanUsedUp | None:
    """The next card of her plan; what was put at the head of the file since comes before it.

    `new_plan` was made because hers was used up: without one that case is answered by PlanUsedUp.
    """
    if new_plan is not None:
        return _from(search, new_plan)
    plan = plan_of(search.member, search.at, search.fetch)
    found = plan and (_put_first(search) or _from(search, plan))
    return found or PlanUsedUp(search.shut, search.left_out)


def _put_first(search: Search) -> Pick | None:
    member, at, fetch = search.member, search.at, search.fetch
    put_first = _PUT_FIRST_TO if member.workspace.shared else _PUT_FIRST
    for state in fetch(put_first, member.workspace_id, member.pk, at):
        its_time = region_of(state) not in search.shut and search.at_its_hour(state)
        if state.pk not in search.left_out and its_time:
            look = outlook(member.workspace, state, at, fetch)
            return undated(state, arm="file", outlook=look)
    return None


def _from(search: Search, plan: CallPlan) -> Pick | None:
    """The first place that can be called now; notes how far that is and which card comes after. A
    place whose notes ask for another hour comes again with the next plan.
    """
    member, at, fetch = search.member, search.at, search.fetch
    identity = (plan.pk, plan.made_at, *(plan.places[0] if plan.places else ()))
    kept = _progress.get(member.pk)
    fresh = kept is None or kept.plan != identity or search.against_notes
    done = 0 if kept is None or fresh else kept.done
    found: Pick | None = None
    likely: CallState | None = None
    for start in range(done, len(plan.places), _AT_ONCE):
        part = plan.places[start : start + _AT_ONCE]
        states = _states_of(search, [key for key, _, _ in part])
        for place, (key, arm, propensity) in enumerate(part, start):
            state = states.get(key)
            if state is None or not _can_be_called(search, state, plan):
                if place == done and _is_over(search, state, plan):
                    done += 1
            elif found is None:
                look = outlook(member.workspace, state, at, fetch)
                found = undated(state, arm=arm, propensity=propensity, outlook=look)
            elif likely is None:
                likely = state
        if found is not None:
            break
    _progress[member.pk] = _Progress(
        identity,
        done,
        tuple(
            key
            for key, _, _ in plan.places[done : done + _AT_ONCE]
            if found is None or key != found.state.pk
        ),
        (likely, numbers_of(likely.company, fetch)) if likely else None,
    )
    return found


def _states_of(search: Search, keys: list[int]) -> dict[int, CallState]:
    """The states of four cards at most, which stand in her own plan, so of no other workspace.
    Their numbers are read with them: the one that is picked needs them next. Of the card that was
    called just now nothing is read.
    """
    fetch, called = search.fetch, search.called
    known = {called.pk: called} if called is not None and called.pk in keys else {}
    unknown = [key for key in keys if key not in known]
    queries = _cards_queries(search.member, unknown)
    if queries:
        fetch.gather(*queries)
        query = _STATES_TO if search.member.workspace.shared else _STATES
        known |= {state.pk: state for state in fetch(query, *queries[0].arguments)}
        workspace, *four = queries[1].arguments
        search.written.update(written_on(workspace, four, fetch))
    return known


def _cards_queries(member: Member, keys: list[int]) -> list[BoundQuery]:
    """The query for the states of four cards at most, that for what was written on them, and those
    for their numbers.
    """
    if not keys:
        return []
    four = keys + keys[-1:] * (_AT_ONCE - len(keys))
    states = _STATES_TO.bind(*four, member.pk) if member.workspace.shared else _STATES.bind(*four)
    written = written_query(member.workspace_id, four)
    return [states, written, *(NUMBERS.bind(member.workspace_id, key) for key in keys)]


def _can_be_called(search: Search, state: CallState, plan: CallPlan) -> bool:
    return (
        state.pk not in search.left_out
        and not _is_done(state, plan)
        and time_has_come(state, search.at)
        and region_of(state) not in search.shut
        and search.at_its_hour(state)
    )


def _is_over(search: Search, state: CallState | None, plan: CallPlan) -> bool:
    """Whether a place is not looked at again in this plan."""
    return _is_done(state, plan) or (state is not None and not search.at_its_hour(state))


def _is_done(state: CallState | None, plan: CallPlan) -> bool:
    """Whether a place need not be looked at again: its card was called since the plan was made, or
    is out of the queue until something is changed. Undo of that call brings the card back by its
    own claim.
    """
    return (
        state is None
        or not state.offered
        or (state.last_called_at is not None and state.last_called_at >= plan.made_at)
    )
