"""Promises whose day has come and which a rule of law forbids to keep by a call: she decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from decroche.calls.permission import may_call
from decroche.compliance.rules import Verdict
from decroche.followups.models import FollowUp
from decroche.prospects.queries import numbers_of
from decroche.team.models import Workspace

_LOOKED_AT = 20


def stopped_by_law(
    workspace: Workspace, rows: Iterable[FollowUp], at: datetime
) -> dict[int, Verdict]:
    """By the key of each promise of today or before that can't be kept today: the law's refusal.

    Only cards that a rule of the law may stop (a consumer, a card that may not be called) are asked
    about, the first twenty of them.
    """
    found: dict[int, Verdict] = {}
    for row in list(_in_question(rows, at))[:_LOOKED_AT]:
        moment, state = max(at, row.due_at), row.company.state
        verdict = may_call(workspace, state, moment, numbers=numbers_of(row.company))
        ends_today = verdict.until is not None and verdict.until.date() <= moment.date()
        if not verdict.allowed and verdict.rule and not ends_today:
            found[row.pk] = verdict
    return found


def _in_question(rows: Iterable[FollowUp], at: datetime) -> Iterable[FollowUp]:
    for row in rows:
        promised = row.kind == FollowUp.Kind.PROMISED and not row.in_person
        if not promised or row.due_at.astimezone(at.tzinfo).date() > at.date():
            continue
        if row.company.state.consumer or not row.company.state.callable:
            yield row
