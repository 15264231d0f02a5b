"""One key press: the call is logged with all it leads to, and the next card is claimed for her.

Gather (calls/gathering.py), decide (calls/rules.py, compliance/permission.py), write
(calls/actions.py:log_gathered), and the next card (picking.py:pick), in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError

from decroche.callqueue.claiming import move_claim, release
from decroche.callqueue.claims import held_by
from decroche.callqueue.from_plan import forget_progress
from decroche.callqueue.learning import forget
from decroche.callqueue.next_card import (
    ExtraQueries,
    head_of_queue,
    held_if_allowed,
    likely_queries,
    no_extra_queries,
)
from decroche.callqueue.picking import queue_queries
from decroche.callqueue.search import Asked, Nothing, Pick
from decroche.calls.log_call import CallLogged, CallTyped, log_typed, logged_before
from decroche.calls.models import CallState
from decroche.calls.refused import Refused
from decroche.calls.sittings import session_of
from decroche.database.fetching import FetchOnce
from decroche.journal.record import record
from decroche.journal.verbs import LOGGED
from decroche.team.models import Member

_MAX_ATTEMPTS = 5
_CARDS = 50
"""Cards that are looked at for one press; each but the last was just reserved by a colleague."""


@dataclass(frozen=True, slots=True)
class LoggedThenNext:
    """The call that was logged, and what comes next: None while the sitting is paused, and after a
    press that was replayed (what she holds stays).
    """

    kept: CallLogged
    found: Pick | Nothing | None = None


def log_and_go_on(
    *,
    by: Member,
    typed: CallTyped,
    key: str | None = None,
    extra: ExtraQueries = no_extra_queries,
    arrived: datetime | None = None,
) -> LoggedThenNext:
    """Logs a call and reserves the next card. The same `key` twice is one call.

    The next card is the one of the moment this `arrived`, which is later than the call when the
    browser could not send it at once.
    When a colleague takes the same card in the same moment, all is rolled back and done again.
    Raises Refused with every problem.
    """
    for last in (False,) * (_MAX_ATTEMPTS - 1) + (True,):
        try:
            with record(LOGGED, by=by, company_id=typed.company_id, key=key) as verb:
                kept = log_typed(verb, by, typed, goes_on=True)
                found = _next(by, kept.company.state, arrived or typed.at, extra)
        except (Refused, IntegrityError) as error:
            if not isinstance(error, Refused):  # which is said before anything is written
                _forget(by)
            before = logged_before(by, typed, key)
            if before is not None:
                return LoggedThenNext(before)
            if last or isinstance(error, Refused):
                raise
        except BaseException:
            _forget(by)
            raise
        else:
            return LoggedThenNext(kept, found)
    raise AssertionError("the last try returns or raises")


def _next(
    member: Member, called: CallState, at: datetime, extra: ExtraQueries
) -> Pick | Nothing | None:
    """The next card, hers by the claim that she had for the company `called` just now. She keeps
    the card she holds when it is another one (the call was logged from elsewhere).
    """
    fetch = FetchOnce()
    fetch.gather(*queue_queries(member, at), *likely_queries(member, extra))
    session = session_of(member, fetch)
    holds = held_by(member, fetch)
    if session is not None and session.paused_at is not None:
        if holds == called.pk:
            release(member)
        return None
    if holds not in (None, called.pk):
        mine = held_if_allowed(member, at, fetch, extra)
        if mine is not None:
            return mine
    asked = Asked(called=called)
    for _ in range(_CARDS):
        found = head_of_queue(member, at, fetch, asked, extra)
        if isinstance(found, Nothing):
            release(member)
            return found
        key = move_claim(member, found.company, found.reason, at, fetch)
        if key:
            return replace(found, claim_key=key)
        asked = asked.without(found.company.pk)
    release(member)
    return Nothing("all_done")


def _forget(member: Member) -> None:
    """Forgets what this process keeps in memory, which may come from rows that were rolled back."""
    forget_progress(member)
    forget(member.workspace)
