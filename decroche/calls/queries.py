"""Named queries about cards as they are called, and about their calls, notes and answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import prefetch_related_objects

from decroche.calls.models import Call, CallState, Note, Qualification
from decroche.calls.offered import INCOMPLETE, blocked_states, incomplete_states
from decroche.calls.rules import EarlierCall, is_attempt
from decroche.calls.whom_to_ask import LISTS, roles_by_list
from decroche.database.counting import at_most
from decroche.database.fetching import Fetch, Queries, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.prospects.models import Company
from decroche.prospects.queries import NUMBERS, PEOPLE
from decroche.shared.counted import Counted
from decroche.team.models import Workspace


def left_to_complete(workspace: Workspace, sources: Collection[int] | None = None) -> Counted:
    """Returns how many cards can't be called until something is added to them, counted up to a
    limit; only those that came from `sources` (keys), when these are given.
    """
    states = incomplete_states(workspace).filter(company__removed_at=None)
    if sources is not None:
        states = states.filter(company__provenance__in=sources)
    return at_most(states)


def next_to_complete(workspace: Workspace, *, after: int | None) -> Company | None:
    """Returns the first incomplete card whose place in the file is greater than `after`, or of all
    of them. Each block is asked by itself, because an index has its cards in order.
    """
    found = list[CallState]()
    for block in INCOMPLETE:
        rows = blocked_states(workspace, block).filter(company__removed_at=None)
        if after is not None:
            rows = rows.filter(position__gt=after)
        found += rows.select_related("company").order_by("position", "pk")[:1]
    first = min(found, key=lambda state: (state.position, state.pk), default=None)
    return first.company if first else None


def load_states(found: Iterable[Company]) -> None:
    """Reads the call states of companies in one statement; `company.state` then asks nothing."""
    prefetch_related_objects(list(found), "state")


def in_order(one: Company, two: Company) -> tuple[Company, Company]:
    """Returns (the card that stays, the card that joins it): the one with more attempts stays, else
    the older one.
    """
    first, second = (one.state.attempts, -one.pk), (two.state.attempts, -two.pk)
    return (two, one) if second > first else (one, two)


JUDGED = 12
"""How many calls a consequence depends on (calls/rules.py:call_history): six attempts, and as many
calls received between them.
"""

LAST_CALLS = PreparedQuery(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:JUDGED]
)

SHOWN = PreparedQuery(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:40]
)

NOTES = PreparedQuery(
    lambda workspace, company: Note.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:20]
)

QUALIFIED = PreparedQuery(
    lambda workspace, company: Qualification.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("at", "id")
)


def any_call(workspace: Workspace) -> bool:
    """Whether a call was ever logged."""
    return Call.objects.filter(workspace=workspace).exists()


def calls_queries(company: Company) -> Queries:
    """Returns the queries for the calls of a card: its numbers, people, calls, notes, answers, and
    its lists when some lists have their own order of roles.
    """
    questions = [NUMBERS.bind, PEOPLE.bind, SHOWN.bind, NOTES.bind, QUALIFIED.bind]
    if roles_by_list(company.workspace):
        questions.append(LISTS.bind)
    return [one(company.workspace_id, company.pk) for one in questions]


def last_calls(company: Company, fetch: Fetch = fetch_now) -> list[Call]:
    """Returns the latest calls, as many as a consequence depends on, newest first."""
    return fetch(LAST_CALLS, company.workspace_id, company.pk)


def latest_call(workspace: Workspace, company_id: int) -> Call | None:
    """Returns the latest call of a company, with the member who made it."""
    calls = Call.objects.filter(workspace=workspace, company_id=company_id)
    return calls.select_related("member").order_by("-at", "-id").first()


def noted_last(workspace: Workspace, most: int) -> list[Call]:
    """Returns the calls that were logged last, newest first, with their companies."""
    calls = Call.objects.filter(workspace=workspace).select_related("company")
    return list(calls.order_by("-id")[:most])


def calls_shown(company: Company, fetch: Fetch = fetch_now) -> list[Call]:
    """Returns the forty latest calls of a company, newest first."""
    return fetch(SHOWN, company.workspace_id, company.pk)


def notes_of(company: Company, fetch: Fetch = fetch_now) -> list[Note]:
    """Returns the twenty latest notes on a company that were written without a call, newest
    first.
    """
    return fetch(NOTES, company.workspace_id, company.pk)


def qualified(company: Company, fetch: Fetch = fetch_now) -> dict[int, str]:
    """Returns {question: the latest answer} of a company."""
    rows = fetch(QUALIFIED, company.workspace_id, company.pk)
    return {row.question_id: row.value for row in rows}


def answers_given(company: Company) -> list[tuple[str, str]]:
    """Returns (question, latest answer) in her order; archived questions come last."""
    rows = (
        Qualification.objects.filter(workspace_id=company.workspace_id, company=company)
        .select_related("question")
        .order_by("at", "id")
    )
    latest = {row.question_id: row for row in rows}
    kept = sorted(
        (row for row in latest.values() if row.value),
        key=lambda row: (
            row.question.archived_at is not None,
            row.question.position,
            row.question_id,
        ),
    )
    return [(row.question.text, row.value) for row in kept]


def earlier(calls: Sequence[Call]) -> tuple[EarlierCall, ...]:
    """Returns what the rules need to know of these calls."""
    return tuple(EarlierCall(call.at, call.outcome, is_attempt(call.origin)) for call in calls)


def calls_of(company: Company, most: int) -> list[Call]:
    """Returns the latest calls of one company, newest first."""
    rows = Call.objects.filter(workspace_id=company.workspace_id, company=company)
    return list(rows.order_by("-at")[:most])


_COMPANY = PreparedQuery(
    lambda workspace, pk: Company.objects.filter(workspace_id=workspace, pk=pk).select_related(
        "state"
    )
)


def card_of(workspace: Workspace, pk: int) -> Company | None:
    """Returns a card by its key; None for an erased one."""
    company = company_of(workspace, pk)
    return None if company is None or company.erased_at else company


def company_of(workspace: Workspace, pk: int) -> Company | None:
    """Returns one company of a workspace by its key, with its call state."""
    return _COMPANY.first(workspace.pk, pk)


def latest_calls(workspace: Workspace, companies: Sequence[int]) -> dict[int, Call]:
    """Returns {company: its latest call} for these companies (keys)."""
    rows = Call.objects.filter(workspace=workspace, company__in=companies).order_by("at", "id")
    return {call.company_id: call for call in rows}


def latest_words(workspace: Workspace, companies: Sequence[int]) -> dict[int, Call]:
    """Returns {company: its latest call with a note} for these companies (keys)."""
    rows = Call.objects.filter(workspace=workspace, company__in=companies).exclude(note="")
    return {call.company_id: call for call in rows.order_by("at", "id")}
