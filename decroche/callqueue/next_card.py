"""The card to call now: the one she holds, else the head of the queue. The law is asked once more
before a card is shown to her.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from decroche.callqueue.claiming import claim, renew
from decroche.callqueue.claims import held, held_query
from decroche.callqueue.from_plan import likely_next
from decroche.callqueue.models import CallPlan, Claim
from decroche.callqueue.picking import pick, queue_queries
from decroche.callqueue.planning import make_plan
from decroche.callqueue.search import Asked, Nothing, Pick, PlanUsedUp
from decroche.calls.models import CallState
from decroche.calls.permission import may_call, permission_queries
from decroche.calls.states import block
from decroche.database.fetching import FetchOnce, Queries
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.queries import numbers_of
from decroche.team.models import Member

_MAX_ATTEMPTS = 50
"""How many cards are tried, one after another, before it is said that none is left."""


ExtraQueries = Callable[[Company], Queries]
"""The queries whose rows whoever shows a card will need of its company: sent with those that
decide whether it may be called.
"""


def no_extra_queries(_company: Company) -> Queries:
    """No more queries about the card."""
    return []


def next_for(
    member: Member,
    at: datetime,
    *,
    call_list: int | None = None,
    extra: ExtraQueries = no_extra_queries,
    talks: bool = False,
) -> Pick | Nothing:
    """The card to call now, reserved for this member: the one she holds, else the head of the
    queue. Only with `talks` the one that she holds for a call which came in, or was made away from
    the desk: it is not to be called.
    """
    asked = Asked(call_list)
    for _ in range(_MAX_ATTEMPTS):
        fetch = FetchOnce()
        fetch.gather(held_query(member), *queue_queries(member, at))
        mine = held_if_allowed(member, at, fetch, extra, talks=talks)
        if mine is not None:
            return mine
        found = head_of_queue(member, at, fetch, asked, extra)
        if isinstance(found, Nothing):
            return found
        key = claim(member, found.company, found.reason, at)
        if key:
            return replace(found, claim_key=key)
        asked = asked.without(found.company.pk)
    return Nothing("all_done")


def held_if_allowed(
    member: Member,
    at: datetime,
    fetch: FetchOnce,
    extra: ExtraQueries = no_extra_queries,
    *,
    talks: bool = True,
) -> Pick | None:
    """The card she holds, if the law still lets her call it now; with `talks` also the one of a
    call that came in, or was made away from the desk, of which the law is not asked. In a shared
    workspace she holds it for another lease, unless a colleague holds it now.
    """
    mine = held(member, fetch)
    if mine is None:
        return None
    if mine.reason.origin:
        if not talks:
            return None
        _read_with(member, mine.state, fetch, extra)
    elif not _keep_or_take_out(member, mine.state, at, fetch, extra):
        return None
    if member.workspace.shared and not renew(member, at, mine.company.pk):
        return None
    return replace(mine, known=fetch)


def head_of_queue(
    member: Member,
    at: datetime,
    fetch: FetchOnce,
    asked: Asked,
    extra: ExtraQueries = no_extra_queries,
) -> Pick | Nothing:
    """The first card that the law lets her call now. It is not reserved yet. Her call plan is made
    when there is none for this sitting, or when it is used up.
    """
    plan: CallPlan | None = None
    for _ in range(_MAX_ATTEMPTS):
        found = pick(member, at, fetch, asked, plan)
        if isinstance(found, PlanUsedUp):
            plan = make_plan(member, at, found.shut, found.left_out)
            continue
        if isinstance(found, Nothing) or _keep_or_take_out(member, found.state, at, fetch, extra):
            return found if isinstance(found, Nothing) else replace(found, known=fetch)
        fetch = FetchOnce()  # that card is out of the queue now
    return Nothing("all_done")


def likely_queries(member: Member, extra: ExtraQueries) -> Queries:
    """The queries of the card that is probably next, to be sent with the rest. Whether it
    is the one, and whether it may be called, is decided by what is read then.
    """
    likely = likely_next(member)
    if likely is None:
        return []
    state, numbers = likely
    state.company.workspace = member.workspace
    return [*permission_queries(member.workspace, state, numbers), *extra(state.company)]


def _keep_or_take_out(
    member: Member, state: CallState, at: datetime, fetch: FetchOnce, extra: ExtraQueries
) -> bool:
    """True when the law, asked once more, lets her call this card. One that it forbids is taken out
    of the queue, or put off.
    """
    company, numbers = state.company, _read_with(member, state, fetch, extra)
    verdict = may_call(member.workspace, state, at, numbers=numbers, fetch=fetch)
    if verdict.allowed:
        return True
    if verdict.until:
        CallState.objects.filter(pk=state.pk).update(not_before=verdict.until)
    else:
        block(state, verdict.why)
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
    return False


def _read_with(
    member: Member, state: CallState, fetch: FetchOnce, extra: ExtraQueries
) -> list[PhoneNumber]:
    """Reads with one statement what a card needs and what its permission rests on, and returns its
    numbers.
    """
    company = state.company
    company.workspace = member.workspace
    numbers = numbers_of(company, fetch)
    fetch.gather(*permission_queries(member.workspace, state, numbers), *extra(company))
    return numbers
