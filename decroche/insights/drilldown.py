"""Finding the calls that a figure of the Bilan counts."""

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
from decroche.insights.funnel import STAGES, TALKS, calls_within
from decroche.insights.periods import Span, span_of, week_of
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_STAGES = STAGES | {"hang_ups": HANG_UPS}
"""The outcomes that a figure counts, by its code: a stage of the funnel, or hang-ups."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls a figure counts: those of a span; of a stage of the funnel; of an outcome; of one
    line of a comparison (its `kind` and `key`, see funnel.py); on a weekday (`day`, 0 is Monday)
    and in an hour, in Paris; of one `arm` of the queue (ranked or random). Empty fields do not
    restrict.
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
    def read(cls, data: Mapping[str, Any], today: date) -> CallFilter:
        """The filter in the query of an address; values that can't be read are ignored."""
        span = span_of(
            str(data.get("span", "all")),
            today,
            since=str(data.get("since", "")),
            until=str(data.get("until", "")),
        )
        stage, outcome = str(data.get("stage", "")), str(data.get("outcome", ""))
        return cls(
            span,
            stage=stage if stage in _STAGES else "",
            outcome=outcome if outcome in OUTCOMES else "",
            kind=str(data.get("kind", "")),
            key=str(data.get("key", "")),
            day=_number(data.get("day"), 6),
            hour=_number(data.get("hour"), 23),
            arm=str(data.get("arm", "")) if data.get("arm") in ("ranked", "random") else "",
        )


def calls_behind(workspace: Workspace, chosen: CallFilter) -> QuerySet[Call]:
    """The calls of a figure, each with its company, the latest first."""
    rows = calls_within(workspace, _span_of_line(chosen))
    if chosen.stage:
        rows = rows.filter(outcome__in=_STAGES[chosen.stage])
    if chosen.stage == TALKS:
        rows = rows.filter(relayed=False)
    if chosen.outcome:
        rows = rows.filter(outcome=chosen.outcome)
    if chosen.day is not None:
        rows = rows.annotate(weekday=ExtractIsoWeekDay("at", tzinfo=PARIS)).filter(
            weekday=chosen.day + 1
        )
    if chosen.hour is not None:
        rows = rows.annotate(hour=ExtractHour("at", tzinfo=PARIS)).filter(hour=chosen.hour)
    if chosen.arm:
        rows = rows.filter(arm=chosen.arm)
    return rows.filter(_condition_of_line(chosen)).select_related("company").order_by("-at", "-id")


def _span_of_line(chosen: CallFilter) -> Span:
    """The span, restricted to the week or month of the line that was chosen."""
    if chosen.kind not in ("week", "month"):
        return chosen.span
    try:
        first = date.fromisoformat(chosen.key)
    except ValueError:
        return chosen.span
    if not 2000 <= first.year < 2200:
        return chosen.span
    if chosen.kind == "week":
        first, last = week_of(first)
    else:
        first = first.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    since, until = chosen.span.since, chosen.span.until
    return Span(
        "custom", max(first, since) if since else first, min(last, until) if until else last
    )


def _condition_of_line(chosen: CallFilter) -> Q:
    """The condition of the other kinds of lines; one that matches nothing for an unknown line."""
    if chosen.kind == "role":
        return Q(asked_for=chosen.key)
    if chosen.kind == "opening":
        return Q(opening=chosen.key)
    if chosen.kind not in ("source", "list", "answer"):
        return Q()
    if not chosen.key.isdecimal() or len(chosen.key) > 15:
        return Q(pk__in=[])  # there is no such line
    key = int(chosen.key)
    if chosen.kind == "source":
        return Q(company__provenance_id=key)
    if chosen.kind == "list":
        return Q(company__list_entries__call_list_id=key)
    calls = Call.objects.exclude(answers_used=[]).values_list("pk", "answers_used")
    return Q(pk__in=[pk for pk, answers in calls if key in answers])


def _number(text: Any, most: int) -> int | None:
    """A text as a number from 0 to `most`; None for anything else."""
    if isinstance(text, str) and text.isdecimal() and len(text) < 4 and int(text) <= most:
        return int(text)
    return None
