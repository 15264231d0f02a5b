"""The clock of the machine was a year ahead for a morning, then right again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.journal.models import Entry
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
from tests.desk.loop.test_press import before_her_typed

WRONG = (timedelta(days=365), timedelta(days=42), timedelta(hours=7), timedelta(days=-365))


def press(page: Client, outcome: str, **typed: str) -> str:
    """Presses an outcome on the card on the screen; returns the key of its company."""
    hidden = before_her_typed(page)
    answer = page.post("/calls/log/", {**hidden, **typed, "outcome": outcome})
    assert answer.status_code in (200, 302)
    return hidden["company"]


@pytest.fixture(params=WRONG, ids=str)
def wrong(request: pytest.FixtureRequest) -> datetime:
    at: datetime = TUESDAY + request.param
    return at


def test_calls_of_a_wrong_morning_stop_neither_the_queue_nor_undo_nor_the_pages(
    page: Client, member: Member, wrong: datetime
) -> None:
    file_of(member)
    with clock.frozen(wrong):
        before = [press(page, "no_answer") for _ in range(3)]
        before.append(press(page, "call_back", when="demain à 10 h"))
    after = [press(page, "no_answer") for _ in range(5)]
    assert len(set(after)) == 5
    if wrong > TUESDAY:  # what was tried long ago may come back, what was just tried may not
        assert not set(before) & set(after)
    calls = Call.objects.order_by("id")
    assert [one.at for one in calls][4:] == [TUESDAY] * 5
    undone = page.post("/calls/undo/")
    assert undone.status_code in (200, 302)
    newest = Entry.objects.order_by("-id")[0]
    assert (newest.company_id, newest.undone_at) == (int(after[-1]), TUESDAY)
    for address in (
        "/",
        "/calls/",
        "/file/",
        "/follow-ups/",
        "/figures/",
        f"/companies/{before[3]}/",
    ):
        assert page.get(address).status_code == 200, address
