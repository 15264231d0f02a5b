"""The funnel by week, month, list, role, opening line, answer or source."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from decroche.desk.figures import charts
from decroche.desk.figures.charts import behind
from decroche.desk.figures.frame import frame
from decroche.insights import tables
from decroche.insights.funnel import (
    KINDS,
    STAGES,
    ComparedLine,
    compared,
    figures,
)
from decroche.insights.periods import Span
from decroche.insights.rules import ENOUGH
from decroche.insights.wording import (
    kind_names,
    line_name,
    rate_in_words,
    stage_names,
)
from decroche.team.access import MemberRequest
from decroche.team.models import Workspace

_DRAWN = 14
"""How many lines of a comparison the picture has room for."""


@require_GET
def compare(request: MemberRequest) -> HttpResponse:
    """The funnel by week, month, list, role, opening line, answer or source."""
    span, context = frame(request, "compare-figures")
    asked = request.GET.get("by", "")
    kind = asked if asked in KINDS else "week"
    lines = compared(request.workspace, kind, span)
    context |= {
        "kind": kind,
        "kinds": list(kind_names().items()),
        "kind_name": kind_names()[kind],
        "columns": [*stage_names().values(), _("Hung up")],
        "enough": ENOUGH,
        "lines": [_line(kind, line, span) for line in lines],
        "chart": _chart(request.workspace, kind, lines, span),
        "table": tables.compared_table(kind, []),
        "tell": any(line.stands for line in lines),
        "dated": kind in ("week", "month"),
    }
    return render(request, "desk/figures/compare.html", context)


def _line(kind: str, line: ComparedLine, span: Span) -> dict[str, Any]:
    """One line: its name, whether it differs from the whole for certain, and (name, count, address)
    of each cell.
    """
    figures_here = line.figures
    cells = [
        (
            name,
            figures_here.stage(code),
            behind(span, kind=kind, key=line.key, stage=code) if code in STAGES else "",
        )
        for code, name in stage_names().items()
    ]
    hang_ups = behind(span, kind=kind, key=line.key, stage="hang_ups")
    return {
        "name": line_name(kind, line.key, line.name),
        "stands": line.stands,
        "enough": figures_here.calls >= ENOUGH,
        "rate": rate_in_words(figures_here.rate_of("decision_makers")),
        "cells": [*cells, (_("Hung up"), figures_here.hang_ups, hang_ups)],
    }


def _chart(
    workspace: Workspace, kind: str, lines: list[ComparedLine], span: Span
) -> dict[str, Any] | None:
    """The lines with enough calls, compared with the whole; None when fewer than two have
    enough.
    """
    judged = [line for line in lines if line.figures.calls >= ENOUGH]
    if len(judged) < 2:
        return None
    whole = figures(workspace, span.since, span.until).rate_of("decision_makers")
    return charts.intervals_chart(kind, judged[:_DRAWN], whole, span)
