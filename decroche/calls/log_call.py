"""Logging a call from what was typed: the desk, the API and the command line all do it here.

The card is gathered, the fields are read and the call is written in one transaction. The desk goes
on to the next card in the same transaction (callqueue/log_and_go_on.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError

from decroche.calls.actions import CallMade, Logged, check, log_gathered, replayed
from decroche.calls.drafts import TakenIn, move_draft_to_journal
from decroche.calls.events import AddressGiven
from decroche.calls.gathering import FieldsTyped, gather
from decroche.calls.models import CallState
from decroche.calls.queries import company_of
from decroche.calls.reading import OutcomeRead, Problem, read_outcome
from decroche.calls.refused import Refused
from decroche.database.fetching import Fetch
from decroche.journal.record import Verb, record
from decroche.journal.verbs import DROPPED, LOGGED
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import PARIS, now
from decroche.shared.events import publish
from decroche.shared.spoken.say import say
from decroche.team.models import Member
from decroche.ui.language import current_language

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead another program's clock may be."""


@dataclass(frozen=True, slots=True)
class CallTyped:
    """One call as it was typed.

    `raw` has the fields of reading.FIELDS. `number` is the id of the number that was dialled, or
    the number as it is written; empty, it is the number that the card shows. `draft` is what was
    typed on the card itself: it is no draft any more once the call is logged. `sitting` is the key
    of the sitting that was under way when the page was made: it may have ended in another window
    since.
    """

    company_id: int
    outcome: str
    raw: Mapping[str, str]
    number: str | int | None
    at: datetime
    draft: TakenIn | None = None
    sitting: int | None = None
    typed_at: datetime | None = None
    """When it was typed, for a call that was made earlier: “tomorrow” is the day after this one."""

    def read(self, zone: str) -> OutcomeRead:
        """Reads the fields; `zone` is the place of the company."""
        return read_outcome(
            self.outcome,
            self.raw,
            zone=zone,
            at=self.typed_at or self.at,
            language=current_language(),
            roles=Contact.Role.values,
        )


@dataclass(frozen=True, slots=True)
class CallLogged:
    """A call that was logged, its company, and the names of the fields that were given although
    they decide nothing for this outcome.
    """

    logged: Logged
    company: Company
    left_out: tuple[str, ...]


def log_call(
    *,
    by: Member,
    company_id: int,
    outcome: str,
    raw: Mapping[str, str],
    number: str | int | None = None,
    at: datetime,
    key: str | None = None,
) -> CallLogged:
    """Reads what was typed (see CallTyped) and logs the outcome with its consequences.

    A `key` that is given twice logs one call. Raises Refused with every problem, also when the key
    logged another call before, or when the call would be in the future.
    """
    typed = CallTyped(company_id, outcome, raw, number, at)
    if at.tzinfo and at > now() + CLOCKS_DIFFER:
        raise Refused(Problem("at", "later_than_now"))
    try:
        with record(LOGGED, by=by, company_id=company_id, key=key) as verb:
            return log_typed(verb, by, typed)
    except (Refused, IntegrityError):
        before = logged_before(by, typed, key)
        if before is None:
            raise
        if (before.logged.entry.company_id, before.logged.call.outcome) != (company_id, outcome):
            raise Refused(Problem("key", "key_of_another", before.logged.call.outcome)) from None
        return before


def log_typed(verb: Verb, by: Member, typed: CallTyped, *, goes_on: bool = False) -> CallLogged:
    """Gathers, reads and logs a call inside the verb LOGGED, which is under way. Raises Refused
    with every problem.
    """
    card = gather(
        verb,
        by,
        typed.company_id,
        typed.number,
        best=True,
        typed=FieldsTyped(typed.outcome, typed.raw),
    )
    _require_no_later_call(typed, card.state)
    reading = typed.read(card.state.zone)
    problems = reading.problems or _why_not_written_to(by, card.company, reading, verb.known)
    if problems or card.problems:
        raise Refused(*problems, *card.problems)
    check(typed.outcome, reading.said)
    made = CallMade(typed.outcome, reading.said, typed.at, typed.sitting)
    logged = log_gathered(verb, by, card, made, goes_on=goes_on)
    if typed.draft is not None:
        move_draft_to_journal(verb, by, card.company, typed.draft)
    return CallLogged(logged, card.company, reading.left_out)


def _require_no_later_call(typed: CallTyped, state: CallState) -> None:
    """Raises Refused (called_since) for a call noted afterwards when a later one is known."""
    last = state.last_called_at
    if typed.typed_at and last and last > typed.at:
        said = say(last.astimezone(PARIS), "minute", now().astimezone(PARIS), current_language())
        raise Refused(Problem("made", "called_since", said))


def logged_before(by: Member, typed: CallTyped, key: str | None) -> CallLogged | None:
    """Returns what the same key logged before, to be asked when a call could not be logged; None
    when it logged nothing. Raises Refused when the press with that key was dropped.
    """
    before = replayed(by=by, key=key)
    if before is not None and before.entry.verb == DROPPED:
        raise Refused(Problem("outcome", "dropped")) from None
    company = company_of(by.workspace, typed.company_id) if before else None
    if before is None or company is None:
        return None
    return CallLogged(before, company, typed.read(company.state.zone).left_out)


def _why_not_written_to(
    by: Member, company: Company, reading: OutcomeRead, fetch: Fetch
) -> tuple[Problem, ...]:
    """Returns why no mail may go to the addresses given (one bounced before, or asked to be left
    alone), so that she can ask for another one while they are on the telephone.
    """
    given = {"email": reading.said.email, "invite": str(reading.said.details.get("invite", ""))}
    found: list[Problem] = []
    for name, address in given.items():
        if address:
            publish(AddressGiven(by, company, name, address, found, fetch))
    return tuple(found)
