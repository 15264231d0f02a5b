"""What each outcome leads to, and the groups of outcomes that other packages ask about.

Pure: the button that announces a consequence and the verb that applies it ask the same rule. What
is true of one outcome stands in its own file (outcomes/); here is what is asked of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from decroche.calls.keys import DESK_KEYS
from decroche.calls.outcome_spec import CallFacts, CallHistory, Consequence, Delay, Delays, Group
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.returns import ATTEMPTS_LIMIT, ATTEMPTS_REST, MONTH_LIMIT
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
"""A person beyond the switchboard was on the line, kind or not: what the ranking foretells."""
CONVERSATIONS = _group("conversation")
"""A talk with the person who decides: neither the switchboard nor a hang-up."""
POSITIVE = _group("positive")
"""It leads somewhere."""
REFUSALS = _group("refusal")
"""A consumer objects to going on (C. conso. L. 221-16): for a professional only an opposition
does.
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
"""Its follow-up is kept in person and may be moved or cancelled in their calendar; it is not
dialled.
"""
HANG_UPS = _group("hang_up")
"""They hung up: counted on its own, with her rate."""
KEEPS_FOLLOW_UPS = _group("keeps_follow_ups")
"""Nobody was reached to whom something was promised: what is due waits for the next call."""
NAMES_WHOM_TO_ASK = _group("names_whom_to_ask")
"""The note says whom to ask for next time."""
NUMBER_ONLY = _group("number_only")
"""About the number, not about the company: another of its numbers may be tried at once, and what
is due stays as it is.
"""
CALLED_EARLY = _group("called_early")
"""A date far ahead says that she called before their project."""
NEXT_PROJECT = _group("next_project")
"""A date says when their next project starts: she came too late for this one."""
ELSEWHERE, INCOMING = "elsewhere", "incoming"
ORIGINS = (ELSEWHERE, INCOMING)
"""A call she made without the desk, and one that they made to her; a call of the desk has no such
code.
"""
NEVER_INCOMING = (*UNANSWERED, *NUMBER_ONLY)
"""Outcomes that a call received can't have: somebody talked to her, from a number of theirs."""
ATTEMPT_SQL = f"origin <> '{INCOMING}'"
"""`is_attempt` for a statement in SQL; for a queryset it is `Call.objects.attempts()`."""
REASONS = ("agency", "in_house", "no_budget", "too_late", "other")
_MONTH = timedelta(days=30)


def delays() -> list[Delay]:
    """Every delay she can change: those of each outcome, then those that limit all calls."""
    found: dict[str, Delay] = {}
    for spec in OUTCOMES.values():
        for delay in spec.delays:
            found.pop(delay.name, None)  # one that several share stands after the last of them
            found[delay.name] = delay
    return [*found.values(), ATTEMPTS_LIMIT, ATTEMPTS_REST, MONTH_LIMIT]


def is_attempt(origin: str) -> bool:
    """Whether a call is an attempt of hers: every call but those that they made to her.

    What counts attempts or limits them leaves the others out: the hours and the number of calls
    that the law allows, the rest after many tries, a colleague who called in this half-day, each
    figure of the results. They may call whoever they asked to leave them alone.
    """
    return origin != INCOMING


def may_give(origin: str, outcome: str) -> bool:
    """Whether a call of that origin may have that outcome: somebody talks in a call received."""
    return is_attempt(origin) or outcome not in NEVER_INCOMING


class EarlierCall(NamedTuple):
    """One of the latest calls of a company, as the rules want it."""

    at: datetime
    outcome: str
    attempt: bool = True


def call_history(
    unanswered: int,
    zone: str,
    earlier: Sequence[EarlierCall],
    now: datetime,
    delays: Delays,
    *,
    consumer: bool = False,
    promised: bool = False,
) -> CallHistory:
    """What the rule needs to know; `earlier` are the latest calls, newest first; `promised`: a call
    is promised for now, or was before. Only attempts count (`is_attempt`).
    """
    in_vain = list(takewhile(lambda call: call.outcome not in RIGHT_PARTY_CONTACT, earlier))
    tries = sum(call.attempt for call in in_vain)
    recent = [call.at for call in earlier if call.attempt and now - call.at < _MONTH]
    month_limit = delays.of(MONTH_LIMIT)
    if len(recent) + 1 < month_limit:
        return CallHistory(unanswered, zone, tries, consumer=consumer, promised=promised)
    first = recent[month_limit - 2] if month_limit > 1 else now
    free = (first + _MONTH).astimezone(tz(zone)).date() + timedelta(days=1)
    return CallHistory(unanswered, zone, tries, free, consumer, promised)


def consequence(
    outcome: str,
    history: CallHistory,
    now: datetime,
    delays: Delays,
    *,
    when: datetime | None = None,
    contract_ends: date | None = None,
) -> Consequence:
    """What `outcome` leads to, now or once `when` (her words, understood) is given;
    `contract_ends`: the last day of their agency's contract, as they said it in this call.
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
RELAYED, MAIL_WANTED = "relayed", "mail_wanted"
BEFORE_MEETING, AFTER_MEETING = "before_meeting", "after_meeting"
TALK_SITUATIONS = (
    *(FIRST, PROMISED, LATE, RELAYED, MAIL_WANTED, AFTER_MAIL, BEFORE_MEETING, AFTER_MEETING),
    *(AFTER_REFERRAL, AFTER_NO, THEY_CALL, THEY_CALL_AGAIN),
)
"""What came before a talk, as far as it changes how she opens it."""


def situation_of_talk(
    earlier: Sequence[str],
    *,
    promised: bool = False,
    late: bool = False,
    relayed: bool = False,
    after_mail: bool = False,
    appointment: str = "",
    sent: bool = False,
    written: bool = True,
) -> str:
    """Which opening line fits: one of TALK_SITUATIONS, by the outcomes of the earlier calls
    (newest first).

    `promised`: a call is due that she promised; `late`: that call is late, and she did not try;
    `relayed`: somebody else said when to call, an assistant; `after_mail`: the card comes because
    of a mail; `appointment`: where the last one stands (followups/rules.py:meeting_stands); `sent`:
    somebody recommended her there; `written`: a mail has left, so that nothing is said of one that
    they never got. What is due now decides, then the last talk, then who
    sent her. A call that reached nobody, or only the switchboard, changes nothing.
    """
    if promised:
        return _of_promise(late=late, relayed=relayed)
    if after_mail:
        return AFTER_MAIL
    last = next((outcome for outcome in earlier if outcome in RIGHT_PARTY_CONTACT), "")
    if last in APPOINTMENTS:
        return {"to_come": BEFORE_MEETING, "over": AFTER_MEETING}.get(appointment, AFTER_NO)
    if last in REFUSALS:
        return AFTER_NO
    if last in WANTS_MAIL:
        return AFTER_MAIL if written else MAIL_WANTED
    if last and "when" in OUTCOMES[last].needs:
        return _of_promise(late=late, relayed=relayed)
    return AFTER_REFERRAL if sent else FIRST


def _of_promise(*, late: bool, relayed: bool) -> str:
    """Whoever did not ask for the call themselves hears no apology, nor that they asked for it."""
    if relayed:
        return RELAYED
    return LATE if late else PROMISED


def choices_in(value: str) -> list[str]:
    """The choices of one answer, which is kept with SEPARATOR between them."""
    return [part for part in value.split(SEPARATOR) if part]


def toggled(chosen: Sequence[str], value: str, *, several: bool) -> list[str]:
    """The answers to a question after `value` was pressed: added, or taken out when it was there.

    A question that does not take `several` answers keeps the last one. An empty value changes
    nothing.
    """
    if not value:
        return list(chosen)
    if value in chosen:
        return [one for one in chosen if one != value]
    return [*chosen, value] if several else [value]


GOAL = 40
"""Calls in a sitting, until she says how many she wants."""


def read_goal(value: object) -> int:
    """How many calls a sitting is for, as typed or stored: 1 to 500, else the usual number."""
    return whole_number(value, GOAL, 1, 500)


def minutes_worked(started: datetime, ended: datetime, paused_seconds: int) -> int:
    """Whole minutes of a sitting without its pauses."""
    return int((ended - started).total_seconds() - paused_seconds) // 60
