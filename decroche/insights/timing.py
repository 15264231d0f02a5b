"""Figures about time: the hours at which people pick up, calls per day, the pace of calls, calls
until the first conversation, whether promises were kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Count, F

from decroche.calls.models import Call, CallSession
from decroche.calls.rules import ANSWERED, APPOINTMENTS, ATTEMPT_SQL, CONVERSATIONS
from decroche.compliance.queries import hours
from decroche.followups.models import FollowUp
from decroche.insights.funnel import calls_within
from decroche.insights.goals import Goals, goals
from decroche.insights.periods import Counted, Span, week_of
from decroche.insights.rules import FEW, Forecast, Rate, forecast, median, rate, smoothed, streak
from decroche.shared.calendar import holiday_name
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

HOURS_SHOWN = range(8, 19)
MINUTES_PER_CARD = 3.5
"""Minutes that a card takes, with dialling and noting, until her own pace is known."""
LEVELS = (0.7, 0.9, 1.1, 1.3)
"""The bounds between the shades of the heat map, as multiples of her average."""
_PAUSE = timedelta(minutes=45)
"""A longer time between two calls is a pause, and does not count for the pace."""
_RHYTHM = 2000
"""The latest calls by which the pace is computed, at most."""
_LEARNED_OVER = 60
"""Days whose calls the forecast is based on."""


@dataclass(frozen=True, slots=True)
class HourCell:
    """One weekday and hour of the heat map: calls, answered calls, the share of these (moved
    towards her average `mean` while calls are few, see `smoothed`).
    """

    calls: int
    answered: int
    share: float = 0.0
    mean: float = 0.0

    @property
    def level(self) -> int:
        """The shade, 0 to 4: 2 is about her average, 4 well above it; 0 also without a call."""
        ratio = self.share / self.mean if self.mean else 1.0
        return sum(ratio >= bound for bound in LEVELS) if self.calls else 0

    @property
    def few(self) -> bool:
        """Whether there are too few calls to rely on the share."""
        return self.calls < FEW


def heat(
    rows: Iterable[Counted], *, hours_shown: range = HOURS_SHOWN, days: int = 5
) -> list[list[HourCell]]:
    """The heat map: a list of cells, one for each hour, for each weekday from Monday, in Paris."""
    tried: Counter[tuple[int, int]] = Counter()
    answered: Counter[tuple[int, int]] = Counter()
    for row in rows:
        weekday_and_hour = row.hour.weekday(), row.hour.hour
        tried[weekday_and_hour] += row.calls
        answered[weekday_and_hour] += row.calls if row.outcome in ANSWERED else 0
    mean = sum(answered.values()) / max(1, sum(tried.values()))
    return [
        [
            HourCell(
                tried[day, hour],
                answered[day, hour],
                smoothed(answered[day, hour], tried[day, hour], mean),
                mean,
            )
            for hour in hours_shown
        ]
        for day in range(days)
    ]


def per_day(rows: Iterable[Counted], since: date, until: date) -> list[tuple[date, int]]:
    """[(day, calls)] of every day from `since` to `until`, those without a call included."""
    counted: Counter[date] = Counter()
    for row in rows:
        counted[row.day] += row.calls
    days = [since + timedelta(days=index) for index in range((until - since).days + 1)]
    return [(day, counted[day]) for day in days]


@dataclass(frozen=True, slots=True)
class Day:
    """Today and this week: calls, goals, the number of working days in a row with the goal met, and
    a forecast for the rest of the day (None without a goal, or with few calls to go by).
    """

    calls: int
    week_calls: int
    goals: Goals
    streak: int
    forecast: Forecast | None


def standing(workspace: Workspace, rows: list[Counted], today: date) -> Day:
    """The figures of today, from all calls of a workspace counted by hour."""
    counted: Counter[date] = Counter()
    talks = tried = 0
    for row in rows:
        counted[row.day] += row.calls
        if today - timedelta(days=_LEARNED_OVER) < row.day <= today:
            tried += row.calls
            talks += row.talks
    wanted, open_hours = goals(workspace), hours(workspace)

    def works(day: date) -> bool:
        return (
            day.weekday() in open_hours.weekdays
            and not holiday_name(day)
            and not open_hours.off(day)
        )

    monday, _ = week_of(today)
    week = sum(counted[monday + timedelta(days=i)] for i in range(7))
    left = max(0, wanted.day - counted[today]) if works(today) else 0
    ahead = forecast(talks, tried, left) if left and tried >= 20 else None
    return Day(
        counted[today],
        week,
        wanted,
        streak(counted.__getitem__, works, max(1, wanted.day), today),
        ahead,
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The pace: calls per hour of sittings (None without a sitting), and the median minutes from
    one call to the next (None with fewer than two calls).
    """

    per_hour: float | None
    between: float | None
    sittings: int


def rhythm(workspace: Workspace, span: Span) -> Rhythm:
    """The pace over the ended sittings of a span, and its latest calls."""
    rows = CallSession.objects.filter(workspace=workspace).exclude(ended_at=None)
    rows = rows.filter(started_at__gte=span.starts) if span.starts else rows
    rows = rows.filter(started_at__lt=span.ends) if span.ends else rows
    # Without the workspace of the calls (their sittings are of the workspace already): with it
    # among the conditions, SQLite would read all calls.
    in_sittings = Call.objects.attempts().filter(session__in=rows)
    made = dict(in_sittings.order_by().values_list("session").annotate(n=Count("id")))
    seconds = sittings = 0
    for key, begun, ended, paused in rows.values_list(
        "pk", "started_at", "ended_at", "paused_seconds"
    ):
        if ended is None or key not in made:
            continue
        seconds += max(0, int((ended - begun).total_seconds()) - paused)
        sittings += 1
    calls = sum(made.values())
    moments = list(
        calls_within(workspace, span).order_by("-at").values_list("at", flat=True)[:_RHYTHM]
    )
    gaps = [
        (later - earlier).total_seconds() / 60
        for later, earlier in pairwise(moments)
        if later - earlier < _PAUSE
    ]
    return Rhythm(calls / seconds * 3600 if seconds >= 60 else None, median(gaps), sittings)


def minutes_per_card(workspace: Workspace, day: date) -> float:
    """The median minutes from one call to the next over the last 30 days, else the usual value."""
    last_month = Span("custom", day - timedelta(days=30), day)
    return rhythm(workspace, last_month).between or MINUTES_PER_CARD


_ATTEMPTS = f"""
SELECT place, count(*) FROM (
  SELECT min(place) AS place FROM (
    SELECT company_id, outcome, relayed,
    row_number() OVER (PARTITION BY company_id ORDER BY at, id) AS place
    FROM calls_call WHERE workspace_id = %s AND {ATTEMPT_SQL}
  ) AS numbered
  WHERE outcome IN ({", ".join(["%s"] * len(CONVERSATIONS))}) AND NOT relayed
  GROUP BY company_id
) AS first_talk GROUP BY place ORDER BY place"""


def attempts_until_talk(workspace: Workspace) -> list[tuple[int, int]]:
    """[(n, companies)]: with how many companies the n-th call was the first conversation."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTEMPTS, [workspace.pk, *CONVERSATIONS])
        return [(int(place), int(count)) for place, count in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Promises:
    """How promises were kept: the share closed on their day or before, the median days from promise
    to closing, the median days late, the oldest overdue one, and how many are overdue.
    """

    kept: Rate
    days: float | None
    days_late: float | None
    oldest: FollowUp | None
    overdue: int


def promises(workspace: Workspace, span: Span, at: datetime) -> Promises:
    """The figures of promises that were due in a span. Overdue promises (open after their day) are
    looked for without regard to the span.
    """
    rows = FollowUp.objects.filter(workspace=workspace, kind="promised").exclude(
        purpose__in=APPOINTMENTS
    )
    due = rows.filter(due_at__lt=at)
    due = due.filter(due_at__gte=span.starts) if span.starts else due
    due = due.filter(due_at__lt=span.ends) if span.ends else due
    kept = [
        (
            given.astimezone(PARIS).date(),
            due_at.astimezone(PARIS).date(),
            closed.astimezone(PARIS).date(),
        )
        for given, due_at, closed in due.exclude(closed_how=FollowUp.ClosedHow.DROPPED).values_list(
            "created_at", "due_at", "closed_at"
        )
        if closed is not None
    ]
    late = [max(0, (closed - due_on).days) for _given, due_on, closed in kept]
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    overdue = rows.filter(
        closed_at=None, due_at__lt=midnight, company__removed_at=None
    ).select_related("company")
    oldest = overdue.order_by(F("due_at")).first()
    return Promises(
        rate(sum(days == 0 for days in late), len(late)),
        median([(closed - given).days for given, _due_on, closed in kept]),
        median(late),
        oldest,
        overdue.count(),
    )
