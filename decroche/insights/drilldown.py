"""The calls behind a figure: every number of the Bilan can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from decroche.calls.models import Call
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import HANG_UPS
from decroche.insights.funnel import STAGES, calls_within
from decroche.insights.periods import Span, span_of, week_of
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_STAGES = STAGES | {"hang_ups": HANG_UPS}
"""What a figure counted: a stage of the funnel, or the calls that were hung up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls: within a span, of a stage or an outcome, of one line of a comparison, of one
    weekday (0 to 6) and hour in Paris, one arm.
    """

    span: Span
    stage: str = ""
    outcome: str = ""
    kind: str = ""
    key: str = ""
    day: int | None = None
    hour: int | None = None
    arm: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any], today: date) -> Asked:
        """From the query of an address; what makes no sense is left out."""
        span = span_of(
            str(data.get("span", "all")),
            today,
            since=str(data.get("since", "")),
            until=str(data.get("until", "")),
        )
        stage, outcome, kind = (
            str(data.get("stage", "")),
            str(data.get("outcome", "")),
            str(data.get("kind", "")),
        )
        return cls(
            span,
            stage if stage in _STAGES else "",
            outcome if outcome in OUTCOMES else "",
            kind,
            str(data.get("key", "")),
            _number(data.get("day"), 6),
            _number(data.get("hour"), 23),
            str(data.get("arm", "")) if data.get("arm") in ("ranked", "random") else "",
        )


def calls_behind(workspace: Workspace, asked: Asked) -> QuerySet[Call]:
    """The calls of a figure with their company, latest first."""
    rows = calls_within(workspace, _narrowed(asked))
    if asked.stage:
        rows = rows.filter(outcome__in=_STAGES[asked.stage])
    if asked.outcome:
        rows = rows.filter(outcome=asked.outcome)
    if asked.day is not None:
        rows = rows.annotate(weekday=ExtractIsoWeekDay("at", tzinfo=PARIS)).filter(
            weekday=asked.day + 1
        )
    if asked.hour is not None:
        rows = rows.annotate(hour=ExtractHour("at", tzinfo=PARIS)).filter(hour=asked.hour)
    if asked.arm:
        rows = rows.filter(arm=asked.arm)
    return rows.filter(_line(asked)).select_related("company").order_by("-at", "-id")


def _narrowed(asked: Asked) -> Span:
    """The span, narrowed to the week or the month of the line that was chosen."""
    if asked.kind not in ("week", "month"):
        return asked.span
    try:
        first = date.fromisoformat(asked.key)
    except ValueError:
        return asked.span
    if not 2000 <= first.year < 2200:
        return asked.span
    if asked.kind == "week":
        first, last = week_of(first)
    else:
        first = first.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    since, until = asked.span.since, asked.span.until
    return Span(
        "custom", max(first, since) if since else first, min(last, until) if until else last
    )


def _line(asked: Asked) -> Q:
    if asked.kind == "role":
        return Q(asked_for=asked.key)
    if asked.kind == "opening":
        return Q(opening=asked.key)
    if asked.kind not in ("source", "list", "answer"):
        return Q()
    if not asked.key.isdecimal() or len(asked.key) > 15:
        return Q(pk__in=[])  # there is no such line
    number = int(asked.key)
    if asked.kind == "source":
        return Q(company__provenance_id=number)
    if asked.kind == "list":
        return Q(company__list_entries__call_list_id=number)
    return Q(
        pk__in=[
            pk
            for pk, used in Call.objects.exclude(answers_used=[]).values_list("pk", "answers_used")
            if number in used
        ]
    )


def _number(text: Any, most: int) -> int | None:
    return (
        int(text)
        if isinstance(text, str) and text.isdecimal() and len(text) < 4 and int(text) <= most
        else None
    )
