"""Which card is next. Each query reads the head of an index, whatever the size of the file; the
queries of every press (`queue_queries`) are sent as one statement. Nothing is written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from decroche.callqueue.claims import CLAIMS, held_by_others
from decroche.callqueue.due import due_query, next_due, waiting_today
from decroche.callqueue.from_file import file_query, next_at_any_hour, next_of_file
from decroche.callqueue.from_plan import next_of_plan, plan_queries
from decroche.callqueue.learning import LATEST
from decroche.callqueue.models import CallPlan, Skip
from decroche.callqueue.passed_over import next_passed_over
from decroche.callqueue.planning import PLAN
from decroche.callqueue.preferences import is_ranked
from decroche.callqueue.regions import REGIONS
from decroche.callqueue.search import Asked, Nothing, Pick, PlanUsedUp, Search
from decroche.callqueue.why_none import why_nobody
from decroche.calls.sittings import SESSION
from decroche.database.fetching import FetchOnce
from decroche.database.prepared import BoundQuery, PreparedQuery
from decroche.shared.clock import day_of
from decroche.team.models import Member

_SKIPS = PreparedQuery(lambda workspace, day: Skip.objects.filter(workspace_id=workspace, day=day))


def queue_queries(member: Member, at: datetime) -> list[BoundQuery]:
    """What is asked for each card that is picked."""
    workspace = member.workspace_id
    queries = [
        CLAIMS.bind(workspace),
        _SKIPS.bind(workspace, day_of(at)),
        due_query(member, at),
        REGIONS.bind(workspace),
        SESSION.bind(workspace, member.pk),
    ]
    if not is_ranked(member.workspace):
        return [*queries, file_query(member, at)]
    plan = PLAN.bind(workspace, member.pk)
    put_first, *cards = plan_queries(member, at)
    return [*queries, plan, put_first, LATEST.bind(workspace), *cards]


def pick(
    member: Member,
    at: datetime,
    fetch: FetchOnce,
    asked: Asked,
    new_plan: CallPlan | None = None,
) -> Pick | Nothing | PlanUsedUp:
    """The next company for this member.

    1. Promises that are due, then other follow-ups that are due.
    2. Where it is time to call: the first card of her plan that can be called (cards by how likely
       a conversation is, the default), or, by her choice and always for a list, new cards in the
       order of the file and then those to try again.
    3. Consumers who agreed to calls at any hour, and made-up companies.
    4. Cards passed over today, the one that was passed longest ago first.

    Cards whose notes ask for another hour (“pas avant 14h”) come when nobody else is left, before
    those passed over. A promise with such a note, or with an hour from which on they can be
    reached, waits for it, also on the days after; a card whose meeting began today waits for her
    to say how it went.

    `new_plan` was made because hers was used up: without one that case is answered by PlanUsedUp.
    """
    fetch.gather(*queue_queries(member, at))
    skips = fetch(_SKIPS, member.workspace_id, day_of(at))
    passed_over = frozenset(row.company_id for row in skips)
    others = held_by_others(member, at, fetch) | asked.taken
    search = Search(member, at, fetch, others, passed_over, asked.called)
    found: Pick | PlanUsedUp | None = next_due(search)
    if found:
        return found
    search = replace(search, waiting=waiting_today(search))
    found = _next_to_call(search, asked.call_list, new_plan) or next_at_any_hour(search)
    if found is None:
        found = _next_to_call(replace(search, against_notes=True), asked.call_list, new_plan)
    if found is None and passed_over:
        found = next_passed_over(search)
    return found or why_nobody(member, at, search.opened)


def _next_to_call(
    search: Search, call_list: int | None, new_plan: CallPlan | None
) -> Pick | PlanUsedUp | None:
    if not search.opened:
        return None
    if is_ranked(search.member.workspace) and not call_list:
        return next_of_plan(search, new_plan)
    return next_of_file(search, call_list)
