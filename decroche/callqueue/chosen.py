"""A card that she chose herself, from its page or because they call her: put on her screen without
the queue.
"""

from __future__ import annotations

from datetime import datetime

from decroche.callqueue.claiming import claim
from decroche.callqueue.next_card import ExtraQueries, no_extra_queries
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.calls.permission import may_call, permission_queries
from decroche.calls.queries import last_calls
from decroche.calls.rules import is_attempt
from decroche.compliance.rules import Verdict
from decroche.database.fetching import FetchOnce
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.shared.calendar import half_day
from decroche.team.models import Member


class NotToBeCalled(Exception):
    """The law, or what they asked for, forbids a call now; `verdict` says which and until when."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.why)
        self.verdict = verdict


class HeldByAnother(Exception):
    """Another member holds this card."""


class CalledByAnother(Exception):
    """Another member called this company in the same half-day."""


def called_by_another(member: Member, company: Company, at: datetime) -> bool:
    """Whether a colleague called this company in this half-day; never in a file of one person."""
    if not member.workspace.shared:
        return False
    made = (call for call in last_calls(company) if is_attempt(call.origin))
    last = next(made, None)
    if last is None or last.member_id in (None, member.pk):
        return False
    zone = company.state.zone
    return half_day(last.at, zone) == half_day(at, zone)


def take_card(*, by: Member, company: Company, at: datetime) -> None:
    """Gives her a card that she chose herself; the one she held goes back to the queue.

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
    *,
    by: Member,
    company: Company,
    origin: str,
    at: datetime,
    extra: ExtraQueries = no_extra_queries,
) -> Pick:
    """The card of a call that comes in, or that she made away from the desk (`origin`): hers until
    it is logged or put away. The law is not asked whether she may call: they call her, or it is
    done.

    Raises HeldByAnother.
    """
    state, fetch = company.state, FetchOnce()
    state.company = company
    company.workspace = by.workspace
    reason = Reason("held", origin=origin)
    key = claim(by, company, reason, at)
    if not key:
        raise HeldByAnother
    numbers = numbers_of(company, fetch)
    fetch.gather(*permission_queries(by.workspace, state, numbers), *extra(company))
    return Pick(state, reason, key, fetch)
