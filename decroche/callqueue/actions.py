"""Taking a card, letting it go, passing it over."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from decroche.callqueue.claims import abandoned, claim_key, held, held_query, lease_since
from decroche.callqueue.from_plan import likely_next
from decroche.callqueue.models import CallPlan, Claim, Skip
from decroche.callqueue.picking import pick, queue_queries
from decroche.callqueue.planning import make_plan
from decroche.callqueue.preferences import PromisesPass, QueueOrder
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Nothing, Pick, PlanUsedUp
from decroche.calls.models import CallState
from decroche.calls.permission import may_call, permission_queries
from decroche.calls.queries import last_calls
from decroche.calls.rules import INCOMING
from decroche.calls.states import block
from decroche.compliance.rules import Verdict
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.shared.calendar import half_day
from decroche.shared.clock import day_of
from decroche.team.fetching import Fetch, FetchOnce, Queries, fetch_now
from decroche.team.models import Member, Workspace
from decroche.team.preferences import save_preferences
from decroche.team.roles import require_work

_MAX_ATTEMPTS = 50
"""How many cards are tried, one after another, before it is said that none is left."""
_VALUES = "VALUES (%s, %s, %s, %s, %s, 0)"
_UNLESS_TAKEN = """
SELECT %s, %s, state.company_id, %s, %s, 0 FROM calls_callstate AS state
WHERE state.company_id = %s AND state.attempts = %s AND state.blocked_by = %s AND NOT EXISTS (
SELECT 1 FROM callqueue_claim AS theirs WHERE theirs.workspace_id = state.workspace_id
AND theirs.company_id = state.company_id AND theirs.member_id <> %s)"""
"""In a shared workspace, where several reserve at the same moment: the card is left alone when
another has reserved it, or called it since it was read.
"""
_UNLESS_LOCKED = _UNLESS_TAKEN + " FOR UPDATE OF state SKIP LOCKED"
"""The same on PostgreSQL: the card is locked, and left alone when another has locked it. SQLite
lets one write at a time.
"""
_CLAIM_CARD = """
INSERT INTO callqueue_claim (workspace_id, member_id, company_id, reason, at, serial)
{source}
ON CONFLICT (workspace_id, member_id) DO UPDATE SET company_id = excluded.company_id,
reason = excluded.reason, at = excluded.at, serial = callqueue_claim.serial + 1
RETURNING id, serial"""


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
) -> Pick | Nothing:
    """The card to call now, reserved for this member: the one she holds, else the head of the
    queue.
    """
    taken = frozenset[int]()
    for _ in range(_MAX_ATTEMPTS):
        fetch = FetchOnce()
        fetch.gather(held_query(member), *queue_queries(member, at))
        mine = held_if_allowed(member, at, fetch, extra)
        if mine is not None:
            return mine
        found = head_of_queue(member, at, fetch, call_list=call_list, extra=extra, taken=taken)
        if isinstance(found, Nothing):
            return found
        key = claim(member, found.company, found.reason, at)
        if key:
            return replace(found, claim_key=key)
        taken |= {found.company.pk}
    return Nothing("all_done")


def held_if_allowed(
    member: Member, at: datetime, fetch: FetchOnce, extra: ExtraQueries = no_extra_queries
) -> Pick | None:
    """The card she holds, if the law still lets her call it now. In a shared workspace it is hers
    for another lease, unless a colleague has it by now.
    """
    mine = held(member, fetch)
    if mine is None or not _law_lets(member, mine.state, at, fetch, extra):
        return None
    if member.workspace.shared and not renew(member, at, mine.company.pk):
        return None
    return replace(mine, known=fetch)


def head_of_queue(
    member: Member,
    at: datetime,
    fetch: FetchOnce,
    *,
    call_list: int | None = None,
    extra: ExtraQueries = no_extra_queries,
    taken: frozenset[int] = frozenset(),
    called: CallState | None = None,
) -> Pick | Nothing:
    """The first card that the law lets her call now, not reserved yet; her order is made when there
    is none for this sitting, or when it is used up. `taken`: cards that others reserve right now;
    `called`: the card of the call that was just kept, as it is now.
    """
    plan: CallPlan | None = None
    for _ in range(_MAX_ATTEMPTS):
        found = pick(
            member, at, fetch, call_list=call_list, new_plan=plan, taken=taken, called=called
        )
        if isinstance(found, PlanUsedUp):
            plan = make_plan(member, at, found.shut, found.left_out)
            continue
        if isinstance(found, Nothing) or _law_lets(member, found.state, at, fetch, extra):
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


def _law_lets(
    member: Member, state: CallState, at: datetime, fetch: FetchOnce, extra: ExtraQueries
) -> bool:
    """The law asked once more before a card lies before her; one that slipped through is taken out
    of the queue, or put off.
    """
    company = state.company
    company.workspace = member.workspace
    numbers = numbers_of(company, fetch)
    fetch.gather(*permission_queries(member.workspace, state, numbers), *extra(company))
    verdict = may_call(member.workspace, state, at, numbers=numbers, fetch=fetch)
    if verdict.allowed:
        return True
    if verdict.until:
        CallState.objects.filter(pk=state.pk).update(not_before=verdict.until)
    else:
        block(state, verdict.why)
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
    return False


def claim(member: Member, company: Company, reason: Reason, at: datetime) -> str:
    """Reserves a card, giving back the one she held; the key of it, empty when another member was
    faster. Raises `NotAllowed` for a member who only reads.
    """
    require_work(member)
    try:
        with transaction.atomic():
            return move_claim(member, company, reason, at)
    except IntegrityError:
        return ""


def move_claim(
    member: Member, company: Company, reason: Reason, at: datetime, fetch: Fetch = fetch_now
) -> str:
    """Reserves a card inside the transaction under way, with one statement; the key of it, empty
    when another member was faster. In a shared workspace a claim that was abandoned makes way.

    Raises IntegrityError when another member was faster by a hair: the transaction has to be given
    up.
    """
    since = lease_since(member.workspace, at)
    if since is not None and abandoned(member, company.pk, at, fetch):
        Claim.objects.filter(
            workspace_id=member.workspace_id, company=company, at__lt=since
        ).exclude(member=member).delete()
    moment = connection.ops.adapt_datetimefield_value(at)
    said = json.dumps(reason.stored())
    values: list[Any]
    if since is not None:
        source = _UNLESS_LOCKED if connection.vendor == "postgresql" else _UNLESS_TAKEN
        values = [member.workspace_id, member.pk, said, moment]
        values += [company.pk, company.state.attempts, company.state.blocked_by, member.pk]
    else:
        source = _VALUES
        values = [member.workspace_id, member.pk, company.pk, said, moment]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_CARD.format(source=source), values)
        made = cursor.fetchone()
    return claim_key(*made) if made else ""


def renew(member: Member, at: datetime, company_id: int) -> bool:
    """The page of a card is still open: it stays hers. False when it is no longer before her."""
    mine = Claim.objects.filter(
        workspace_id=member.workspace_id, member=member, company_id=company_id
    )
    return bool(mine.update(at=at))


class NotToBeCalled(Exception):
    """The law, or what they asked for, forbids a call now; `verdict` says which and until when."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.why)
        self.verdict = verdict


class HeldByAnother(Exception):
    """Another member has this card before them."""


class CalledByAnother(Exception):
    """Another member called this company in the same half-day."""


def called_by_another(member: Member, company: Company, at: datetime) -> bool:
    """Whether a colleague called this company in this half-day; never in a file of one person."""
    if not member.workspace.shared:
        return False
    dialled = (call for call in last_calls(company) if call.origin != INCOMING)
    last = next(dialled, None)
    if last is None or last.member_id in (None, member.pk):
        return False
    zone = company.state.zone
    return half_day(last.at, zone) == half_day(at, zone)


def take_card(*, by: Member, company: Company, at: datetime) -> None:
    """Puts a card that she chose herself before her; the one she held goes back to the queue.

    Raises NotToBeCalled, HeldByAnother, CalledByAnother.
    """
    verdict = may_call(by.workspace, company.state, at, numbers=numbers_of(company))
    if not verdict.allowed:
        raise NotToBeCalled(verdict)
    if called_by_another(by, company, at):
        raise CalledByAnother
    if not claim(by, company, Reason("held"), at):
        raise HeldByAnother


def take_card_for_outside_call(
    *, by: Member, company: Company, at: datetime, extra: ExtraQueries = no_extra_queries
) -> Pick:
    """The card of a call that comes in, or that she made away from the desk: hers until it is
    logged. The law is not asked whether she may call: they call her, or it is done.

    Raises HeldByAnother.
    """
    state, fetch = company.state, FetchOnce()
    state.company = company
    company.workspace = by.workspace
    key = claim(by, company, Reason("held"), at)
    if not key:
        raise HeldByAnother
    numbers = numbers_of(company, fetch)
    fetch.gather(*permission_queries(by.workspace, state, numbers), *extra(company))
    return Pick(state, Reason("held"), key, fetch)


@transaction.atomic
def release(member: Member) -> None:
    """Gives the card back to the queue."""
    Claim.objects.filter(workspace_id=member.workspace_id, member=member).delete()


@transaction.atomic
def put_back_of_an_earlier_day(member: Member, at: datetime) -> Company | None:
    """The card that lay before her since an earlier day goes back to the queue: which it was."""
    rows = Claim.objects.filter(workspace_id=member.workspace_id, member=member)
    claim_kept = rows.select_related("company").first()
    if claim_kept is None or day_of(claim_kept.at) >= day_of(at):
        return None
    claim_kept.delete()
    return claim_kept.company


def keep_order(*, workspace: Workspace, ranked: bool) -> None:
    """Cards by how likely a conversation is, or in the order of the file."""
    save_preferences(workspace=workspace, section=QueueOrder(ranked))


def keep_passing(*, workspace: Workspace, minutes: int) -> None:
    """When a promise of somebody who is away is offered to the others."""
    save_preferences(workspace=workspace, section=PromisesPass(minutes))


@transaction.atomic
def skip_card(member: Member, company: Company, at: datetime) -> None:
    """No call was made: to the end of today's queue."""
    Skip.objects.update_or_create(
        workspace_id=member.workspace_id, company=company, day=day_of(at), defaults={"at": at}
    )
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
