"""The report of a month, on one page as PDF: calls, results, great moments, projects to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.models import Moment
from decroche.insights.funnel import Figures, clients_within, summed
from decroche.insights.periods import Counted, Span, by_hour, week_of, within
from decroche.insights.results import Mails, mails, projects
from decroche.insights.timing import HOURS_SHOWN, heat, per_day
from decroche.insights.wording import against_usual, one_in_words, rate_in_words, stage_names
from decroche.offer.typesetting import tagged_pdf
from decroche.shared.clock import day_of
from decroche.shared.language import Language
from decroche.team.models import Workspace
from decroche.ui.language import written_day

_DESIGN = Path(__file__).resolve().parent / "designs" / "month.typ"
_MOMENTS, _PROJECTS = 3, 6


def month_of(
    workspace: Workspace, name: str, year: int, number: int, at: datetime
) -> dict[str, Any]:
    """Returns the values for the template designs/month.typ: texts and plain numbers. `name` is her
    own, `at` the moment when the page is made.
    """
    first = date(year, number, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    span = Span("custom", first, last)
    rows = within(by_hour(workspace), span)
    found = summed(rows, clients_within(workspace, span))
    return {
        "title": date_format(first, "F Y").capitalize(),
        "name": name,
        "made": _("Made on %(day)s") % {"day": written_day(at, "j F Y")},
        "stages": _stages(found),
        "lines": [
            *_hang_ups_line(found),
            *_best_hour_line(rows),
            *_messages_line(mails(workspace, span)),
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
        "projects": _projects(workspace, day_of(at)),
        "note": _(
            "Each range holds the true share 95 times in 100; no rate is given under 20 calls."
        ),
    }


def _stages(found: Figures) -> list[list[Any]]:
    """Returns [name, number, share of the calls, rate in words] of each stage."""
    return [
        [
            label,
            number_format(found.stage(code), 0, force_grouping=True),
            found.stage(code) / max(1, found.calls),
            rate_in_words(found.rate_of(code)) if code not in ("calls", "clients") else "",
        ]
        for code, label in stage_names().items()
    ]


def _projects(workspace: Workspace, today: date) -> list[list[str]]:
    """Returns [day, company] of the next projects that begin today or later."""
    to_come = (project for project in projects(workspace, today) if project.starts >= today)
    return [
        [written_day(project.starts, "j F"), project.company.name]
        for project in islice(to_come, _PROJECTS)
    ]


def _hang_ups_line(found: Figures) -> list[str]:
    """The sentence about hang-ups; none without a call."""
    if not found.calls:
        return []
    rate = found.hang_up_rate
    return [f"{_('Hung up:')} {one_in_words(rate)}. {against_usual(rate)}"]


def _best_hour_line(rows: list[Counted]) -> list[str]:
    """The sentence about the hour at which most people picked up; none with few calls."""
    cells = [
        (cell, day, hour)
        for day, cells_of_day in enumerate(heat(rows))
        for hour, cell in enumerate(cells_of_day, start=HOURS_SHOWN.start)
        if not cell.few
    ]
    if not cells:
        return []
    best, day, hour = max(cells, key=lambda found: found[0].share)
    words = _("People picked up most on %(day)s at %(hour)s o’clock: %(part)s in %(whole)s.")
    a_monday = date(2024, 1, 1)
    return [
        words
        % {
            "day": date_format(a_monday + timedelta(days=day), "l"),
            "hour": hour,
            "part": best.answered,
            "whole": best.calls,
        }
    ]


def _messages_line(sent: list[Mails]) -> list[str]:
    """The sentence about messages; none when none was sent."""
    if not sent:
        return []
    words = _("Messages: %(sent)s sent, %(answered)s answered, %(back)s bounced.")
    return [
        words
        % {
            "sent": sum(of_template.sent for of_template in sent),
            "answered": sum(of_template.answered for of_template in sent),
            "back": sum(of_template.bounced for of_template in sent),
        }
    ]


def _weeks(rows: list[Counted]) -> list[list[str]]:
    """[week, calls, conversations] in words, of each week with calls."""
    lines = []
    for monday, sunday in sorted({week_of(row.day) for row in rows}):
        week = summed(within(rows, Span("custom", monday, sunday)))
        calls = ngettext("%(n)s call", "%(n)s calls", week.calls) % {"n": week.calls}
        talks = ngettext("%(n)s conversation", "%(n)s conversations", week.decision_makers) % {
            "n": week.decision_makers
        }
        lines.append([_("week of %(day)s") % {"day": written_day(monday, "j N")}, calls, talks])
    return lines


def _moments(workspace: Workspace, span: Span) -> list[Moment]:
    """The latest great moments of a span."""
    rows = Moment.objects.filter(
        workspace=workspace, at__gte=span.starts, at__lt=span.ends
    ).select_related("company")
    return list(rows.order_by("-at")[:_MOMENTS])


def month_page(data: dict[str, Any], language: Language) -> bytes:
    """The PDF of the values of `month_of`, tagged for screen readers (PDF/UA-1)."""
    values = data | {"lang": language, "region": "FR" if language == "fr" else "GB"}
    return tagged_pdf({"main.typ": _DESIGN.read_bytes()}, values)[0]
