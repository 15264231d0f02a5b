"""The figures: counted by the database, one query each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet

from decroche.calls.models import Call, Outcome
from decroche.calls.rules import CONVERSATIONS, PICKED_UP
from decroche.insights.rules import Rate, rate
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a span of days."""

    calls: int = 0
    reached: int = 0
    decision_makers: int = 0
    emails_requested: int = 0
    meetings: int = 0
    hung_up: int = 0
    by_outcome: dict[str, int] = field(default_factory=dict)

    @property
    def hang_up_rate(self) -> Rate:
        """Hang-ups per call."""
        return rate(self.hung_up, self.calls)

    @property
    def reach_rate(self) -> Rate:
        """Picked up per call."""
        return rate(self.reached, self.calls)


def calls_between(workspace: Workspace, since: date | None, until: date | None) -> QuerySet[Call]:
    """Calls from the start of one day to the end of another, Paris time; None leaves a side open."""
    rows = Call.objects.filter(workspace=workspace)
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time(), PARIS))
    if until:
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), PARIS))
    return rows


def figures(workspace: Workspace, since: date | None = None, until: date | None = None) -> Figures:
    """The funnel's counts. Reached: somebody answered; decision makers: neither the switchboard nor a hang-up."""
    counted = dict(calls_between(workspace, since, until).order_by().values_list("outcome").annotate(n=Count("id")))
    by_outcome = {outcome: counted.get(outcome, 0) for outcome in Outcome.values}
    return Figures(
        calls=sum(by_outcome.values()),
        reached=sum(by_outcome[outcome] for outcome in PICKED_UP),
        decision_makers=sum(by_outcome[outcome] for outcome in CONVERSATIONS),
        emails_requested=by_outcome["email_requested"],
        meetings=by_outcome["meeting"],
        hung_up=by_outcome["hung_up"],
        by_outcome=by_outcome,
    )


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Cell:
    """One weekday and hour of the heat map."""

    calls: int
    reached: int

    @property
    def level(self) -> int:
        """0 to 4, how often somebody answers, drawn towards the middle while calls are few (one in five over ten calls)."""
        return min(4, int((self.reached + 2) / (self.calls + 10) * 10)) if self.calls else 0


def heat_map(workspace: Workspace, *, hours: range = range(9, 18), since: date | None = None) -> list[list[Cell]]:
    """Monday to Friday by hour, Paris time."""
    tried: Counter[tuple[int, int]] = Counter()
    reached: Counter[tuple[int, int]] = Counter()
    for at, outcome in calls_between(workspace, since, None).values_list("at", "outcome").iterator(chunk_size=5000):
        local = at.astimezone(PARIS)
        tried[local.weekday(), local.hour] += 1
        reached[local.weekday(), local.hour] += outcome in PICKED_UP
    return [[Cell(tried[day, hour], reached[day, hour]) for hour in hours] for day in range(5)]


def by_day(workspace: Workspace, since: date, until: date) -> list[tuple[date, int]]:
    """Calls per day."""
    counted: Counter[date] = Counter(
        at.astimezone(PARIS).date() for at in calls_between(workspace, since, until).values_list("at", flat=True)
    )
    days = (until - since).days + 1
    return [(since + timedelta(days=i), counted[since + timedelta(days=i)]) for i in range(days)]
