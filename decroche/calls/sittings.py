"""The sitting under way, and what a sitting led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from decroche.calls.models import Call, CallSession
from decroche.calls.preferences import Sitting
from decroche.calls.rules import (
    ANSWERED,
    APPOINTMENTS,
    ATTEMPT_SQL,
    CONVERSATIONS,
    POSITIVE,
    WANTS_MAIL,
)
from decroche.database.fetching import Fetch, Queries, fetch_now, first
from decroche.database.prepared import PreparedQuery, SqlQuery
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred

SESSION = PreparedQuery(
    lambda workspace, member: CallSession.objects.filter(
        workspace_id=workspace, member_id=member, ended_at=None
    ).order_by("-id")[:1]
)


def session_of(member: Member, fetch: Fetch = fetch_now) -> CallSession | None:
    """Returns her sitting under way, None without one."""
    return first(fetch(SESSION, member.workspace_id, member.pk))


@dataclass(frozen=True, slots=True)
class SittingCounts:
    """What the calls that she made in a sitting led to."""

    calls: int
    answered: int
    decision_makers: int
    emails: int
    good_news: int = 0
    """Good news that is neither a mail nor a meeting."""
    meetings: int = 0


_GIVEN = SqlQuery(
    f"""
SELECT c.outcome AS col1, COUNT(*) AS col2, COUNT(*) FILTER (WHERE c.relayed) AS col3
FROM calls_call c
WHERE c.workspace_id = %s AND c.session_id = %s AND c.{ATTEMPT_SQL} GROUP BY c.outcome""",
    columns=3,
)

_GIVEN_NOW = SqlQuery(
    f"""
SELECT c.outcome AS col1, COUNT(*) AS col2, COUNT(*) FILTER (WHERE c.relayed) AS col3
FROM calls_call c
WHERE c.workspace_id = %s AND c.session_id = (
  SELECT s.id FROM calls_callsession s
  WHERE s.workspace_id = %s AND s.member_id = %s AND s.ended_at IS NULL ORDER BY s.id DESC LIMIT 1
) AND c.{ATTEMPT_SQL} GROUP BY c.outcome""",
    columns=3,
    places=(0, 0, 1),
)


def sitting_queries(member: Member) -> Queries:
    """Returns the query of `given_now`, to be sent with others."""
    return [_GIVEN_NOW.bind(member.workspace_id, member.pk)]


def given_now(member: Member, fetch: Fetch = fetch_now) -> SittingCounts:
    """Returns what her sitting under way has led to so far."""
    return _counts(fetch(_GIVEN_NOW, member.workspace_id, member.pk))


def given_in(session: CallSession) -> SittingCounts:
    """Returns what a sitting led to."""
    return _counts(_GIVEN(session.workspace_id, session.pk))


_INTERESTED = frozenset(POSITIVE) - {*WANTS_MAIL, *APPOINTMENTS}


def _counts(rows: list[tuple[Any, ...]]) -> SittingCounts:
    """`rows` are (outcome, how many calls had it, how many of them were relayed)."""
    return SittingCounts(
        sum(count for _, count, _ in rows),
        sum(count for outcome, count, _ in rows if outcome in ANSWERED),
        sum(count - relayed for outcome, count, relayed in rows if outcome in CONVERSATIONS),
        sum(count for outcome, count, _ in rows if outcome in WANTS_MAIL),
        sum(count for outcome, count, _ in rows if outcome in _INTERESTED),
        sum(count for outcome, count, _ in rows if outcome in APPOINTMENTS),
    )


def calls_of_session(session: CallSession) -> list[Call]:
    """Returns the calls of a sitting, first to last."""
    calls = Call.objects.filter(workspace_id=session.workspace_id, session=session)
    return list(calls.select_related("company").order_by("at"))


def sitting_goal(workspace: Workspace) -> int:
    """Returns how many calls she wants to make in a sitting."""
    return preferred(workspace, Sitting).goal
