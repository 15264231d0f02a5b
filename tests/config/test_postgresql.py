"""What is asked at every press is planned once a connection, and reads no more of a large file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db import connection
from django.db.models.base import ModelState
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.regions import REGIONS, Region, regions_of
from decroche.calls.models import CallState
from decroche.database.fetching import FetchOnce
from decroche.database.prepared import PreparedQuery
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import file_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="what PostgreSQL keeps"),
]
RUNS = 12


def kept_prepared() -> list[tuple[str, int]]:
    """The statements that this connection keeps, each with how often its plan was used again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return [(str(text), int(uses)) for text, uses in cursor.fetchall()]


@pytest.fixture
def cards(member: Member) -> list[Company]:
    """More cards than it takes runs for a statement to be kept; nothing is kept yet."""
    made = file_of(member, RUNS)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # the driver sees it, and forgets them too
    return made


def test_one_plan_serves_every_value(cards: list[Company]) -> None:
    named = PreparedQuery(lambda key: Company.objects.filter(pk=key))
    for card in cards:
        assert named(card.pk) == [card]
    assert named(2**40) == [], "a number of another size is not another statement"
    (kept,) = kept_prepared()
    assert "prospects_company" in kept[0]
    assert kept[1] > 0


def test_queries_sent_together_too_and_they_are_counted_as_before(cards: list[Company]) -> None:
    named = PreparedQuery(lambda key: Company.objects.filter(pk=key))
    state = PreparedQuery(lambda key: CallState.objects.filter(pk=key))
    with CaptureQueriesContext(connection) as asked:
        for card in cards:
            fetch = FetchOnce()
            fetch.gather(named.bind(card.pk), state.bind(card.pk))
            assert fetch(named, card.pk) == [card]
    assert len(asked) == RUNS
    assert str(cards[0].pk) in asked[0]["sql"]
    assert len(kept_prepared()) == 1


def test_everything_else_is_sent_as_before(cards: list[Company]) -> None:
    for card in cards:
        assert Company.objects.get(pk=card.pk) == card
    assert not kept_prepared()


def a_large_file(member: Member) -> None:
    """Three thousand cards, all like the first one."""
    (first,) = file_of(member, 1)
    cards, states = [copy(first) for _ in range(3_000)], [copy(first.state) for _ in range(3_000)]
    for card in cards:
        card.pk, card._state = None, ModelState()
    for card, state in zip(Company.objects.bulk_create(cards), states, strict=True):
        state.company_id, state._state = card.pk, ModelState()
    CallState.objects.bulk_create(states)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def test_the_regions_of_a_file_are_found_without_reading_it(member: Member) -> None:
    a_large_file(member)
    CallState.objects.update(zone="metro", consumer=False)
    far, near = CallState.objects.order_by("pk")[:2]
    CallState.objects.filter(pk=far.pk).update(zone="974", consumer=True)
    CallState.objects.filter(pk=near.pk).update(consumer=True)
    found = [Region("974", True), Region("metro", False), Region("metro", True)]
    assert sorted(regions_of(member.workspace)) == found
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calls_callstate")
        params = REGIONS.params((member.workspace_id,))
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {REGIONS.sql}", params)
        said = cursor.fetchone()[0]
    (plan,) = json.loads(said) if isinstance(said, str) else said
    read = [one["Actual Rows"] * one["Actual Loops"] for one in nodes(plan["Plan"])]
    assert max(read) < 20, plan
