"""The figures of the Bilan as tables, for screen readers and exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from decroche.calls.wording import outcome_names
from decroche.insights.drilldown import CallFilter, calls_behind
from decroche.insights.funnel import (
    KINDS,
    STAGES,
    ComparedLine,
    Figures,
    clients_within,
    compared,
    summed,
)
from decroche.insights.periods import Counted, Span, by_hour, within
from decroche.insights.results import Branch, mails, projects, referral_tree, switching_points
from decroche.insights.timing import HOURS_SHOWN, HourCell, attempts_until_talk, heat, per_day
from decroche.insights.wording import kind_names, line_name, stage_names
from decroche.shared.clock import day_of
from decroche.team.models import Workspace

_LONGEST = 366
"""Days of the table of days, at most."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: column headers, and rows of plain values (int, float for a share, str, date or
    datetime).
    """

    code: str
    title: str
    columns: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """The address that each row links to on a page; empty without links."""

    def linked(self) -> list[tuple[str, list[Any]]]:
        """[(address or "", row)]."""
        return list(zip(self.links or [""] * len(self.rows), self.rows, strict=True))


def funnel_table(found: Figures) -> Table:
    """The stages of the funnel, with their share of the calls and its confidence interval."""
    rows: list[list[Any]] = []
    for code, name in stage_names().items():
        rate_of_stage = found.rate_of(code)
        shares: list[Any] = ["", "", ""]
        if rate_of_stage.enough:
            shares = [rate_of_stage.share, rate_of_stage.low, rate_of_stage.high]
        rows.append([name, found.stage(code), *shares])
    return Table(
        "funnel",
        _("From call to client"),
        [_("Stage"), _("Count"), _("Share of the calls"), _("at least"), _("at most")],
        rows,
    )


def outcomes_table(found: Figures) -> Table:
    """How many calls had each outcome."""
    rows = [[name, found.by_outcome.get(code, 0)] for code, name in outcome_names().items()]
    return Table("outcomes", _("By outcome"), [_("Outcome"), _("Calls")], rows)


def compared_table(kind: str, lines: list[ComparedLine]) -> Table:
    """A comparison: the funnel of each line."""
    stages = stage_names()
    rows: list[list[Any]] = []
    for line in lines:
        talks = line.figures.rate_of("decision_makers")
        rows.append(
            [
                line_name(kind, line.key, line.name),
                *(line.figures.stage(code) for code in [*STAGES, "clients"]),
                line.figures.hang_ups,
                talks.low,
                talks.high,
            ]
        )
    title = _("By %(what)s") % {"what": kind_names()[kind].lower()}
    return Table(
        kind,
        title,
        [
            kind_names()[kind],
            *stages.values(),
            _("Hung up"),
            _("conversations, at least"),
            _("at most"),
        ],
        rows,
    )


def heat_table(cells_by_day: list[list[HourCell]]) -> Table:
    """Calls and answered calls by weekday and hour; `cells_by_day` is that of `heat`."""
    rows: list[list[Any]] = []
    for day, cells in enumerate(cells_by_day):
        name = date_format(date(2024, 1, 1 + day), "l")  # 1 January 2024 was a Monday
        rows += [
            [name, hour, cell.calls, cell.answered]
            for hour, cell in zip(HOURS_SHOWN, cells, strict=True)
            if cell.calls
        ]
    return Table(
        "hours", _("When they pick up"), [_("Day"), _("Hour"), _("Calls"), _("Picked up")], rows
    )


def days_table(rows: list[Counted], span: Span, today: date) -> Table:
    """The calls of each day of a span that has any."""
    first = max(
        span.since or date.min,
        min((row.day for row in rows), default=today),
        today - timedelta(days=_LONGEST),
    )
    days = per_day(rows, first, max(first, min(span.until or today, today)))
    return Table(
        "days",
        _("Calls per day"),
        [_("Day"), _("Calls")],
        [[day, count] for day, count in days if count],
    )


def attempts_table(counted: Sequence[tuple[int, int]]) -> Table:
    """How many calls it took until the first conversation; `counted` is that of
    `attempts_until_talk`.
    """
    rows: list[list[Any]] = [[place, count] for place, count in counted]
    return Table(
        "attempts",
        _("Calls until the first conversation"),
        [_("Call number"), _("Companies")],
        rows,
    )


def mails_table(workspace: Workspace, span: Span, names: dict[str, str]) -> Table:
    """The messages by template; `names` are the names of the templates."""
    rows: list[list[Any]] = []
    for sent in mails(workspace, span):
        answered = sent.answer_rate
        rows.append(
            [
                names.get(sent.situation, _("Own words")),
                sent.sent,
                sent.bounced,
                sent.answered,
                answered.low,
                answered.high,
            ]
        )
    columns = [
        _("Template"),
        _("Sent"),
        _("Bounced"),
        _("Answered"),
        _("answered, at least"),
        _("at most"),
    ]
    return Table("mails", _("Messages by template"), columns, rows)


def agencies_table(workspace: Workspace) -> Table:
    """The agencies of companies, and when their contracts end."""
    rows: list[list[Any]] = [
        [point.company.name, point.agency, point.until or "", point.said]
        for point in switching_points(workspace)
    ]
    return Table(
        "agencies",
        _("Agencies and the end of their contracts"),
        [_("Company"), _("Agency"), _("Until"), _("In their words")],
        rows,
    )


def projects_table(workspace: Workspace, today: date) -> Table:
    """The projects to come."""
    rows: list[list[Any]] = [
        [
            project.company.name,
            project.starts,
            _("too late last time") if project.late else _("too early"),
            project.note,
        ]
        for project in projects(workspace, today)
    ]
    return Table(
        "projects", _("Projects to come"), [_("Company"), _("Starts"), _("Why"), _("Note")], rows
    )


def referrals_table(workspace: Workspace) -> Table:
    """The trees of referrals, a row for each company: its depth, and the counts of its branch."""
    rows: list[list[Any]] = []

    def walk(branch: Branch, depth: int) -> None:
        rows.append(
            [
                depth,
                branch.company.name,
                branch.sentence,
                *(branch.total(name) for name in ("calls", "talks", "meetings", "clients")),
            ]
        )
        for below in branch.below:
            walk(below, depth + 1)

    for root in referral_tree(workspace):
        walk(root, 0)
    columns = [
        _("Depth"),
        _("Company"),
        _("Their sentence"),
        _("Calls"),
        _("Conversations"),
        _("Meetings"),
        _("Clients"),
    ]
    return Table("referrals", _("Referrals"), columns, rows)


def all_tables(
    workspace: Workspace, span: Span, at: datetime, names: dict[str, str]
) -> list[Table]:
    """All tables of a span, for the export. `names` are the names of the templates."""
    rows = by_hour(workspace)
    inside = within(rows, span)
    found = summed(inside, clients_within(workspace, span))
    return [
        funnel_table(found),
        outcomes_table(found),
        *(compared_table(kind, compared(workspace, kind, span)) for kind in KINDS),
        heat_table(heat(inside)),
        days_table(rows, span, day_of(at)),
        attempts_table(attempts_until_talk(workspace)),
        mails_table(workspace, span, names),
        agencies_table(workspace),
        projects_table(workspace, day_of(at)),
        referrals_table(workspace),
    ]


def calls_table(workspace: Workspace, chosen: CallFilter) -> Table:
    """The calls of a filter, one a row."""
    names = outcome_names()
    return Table(
        "calls",
        _("Calls"),
        [_("When"), _("Company"), _("Outcome"), _("Role asked for"), _("Note")],
        [
            [
                call.at,
                call.company.name,
                names.get(call.outcome, call.outcome),
                call.asked_for,
                call.note,
            ]
            for call in calls_behind(workspace, chosen).iterator(500)
        ],
    )
