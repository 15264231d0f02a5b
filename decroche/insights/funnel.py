"""The funnel from call to client: its counts over a span, and by week, list, role and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from decroche.calls.models import Answer, Call, Win
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import (
    ANSWERED,
    APPOINTMENTS,
    ATTEMPT_SQL,
    CONVERSATIONS,
    HANG_UPS,
    POSITIVE,
    WANTS_MAIL,
)
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import SqlQuery
from decroche.insights.periods import Counted, Span, by_hour, week_of, within
from decroche.insights.rules import Rate, rate, stands_out
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

TALKS = "decision_makers"
"""The stage that a call through somebody else (`Call.relayed`) does not reach."""
STAGES: dict[str, tuple[str, ...]] = {
    "calls": tuple(OUTCOMES),
    "picked_up": ANSWERED,
    TALKS: CONVERSATIONS,
    "interest": POSITIVE,
    "meetings": APPOINTMENTS,
}
"""The outcomes that count for each stage; those of a stage also count for the stages before it. The
last stage, clients, is counted by the day on which a company became a client (Win).
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a span, {outcome: calls} and new clients; the stages follow from them. Of the
    conversations, `relayed` were with somebody who answered for who decides.
    """

    by_outcome: dict[str, int] = field(default_factory=dict)
    clients: int = 0
    relayed: int = 0

    def stage(self, name: str) -> int:
        """How many calls reached a stage; for “clients”, how many companies became clients."""
        if name == "clients":
            return self.clients
        return self.of(STAGES[name]) - (self.relayed if name == TALKS else 0)

    def of(self, outcomes: tuple[str, ...]) -> int:
        """How many calls had one of these outcomes."""
        return sum(self.by_outcome.get(outcome, 0) for outcome in outcomes)

    @property
    def calls(self) -> int:
        """All calls."""
        return self.stage("calls")

    @property
    def answered(self) -> int:
        """Calls that somebody answered."""
        return self.stage("picked_up")

    @property
    def decision_makers(self) -> int:
        """Conversations with a decision maker (neither the switchboard only, nor an assistant who
        answered for them, nor a hang-up).
        """
        return self.stage(TALKS)

    @property
    def interest(self) -> int:
        """Calls with interest: an e-mail was asked for, interest shown, or a meeting made."""
        return self.stage("interest")

    @property
    def emails_requested(self) -> int:
        """Calls in which an e-mail was asked for."""
        return self.of(WANTS_MAIL)

    @property
    def meetings(self) -> int:
        """Calls in which a meeting was made."""
        return self.of(APPOINTMENTS)

    @property
    def hang_ups(self) -> int:
        """Calls in which they hung up."""
        return self.of(HANG_UPS)

    @property
    def hang_up_rate(self) -> Rate:
        """Hang-ups per call."""
        return rate(self.hang_ups, self.calls)

    def rate_of(self, name: str) -> Rate:
        """The calls of a stage per call."""
        return rate(min(self.stage(name), self.calls), self.calls)


def published(counted: Figures) -> dict[str, Any]:
    """The counts as the API and the command line return them. `reached` is the former name of
    `answered`, and stays for programs that read it.
    """
    shown = {spec.figure: counted.of((code,)) for code, spec in OUTCOMES.items() if spec.figure}
    return {
        "calls": counted.calls,
        "answered": counted.answered,
        "reached": counted.answered,
        "decision_makers": counted.decision_makers,
        **shown,
        "by_outcome": counted.by_outcome,
    }


def summed(rows: Iterable[Counted], clients: int = 0) -> Figures:
    """The figures of calls that were counted by the hour (`by_hour`)."""
    by_outcome, relayed = dict.fromkeys(OUTCOMES, 0), 0
    for row in rows:
        by_outcome[row.outcome] = by_outcome.get(row.outcome, 0) + row.calls
        relayed += row.relayed
    return Figures(by_outcome, clients, relayed)


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
    """The companies that became clients in a span, the latest first, at most `most`."""
    return list(wins_within(workspace, span).select_related("company").order_by("-at")[:most])


def figures(workspace: Workspace, since: date | None = None, until: date | None = None) -> Figures:
    """The figures between two days, both included; None leaves a side open."""
    span = Span("custom", since, until)
    rows = _by_outcome(calls_within(workspace, span), "outcome")
    counted = {outcome: count for outcome, count, _ in rows}
    return Figures(
        {outcome: counted.get(outcome, 0) for outcome in OUTCOMES},
        clients_within(workspace, span),
        sum(relayed for *_, relayed in rows),
    )


def _by_outcome(calls: QuerySet[Call], *columns: str) -> list[tuple[Any, ...]]:
    """[(the columns, calls, how many of them were relayed)]"""
    rows = calls.order_by().values_list(*columns)
    return list(rows.annotate(n=Count("id"), r=Count("id", filter=Q(relayed=True))))


_OUTCOME_COUNTS = SqlQuery(
    f"""
SELECT outcome AS col1, COUNT(*) AS col2 FROM calls_call WHERE workspace_id = %s
AND {ATTEMPT_SQL} GROUP BY outcome""",
    columns=2,
)


def hang_up_rate(workspace: Workspace, fetch: Fetch = fetch_now) -> Rate:
    """Hang-ups per call, over all calls of the workspace."""
    return Figures(dict(fetch(_OUTCOME_COUNTS, workspace.pk))).hang_up_rate


def calls_within(workspace: Workspace, span: Span) -> QuerySet[Call]:
    """The calls she made in a span; calls that she received are left out."""
    return _within(Call.objects.attempts().filter(workspace=workspace), span)


def received_within(workspace: Workspace, span: Span) -> int:
    """How many calls she received in a span: no attempts, so no figure counts them."""
    return _within(Call.objects.received().filter(workspace=workspace), span).count()


def _within(rows: QuerySet[Call], span: Span) -> QuerySet[Call]:
    if span.starts:
        rows = rows.filter(at__gte=span.starts)
    return rows.filter(at__lt=span.ends) if span.ends else rows


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of a comparison. `key` identifies it (see CallFilter); `stands` is 1 when its share
    of decision makers is above that of the others, −1 below, 0 when the difference may be chance.
    """

    key: str
    name: str
    figures: Figures
    stands: int = 0


KINDS = ("week", "month", "list", "role", "opening", "answer", "source")
"""By what calls can be compared."""
_COLUMNS = {
    "role": ("asked_for", "asked_for"),
    "opening": ("opening", "opening"),
    "source": ("company__provenance_id", "company__provenance__source"),
    "list": ("company__list_entries__call_list_id", "company__list_entries__call_list__name"),
}


def compared(workspace: Workspace, kind: str, span: Span) -> list[ComparedLine]:
    """The funnel by `kind` (one of KINDS), a line each, most calls first; weeks and months with the
    latest first. Calls that belong to no line (such as without a list) are left out.
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
    """The lines by week or month; `key` is the first day."""

    @cache
    def first_of(day: date) -> date:
        return week_of(day)[0] if kind == "week" else day.replace(day=1)

    rows_of: dict[date, list[Counted]] = {}
    for row in within(by_hour(workspace), span):
        rows_of.setdefault(first_of(row.day), []).append(row)
    won = Counter(
        first_of(at.astimezone(PARIS).date())
        for at in wins_within(workspace, span).values_list("at", flat=True)
    )
    return [
        ComparedLine(first.isoformat(), first.isoformat(), summed(rows, won[first]))
        for first, rows in sorted(rows_of.items(), reverse=True)
    ]


def _by_column(workspace: Workspace, kind: str, span: Span) -> list[ComparedLine]:
    """The lines by a column of the call or its company. A client counts for each line that one of
    its calls, or the company itself, belongs to.
    """
    key, name = _COLUMNS[kind]
    counts_of: dict[tuple[Any, str], dict[str, int]] = {}
    relayed_of = Counter[tuple[Any, str]]()
    rows = _by_outcome(calls_within(workspace, span), key, name, "outcome")
    for value, shown, outcome, count, relayed in rows:
        if value not in (None, ""):
            counts_of.setdefault((value, str(shown)), {})[outcome] = count
            relayed_of[value, str(shown)] += relayed
    path = key if key.startswith("company__") else f"company__calls__{key}"
    won = dict(
        wins_within(workspace, span)
        .order_by()
        .values_list(path)
        .annotate(n=Count("company", distinct=True))
    )
    return [
        ComparedLine(
            str(value), shown, Figures(counts, won.get(value, 0), relayed_of[value, shown])
        )
        for (value, shown), counts in counts_of.items()
    ]


def _by_answer(workspace: Workspace, span: Span) -> list[ComparedLine]:
    """The lines by answer to an objection that was used; a call may have several."""
    names = dict(Answer.objects.filter(workspace=workspace).values_list("pk", "objection"))
    won = set(wins_within(workspace, span).values_list("company_id", flat=True))
    counts_of: dict[int, Counter[str]] = {}
    relayed_of = Counter[int]()
    clients: dict[int, set[int]] = {}
    calls = (
        calls_within(workspace, span)
        .exclude(answers_used=[])
        .values_list("answers_used", "outcome", "company_id", "relayed")
    )
    for answers, outcome, company, relayed in calls:
        for answer in set(answers) & names.keys():
            counts_of.setdefault(answer, Counter())[outcome] += 1
            relayed_of[answer] += relayed
            clients.setdefault(answer, set()).update({company} & won)
    return [
        ComparedLine(
            str(answer),
            names[answer],
            Figures(dict(counts), len(clients[answer]), relayed_of[answer]),
        )
        for answer, counts in counts_of.items()
    ]
