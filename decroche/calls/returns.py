"""When a company is called again: the functions that several outcomes share. Pure: no Django.

The defaults are decisions of the product; she may change each in the settings.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from decroche.calls.outcome_spec import CallFacts, Consequence, Delay
from decroche.calls.outcome_spec import translatable as _
from decroche.shared.calendar import add_working_days, is_morning, working_day_from

MORNING, AFTERNOON = time(9, 0), time(14, 0)
"""The hours at which a company comes back, on its own clock."""
UNANSWERED_LIMIT = Delay("unanswered_limit", 5, _("Unanswered calls in a row before a rest"))
UNANSWERED_REST = Delay("unanswered_rest_days", 90, _("Length of that rest (days)"))
CONTRACT_WEEKS = Delay(
    "contract_weeks", 8, _("Their agency’s contract ends: again (weeks before)"), most=52
)
ATTEMPTS_LIMIT = Delay(
    "attempts_limit", 6, _("Calls that reach nobody before a long rest (6 at most)"), most=6
)
ATTEMPTS_REST = Delay("attempts_rest_months", 12, _("Length of that rest (months)"))
MONTH_LIMIT = Delay("month_limit", 4, _("Calls to one company in 30 days (4 at most)"), most=4)
"""The `most` of ATTEMPTS_LIMIT and MONTH_LIMIT holds whatever she sets: nobody is called more
often. Four calls to a consumer in thirty days is the limit of the law (Code de la consommation, D.
223-9); for companies the limit is a choice.
"""


def after_no_answer(facts: CallFacts, delay: Delay) -> Consequence:
    """Called again in the other half-day, `delay` working days later; or a rest, once too many
    calls in a row were not answered. A promise is tried again in the half-day that comes next:
    somebody waits for her call.
    """
    zone = facts.history.zone
    if facts.history.promised:
        return Consequence("retry", _next_half_day(facts), half_day=True)
    many = facts.history.unanswered + 1 >= facts.delays.of(UNANSWERED_LIMIT)
    if many:
        days = facts.delays.of(UNANSWERED_REST)
        day = working_day_from(facts.now.date() + timedelta(days=days), zone)
        return not_too_often(facts, Consequence("rest", at(facts, day, MORNING), days=days))
    day = add_working_days(working_day_from(facts.now.date(), zone), facts.delays.of(delay), zone)
    hour = AFTERNOON if is_morning(facts.now.time()) else MORNING
    return not_too_often(facts, Consequence("retry", at(facts, day, hour), half_day=True))


def _next_half_day(facts: CallFacts) -> datetime:
    """The afternoon of a morning; of an afternoon, the morning of the next working day."""
    today, zone = facts.now.date(), facts.history.zone
    if is_morning(facts.now.time()):
        return at(facts, working_day_from(today, zone), AFTERNOON)
    return at(facts, working_day_from(today + timedelta(days=1), zone), MORNING)


def next_working_day(facts: CallFacts) -> Consequence:
    """Called again in the same half-day of the next working day."""
    day = add_working_days(facts.now.date() + timedelta(days=1), 0, facts.history.zone)
    hour = MORNING if is_morning(facts.now.time()) else AFTERNOON
    return not_too_often(facts, Consequence("retry", at(facts, day, hour)))


def promised(facts: CallFacts) -> Consequence:
    """A promise for the moment that was given; while there is none, she is asked for it."""
    return Consequence("follow_up" if facts.when else "ask", facts.when, follow_up="promised")


def rest(facts: CallFacts, months: int) -> Consequence:
    """Not called for some months, until the morning of a working day."""
    index = facts.now.year * 12 + facts.now.month - 1 + months
    day = date(index // 12, index % 12 + 1, min(facts.now.day, 28))
    return Consequence(
        "rest",
        at(facts, working_day_from(day, facts.history.zone), MORNING),
        months=months,
    )


def refused(facts: CallFacts, months: int) -> Consequence:
    """After a refusal a professional is not called for some months, a consumer never again (Code de
    la consommation, L. 221-16).
    """
    return Consequence("suppress") if facts.history.consumer else rest(facts, months)


def before_their_contract_ends(facts: CallFacts) -> Consequence | None:
    """Called again some weeks before the contract with their agency ends, and in two weeks at the
    soonest. None when they did not say when it ends, when it ends within two weeks, and for a
    consumer.
    """
    ends, soonest = facts.contract_ends, facts.now.date() + timedelta(weeks=2)
    if ends is None or ends < soonest or facts.history.consumer:
        return None
    day = max(ends - timedelta(weeks=facts.delays.of(CONTRACT_WEEKS)), soonest)
    day = working_day_from(day, facts.history.zone)
    return Consequence("rest", at(facts, day, MORNING))


def not_too_often(facts: CallFacts, found: Consequence) -> Consequence:
    """Returns the consequence `found`, put off when the company was called too often: many times
    without reaching anybody, or within one month.

    A promise is not put off: she gave her word.
    """
    if facts.history.promised:
        return found
    if facts.history.tries + 1 >= facts.delays.of(ATTEMPTS_LIMIT):
        return rest(facts, facts.delays.of(ATTEMPTS_REST))
    if facts.history.free is None or found.at is None:
        return found
    day = working_day_from(facts.history.free, facts.history.zone)
    if day <= found.at.date():
        return found
    return Consequence("rest", at(facts, day, found.at.time()), days=(day - facts.now.date()).days)


def at(facts: CallFacts, day: date, hour: time) -> datetime:
    """Returns that hour of that day on the clock of the company."""
    return datetime.combine(day, hour, facts.now.tzinfo)
