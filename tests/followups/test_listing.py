"""A list shows the same companies in the same order, whether it is counted or walked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import CallState
from decroche.database.counting import at_most
from decroche.followups import listing
from decroche.followups.listing import SORTS, Filters, filtered, first_page, page_after
from decroche.prospects import actions
from decroche.prospects.models import Company
from decroche.shared.counted import Counted
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
from tests.desk.loop.test_press import many
from tools.outcomes import log_outcome


@pytest.fixture
def large() -> Iterator[None]:
    """Every file is a large one, and no index names few of its companies."""
    with (
        patch.object(listing, "at_most", lambda _rows: Counted(10_000, more=True)),
        patch.object(listing, "_FEW", -1),
        patch.object(listing, "PAGE", 3),
        patch.object(listing, "_STEP", 4),
        patch.object(listing, "_LOOKED_AT", 8),
    ):
        yield


def walked(member: Member, filters: Filters) -> list[str]:
    """The names of all pages of a list."""
    page = first_page(member.workspace, filters, TUESDAY)
    found = [row.name for row in page.rows]
    while page.after:
        page = page_after(member.workspace, filters, TUESDAY, page.after)
        found += [row.name for row in page.rows]
    return found


@pytest.fixture
def called(member: Member) -> list[Company]:
    """Fourteen companies of which some were called, tagged, opposed, taken out."""
    cards = file_of(member, 6)
    many(member, 8)
    for index, card in enumerate(cards[:3]):
        at = TUESDAY - timedelta(days=index + 1)
        log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=at)
    actions.tag(by=member, companies=Company.objects.filter(pk=cards[0].pk), word="salon")
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=cards[3].pk))
    actions.remove(by=member, companies=Company.objects.filter(pk=cards[4].pk))
    actions.put_on_list(
        by=member, companies=Company.objects.filter(pk__in=[c.pk for c in cards[:2]]), name="Nord"
    )
    return cards


@pytest.mark.parametrize("sort", list(SORTS))
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"state": "new"},
        {"state": "tried"},
        {"state": "opposed"},
        {"state": "to_complete"},
        {"role": "communication"},
        {"outcome": "no_answer"},
        {"tag": "salon"},
        {"place": "Lille"},
        {"text": "atelier"},
    ],
)
@pytest.mark.usefixtures("called", "large")
def test_a_walked_list_is_the_counted_one(
    member: Member, sort: str, chosen: dict[str, Any]
) -> None:
    filters = Filters(sort=sort, **chosen)
    whole = [row.name for row in filtered(member.workspace, filters, TUESDAY)]
    assert walked(member, filters) == whole


@pytest.mark.usefixtures("large")
def test_a_walked_list_shows_one_list(member: Member, called: list[Company]) -> None:
    entry = called[0].list_entries.get()
    filters = Filters(call_list=entry.call_list_id)
    assert sorted(walked(member, filters)) == sorted(card.name for card in called[:2])


@pytest.mark.usefixtures("called")
def test_few_companies_of_a_large_file_are_counted(member: Member) -> None:
    with patch.object(listing, "at_most", lambda _rows: Counted(10_000, more=True)):
        page = first_page(member.workspace, Filters(outcome="no_answer"), TUESDAY)
        assert (page.total, page.after, len(page.rows)) == (Counted(3), "", 3)


@pytest.mark.parametrize(
    "after",
    ["x", "5", "[", "[" * 3000, '["called", "now", 1]', '["name", 1, 2]', '["queue", 1e400]', "{}"],
)
@pytest.mark.parametrize("sort", ["name", "last_call", "queue"])
@pytest.mark.usefixtures("called", "large")
def test_an_address_that_names_no_place_begins_the_list(
    page: Client, member: Member, after: str, sort: str
) -> None:
    begun = page_after(member.workspace, Filters(sort=sort), TUESDAY, "")
    assert page_after(member.workspace, Filters(sort=sort), TUESDAY, after).rows == begun.rows
    assert page.get("/file/more/", {"after": after, "sort": sort}).status_code == 200


@pytest.mark.usefixtures("large")
def test_the_page_goes_on_from_where_it_ended(page: Client, called: list[Company]) -> None:
    shown = page.get("/file/").content.decode()
    assert "plus de 10" in shown
    assert "/file/more/?" in shown
    assert "file/block/" not in shown
    names = [row.name for row in called]
    assert sum(name in shown for name in names) < len(names)


def test_a_page_of_a_large_file_asks_as_often_as_one_of_a_small_one(
    page: Client, member: Member
) -> None:
    file_of(member)
    counted = []
    with (
        patch.object(listing, "at_most", lambda _rows: Counted(10_000, more=True)),
        patch.object(listing, "_FEW", -1),
    ):
        for more in (200, 2000):
            many(member, more)
            page.get("/file/?sort=city")
            with CaptureQueriesContext(connection) as queries:
                page.get("/file/?sort=city")
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_rows_are_counted_up_to_a_limit(member: Member) -> None:
    file_of(member, 5)
    rows = CallState.objects.filter(workspace=member.workspace)
    assert at_most(rows, 4) == Counted(4, more=True)
    assert at_most(rows, 5) == Counted(5)
    assert Counted(0, more=True)
    assert not Counted(0)
