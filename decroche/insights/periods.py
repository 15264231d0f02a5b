"""Spans of days, and the calls counted by hour and outcome. That count is one query, from which
most figures are made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection

from decroche.calls.rules import ATTEMPT_SQL, CONVERSATIONS
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""The limits of a span: near the first and last possible dates, converting time zones would fail.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included; None leaves a side open. `code` is its name
    in addresses (see `span_of`).
    """

    code: str
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether a day is in the span."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )

    @property
    def starts(self) -> datetime | None:
        """Midnight at the beginning of the first day, in Paris; None when it is open."""
        return datetime.combine(self.since, time(), PARIS) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """Midnight at the end of the last day, in Paris; None when it is open."""
        if self.until is None:
            return None
        return datetime.combine(self.until + timedelta(days=1), time(), PARIS)


def span_of(code: str, today: date, *, since: str = "", until: str = "") -> Span:
    """The span of a code: week (7 days), month (30), quarter (91), year (365), all; or custom,
    between the two ISO dates `since` and `until`. For anything else the last 30 days.
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
    """The number of calls with one outcome in one hour; `hour` is its beginning and `day` its date,
    both in Paris. `relayed` of the calls were with somebody who answered for who decides.
    """

    hour: datetime
    day: date
    outcome: str
    calls: int
    relayed: int

    @property
    def talks(self) -> int:
        """The calls that were a talk with who decides."""
        return self.calls - self.relayed if self.outcome in CONVERSATIONS else 0


_COUNTS = "count(*), count(*) FILTER (WHERE relayed)"
_OF_A_SPAN = f"FROM calls_call WHERE workspace_id = %s AND at >= %s AND {ATTEMPT_SQL} GROUP BY 1, 2"
_SQLITE = f"SELECT substr(at, 1, 13), outcome, {_COUNTS} {_OF_A_SPAN}"
_POSTGRESQL = (
    f"SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24'), outcome, {_COUNTS} {_OF_A_SPAN}"
)


def by_hour(workspace: Workspace, since: date = date(1970, 1, 1)) -> list[Counted]:
    """The calls she made since a day, counted by hour and outcome. They are grouped by the hour in
    UTC, which is also an hour in Paris: the difference is always whole hours.
    """
    start = connection.ops.adapt_datetimefield_value(datetime.combine(since, time(), PARIS))
    with connection.cursor() as cursor:
        cursor.execute(
            _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL, [workspace.pk, start]
        )
        rows = cursor.fetchall()
    hours = {text: _hour(text) for text in {row[0] for row in rows}}
    return [Counted(*hours[text], *counted) for text, *counted in rows]


def _hour(text: str) -> tuple[datetime, date]:
    """(hour, day) in Paris of a text “2026-11-24 09” in UTC."""
    hour = datetime(
        int(text[:4]), int(text[5:7]), int(text[8:10]), int(text[11:13]), tzinfo=UTC
    ).astimezone(PARIS)
    return hour, hour.date()


def within(rows: Iterable[Counted], span: Span) -> list[Counted]:
    """Those of the rows whose day is in a span."""
    if span.since is None and span.until is None:
        return list(rows)
    return [row for row in rows if span.holds(row.day)]
