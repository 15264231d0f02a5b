"""Figures as files: tables, calls, and a month on one page."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from decroche.correspondence.wording import situation_words
from decroche.desk.figures.frame import span_asked
from decroche.insights import tables
from decroche.insights.drilldown import CallFilter
from decroche.insights.exports import as_csv, as_workbook
from decroche.insights.month import month_of, month_page
from decroche.shared.clock import PARIS, day_of, now
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language


@require_GET
def export(request: MemberRequest, name: str) -> HttpResponse:
    """figures.xlsx (every table of a span), calls.csv (the calls behind a figure), or one table as
    CSV.
    """
    at = now().astimezone(PARIS)
    stem = f"decroche-{at:%Y-%m-%d}"
    if name == "calls.csv":
        calls = tables.calls_table(request.workspace, CallFilter.read(request.GET, day_of(at)))
        return _file(as_csv(calls), "text/csv", f"{stem}-appels.csv")
    found = tables.all_tables(request.workspace, span_asked(request), at, situation_words())
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
    return redirect("month", day.year, day.month)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
