"""A press that she dropped: no try of it that arrives later is noted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from decroche.callqueue.dropped import drop_press
from decroche.callqueue.models import Claim
from decroche.calls.models import Call
from decroche.journal.models import Entry
from decroche.team.models import Member
from tests.cast import file_of

ANSWERED_HERE = {"HX-Request": "true", "HX-Target": "desk"}


@pytest.fixture
def shown(member: Member, page: Client) -> dict[str, str]:
    """What the card before her sends with an outcome."""
    file_of(member, 3)
    return hidden_in(page)


def hidden_in(page: Client) -> dict[str, str]:
    found = page.get("/calls/").content.decode()
    return dict(re.findall(r'name="(company|key)" value="([^"]*)"', found))


def press(page: Client, shown: dict[str, str], outcome: str = "no_answer") -> Any:
    return page.post("/calls/log/", {**shown, "outcome": outcome}, headers=ANSWERED_HERE)


def test_a_try_that_arrives_after_the_drop_is_not_noted(
    page: Client, shown: dict[str, str]
) -> None:
    assert page.post("/calls/drop/", {"key": shown["key"]}).json()["kept"] is False
    late = press(page, shown)
    assert (late.status_code, 'data-code="noted"' in late.content.decode()) == (422, True)
    assert not Call.objects.exists()


def test_dropped_twice_it_is_still_not_noted(member: Member, shown: dict[str, str]) -> None:
    first = drop_press(member, shown["key"])
    assert first.late is None
    assert drop_press(member, shown["key"]) == first, "its answer was lost on its way"
    assert Entry.objects.filter(verb="press.dropped").count() == 1


def test_the_card_stays_before_her_with_a_key_of_its_own(
    page: Client, shown: dict[str, str]
) -> None:
    answer = page.post("/calls/drop/", {"key": shown["key"]})
    again = hidden_in(page)
    assert answer.json() == {"kept": False, "key": again["key"]}
    assert again["company"] == shown["company"]
    assert again["key"] != shown["key"]
    assert press(page, again).status_code == 200
    assert Call.objects.get().company_id == int(shown["company"])


def test_what_had_arrived_stays_and_the_next_card_keeps_its_key(
    page: Client, member: Member, shown: dict[str, str]
) -> None:
    assert press(page, shown).status_code == 200
    serial = Claim.objects.get(member=member).serial
    assert page.post("/calls/drop/", {"key": shown["key"]}).json() == {"kept": True, "key": ""}
    assert Call.objects.count() == 1
    assert Claim.objects.get(member=member).serial == serial


def test_another_key_leaves_the_card_as_it_is(
    member: Member, page: Client, shown: dict[str, str]
) -> None:
    before = Claim.objects.get(member=member).serial
    page.post("/calls/drop/", {"key": f"{shown['key']}0"})
    assert page.post("/calls/drop/", {"key": ""}).json() == {"kept": False, "key": ""}
    assert Claim.objects.get(member=member).serial == before
    assert Entry.objects.filter(verb="press.dropped").count() == 1
