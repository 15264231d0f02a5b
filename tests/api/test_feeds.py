"""The calendar feed, read by a real calendar client over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalevents.icalevents import events
from pytest_django.live_server_helper import LiveServer

from decroche.followups.feed import close_feed, open_feed
from decroche.followups.models import FollowUp
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of


def promise(member: Member, **fields: object) -> FollowUp:
    values = {
        "kind": "promised",
        "purpose": "call_back",
        "due_at": datetime(2026, 11, 26, 10, 0, tzinfo=PARIS),
        "precision": "minute",
    } | fields
    return FollowUp.objects.create(workspace=member.workspace, company=company(member), **values)


@pytest.mark.django_db(transaction=True)
def test_a_calendar_program_reads_it(live_server: LiveServer, member: Member) -> None:
    promise(member)
    promise(
        member, kind="advised", precision="day", due_at=datetime(2027, 4, 1, 9, 0, tzinfo=PARIS)
    )
    promise(member, closed_at=TUESDAY)
    token = open_feed(by=member).token
    found = events(
        url=f"{live_server.url}/feeds/{token}.ics", start=TUESDAY, end=TUESDAY + timedelta(days=200)
    )
    timed, whole = sorted(found, key=lambda one: one.start or TUESDAY)
    assert timed.start == datetime(2026, 11, 26, 10, 0, tzinfo=PARIS)
    assert "Vasseur" in str(timed.summary)
    assert "03 53 01 01 42" in str(timed.description)
    assert whole.all_day


def test_a_closed_or_guessed_address_is_not_found(page: Client, member: Member) -> None:
    token = open_feed(by=member).token
    assert page.get(f"/feeds/{token}.ics").status_code == 200
    again = open_feed(by=member).token
    assert page.get(f"/feeds/{token}.ics").status_code == 404
    close_feed(by=member)
    assert page.get(f"/feeds/{again}.ics").status_code == 404
    assert page.get("/feeds/x.ics").status_code == 404


def test_it_is_read_from_another_machine_without_the_door(page: Client, member: Member) -> None:
    token = open_feed(by=member).token
    assert page.get(f"/feeds/{token}.ics", REMOTE_ADDR="192.168.1.20").status_code == 200


def test_a_stranger_sees_none_of_hers(page: Client, member: Member, stranger: Member) -> None:
    promise(member)
    assert "Vasseur" not in page.get(f"/feeds/{open_feed(by=stranger).token}.ics").content.decode()


def test_it_asks_the_same_few_questions_however_many_rows(
    page: Client, member: Member, django_assert_num_queries: Any
) -> None:
    token = open_feed(by=member).token
    for card in file_of(member):
        FollowUp.objects.create(
            workspace=member.workspace,
            company=card,
            kind="advised",
            purpose="no_need",
            due_at=TUESDAY,
        )
    with django_assert_num_queries(4):
        page.get(f"/feeds/{token}.ics")


def test_the_page_makes_and_closes_it(page: Client) -> None:
    page.post("/follow-ups/calendar/")
    assert ".ics" in page.get("/follow-ups/calendar/").content.decode()
    page.post("/follow-ups/calendar/", {"close": "1"})
    assert ".ics" not in page.get("/follow-ups/calendar/").content.decode()
