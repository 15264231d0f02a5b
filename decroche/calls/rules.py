"""What each outcome leads to, and the groups of outcomes that other packages ask about.

Pure: the button that announces a consequence and the verb that applies it ask the same rule. What
is true of one outcome only is in its own file (outcomes/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple, Protocol

from decroche.calls.keys import DESK_KEYS
from decroche.calls.outcome_spec import CallFacts, CallHistory, Consequence, Delay, Delays, Group
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.returns import ATTEMPTS_LIMIT, ATTEMPTS_REST, MONTH_LIMIT
from decroche.prospects.go_betweens import go_between_spoke
from decroche.shared.places import tz
from decroche.shared.typed import whole_number
from decroche.shared.words import SEPARATOR


def _group(name: Group) -> tuple[str, ...]:
    return tuple(code for code, spec in OUTCOMES.items() if name in spec.groups)


PRESSED = DESK_KEYS | {spec.key for spec in OUTCOMES.values()}
"""Keys that press something on the call screen already: none of her answers can have one."""
UNANSWERED = _group("unanswered")
"""Nobody answered: counted until too many in a row bring a rest."""
ANSWERED = _group("answered")
"""Somebody answered, the switchboard included."""
RIGHT_PARTY_CONTACT = _group("right_party_contact")
"""A person beyond the switchboard was on the line, friendly or not: the ranking predicts this."""
CONVERSATIONS = _group("conversation")
"""A talk with the person who decides: neither the switchboard nor a hang-up, unless the call is
`relayed`.
"""
POSITIVE = _group("positive")
"""It leads somewhere."""
REFUSALS = _group("refusal")
"""They said no. For a consumer this has the effect of an opposition (C. conso. L. 221-16), for a
professional it has not.
"""
OPPOSITIONS = _group("opposition")
"""They asked to be left alone: at once and for good, whatever else was said."""
FROM_THEM = _group("from_them")
"""A contact coming from the prospect: the three years of retention begin again (CNIL, délib.
2021-131).
"""
ASKED_FOR_MAIL = _group("asked_for_mail")
"""A talk in which they asked for what is sent after it."""
WANTS_MAIL = _group("wants_mail")
"""A mail goes out with the outcome itself."""
APPOINTMENTS = _group("appointment")
"""A meeting was agreed on: its follow-up is no call, and may be moved or cancelled in their
calendar.
"""
HANG_UPS = _group("hang_up")
"""They hung up: counted on its own, with her rate."""
KEEPS_FOLLOW_UPS = _group("keeps_follow_ups")
"""They were not reached: the follow-ups that are due stay open until the next call."""
NAMES_WHOM_TO_ASK = _group("names_whom_to_ask")
"""The note says whom to ask for next time."""
NUMBER_ONLY = _group("number_only")
"""It is about the number, not about the company: another of its numbers may be tried at once, and
the follow-ups that are due stay open.
"""
CALLED_EARLY = _group("called_early")
"""A date far ahead says that she called before their project."""
NEXT_PROJECT = _group("next_project")
"""A date says when their next project starts: she came too late for this one."""
AFTER_APPOINTMENT = _group("after_appointment")
"""What was agreed on in a meeting is followed up as if this one had been noted."""
ELSEWHERE, INCOMING = "elsewhere", "incoming"
ORIGINS = (ELSEWHERE, INCOMING)
"""A call that she made without the desk, and a call that they made to her; a call from the desk has
an empty origin.
"""
NEVER_INCOMING = (*UNANSWERED, *NUMBER_ONLY)
"""Outcomes that a call received can't have, since somebody talked to her from their own number."""
ATTEMPT_SQL = f"origin <> '{INCOMING}'"
"""`is_attempt` for a statement in SQL; for a queryset it is `Call.objects.attempts()`."""
REASONS = ("agency", "in_house", "no_budget", "too_late", "other")
_MONTH = timedelta(days=30)


def delays() -> list[Delay]:
    """Returns every delay she can change: those of each outcome, then those that limit all
    calls.
    """
    found: dict[str, Delay] = {}
    for spec in OUTCOMES.values():
        for delay in spec.delays:
            found.pop(delay.name, None)  # a shared delay is listed with the last of its outcomes
            found[delay.name] = delay
    return [*found.values(), ATTEMPTS_LIMIT, ATTEMPTS_REST, MONTH_LIMIT]


def is_attempt(origin: str) -> bool:
    """Whether a call is an attempt of hers: every call except those that they made to her.

    Only attempts count for the hours and the number of calls that the law allows, for the rest
    after many calls, for a colleague's call in the same half-day, and for each figure of the
    results.
    """
    return origin != INCOMING


def is_relayed(outcome: str, note: str) -> bool:
    """Whether a call that counts as a conversation was one with somebody who answered for the
    person asked for, as its note says: it is none of the talks with who decides.
    """
    return outcome in CONVERSATIONS and go_between_spoke(note)


def may_give(origin: str, outcome: str) -> bool:
    """Whether a call of that origin may have that outcome (see NEVER_INCOMING)."""
    return is_attempt(origin) or outcome not in NEVER_INCOMING


class EarlierCall(NamedTuple):
    """What the rules need to know of one of the latest calls of a company."""

    at: datetime
    outcome: str
    attempt: bool = True


class StateValues(Protocol):
    """What the rules need to know of a call state (models.py:CallState)."""

    @property
    def unanswered(self) -> int: ...
    @property
    def zone(self) -> str: ...
    @property
    def consumer(self) -> bool: ...


def call_history(
    state: StateValues,
    earlier: Sequence[EarlierCall],
    now: datetime,
    delays: Delays,
    *,
    promised: bool = False,
) -> CallHistory:
    """Returns what a consequence depends on. `earlier` are the latest calls, newest first, of which
    only attempts count (`is_attempt`); `promised` says that a call was promised for now or earlier.
    """
    in_vain = list(takewhile(lambda call: call.outcome not in RIGHT_PARTY_CONTACT, earlier))
    return CallHistory(
        state.unanswered,
        state.zone,
        tries=sum(call.attempt for call in in_vain),
        free=_first_day_after_one_more(state.zone, earlier, now, delays.of(MONTH_LIMIT)),
        consumer=state.consumer,
        promised=promised,
    )


def _first_day_after_one_more(
    zone: str, earlier: Sequence[EarlierCall], now: datetime, month_limit: int
) -> date | None:
    """Returns the first day on which a company may be called again once it is called now, so that
    no 30 days have more than `month_limit` attempts; None when it may be called on any day.
    """
    recent = [call.at for call in earlier if call.attempt and now - call.at < _MONTH]
    if len(recent) + 1 < month_limit:
        return None
    oldest_that_counts = recent[month_limit - 2] if month_limit > 1 else now
    return (oldest_that_counts + _MONTH).astimezone(tz(zone)).date() + timedelta(days=1)


def consequence(
    outcome: str,
    history: CallHistory,
    now: datetime,
    delays: Delays,
    *,
    when: datetime | None = None,
    contract_ends: date | None = None,
) -> Consequence:
    """Returns what `outcome` leads to. `when` is the moment that was given, None for none;
    `contract_ends` the last day of the contract with their agency, as they said it in this call.
    """
    spec = OUTCOMES[outcome]
    facts = CallFacts(
        history,
        now.astimezone(tz(history.zone)),
        delays,
        when if "when" in spec.takes else None,
        contract_ends,
    )
    return spec.consequence(facts)


FIRST, PROMISED, AFTER_MAIL = "first", "promised", "after_mail"
AFTER_REFERRAL, AFTER_NO = "after_referral", "after_no"
LATE, THEY_CALL, THEY_CALL_AGAIN = "late", "incoming", "incoming_again"
THEY_CALL_FIRST = "incoming_first"
RELAYED, MAIL_WANTED = "relayed", "mail_wanted"
BEFORE_MEETING, AFTER_MEETING = "before_meeting", "after_meeting"
TALK_SITUATIONS = (
    *(FIRST, PROMISED, LATE, RELAYED, MAIL_WANTED, AFTER_MAIL, BEFORE_MEETING, AFTER_MEETING),
    *(AFTER_REFERRAL, AFTER_NO, THEY_CALL_FIRST, THEY_CALL, THEY_CALL_AGAIN),
)
"""What may have come before a talk, as far as it changes the opening line."""


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """What is known of a company before a talk, besides the outcomes of the earlier calls."""

    promised: bool = False
    """A call that she promised is due."""
    late: bool = False
    """That call is late, and she has not tried to make it."""
    relayed: bool = False
    """Somebody else, as an assistant, said when to call."""
    after_mail: bool = False
    """The card is offered because of a mail."""
    appointment: str = ""
    """How far the last meeting is (followups/rules.py:meeting_stands), "" without any."""
    sent: bool = False
    """Somebody recommended her to this company."""
    written: bool = True
    """A mail has left; without it the opening line must not speak of one."""


def situation_of_talk(earlier: Sequence[str], facts: TalkFacts) -> str:
    """Returns which opening line fits, one of TALK_SITUATIONS; `earlier` are the outcomes of the
    earlier calls, newest first.

    What is due now decides first, then the last talk, then a recommendation. A call that reached
    nobody, or only the switchboard, changes nothing.
    """
    if facts.promised:
        return _situation_of_promise(facts)
    if facts.after_mail:
        return AFTER_MAIL
    last = next((outcome for outcome in earlier if outcome in RIGHT_PARTY_CONTACT), "")
    if last in APPOINTMENTS:
        by_meeting = {"to_come": BEFORE_MEETING, "over": AFTER_MEETING}
        return by_meeting.get(facts.appointment, AFTER_NO)
    if last in REFUSALS:
        return AFTER_NO
    if last in WANTS_MAIL:
        return AFTER_MAIL if facts.written else MAIL_WANTED
    if last and "when" in OUTCOMES[last].needs:
        return _situation_of_promise(facts)
    return AFTER_REFERRAL if facts.sent else FIRST


def _situation_of_promise(facts: TalkFacts) -> str:
    """Returns the situation of a promised call. Somebody who did not ask for the call themselves
    hears neither that they did, nor an apology for being late.
    """
    if facts.relayed:
        return RELAYED
    return LATE if facts.late else PROMISED


def choices_in(value: str) -> list[str]:
    """Returns the choices of one answer, which are kept with SEPARATOR between them."""
    return [part for part in value.split(SEPARATOR) if part]


def toggled(chosen: Sequence[str], value: str, *, several: bool) -> list[str]:
    """Returns the answers to a question after `value` was pressed: it is added to those `chosen`,
    or removed when it was one of them.

    A question that does not take `several` answers keeps the last one. An empty value changes
    nothing.
    """
    if not value:
        return list(chosen)
    if value in chosen:
        return [one for one in chosen if one != value]
    return [*chosen, value] if several else [value]


GOAL = 40
"""How many calls a sitting is for, until she says how many she wants."""


def read_goal(value: object) -> int:
    """Returns how many calls a sitting is for, as typed or stored: 1 to 500, GOAL for other
    values.
    """
    return whole_number(value, GOAL, 1, 500)


def minutes_worked(started: datetime, ended: datetime, paused_seconds: int) -> int:
    """Returns the whole minutes of a sitting without its pauses."""
    return int((ended - started).total_seconds() - paused_seconds) // 60
