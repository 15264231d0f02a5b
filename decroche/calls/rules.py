"""What each outcome leads to.

Pure: the button that announces a consequence and the verb that applies it ask the same rule.

Defaults are product decisions, each editable in the settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from decroche.shared.calendar import add_working_days, is_morning, working_day_from
from decroche.shared.places import tz, zone

Kind = Literal["retry", "rest", "follow_up", "ask", "suppress", "renumber"]

PICKED_UP = (
    "gatekeeper",
    "call_back",
    "email_requested",
    "interested",
    "meeting",
    "no_need",
    "hung_up",
    "do_not_call",
)
"""Outcomes in which somebody answered."""
CONVERSATIONS = ("call_back", "email_requested", "interested", "meeting", "no_need")
"""Outcomes of a talk with the person who decides: neither the switchboard nor a hang-up."""
REACHED = (*CONVERSATIONS, "hung_up", "do_not_call")
"""Outcomes in which a person beyond the switchboard was on the line, kind or not: what the ranking
foretells.
"""
POSITIVE = ("email_requested", "interested", "meeting")
"""Outcomes that lead somewhere."""
REFUSALS = ("no_need", "hung_up", "do_not_call")
"""Outcomes by which a consumer objects to going on (C.

conso. L. 221-16): for a professional only the last one does.
"""
FROM_THEM = ("call_back", "email_requested", "interested", "meeting")
"""Outcomes that are a contact coming from the prospect: the three years of retention begin again
(CNIL, délib. 2021-131).
"""
UNANSWERED = ("no_answer", "voicemail")
NEEDS_WHEN = ("call_back", "interested", "meeting")
"""Outcomes that can't be kept without a date."""
REASONS = ("agency", "in_house", "no_budget", "too_late", "other")
OUTCOMES = (
    "no_answer",
    "voicemail",
    "gatekeeper",
    "call_back",
    "email_requested",
    "interested",
    "meeting",
    "no_need",
    "hung_up",
    "do_not_call",
    "wrong_number",
)

_MORNING, _AFTERNOON = time(9, 0), time(14, 0)


MOST = {"attempts_limit": 6, "month_limit": 4}
"""Bounds of her settings where 400 is too many: nobody is rung up more often than this (ranking.md,
“the order”).
"""
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Delays:
    """Her settings: working days before a retry, rests in days and months, the follow-up of an
    e-mail in days.

    `attempts_limit`: calls in a row that reach nobody before a long rest; `month_limit`: calls to
    one company in 30 days.
    """

    no_answer_days: int = 1
    voicemail_days: int = 2
    unanswered_limit: int = 5
    unanswered_rest_days: int = 90
    email_days: int = 7
    no_need_months: int = 6
    hung_up_months: int = 12
    attempts_limit: int = 6
    attempts_rest_months: int = 12
    month_limit: int = 4

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Delays:
        """From the preferences; a value out of bounds is the default."""
        kept = {}
        for field in fields(cls):
            value = stored.get(field.name)
            if isinstance(value, int) and 1 <= value <= MOST.get(field.name, 400):
                kept[field.name] = value
        return cls(**kept)

    def stored(self) -> dict[str, int]:
        """As `read` takes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CallHistory:
    """What the rule needs to know of a company."""

    unanswered: int = 0
    zone: str = "metro"
    tries: int = 0
    """Calls in a row, up to now, that reached nobody."""
    free: date | None = None
    """The first day on which it may be called again if one more call is made now: it has been
    called often this month. None: any day.
    """


def call_history(
    unanswered: int,
    zone: str,
    earlier: Sequence[tuple[datetime, str]],
    now: datetime,
    delays: Delays,
) -> CallHistory:
    """What the rule needs to know; `earlier` are (when, outcome) of the latest five calls, newest
    first.
    """
    tries = next(
        (place for place, (_, gave) in enumerate(earlier) if gave in REACHED), len(earlier)
    )
    recent = [at for at, _ in earlier if now - at < _MONTH]
    if len(recent) + 1 < delays.month_limit:
        return CallHistory(unanswered, zone, tries)
    first = recent[delays.month_limit - 2] if delays.month_limit > 1 else now
    return CallHistory(
        unanswered, zone, tries, (first + _MONTH).astimezone(tz(zone)).date() + timedelta(days=1)
    )


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows.

    `at` is when the company is called again (aware, on its own clock), None when that is asked or
    never.
    """

    kind: Kind
    at: datetime | None = None
    half_day: bool = False
    follow_up: Literal["", "promised", "advised"] = ""
    months: int = 0
    days: int = 0


def consequence(
    outcome: str,
    standing: CallHistory,
    now: datetime,
    delays: Delays,
    *,
    when: datetime | None = None,
    reason: str = "",
) -> Consequence:
    """What `outcome` leads to, now or once `when` (her words, understood) is given."""
    local = now.astimezone(tz(standing.zone))
    if outcome in UNANSWERED:
        return _not_too_often(
            _unanswered(outcome, standing, local, delays), standing, local, delays
        )
    if outcome == "gatekeeper":
        retry = Consequence(
            "retry",
            when
            or _at(add_working_days(_tomorrow(local), 0, standing.zone), _same_half(local), local),
        )
        return retry if when else _not_too_often(retry, standing, local, delays)
    if outcome in NEEDS_WHEN:
        return Consequence("follow_up" if when else "ask", when, follow_up="promised")
    if outcome == "email_requested":
        due = when or _at(
            working_day_from(local.date() + timedelta(days=delays.email_days), standing.zone),
            _MORNING,
            local,
        )
        return Consequence(
            "follow_up",
            due,
            follow_up="promised" if when else "advised",
            days=0 if when else delays.email_days,
        )
    if outcome in REFUSALS and zone(standing.zone).consumer and not when:
        return Consequence("suppress", None)
    if outcome == "no_need" and when:
        return Consequence("follow_up", when, follow_up="advised")
    if outcome == "no_need":
        return _rest(local, standing, months=delays.no_need_months)
    if outcome == "hung_up":
        return _rest(local, standing, months=delays.hung_up_months)
    if outcome == "wrong_number":
        return Consequence("renumber", None)
    return Consequence("suppress", None)


def _unanswered(
    outcome: str, standing: CallHistory, local: datetime, delays: Delays
) -> Consequence:
    if standing.unanswered + 1 >= delays.unanswered_limit:
        day = working_day_from(
            local.date() + timedelta(days=delays.unanswered_rest_days), standing.zone
        )
        return Consequence("rest", _at(day, _MORNING, local), days=delays.unanswered_rest_days)
    days = delays.no_answer_days if outcome == "no_answer" else delays.voicemail_days
    day = add_working_days(working_day_from(local.date(), standing.zone), days, standing.zone)
    return Consequence(
        "retry",
        _at(day, _AFTERNOON if is_morning(local.time()) else _MORNING, local),
        half_day=True,
    )


def _not_too_often(
    found: Consequence, standing: CallHistory, local: datetime, delays: Delays
) -> Consequence:
    """The same, later when the company has been tried too often: in vain, or within a month."""
    if standing.tries + 1 >= delays.attempts_limit:
        return _rest(local, standing, months=delays.attempts_rest_months)
    if standing.free is None or found.at is None:
        return found
    day = working_day_from(standing.free, standing.zone)
    if day <= found.at.date():
        return found
    return Consequence("rest", _at(day, found.at.time(), local), days=(day - local.date()).days)


def _rest(local: datetime, standing: CallHistory, *, months: int) -> Consequence:
    index = local.year * 12 + local.month - 1 + months
    day = date(index // 12, index % 12 + 1, min(local.day, 28))
    return Consequence(
        "rest", _at(working_day_from(day, standing.zone), _MORNING, local), months=months
    )


def _same_half(local: datetime) -> time:
    return _MORNING if is_morning(local.time()) else _AFTERNOON


def _tomorrow(local: datetime) -> date:
    return local.date() + timedelta(days=1)


def _at(day: date, moment: time, local: datetime) -> datetime:
    return datetime.combine(day, moment, local.tzinfo)


def one_in(part: int, whole: int) -> int | None:
    """“One in N”, rounded; None when there is nothing to divide."""
    return round(whole / part) if part else None


SEPARATOR = " · "
"""Between the choices of one answer, as they are kept and shown."""


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
    try:
        return max(1, min(int(str(value).strip()), 500))
    except ValueError:
        return GOAL


def minutes_worked(started: datetime, ended: datetime, paused_seconds: int) -> int:
    """Whole minutes of a sitting without its pauses."""
    return int((ended - started).total_seconds() - paused_seconds) // 60
