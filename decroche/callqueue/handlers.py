"""What the queue does when a call is logged or taken back."""

from __future__ import annotations

from decroche.callqueue.claiming import claim
from decroche.callqueue.models import Claim, Skip
from decroche.callqueue.planning import arm_of
from decroche.callqueue.ranking_situations import PreviousCall, situation_of_call
from decroche.callqueue.rules import Reason
from decroche.calls.events import CallGathered, CallPrepared, OutcomeRecorded
from decroche.calls.models import Call
from decroche.calls.strata import LINES
from decroche.calls.whom_to_ask import best_number
from decroche.database.fetching import first
from decroche.database.prepared import PreparedQuery
from decroche.journal.actions import REPLACES
from decroche.journal.events import Undone
from decroche.journal.joined import card_now
from decroche.journal.models import Entry
from decroche.journal.staying import goes_with
from decroche.journal.verbs import LOGGED
from decroche.prospects.events import CompaniesMerged, CompanyOpposed
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.shared.clock import now
from decroche.shared.events import on

_CLAIMS = PreparedQuery(
    lambda workspace, company: Claim.objects.filter(workspace_id=workspace, company_id=company)
)
"""At most one, since a card is held by one member."""


_WHY = "why_now"
"""Why the card was next, in the journal line of its call: an undo gives her the card back for the
same reason.
"""
goes_with(Claim, "company", "member")
goes_with(Skip, "company")


@on(CallGathered)
def ask_beforehand(event: CallGathered) -> None:
    """Each call needs the claim on its card: the query is added."""
    event.queries.append(_CLAIMS.bind(event.by.workspace_id, event.company.pk))


@on(CallPrepared)
def keep_lesson(event: CallPrepared) -> None:
    """Saves with the call what it teaches: the situation it was made in, and how its card was
    chosen. A call received, or made away from the desk at an hour that nobody noted, teaches
    nothing.
    """
    if event.call.origin:
        return
    from decroche.callqueue.features import written

    call, company = event.call, event.state.company
    number = call.number or best_number(company, numbers_of(company, event.verb.known))
    made_in = situation_of_call(
        event.state,
        call.at,
        line=number.kind if number else LINES[-1],
        before=PreviousCall(event.earlier[0][1], event.earlier[0][0]) if event.earlier else None,
        attempts=event.state.attempts,
    )
    claim = first(event.verb.known(_CLAIMS, event.by.workspace_id, company.pk))
    own = claim is not None and claim.member_id == event.by.pk
    reason = Reason.read(claim.reason) if claim and own else Reason("held")
    if claim and own:
        event.verb.entry.particulars[_WHY] = claim.reason
    call.situation = written(made_in.levels())
    call.arm, call.propensity = Call.Arm(reason.arm), reason.propensity or None


@on(OutcomeRecorded)
def release_card(event: OutcomeRecorded) -> None:
    """The card is done: nobody holds it any more. When she goes on, what she holds moves to the
    next card by itself (log_and_go_on.py).
    """
    claim = first(event.verb.known(_CLAIMS, event.by.workspace_id, event.company.pk))
    own = claim is not None and claim.member_id == event.by.pk
    if claim and not (own and event.goes_on):
        _CLAIMS.delete(event.by.workspace_id, event.company.pk)


@on(Undone)
def give_back_card(event: Undone) -> None:
    """Her last call was undone: she holds its card again. Undoing an older one does not change
    which card she holds.
    """
    entry = event.entry
    if entry.verb != LOGGED or entry.member is None or entry.company_id is None:
        return
    if entry.particulars.get(REPLACES):  # a correction taken back: the first outcome holds again
        return
    if _logged_since(entry):
        return
    company = (
        Company.objects.filter(workspace_id=entry.workspace_id, pk=card_now(entry) or 0)
        .select_related("state")
        .first()
    )
    if company:
        claim(entry.member, company, _why(entry, company), now())


def _why(entry: Entry, company: Company) -> Reason:
    """Why she held the card when she called; a line of an earlier version does not say it."""
    kept = entry.particulars.get(_WHY)
    if kept:
        return Reason.read(kept)
    if origin := str(entry.particulars.get("origin", "")):
        return Reason("held", origin=origin)
    arm, propensity = arm_of(entry.member, company.pk) if entry.member else ("chosen", 0.0)
    return Reason("held", attempts=company.state.attempts, arm=arm, propensity=propensity)


def _logged_since(entry: Entry) -> bool:
    later = Entry.objects.filter(
        workspace_id=entry.workspace_id, member=entry.member, pk__gt=entry.pk
    )
    return later.filter(verb=LOGGED, undone_at=None).exists()


@on(CompanyOpposed)
def take_away(event: CompanyOpposed) -> None:
    """Nobody holds a card that must be left alone any more. Of the card that was called,
    `release_card` knows what follows.
    """
    key = (event.company.workspace_id, event.company.pk)
    if not event.verb.known.knows(_CLAIMS, *key):
        _CLAIMS.delete(*key)


@on(CompaniesMerged)
def let_go(event: CompaniesMerged) -> None:
    """Nobody holds the card that was merged into another."""
    _CLAIMS.delete(event.by.workspace_id, event.other.pk)
