"""What Today counts: the cards that are ready, the week, the hours. The page shows it, and in a
shared file it follows what colleagues do (live.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from decroche.desk.today.ready import nothing_ready, ready_in_words, ready_of, when_somebody
from decroche.insights.funnel import summed
from decroche.insights.periods import Span, by_hour, week_of, within
from decroche.insights.timing import heat, standing
from decroche.insights.wording import forecast_in_words, stage_meanings, stage_names
from decroche.shared.clock import day_of
from decroche.team.models import Member, Workspace

_HOURS = range(9, 18)
_COUNTED, _HEAT = timedelta(days=400), timedelta(days=120)
"""How far back calls are read: for goals and streaks, and for the picture of the hours."""


def counted_of(member: Member, at: datetime) -> dict[str, Any]:
    """What there is to call now and until the evening (`at`, in Paris), and the week so far."""
    workspace = member.workspace
    ready = ready_of(member, at, end_of(at))
    return {
        "ready": ready,
        "ready_words": ready_in_words(ready) if ready.cards else when_somebody(member, ready, at),
        "nothing_ready": nothing_ready(),
        **_week(workspace, at),
    }


def end_of(at: datetime) -> datetime:
    """The last minute of the day of `at`, which is in Paris."""
    return at.replace(hour=23, minute=59)


def _week(workspace: Workspace, at: datetime) -> dict[str, Any]:
    """Her week, her day compared with her goals, and the hours at which calls are answered."""
    today = day_of(at)
    rows = by_hour(workspace, today - _COUNTED)
    day = standing(workspace, rows, today)
    return {
        "week": summed(within(rows, Span("custom", *week_of(today)))),
        "heat": heat(within(rows, Span("custom", today - _HEAT, None)), hours_shown=_HOURS),
        "hours_shown": _HOURS,
        "day": day,
        "stage_names": stage_names(),
        "stage_meanings": stage_meanings(),
        "forecast": forecast_in_words(day.forecast) if day.forecast else "",
    }
