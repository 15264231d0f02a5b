"""Logging a call; keeping a great moment; a company that becomes a client, or is no client any
more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from decroche.calls.contracts import contract_in
from decroche.calls.events import CallPrepared, OutcomeRecorded, PromiseAsked
from decroche.calls.gathering import CalledCard
from decroche.calls.models import Call, CallState, Moment, Win
from decroche.calls.outcome_spec import Consequence, Delays
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.own_texts import texts
from decroche.calls.permission import may_call
from decroche.calls.queries import earlier, last_calls
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
    is_relayed,
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
class CallMade:
    """A call that is to be logged: its outcome, what was said in it, and when it was made.

    `sitting` is the key of the sitting that was under way when its page was made.
    """

    outcome: str
    said: OutcomeInput
    at: datetime
    sitting: int | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A call that was logged; `replayed` says that the same key had logged it before."""

    call: Call
    entry: Entry
    consequence: Consequence
    replayed: bool = False


def replayed(*, by: Member, key: str | None) -> Logged | None:
    """Returns the call that an idempotency key already logged; to be asked when a call could not be
    logged. None when it logged nothing.

    The key is unique in the journal: the second call with the same key was rolled back. It may also
    have been refused because of the first one (they asked to be left alone).
    """
    done = replay(workspace_id=by.workspace_id, key=key)
    if done is None:
        return None
    call = Call.objects.filter(pk=done.subject_id or 0).first() or Call(
        pk=done.subject_id, outcome=done.particulars.get("outcome", "")
    )
    return Logged(call, done, Consequence.read(done.particulars), replayed=True)


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
    verb: Verb, by: Member, card: CalledCard, made: CallMade, *, goes_on: bool = False
) -> Logged:
    """Decides what the call leads to and writes it, inside the verb under way.

    `card` was gathered for this verb; `goes_on` says that the next card follows in the same
    transaction. Raises Refused when the law forbids the call, or a promise in it.
    """
    before = earlier(last_calls(card.company, verb.known))
    result = _decide(verb, by, card, before, made)
    _require_lawful(verb, by, card, made, result)
    call = _call(by, card, made)
    call.session = sitting_of_call(verb, by, made.at, made.sitting)
    publish(CallPrepared(verb, by, call, card.state, before))
    verb.create(call)
    with verb.together(card.state, card.company):
        _move_state(verb, card.state, made, result)
        _remember(verb, card.company, made)
        _apply(verb, by, card, made.said, result)
        if made.said.moment:
            _pin(verb, made.said.moment, made.at, company=card.company, call=call)
        publish(_recorded(verb, by, call, made, result, goes_on=goes_on))
    verb.entry.subject_id = call.pk
    verb.entry.particulars |= _particulars(made, result)
    return Logged(call, verb.entry, result)


def _require_lawful(
    verb: Verb, by: Member, card: CalledCard, made: CallMade, result: Consequence
) -> None:
    """Raises Refused when the law forbids the call. A call received is logged all the same: they
    may call her although they asked to be left alone. But no call back can be promised to them
    then.
    """
    forbidden = _what_law_forbids(verb, by, card, made.at)
    if forbidden and is_attempt(made.said.origin):
        raise Refused(forbidden)
    if forbidden == "opposed" and result.follow_up:
        raise Refused(Problem("outcome", "promise_opposed"))


def _decide(
    verb: Verb, by: Member, card: CalledCard, before: tuple[EarlierCall, ...], made: CallMade
) -> Consequence:
    """Returns what the outcome leads to, given the calls `before` and what was promised."""
    said, delays = made.said, preferred(by.workspace, Delays)
    asked = PromiseAsked(verb, card.company, made.at)
    publish(asked)
    history = call_history(card.state, before, made.at, delays, promised=asked.due)
    ends = contract_in(said.details, made.at).ends
    result = consequence(made.outcome, history, made.at, delays, when=said.when, contract_ends=ends)
    if said.when and result.at == said.when:
        result = replace(result, precision=said.precision)
    return result


def _recorded(
    verb: Verb, by: Member, call: Call, made: CallMade, result: Consequence, *, goes_on: bool
) -> OutcomeRecorded:
    said = made.said
    return OutcomeRecorded(
        verb,
        by,
        call,
        call.company,
        result,
        said.when,
        said.precision,
        said.email,
        goes_on=goes_on,
    )


def _particulars(made: CallMade, result: Consequence) -> dict[str, Any]:
    """Returns what the journal line says of the call."""
    said = made.said
    return {
        **result.stored(),
        "outcome": made.outcome,
        "reason": said.reason,
        "note": said.note[:200],
        **({"message_left": True} if said.message_left else {}),
        **({"origin": said.origin} if said.origin else {}),
    }


def _call(by: Member, card: CalledCard, made: CallMade) -> Call:
    said = made.said
    return Call(
        workspace_id=by.workspace_id,
        company=card.company,
        contact_id=card.number.contact_id if card.number else None,
        number=card.number,
        member=by,
        outcome=made.outcome,
        origin=said.origin,
        reason=said.reason,
        note=said.note,
        at=made.at,
        seconds=said.seconds,
        asked_for=said.asked_for,
        opening=_opening_line(by, said),
        message_left=said.message_left,
        relayed=is_relayed(made.outcome, said.note),
        answers_used=said.answers_used,
        details=said.details,
    )


def _opening_line(by: Member, said: OutcomeInput) -> str:
    """Returns how the opening line on the card began; "" when the call was made without a card."""
    if not said.asked_for:
        return ""
    found = texts(by.workspace, current_language())
    return found.script(said.asked_for, said.situation or FIRST)[:200]


def _move_state(verb: Verb, state: CallState, made: CallMade, result: Consequence) -> None:
    """Writes the call state after the call.

    A consequence without a day leaves the card free at once: after a wrong number its other numbers
    may be tried, and an opposition blocks the card in its own way.
    """
    changes: dict[str, Any] = {
        "attempts": state.attempts + is_attempt(made.said.origin),
        "unanswered": state.unanswered + 1 if made.outcome in UNANSWERED else 0,
        "last_outcome": made.outcome,
        "last_called_at": made.at,
        "not_before": result.at or made.at,
    }
    if made.outcome in NAMES_WHOM_TO_ASK:
        changes["ask_next"] = made.said.note[:160]
    verb.update(state, **changes)


def _remember(verb: Verb, company: Company, made: CallMade) -> None:
    """Writes on the company when they were last in touch, and the words of the note for the
    search.
    """
    theirs = made.outcome in FROM_THEM or not is_attempt(made.said.origin)
    changes: dict[str, Any] = {"last_contact_at": made.at} if theirs else {}
    if made.said.note:
        changes |= remember_words(company, made.said.note)
    verb.update(company, **changes)


def _what_law_forbids(verb: Verb, by: Member, card: CalledCard, at: datetime) -> str:
    """Returns why this company may not be called; "" when it may, also at the wrong hour: a call
    that was made then is logged, and counts.
    """
    numbers = [card.number] if card.number else card.numbers
    verdict = may_call(by.workspace, card.state, at, numbers=numbers, fetch=verb.known)
    return verdict.why if verdict.why in FORBIDDING else ""


def _apply(
    verb: Verb, by: Member, card: CalledCard, said: OutcomeInput, result: Consequence
) -> None:
    """Writes what the call changes besides the state: that they were told where their details come
    from, that they are to be left alone, that the number is wrong.
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
    """Keeps a sentence as a great moment."""
    with record(
        "moment.kept", by=by, company_id=company.pk if company else None, sentence=sentence
    ) as verb:
        return _pin(verb, sentence, now(), company=company, call=call)


def _pin(
    verb: Verb, sentence: str, at: datetime, *, company: Company | None, call: Call | None
) -> Moment:
    """Writes a great moment, cut to what its column holds."""
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
    """Makes a company her client: the queue does not offer it any more; promises to it stay."""
    with record("company.won", by=by, company_id=company.pk, name=company.name) as verb:
        note_win(verb, by, company.pk)
    return verb.entry


def note_win(verb: Verb, by: Member, company_id: int) -> None:
    """Makes a company her client inside a verb under way; nothing changes if it is one already."""
    if not Win.objects.filter(workspace_id=by.workspace_id, company_id=company_id).exists():
        won = Win(workspace_id=by.workspace_id, company_id=company_id, member=by, at=now())
        verb.create(won)
        work_out(verb, by.workspace_id, [company_id])


@transaction.atomic
def lose(*, by: Member, company: Company) -> Entry:
    """Ends that a company is her client: the queue offers it again. Nothing changes if it was
    none.
    """
    with record("company.lost", by=by, company_id=company.pk, name=company.name) as verb:
        for row in Win.objects.filter(workspace_id=by.workspace_id, company=company):
            verb.delete(row)
            work_out(verb, by.workspace_id, [company.pk])
            verb.update(CallState.objects.get(pk=company.pk), not_before=now())
    return verb.entry
