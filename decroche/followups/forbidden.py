"""Promises whose day has come and which a rule of law forbids to keep by a call: she decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from decroche.calls.permission import may_call
from decroche.compliance.rules import Verdict
from decroche.database.fetching import Fetch, fetch_now
from decroche.followups.models import FollowUp
from decroche.followups.queries import maybe_stopped
from decroche.prospects.queries import numbers_of
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace

_LOOKED_AT = 20
_LOOKED_AT_WHILE_CALLING = 3


def stopped_by_law(
    workspace: Workspace, rows: Iterable[FollowUp], at: datetime
) -> dict[int, Verdict]:
    """{key of a promise: the law's refusal}, for each promise of today or before that can't be kept
    at its hour. A refusal may end later today (`later_today`).

    Only cards that a rule of the law may stop (a consumer, a card that may not be called) are asked
    about, the first twenty of them.
    """
    looked_at = list(_maybe_stopped(rows, at))[:_LOOKED_AT]
    return {row.pk: verdict for row in looked_at if (verdict := _refused(workspace, row, at))}


def stopped_now(
    workspace: Workspace, at: datetime, fetch: Fetch = fetch_now
) -> list[tuple[FollowUp, Verdict]]:
    """[(promise, refusal)] of the first promises of the day that the law stops, for the call
    screen. Without any that may be stopped, that costs the one statement of `maybe_stopped`, which
    a card reads with the others.
    """
    looked_at = maybe_stopped(workspace.pk, at, fetch)[:_LOOKED_AT_WHILE_CALLING]
    found = ((row, _refused(workspace, row, at)) for row in looked_at)
    return [(row, verdict) for row, verdict in found if verdict]


def later_today(verdict: Verdict, at: datetime) -> bool:
    """Whether a refusal ends on the day of that moment: the card comes by itself then."""
    return verdict.until is not None and verdict.until.astimezone(PARIS).date() <= (
        at.astimezone(PARIS).date()
    )


def _refused(workspace: Workspace, row: FollowUp, at: datetime) -> Verdict | None:
    moment, state = max(at, row.due_at), row.company.state
    row.company.workspace = workspace
    verdict = may_call(workspace, state, moment, numbers=numbers_of(row.company))
    return verdict if verdict.rule and not verdict.allowed else None


def _maybe_stopped(rows: Iterable[FollowUp], at: datetime) -> Iterable[FollowUp]:
    for row in rows:
        promised = row.kind == FollowUp.Kind.PROMISED and not row.in_person
        if not promised or row.due_at.astimezone(at.tzinfo).date() > at.date():
            continue
        if row.company.state.consumer or not row.company.state.callable:
            yield row
