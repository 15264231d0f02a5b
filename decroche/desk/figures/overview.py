"""The Bilan, first page: the funnel, hang-ups, the hours at which calls are answered, her goals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from decroche.calls.wording import outcome_names
from decroche.desk.figures import charts
from decroche.desk.figures.charts import behind, span_query
from decroche.desk.figures.frame import frame
from decroche.desk.parts.first_step import first_step
from decroche.insights import tables
from decroche.insights.funnel import (
    STAGES,
    Figures,
    clients_within,
    received_within,
    summed,
)
from decroche.insights.periods import Counted, Span, by_hour, week_of, within
from decroche.insights.rules import ENOUGH
from decroche.insights.timing import (
    HOURS_SHOWN,
    heat,
    per_day,
    standing,
)
from decroche.insights.wording import (
    against_usual,
    forecast_in_words,
    interval_in_words,
    one_in_words,
    percent,
    rate_in_words,
    stage_meanings,
    stage_names,
)
from decroche.shared.clock import day_of
from decroche.team.access import MemberRequest
from decroche.team.models import Workspace


@require_GET
def overview(request: MemberRequest) -> HttpResponse:
    """The funnel, hang-ups, the hours at which calls are answered, calls a day, her goals."""
    span, context = frame(request, "figures")
    rows, today = by_hour(request.workspace), day_of(context["at"])
    inside = within(rows, span)
    found = summed(inside, clients_within(request.workspace, span))
    context |= {"any_call": bool(rows), **_funnel(found, span)}
    context["first_step"] = "" if rows else first_step(request, context["at"])
    context["received"] = received_within(request.workspace, span)
    context |= _standing(request.workspace, rows, today)
    if found.calls:
        context |= _hours_picture(inside, span) | _days_picture(inside, span, today)
    return render(request, "desk/figures/overview.html", context)


def _funnel(found: Figures, span: Span) -> dict[str, Any]:
    """The funnel, hang-ups against what is usual, and how many calls gave each outcome."""
    return {
        "figures": found,
        "stage_names": stage_names(),
        "stage_meanings": stage_meanings(),
        "stages": [_stage(code, name, found, span) for code, name in stage_names().items()],
        "enough": ENOUGH,
        "left": max(0, ENOUGH - found.calls),
        "hang_ups": one_in_words(found.hang_up_rate),
        "hang_up_interval": interval_in_words(found.hang_up_rate),
        "usual": against_usual(found.hang_up_rate),
        "hang_up_calls": behind(span, stage="hang_ups"),
        "outcomes": [
            (name, found.by_outcome.get(code, 0), behind(span, outcome=code))
            for code, name in outcome_names().items()
            if found.by_outcome.get(code)
        ],
    }


def _stage(code: str, name: str, found: Figures, span: Span) -> dict[str, Any]:
    """One line of the funnel: count, bar and interval (in hundredths of the calls), words, and
    where its calls are. Clients are no stage of a call: they are listed on a page of their own.
    """
    rate = found.rate_of(code)
    clients = reverse("aftermath", query=span_query(span), fragment="clients")
    return {
        "code": code,
        "name": name,
        "count": found.stage(code),
        "address": behind(span, stage=code) if code in STAGES else clients,
        "bar": f"{rate.share * 100:.2f}",
        "low": f"{rate.low * 100:.2f}",
        "width": f"{(rate.high - rate.low) * 100:.2f}",
        "enough": rate.enough and code != "calls",
        "words": rate_in_words(rate) if code != "calls" else "",
        "percent": percent(rate.share),
    }


def _standing(workspace: Workspace, rows: list[Counted], today: date) -> dict[str, Any]:
    """Her day and her week against her goals."""
    day = standing(workspace, rows, today)
    return {
        "day": day,
        "forecast": forecast_in_words(day.forecast) if day.forecast else "",
        "today_calls": behind(Span("custom", today, today)),
        "week_calls": behind(Span("custom", *week_of(today))),
    }


def _hours_picture(inside: list[Counted], span: Span) -> dict[str, Any]:
    """When somebody picks up, by weekday and hour: as a picture and as a table."""
    cells = heat(inside)
    links = [
        behind(span, day=day, hour=hour)
        for day, line in enumerate(cells)
        for hour, cell in zip(HOURS_SHOWN, line, strict=True)
        if cell.calls
    ]
    return {
        "heat": charts.heat_chart(cells, span),
        "heat_table": replace(tables.heat_table(cells), links=links),
    }


def _days_picture(inside: list[Counted], span: Span, today: date) -> dict[str, Any]:
    """Calls a day, from the first of the span to the last: as a picture and as a table."""
    days = [row.day for row in inside]
    first, last = min(days), min(span.until or max(days), today)
    kind, data = charts.days_chart(per_day(inside, first, max(first, last)))
    table = tables.days_table(inside, span, today)
    links = [behind(Span("custom", row[0], row[0])) for row in table.rows]
    return {"days_kind": kind, "days": data, "days_table": replace(table, links=links)}
