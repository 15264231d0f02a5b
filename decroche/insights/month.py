"""One page of a month: what she did, what it gave, what it is worth; typeset by typst (loaded
late).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.models import Moment
from decroche.insights.funnel import clients_within, summed
from decroche.insights.periods import Span, by_hour, week_of, within
from decroche.insights.results import mails, projects
from decroche.insights.timing import heat, per_day
from decroche.insights.wording import against_usual, one_in_words, rate_in_words, stage_names
from decroche.offer.typesetting import tagged_pdf
from decroche.shared.clock import day_of
from decroche.shared.language import Language
from decroche.team.models import Workspace

_DESIGN = Path(__file__).resolve().parent / "designs" / "month.typ"
_MOMENTS, _PROJECTS = 3, 6


def month_of(
    workspace: Workspace, name: str, year: int, number: int, at: datetime
) -> dict[str, Any]:
    """What the page says of a month, in words and plain numbers."""
    first = date(year, number, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    span = Span("custom", first, last)
    rows = within(by_hour(workspace), span)
    found = summed(rows, clients_within(workspace, span))
    cells = [
        (cell, date_format(date(2024, 1, 1 + day), "l"), hour)
        for day, line in enumerate(heat(rows))
        for hour, cell in enumerate(line, start=8)
        if not cell.few
    ]
    best = max(cells, key=lambda one: one[0].share, default=None)
    sent = mails(workspace, span)
    return {
        "title": date_format(first, "F Y").capitalize(),
        "name": name,
        "made": _("Made on %(day)s") % {"day": date_format(at, "j F Y")},
        "stages": [
            [
                label,
                number_format(found.stage(code), 0, force_grouping=True),
                found.stage(code) / max(1, found.calls),
                rate_in_words(found.rate_of(code)) if code not in ("calls", "clients") else "",
            ]
            for code, label in stage_names().items()
        ],
        "lines": [
            line
            for line in (
                (
                    f"{_('Hung up:')} {one_in_words(found.hang_up_rate)}. "
                    f"{against_usual(found.hang_up_rate)}"
                )
                if found.calls
                else "",
                _("People picked up most on %(day)s at %(hour)s o’clock: %(part)s in %(whole)s.")
                % {
                    "day": best[1],
                    "hour": best[2],
                    "part": best[0].answered,
                    "whole": best[0].calls,
                }
                if best
                else "",
                _("Messages: %(sent)s sent, %(answered)s answered, %(back)s bounced.")
                % {
                    "sent": sum(one.sent for one in sent),
                    "answered": sum(one.answered for one in sent),
                    "back": sum(one.bounced for one in sent),
                }
                if sent
                else "",
            )
            if line
        ],
        "days": [
            [date_format(day, "j"), count, day.weekday() > 4]
            for day, count in per_day(rows, first, last)
        ],
        "days_title": _("Calls per day"),
        "empty": "" if found.calls else _("No call in this month."),
        "weeks": _weeks(rows),
        "moments_title": _("Great moments"),
        "moments": [
            [row.sentence, row.company.name if row.company else ""]
            for row in _moments(workspace, span)
        ],
        "projects_title": _("Call before"),
        "projects": [
            [date_format(one.starts, "j F"), one.company.name]
            for one in projects(workspace, day_of(at))
            if one.starts >= day_of(at)
        ][:_PROJECTS],
        "note": _(
            "Each range holds the true share 95 times in 100; no rate is given under 20 calls."
        ),
    }


def _weeks(rows: list[Any]) -> list[list[str]]:
    weeks = sorted({week_of(row.day) for row in rows})
    found = []
    for monday, sunday in weeks:
        one = summed(within(rows, Span("custom", monday, sunday)))
        calls = ngettext("%(n)s call", "%(n)s calls", one.calls) % {"n": one.calls}
        talks = ngettext("%(n)s decision maker", "%(n)s decision makers", one.decision_makers) % {
            "n": one.decision_makers
        }
        found.append([_("week of %(day)s") % {"day": date_format(monday, "j N")}, calls, talks])
    return found


def _moments(workspace: Workspace, span: Span) -> list[Moment]:
    rows = Moment.objects.filter(
        workspace=workspace, at__gte=span.starts, at__lt=span.ends
    ).select_related("company")
    return list(rows.order_by("-at")[:_MOMENTS])


def month_page(data: dict[str, Any], language: Language) -> bytes:
    """The PDF, tagged for screen readers (PDF/UA-1)."""
    told = data | {"lang": language, "region": "FR" if language == "fr" else "GB"}
    return tagged_pdf({"main.typ": _DESIGN.read_bytes()}, told)[0]
