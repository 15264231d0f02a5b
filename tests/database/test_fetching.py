"""Many queries in one statement: each gets the rows that it gets when it is run by itself."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import Call, CallState, Question
from decroche.database.fetching import FetchOnce, first
from decroche.database.prepared import PreparedQuery
from decroche.journal.models import Entry
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
from tools.outcomes import log_outcome

NUMBERS = PreparedQuery(
    lambda workspace: PhoneNumber.objects.filter(workspace_id=workspace).order_by("-position", "id")
)
CALLS = PreparedQuery(
    lambda workspace, at: Call.objects.filter(workspace_id=workspace, at__lte=at).order_by("-id")[
        :2
    ]
)
STATES = PreparedQuery(
    lambda workspace: (
        CallState.objects.filter(workspace_id=workspace)
        .select_related("company__provenance")
        .order_by("-pk")
    )
)
ENTRIES = PreparedQuery(
    lambda workspace: Entry.objects.filter(workspace_id=workspace).order_by("-id")
)
QUESTIONS = PreparedQuery(lambda workspace: Question.objects.filter(workspace_id=workspace))
ALL = (NUMBERS, STATES, ENTRIES, QUESTIONS)


def test_each_query_gets_its_own_rows(member: Member, stranger: Member) -> None:
    """With texts, keys, instants, days, booleans, JSON, related rows, and without any row."""
    cards = file_of(member, 4)
    for card in cards[:3]:
        log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=TUESDAY)
    for workspace in (member.workspace_id, stranger.workspace_id):
        for at in (TUESDAY, TUESDAY - timedelta(days=1)):
            known = FetchOnce()
            bound = [one.bind(workspace) for one in ALL]
            with CaptureQueriesContext(connection) as queries:
                known.gather(*bound, CALLS.bind(workspace, at))
                found = [known(one, workspace) for one in ALL] + [known(CALLS, workspace, at)]
            assert len(queries) == 1
            alone = [one(workspace) for one in ALL] + [CALLS(workspace, at)]
            for together, by_itself in zip(found, alone, strict=True):
                assert [values(row) for row in together] == [values(row) for row in by_itself]
    assert first(known(QUESTIONS, stranger.workspace_id)) is None


def values(row: models.Model) -> dict[str, object]:
    """Everything a row holds, the rows related to it included."""
    return {
        name: values(value) if hasattr(value, "_meta") else value
        for name, value in vars(row).items()
        if name != "_state"
    } | {
        name: values(related)
        for name, related in row._state.fields_cache.items()
        if name in ("company", "provenance")
    }


def test_what_was_read_is_not_read_again(member: Member) -> None:
    file_of(member, 2)
    known = FetchOnce()
    once = known(NUMBERS, member.workspace_id)
    with CaptureQueriesContext(connection) as queries:
        known.gather(NUMBERS.bind(member.workspace_id))
        assert known(NUMBERS, member.workspace_id) is once
    assert not queries
    with CaptureQueriesContext(connection) as queries:
        known.gather(NUMBERS.bind(member.workspace_id), STATES.bind(member.workspace_id))
    assert len(queries) == 1
    assert "json" not in queries[0]["sql"]


def test_a_query_bound_twice_is_sent_once(member: Member) -> None:
    known = FetchOnce()
    with CaptureQueriesContext(connection) as queries:
        known.gather(
            STATES.bind(member.workspace_id),
            STATES.bind(member.workspace_id),
            NUMBERS.bind(member.workspace_id),
        )
    assert len(queries) == 1
    sql = queries[0]["sql"]
    assert sql.count("json_group_array") + sql.count("json_agg") == 2
