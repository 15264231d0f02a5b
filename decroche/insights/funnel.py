"""From call to client: the funnel, whole and by whatever it is compared by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet

from decroche.calls.models import Answer, Call, Win
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import (
    ANSWERED,
    APPOINTMENTS,
    CONVERSATIONS,
    HANG_UPS,
    INCOMING,
    POSITIVE,
    WANTS_MAIL,
)
from decroche.insights.periods import Counted, Span, by_hour, week_of, within
from decroche.insights.rules import Rate, rate, stands_out
from decroche.shared.clock import PARIS
from decroche.team.answers import Ask, directly
from decroche.team.models import Workspace
from decroche.team.prepared import Stated

STAGES: dict[str, tuple[str, ...]] = {
    "calls": tuple(OUTCOMES),
    "picked_up": ANSWERED,
    "decision_makers": CONVERSATIONS,
    "interest": POSITIVE,
    "meetings": APPOINTMENTS,
}
"""The outcomes counted at each stage; each stage is a part of the one before. Clients are counted
by the day they were won.
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a span.

    Picked up: somebody answered; decision makers: neither the switchboard nor a hang-up.
    """

    by_outcome: dict[str, int] = field(default_factory=dict)
    clients: int = 0

    def stage(self, name: str) -> int:
        """How many calls came as far as a stage."""
        return self.clients if name == "clients" else self.of(STAGES[name])

    def of(self, outcomes: tuple[str, ...]) -> int:
        """How many calls gave one of these outcomes."""
        return sum(self.by_outcome.get(outcome, 0) for outcome in outcomes)

    @property
    def calls(self) -> int:
        """Attempts."""
        return self.stage("calls")

    @property
    def answered(self) -> int:
        """Somebody answered."""
        return self.stage("picked_up")

    @property
    def decision_makers(self) -> int:
        """A talk with the person who decides."""
        return self.stage("decision_makers")

    @property
    def interest(self) -> int:
        """An e-mail was asked for, interest was shown or a meeting was made."""
        return self.stage("interest")

    @property
    def emails_requested(self) -> int:
        """An e-mail was asked for."""
        return self.of(WANTS_MAIL)

    @property
    def meetings(self) -> int:
        """A meeting was made."""
        return self.of(APPOINTMENTS)

    @property
    def hang_ups(self) -> int:
        """They hung up."""
        return self.of(HANG_UPS)

    @property
    def hang_up_rate(self) -> Rate:
        """Hang-ups per call."""
        return rate(self.hang_ups, self.calls)

    def rate_of(self, name: str) -> Rate:
        """A stage per call."""
        return rate(min(self.stage(name), self.calls), self.calls)


def published(found: Figures) -> dict[str, Any]:
    """The counts as the API and the command line give them. `reached` is the name that `answered`
    had before: it stays for who reads it.
    """
    shown = {spec.figure: found.of((code,)) for code, spec in OUTCOMES.items() if spec.figure}
    return {
        "calls": found.calls,
        "answered": found.answered,
        "reached": found.answered,
        "decision_makers": found.decision_makers,
        **shown,
        "by_outcome": found.by_outcome,
    }


def summed(rows: Iterable[Counted], clients: int = 0) -> Figures:
    """The figures of calls counted by the hour."""
    by_outcome = dict.fromkeys(OUTCOMES, 0)
    for row in rows:
        by_outcome[row.outcome] = by_outcome.get(row.outcome, 0) + row.calls
    return Figures(by_outcome, clients)


def clients_within(workspace: Workspace, span: Span) -> int:
    """How many companies became clients in a span."""
    return wins_within(workspace, span).count()


def wins_within(workspace: Workspace, span: Span) -> QuerySet[Win]:
    """The companies that became clients in a span."""
    rows = Win.objects.filter(workspace=workspace)
    if span.starts:
        rows = rows.filter(at__gte=span.starts)
    return rows.filter(at__lt=span.ends) if span.ends else rows


def latest_wins(workspace: Workspace, span: Span, most: int) -> list[Win]:
    """The latest companies that became clients in a span."""
    return list(wins_within(workspace, span).select_related("company").order_by("-at")[:most])


def figures(workspace: Workspace, since: date | None = None, until: date | None = None) -> Figures:
    """The funnel's counts between two days, counted by the database."""
    span = Span("custom", since, until)
    counted = dict(
        calls_within(workspace, span).order_by().values_list("outcome").annotate(n=Count("id"))
    )
    return Figures(
        {outcome: counted.get(outcome, 0) for outcome in OUTCOMES},
        clients_within(workspace, span),
    )


_OUTCOME_COUNTS = Stated(
    """
SELECT outcome AS col1, COUNT(*) AS col2 FROM calls_call WHERE workspace_id = %s
AND origin <> 'incoming' GROUP BY outcome""",
    columns=2,
)


def hang_up_rate(workspace: Workspace, ask: Ask = directly) -> Rate:
    """Hang-ups per call, over all her calls."""
    return Figures(dict(ask(_OUTCOME_COUNTS, workspace.pk))).hang_up_rate


def calls_within(workspace: Workspace, span: Span) -> QuerySet[Call]:
    """The calls she made in a span; those she received are none."""
    rows = Call.objects.filter(workspace=workspace).exclude(origin=INCOMING)
    if span.starts:
        rows = rows.filter(at__gte=span.starts)
    return rows.filter(at__lt=span.ends) if span.ends else rows


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of a comparison.

    `key` finds its calls again; `stands` is 1 above the others, −1 below, 0 when that can't be
    told.
    """

    key: str
    name: str
    figures: Figures
    stands: int = 0


KINDS = ("week", "month", "list", "role", "opening", "answer", "source")
_COLUMNS = {
    "role": ("asked_for", "asked_for"),
    "opening": ("opening", "opening"),
    "source": ("company__provenance_id", "company__provenance__source"),
    "list": ("company__list_entries__call_list_id", "company__list_entries__call_list__name"),
}


def compared(workspace: Workspace, kind: str, span: Span) -> list[ComparedLine]:
    """The funnel by `kind` (one of KINDS), most calls first; weeks and months latest first. Calls
    that have no such thing are left out.
    """
    if kind in ("week", "month"):
        return _by_date(workspace, kind, span)
    lines = _by_answer(workspace, span) if kind == "answer" else _by_column(workspace, kind, span)
    lines.sort(key=lambda line: (-line.figures.calls, line.name))
    lines = [line for line in lines if line.figures.calls]
    stands = stands_out([(line.figures.decision_makers, line.figures.calls) for line in lines])
    return [
        ComparedLine(line.key, line.name, line.figures, stand)
        for line, stand in zip(lines, stands, strict=True)
    ]


def _by_date(workspace: Workspace, kind: str, span: Span) -> list[ComparedLine]:
    @cache
    def first_of(day: date) -> date:
        return week_of(day)[0] if kind == "week" else day.replace(day=1)

    parts: dict[date, list[Counted]] = {}
    for row in within(by_hour(workspace), span):
        parts.setdefault(first_of(row.day), []).append(row)
    won = Counter(
        first_of(at.astimezone(PARIS).date())
        for at in wins_within(workspace, span).values_list("at", flat=True)
    )
    return [
        ComparedLine(first.isoformat(), first.isoformat(), summed(rows, won[first]))
        for first, rows in sorted(parts.items(), reverse=True)
    ]


def _by_column(workspace: Workspace, kind: str, span: Span) -> list[ComparedLine]:
    """Clients are the companies won in the span that were called so, or that come from there."""
    key, name = _COLUMNS[kind]
    rows = (
        calls_within(workspace, span)
        .order_by()
        .values_list(key, name, "outcome")
        .annotate(n=Count("id"))
    )
    found: dict[tuple[Any, str], dict[str, int]] = {}
    for value, shown, outcome, count in rows:
        if value not in (None, ""):
            found.setdefault((value, str(shown)), {})[outcome] = count
    path = key if key.startswith("company__") else f"company__calls__{key}"
    won = dict(
        wins_within(workspace, span)
        .order_by()
        .values_list(path)
        .annotate(n=Count("company", distinct=True))
    )
    return [
        ComparedLine(str(value), shown, Figures(counts, won.get(value, 0)))
        for (value, shown), counts in found.items()
    ]


def _by_answer(workspace: Workspace, span: Span) -> list[ComparedLine]:
    names = dict(Answer.objects.filter(workspace=workspace).values_list("pk", "objection"))
    won = set(wins_within(workspace, span).values_list("company_id", flat=True))
    found: dict[int, Counter[str]] = {}
    clients: dict[int, set[int]] = {}
    used = (
        calls_within(workspace, span)
        .exclude(answers_used=[])
        .values_list("answers_used", "outcome", "company_id")
    )
    for answers, outcome, company in used:
        for answer in set(answers) & names.keys():
            found.setdefault(answer, Counter())[outcome] += 1
            clients.setdefault(answer, set()).update({company} & won)
    return [
        ComparedLine(str(answer), names[answer], Figures(dict(counts), len(clients[answer])))
        for answer, counts in found.items()
    ]
