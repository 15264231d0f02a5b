"""The calls behind a figure."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.insights.drilldown import CallFilter, calls_behind
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest

_PAGE = 50


@require_GET
def calls(request: MemberRequest) -> HttpResponse:
    """The calls behind a figure, latest first."""
    asked = CallFilter.read(request.GET, now().astimezone(PARIS).date())
    rows = calls_behind(request.workspace, asked)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"page": page, "asked": asked, "query": query.urlencode()}
    return render(request, "desk/figures/calls.html", context)
