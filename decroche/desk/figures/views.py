"""The Bilan: where she stands, what compares with what, her rhythm, and what calls led to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from decroche.calls.models import Call
from decroche.calls.wording import outcome_names
from decroche.correspondence.wording import situation_words
from decroche.desk.figures import charts
from decroche.desk.figures.charts import behind
from decroche.insights import tables
from decroche.insights.drilldown import Asked, calls_behind
from decroche.insights.exports import as_csv, as_workbook
from decroche.insights.funnel import (
    KINDS,
    STAGES,
    Figures,
    clients_within,
    compared,
    figures,
    summed,
    wins_within,
)
from decroche.insights.month import month_of, month_page
from decroche.insights.periods import Span, by_hour, span_of, week_of, within
from decroche.insights.results import mails, projects, referral_tree, switching_points, uplift
from decroche.insights.rules import ENOUGH
from decroche.insights.timing import (
    HOURS_SHOWN,
    attempts_until_talk,
    heat,
    per_day,
    promises,
    rhythm,
    standing,
)
from decroche.insights.wording import (
    against_usual,
    forecast_in_words,
    interval_in_words,
    kind_names,
    line_name,
    minutes_in_words,
    one_in_words,
    percent,
    rate_in_words,
    span_names,
    stage_names,
)
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language

_PAGE = 50
_LISTED = 30


def _frame(request: MemberRequest, tab: str) -> tuple[Span, dict[str, Any]]:
    """What every page of the Bilan shows around its content."""
    at = now().astimezone(PARIS)
    span = span_of(
        request.GET.get("span", "month"),
        at.date(),
        since=request.GET.get("since", ""),
        until=request.GET.get("until", ""),
    )
    query = behind(span).partition("?")[2]
    tabs = [
        ("", _("Figures")),
        ("compare/", _("Compare")),
        ("rhythm/", _("Rhythm")),
        ("after/", _("What came of it")),
    ]
    return span, {
        "at": at,
        "span": span,
        "query": query,
        "spans": list(span_names().items()),
        "tabs": [(f"/figures/{path}?{query}", words, path == tab) for path, words in tabs],
    }


@require_GET
def overview(request: MemberRequest) -> HttpResponse:
    """The funnel, hang-ups, when it picks up, calls per day, where she stands today."""
    span, context = _frame(request, "")
    rows, today = by_hour(request.workspace), context["at"].date()
    inside = within(rows, span)
    found = summed(inside, clients_within(request.workspace, span))
    day = standing(request.workspace, rows, today)
    context |= {
        "figures": found,
        "any_call": bool(rows),
        "stages": _stages(found, span),
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
        "day": day,
        "forecast": forecast_in_words(day.forecast) if day.forecast else "",
        "today_calls": behind(Span("custom", today, today)),
        "week_calls": behind(Span("custom", *week_of(today))),
    }
    if found.calls:
        first, last = (
            min(row.day for row in inside),
            min(span.until or max(row.day for row in inside), today),
        )
        cells, by_day = heat(inside), tables.days_table(inside, span, today)
        kind, data = charts.days_chart(per_day(inside, first, max(first, last)))
        context |= {
            "heat": charts.heat_chart(cells, span),
            "heat_table": replace(
                tables.heat_table(cells),
                links=[
                    behind(span, day=day, hour=hour)
                    for day, line in enumerate(cells)
                    for hour, cell in zip(HOURS_SHOWN, line, strict=True)
                    if cell.calls
                ],
            ),
            "days_kind": kind,
            "days": data,
            "days_table": replace(
                by_day, links=[behind(Span("custom", row[0], row[0])) for row in by_day.rows]
            ),
        }
    return render(request, "desk/figures/overview.html", context)


def _stages(found: Figures, span: Span) -> list[dict[str, Any]]:
    """The funnel's lines: count, bar and interval (in hundredths of the calls), words, and where
    its calls are.
    """
    stages = []
    for code, name in stage_names().items():
        one, count = found.rate_of(code), found.stage(code)
        address = (
            behind(span, stage=code)
            if code in STAGES
            else f"/figures/after/?{behind(span).partition('?')[2]}#clients"
        )
        stages.append(
            {
                "code": code,
                "name": name,
                "count": count,
                "address": address,
                "bar": f"{one.share * 100:.2f}",
                "low": f"{one.low * 100:.2f}",
                "width": f"{(one.high - one.low) * 100:.2f}",
                "enough": one.enough and code != "calls",
                "words": rate_in_words(one) if code != "calls" else "",
                "percent": percent(one.share),
            }
        )
    return stages


@require_GET
def compare(request: MemberRequest) -> HttpResponse:
    """The funnel by week, month, list, role, opening line, answer or source."""
    span, context = _frame(request, "compare/")
    kind = request.GET.get("by", "week")
    kind = kind if kind in KINDS else "week"
    lines = compared(request.workspace, kind, span)
    whole = figures(request.workspace, span.since, span.until).rate_of("decision_makers")
    judged = [line for line in lines if line.figures.calls >= ENOUGH]
    names = stage_names()
    context |= {
        "kind": kind,
        "kinds": list(kind_names().items()),
        "kind_name": kind_names()[kind],
        "columns": [*names.values(), _("Hung up")],
        "enough": ENOUGH,
        "lines": [
            {
                "name": line_name(kind, line.key, line.name),
                "stands": line.stands,
                "enough": line.figures.calls >= ENOUGH,
                "rate": rate_in_words(line.figures.rate_of("decision_makers")),
                "cells": [
                    (
                        name,
                        line.figures.stage(code),
                        behind(span, kind=kind, key=line.key, stage=code) if code in STAGES else "",
                    )
                    for code, name in names.items()
                ]
                + [
                    (
                        _("Hung up"),
                        line.figures.hang_ups,
                        behind(span, kind=kind, key=line.key, stage="hang_ups"),
                    )
                ],
            }
            for line in lines
        ],
        "chart": charts.intervals_chart(kind, judged[:14], whole, span)
        if len(judged) > 1
        else None,
        "table": tables.compared_table(kind, []),
        "tell": any(line.stands for line in lines),
        "dated": kind in ("week", "month"),
    }
    return render(request, "desk/figures/compare.html", context)


@require_GET
def pace(request: MemberRequest) -> HttpResponse:
    """Rhythm, attempts until a conversation, promises, and the ranking against chance."""
    span, context = _frame(request, "rhythm/")
    beat, word, gain = (
        rhythm(request.workspace, span),
        promises(request.workspace, span, context["at"]),
        uplift(request.workspace),
    )
    attempts = attempts_until_talk(request.workspace)
    context |= {
        "beat": beat,
        "between": minutes_in_words(beat.between) if beat.between is not None else "",
        "per_hour": round(beat.per_hour, 1) if beat.per_hour is not None else None,
        "word": word,
        "kept": rate_in_words(word.kept),
        "days": round(word.days or 0),
        "days_late": round(word.days_late or 0),
        "attempts": charts.attempts_chart(attempts) if attempts else None,
        "attempts_table": tables.attempts_table(attempts),
        "gain": gain,
        "ranked_rate": rate_in_words(gain.ranked),
        "random_rate": rate_in_words(gain.random),
        "ranked_calls": behind(Span("all", None, None), arm="ranked"),
        "random_calls": behind(Span("all", None, None), arm="random"),
        "gap": (percent(gain.gap.low), percent(gain.gap.high)) if gain.enough else None,
    }
    return render(request, "desk/figures/rhythm.html", context)


@require_GET
def after(request: MemberRequest) -> HttpResponse:
    """Messages, agencies, projects to come, referrals, clients."""
    span, context = _frame(request, "after/")
    names = situation_words()
    agencies, coming = (
        switching_points(request.workspace),
        projects(request.workspace, context["at"].date()),
    )
    context |= {
        "mails": [
            (names.get(one.situation, _("Own words")), one, rate_in_words(one.answer_rate))
            for one in mails(request.workspace, span)
        ],
        "agencies": agencies[:_LISTED],
        "more_agencies": len(agencies) - _LISTED,
        "projects": coming[:_LISTED],
        "more_projects": len(coming) - _LISTED,
        "tree": referral_tree(request.workspace),
        "clients": wins_within(request.workspace, span)
        .select_related("company")
        .order_by("-at")[:_LISTED],
    }
    return render(request, "desk/figures/after.html", context)


@require_GET
def calls(request: MemberRequest) -> HttpResponse:
    """The calls behind a figure, latest first."""
    asked = Asked.read(request.GET, now().astimezone(PARIS).date())
    rows = calls_behind(request.workspace, asked)
    page = Paginator(rows.select_related("company"), _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "desk/figures/calls.html",
        {"page": page, "asked": asked, "query": query.urlencode()},
    )


@require_GET
def export(request: MemberRequest, name: str) -> HttpResponse:
    """figures.xlsx (every table of a span), calls.csv (the calls behind a figure), or one table as
    CSV.
    """
    at = now().astimezone(PARIS)
    span = span_of(
        request.GET.get("span", "month"),
        at.date(),
        since=request.GET.get("since", ""),
        until=request.GET.get("until", ""),
    )
    stem = f"decroche-{at:%Y-%m-%d}"
    if name == "calls.csv":
        return _file(as_csv(_calls_table(request)), "text/csv", f"{stem}-appels.csv")
    found = tables.all_tables(request.workspace, span, at, situation_words())
    if name == "figures.xlsx":
        return _file(
            as_workbook(found),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"{stem}-bilan.xlsx",
        )
    table = next((one for one in found if f"{one.code}.csv" == name), None)
    if table is None:
        raise Http404
    return _file(as_csv(table), "text/csv", f"{stem}-{table.code}.csv")


def _calls_table(request: MemberRequest) -> tables.Table:
    rows = calls_behind(
        request.workspace, Asked.read(request.GET, now().astimezone(PARIS).date())
    ).select_related("company")
    names = outcome_names()

    def line(call: Call) -> list[Any]:
        return [
            call.at,
            call.company.name,
            names.get(call.outcome, call.outcome),
            call.asked_for,
            call.note,
        ]

    return tables.Table(
        "calls",
        _("Calls"),
        [_("When"), _("Company"), _("Outcome"), _("Role asked for"), _("Note")],
        [line(call) for call in rows.iterator(500)],
    )


@require_GET
def month(request: MemberRequest, year: int, number: int) -> HttpResponse:
    """One page of a month, to print or to keep."""
    if not (2000 <= year <= 2200 and 1 <= number <= 12):
        raise Http404
    page = month_page(
        month_of(request.workspace, request.member.name, year, number, now().astimezone(PARIS)),
        current_language(),
    )
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="decroche-{year}-{number:02d}.pdf"'
    return response


@require_GET
def last_month(_request: MemberRequest) -> HttpResponse:
    """To the page of the month before this one."""
    day = now().astimezone(PARIS).date().replace(day=1) - timedelta(days=1)
    return HttpResponseRedirect(f"/figures/month/{day.year}/{day.month}/")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
