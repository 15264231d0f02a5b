"""Taking a card, letting it go, passing it over."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from decroche.callqueue.models import Claim, Skip
from decroche.callqueue.preferences import QueueOrder
from decroche.callqueue.queries import Nothing, Pick, pick
from decroche.callqueue.rules import Reason
from decroche.calls.models import CallState
from decroche.calls.permission import may_call
from decroche.calls.queries import numbers_of
from decroche.calls.states import block
from decroche.compliance.rules import Verdict
from decroche.journal.rows import insert
from decroche.prospects.models import Company
from decroche.team.models import Member, Workspace
from decroche.team.preferences import save_preferences
from decroche.team.roles import require_work


def held_card(member: Member) -> Pick | None:
    """The card she has before her, if it can still be called."""
    claim = (
        Claim.objects.select_related("company__state")
        .filter(workspace_id=member.workspace_id, member=member)
        .first()
    )
    if claim is None or not claim.company.state.callable:
        return None
    return Pick(claim.company.state, Reason.read(claim.reason))


def next_for(
    member: Member, at: datetime, *, call_list: int | None = None, released: bool = False
) -> Pick | Nothing:
    """The card to call now, reserved for this member: the one she holds (unless it was `released`
    just now), else the head of the queue.
    """
    mine = None if released else held_card(member)
    if mine and _allowed(member, mine.state, at):
        return mine
    for _ in range(50):
        found = pick(member, at, call_list=call_list)
        if isinstance(found, Nothing):
            return found
        if not _allowed(member, found.state, at):
            continue
        if claim(member, found.company, found.reason, at, empty_handed=released):
            return found
        mine, released = held_card(member), False
        if mine:
            return mine
    return Nothing("all_done")


def _allowed(member: Member, state: CallState, at: datetime) -> bool:
    """The law asked once more before a card lies before her; one that slipped through is taken out
    of the queue, or put off.
    """
    company = state.company
    company.workspace = member.workspace
    numbers = numbers_of(company)
    verdict = may_call(member.workspace, state, at, numbers=numbers)
    if verdict.allowed:
        return True
    if verdict.until:
        CallState.objects.filter(pk=state.pk).update(not_before=verdict.until)
    else:
        block(state, verdict.why)
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
    return False


def claim(
    member: Member, company: Company, reason: Reason, at: datetime, *, empty_handed: bool = False
) -> bool:
    """Reserves a card, giving back the one she held (unless `empty_handed`); False when another
    member was faster. Raises `NotAllowed` for a member who only reads.
    """
    require_work(member)
    try:
        with transaction.atomic():
            if not empty_handed:
                Claim.objects.filter(workspace_id=member.workspace_id, member=member).delete()
            insert(
                Claim(
                    workspace_id=member.workspace_id,
                    member=member,
                    company=company,
                    reason=reason.stored(),
                    at=at,
                )
            )
    except IntegrityError:
        return False
    return True


class NotToBeCalled(Exception):
    """The law, or what they asked for, forbids a call now; `verdict` says which and until when."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.why)
        self.verdict = verdict


class HeldByAnother(Exception):
    """Another member has this card before them."""


def take_card(*, by: Member, company: Company, at: datetime) -> None:
    """Puts a card that she chose herself before her; the one she held goes back to the queue.

    Raises NotToBeCalled, HeldByAnother.
    """
    verdict = may_call(by.workspace, company.state, at, numbers=numbers_of(company))
    if not verdict.allowed:
        raise NotToBeCalled(verdict)
    if not claim(by, company, Reason("held"), at):
        raise HeldByAnother


@transaction.atomic
def release(member: Member) -> None:
    """Gives the card back to the queue."""
    Claim.objects.filter(workspace_id=member.workspace_id, member=member).delete()


def keep_order(*, workspace: Workspace, ranked: bool) -> None:
    """Cards by how likely a conversation is, or in the order of the file."""
    save_preferences(workspace=workspace, section=QueueOrder(ranked))


@transaction.atomic
def skip_card(member: Member, company: Company, at: datetime) -> None:
    """No call was made: to the end of today's queue."""
    Skip.objects.update_or_create(
        workspace_id=member.workspace_id, company=company, day=at.date(), defaults={"at": at}
    )
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
