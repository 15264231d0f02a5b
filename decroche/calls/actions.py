"""Logging a call; a moment to keep, a company that becomes a client or is one no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from decroche.calls.contracts import contract_in
from decroche.calls.drafts import TakenIn, move_draft_to_journal
from decroche.calls.events import CallPrepared, OutcomeRecorded, PromiseAsked
from decroche.calls.gathering import CalledCard
from decroche.calls.models import Call, CallState, Moment, Win
from decroche.calls.outcome_spec import Consequence, Delays
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.permission import may_call
from decroche.calls.queries import earlier, last_calls, texts
from decroche.calls.reading import OutcomeInput, Problem, missing_in, unknown
from decroche.calls.refused import Refused
from decroche.calls.rules import (
    FIRST,
    FROM_THEM,
    NAMES_WHOM_TO_ASK,
    REASONS,
    UNANSWERED,
    EarlierCall,
    call_history,
    consequence,
    is_attempt,
)
from decroche.calls.sessions import sitting_of_call
from decroche.calls.states import work_out
from decroche.compliance.actions import give_notice
from decroche.compliance.permission import FORBIDDING
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record, replay
from decroche.prospects.indexing import remember_words
from decroche.prospects.models import Company
from decroche.prospects.numbers import mark_wrong
from decroche.prospects.opposition import oppose_company
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member
from decroche.team.preferences import preferred
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Logged:
    """A call that was logged. `replayed` when the same key had logged it before."""

    call: Call
    entry: Entry
    consequence: Consequence
    replayed: bool = False


def replayed(*, by: Member, key: str | None) -> Logged | None:
    """The call that an idempotency key already logged; to be asked when a call could not be logged.

    The key is unique in the journal: the second call of the same key was rolled back. And what the
    first kept may be what forbids the second (they asked to be left alone).
    """
    done = replay(workspace_id=by.workspace_id, key=key)
    return _replayed(done) if done else None


def check(outcome: str, said: OutcomeInput) -> None:
    """Raises Refused for an outcome that can't be logged with what was said."""
    if outcome not in OUTCOMES:
        raise Refused("unknown_outcome")
    problems = missing_in(OUTCOMES[outcome], said)
    if said.reason and said.reason not in REASONS:
        problems.append(unknown("reason", REASONS))
    if problems:
        raise Refused(*problems)


def log_gathered(
    verb: Verb,
    by: Member,
    card: CalledCard,
    *,
    outcome: str,
    said: OutcomeInput,
    at: datetime,
    goes_on: bool = False,
    draft: TakenIn | None = None,
    sitting: int | None = None,
) -> Logged:
    """Decides what the call leads to and writes it, inside the verb under way.

    `card` was gathered for this verb; `goes_on` when the next card follows in the same transaction;
    `draft` is what was typed on the card itself, whose draft ends with the call; `sitting` the key
    of the one under way when its page was made.
    Raises Refused with what the law says.
    """
    state, company = card.state, card.company
    before = earlier(last_calls(company, verb.known))
    forbidden = _what_law_forbids(verb, by, card, at)
    if forbidden and is_attempt(said.origin):  # they may call whoever asked them not to
        raise Refused(forbidden)
    result = _decide(verb, by, card, before, outcome=outcome, said=said, at=at)
    if forbidden == "opposed" and result.follow_up:  # it could not be kept
        raise Refused(Problem("outcome", "promise_opposed"))
    call = _call(verb, by, card, outcome=outcome, said=said, at=at)
    call.session = sitting_of_call(verb, by, at, sitting)
    publish(CallPrepared(verb, by, call, state, before))
    verb.create(call)
    recorded = OutcomeRecorded(
        verb,
        by,
        call,
        company,
        result,
        said.when,
        said.precision,
        said.email,
        goes_on=goes_on,
    )
    with verb.together(state, company):
        _move_state(verb, state, result, outcome=outcome, said=said, at=at)
        _remember(verb, company, outcome, said, at)
        _apply(verb, by, card, result, said)
        if said.moment:
            _pin(verb, said.moment, at, company=company, call=call)
        publish(recorded)
    verb.entry.subject_id = call.pk
    verb.entry.particulars |= {
        **result.stored(),
        "outcome": outcome,
        "reason": said.reason,
        "note": said.note[:200],
        **({"message_left": True} if said.message_left else {}),
        **({"origin": said.origin} if said.origin else {}),
    }
    if draft is not None:
        move_draft_to_journal(verb, by, company, draft)
    return Logged(call, verb.entry, result)


def _decide(
    verb: Verb,
    by: Member,
    card: CalledCard,
    before: tuple[EarlierCall, ...],
    *,
    outcome: str,
    said: OutcomeInput,
    at: datetime,
) -> Consequence:
    """What the outcome leads to, from the calls before and from what was promised."""
    state, delays = card.state, preferred(by.workspace, Delays)
    asked = PromiseAsked(verb, card.company, at)
    publish(asked)
    history = call_history(
        state.unanswered,
        state.zone,
        before,
        at,
        delays,
        consumer=state.consumer,
        promised=asked.due,
    )
    ends = contract_in(said.details, at).ends
    result = consequence(outcome, history, at, delays, when=said.when, contract_ends=ends)
    if said.when and result.at == said.when:
        result = replace(result, precision=said.precision)
    return result


def _replayed(done: Entry) -> Logged:
    call = Call.objects.filter(pk=done.subject_id or 0).first() or Call(
        pk=done.subject_id, outcome=done.particulars.get("outcome", "")
    )
    return Logged(call, done, Consequence.read(done.particulars), replayed=True)


def _call(
    verb: Verb, by: Member, card: CalledCard, *, outcome: str, said: OutcomeInput, at: datetime
) -> Call:
    return Call(
        workspace_id=by.workspace_id,
        company=card.company,
        contact_id=card.number.contact_id if card.number else None,
        number=card.number,
        member=by,
        outcome=outcome,
        origin=said.origin,
        reason=said.reason,
        note=said.note,
        at=at,
        seconds=said.seconds,
        asked_for=said.asked_for,
        opening=_opening_line(by, said),
        message_left=said.message_left,
        answers_used=said.answers_used,
        details=said.details,
    )


def _opening_line(by: Member, said: OutcomeInput) -> str:
    """How the opening line on the card began; "" when she held no card."""
    if not said.asked_for:
        return ""
    found = texts(by.workspace, current_language())
    return found.script(said.asked_for, said.situation or FIRST)[:200]


def _move_state(
    verb: Verb,
    state: CallState,
    result: Consequence,
    *,
    outcome: str,
    said: OutcomeInput,
    at: datetime,
) -> None:
    """The state after the call.

    Without a day of its own, the consequence leaves it free at once: after a wrong number its other
    numbers may be tried, and what is opposed is blocked for another reason.
    """
    changes: dict[str, Any] = {
        "attempts": state.attempts + is_attempt(said.origin),
        "unanswered": state.unanswered + 1 if outcome in UNANSWERED else 0,
        "last_outcome": outcome,
        "last_called_at": at,
        "not_before": result.at or at,
    }
    if outcome in NAMES_WHOM_TO_ASK:
        changes["ask_next"] = said.note[:160]
    verb.update(state, **changes)


def _remember(verb: Verb, company: Company, outcome: str, said: OutcomeInput, at: datetime) -> None:
    """What the card itself keeps of a call: that they were in touch, and the words of the note for
    the search.
    """
    theirs = outcome in FROM_THEM or not is_attempt(said.origin)
    changes: dict[str, Any] = {"last_contact_at": at} if theirs else {}
    if said.note:
        changes |= remember_words(company, said.note)
    verb.update(company, **changes)


def _what_law_forbids(verb: Verb, by: Member, card: CalledCard, at: datetime) -> str:
    """Why nobody there may be called; "" when they may. A call at the wrong hour was made: it is
    kept, and counts.
    """
    numbers = [card.number] if card.number else card.numbers
    verdict = may_call(by.workspace, card.state, at, numbers=numbers, fetch=verb.known)
    return verdict.why if verdict.why in FORBIDDING else ""


def _apply(
    verb: Verb, by: Member, card: CalledCard, result: Consequence, said: OutcomeInput
) -> None:
    """What the call changes besides its state: they were told where their details come from, they
    are to be left alone, or the number is wrong.
    """
    company, number = card.company, card.number
    if said.told:
        give_notice(
            verb=verb,
            by=by,
            company_id=company.pk,
            contact_id=number.contact_id if number else None,
            kind="oral",
        )
    if result.kind == "suppress":
        everywhere = bool(said.details.get("everywhere"))
        oppose_company(verb=verb, by=by, company=company, everywhere=everywhere, fetch=verb.known)
    elif result.kind == "renumber":
        mark_wrong(verb=verb, company=company, number=number)


@transaction.atomic
def keep_moment(
    *, by: Member, sentence: str, company: Company | None = None, call: Call | None = None
) -> Moment:
    """Pins a sentence."""
    with record(
        "moment.kept", by=by, company_id=company.pk if company else None, sentence=sentence
    ) as verb:
        return _pin(verb, sentence, now(), company=company, call=call)


def _pin(
    verb: Verb, sentence: str, at: datetime, *, company: Company | None, call: Call | None
) -> Moment:
    """A sentence worth keeping, cut to what its column holds."""
    return verb.create(
        Moment(
            workspace_id=verb.entry.workspace_id,
            company=company,
            call=call,
            sentence=sentence[:500],
            at=at,
        )
    )


@transaction.atomic
def win(*, by: Member, company: Company) -> Entry:
    """The company is her client from now on: not prospected again; promises to her still come."""
    with record("company.won", by=by, company_id=company.pk, name=company.name) as verb:
        if not Win.objects.filter(workspace_id=by.workspace_id, company=company).exists():
            verb.create(Win(workspace_id=by.workspace_id, company=company, member=by, at=now()))
            work_out(verb, by.workspace_id, [company.pk])
    return verb.entry


@transaction.atomic
def lose(*, by: Member, company: Company) -> Entry:
    """The company is no client any more (or never was): back in the queue."""
    with record("company.lost", by=by, company_id=company.pk, name=company.name) as verb:
        for row in Win.objects.filter(workspace_id=by.workspace_id, company=company):
            verb.delete(row)
            work_out(verb, by.workspace_id, [company.pk])
            verb.update(CallState.objects.get(pk=company.pk), not_before=now())
    return verb.entry
