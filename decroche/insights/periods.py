"""Spans of days, and calls counted by the hour: one question to the database, whatever is then made
of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection

from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""No span reaches further: beyond, days can't be shifted between time zones any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included; None leaves a side open. `code` is how an
    address names it.
    """

    code: str
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )

    @property
    def starts(self) -> datetime | None:
        """Midnight of its first day, in Paris."""
        return datetime.combine(self.since, time(), PARIS) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """Midnight after its last day, in Paris."""
        return (
            datetime.combine(self.until + timedelta(days=1), time(), PARIS) if self.until else None
        )


def span_of(code: str, today: date, *, since: str = "", until: str = "") -> Span:
    """week, month, quarter, year, all; or custom between two ISO dates. Nonsense is the last 30
    days.
    """
    if code == "custom":
        try:
            first, last = (
                min(max(date.fromisoformat(text), _EARLIEST), _LATEST) for text in (since, until)
            )
        except ValueError:
            return span_of("month", today)
        return Span("custom", min(first, last), max(first, last))
    days = {"week": 7, "month": 30, "quarter": 91, "year": 365}.get(code)
    if code == "all":
        return Span("all", None, None)
    return Span(code if days else "month", today - timedelta(days=(days or 30) - 1), today)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


class Counted(NamedTuple):
    """Calls with one outcome within one hour; `hour` is the start of the hour and `day` its day,
    both in Paris.
    """

    hour: datetime
    day: date
    outcome: str
    calls: int


_SQLITE = (
    "SELECT substr(at, 1, 13), outcome, count(*) FROM calls_call WHERE workspace_id = %s AND at "
    ">= %s AND origin <> 'incoming' GROUP BY 1, 2"
)
_POSTGRESQL = (
    "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24'), outcome, count(*) FROM calls_call "
    "WHERE workspace_id = %s AND at >= %s AND origin <> 'incoming' GROUP BY 1, 2"
)


def by_hour(workspace: Workspace, since: date = date(1970, 1, 1)) -> list[Counted]:
    """The calls she made since a day, counted by hour and outcome.

    Paris is always whole hours from UTC, so an hour there is an hour here.
    """
    start = connection.ops.adapt_datetimefield_value(datetime.combine(since, time(), PARIS))
    with connection.cursor() as cursor:
        cursor.execute(
            _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL, [workspace.pk, start]
        )
        rows = cursor.fetchall()
    known = {text: _hour(text) for text in {row[0] for row in rows}}
    return [Counted(*known[text], outcome, count) for text, outcome, count in rows]


def _hour(text: str) -> tuple[datetime, date]:
    hour = datetime(
        int(text[:4]), int(text[5:7]), int(text[8:10]), int(text[11:13]), tzinfo=UTC
    ).astimezone(PARIS)
    return hour, hour.date()


def within(rows: Iterable[Counted], span: Span) -> list[Counted]:
    """Those of a span."""
    if span.since is None and span.until is None:
        return list(rows)
    return [row for row in rows if span.holds(row.day)]
