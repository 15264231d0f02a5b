"""A sitting that was ended in another window: the call that the older page logs belongs to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.calls import sessions
from decroche.calls.models import Call, CallSession
from decroche.calls.rules import minutes_worked
from decroche.calls.sittings import given_in
from decroche.journal.actions import undo
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of

pytestmark = pytest.mark.usefixtures("in_file_order")


def fields_of(page: Client) -> dict[str, str]:
    """The hidden fields of the call screen, as its form sends them."""
    context = page.get("/calls/").context
    session = context["session"]
    return {
        "company": str(context["card"].company.pk),
        "key": context["card"].claim_key,
        "sitting": str(session.pk) if session else "",
        "outcome": "no_answer",
    }


@pytest.fixture
def old_page(page: Client, member: Member) -> dict[str, str]:
    """What a page of a sitting sends that was begun at five past ten and ended at half past."""
    file_of(member, 3)
    with clock.frozen(TUESDAY):
        page.post("/calls/begin/")
        fields = fields_of(page)
    assert fields["sitting"]
    with clock.frozen(TUESDAY + timedelta(minutes=25)):
        page.post("/calls/end/")
    return fields


def log(page: Client, fields: dict[str, str], at: datetime) -> Call:
    with clock.frozen(at):
        page.post("/calls/log/", fields)
    return Call.objects.get()


def test_the_page_names_its_sitting(page: Client, member: Member) -> None:
    file_of(member, 2)
    page.post("/calls/begin/")
    name = f'name="sitting" value="{CallSession.objects.get().pk}"'
    assert name in page.get("/calls/").content.decode()


def test_the_call_belongs_to_the_sitting_that_was_ended_elsewhere(
    page: Client, member: Member, old_page: dict[str, str]
) -> None:
    at = TUESDAY + timedelta(minutes=40)
    assert log(page, old_page, at).session is not None
    ended = CallSession.objects.get()
    assert (ended.ended_at, ended.paused_seconds) == (at, 15 * 60)
    assert minutes_worked(ended.started_at, at, ended.paused_seconds) == 25
    assert given_in(ended).calls == 1
    with clock.frozen(at):
        undo(by=member)
    ended.refresh_from_db()
    assert (ended.ended_at, ended.paused_seconds) == (TUESDAY + timedelta(minutes=25), 0)


def test_a_sitting_begun_since_has_the_call(
    page: Client, member: Member, old_page: dict[str, str]
) -> None:
    with clock.frozen(TUESDAY + timedelta(minutes=30)):
        later = sessions.begin(by=member)
    assert log(page, old_page, TUESDAY + timedelta(minutes=40)).session == later


def test_a_press_of_before_the_next_sitting_that_arrives_late_is_of_its_own(
    page: Client, member: Member, old_page: dict[str, str]
) -> None:
    with clock.frozen(TUESDAY + timedelta(minutes=30)):
        sessions.begin(by=member)
    now = TUESDAY + timedelta(minutes=40)
    milliseconds = int(now.timestamp() * 1000)
    late = {"pressed_at": str(milliseconds - 20 * 60_000), "sent_at": str(milliseconds)}
    call = log(page, old_page | late, now)
    assert call.session is not None
    assert str(call.session.pk) == old_page["sitting"]
    assert call.session.ended_at == TUESDAY + timedelta(minutes=25)


def test_the_next_day_it_belongs_to_none(page: Client, old_page: dict[str, str]) -> None:
    assert log(page, old_page, TUESDAY + timedelta(days=1)).session is None


def test_the_sitting_of_another_is_never_taken(
    page: Client, member: Member, stranger: Member, old_page: dict[str, str]
) -> None:
    with clock.frozen(TUESDAY):
        theirs = sessions.begin(by=stranger)
    call = log(page, old_page | {"sitting": str(theirs.pk)}, TUESDAY + timedelta(minutes=40))
    assert call.session is None
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_without_a_sitting_a_call_belongs_to_none(page: Client, member: Member) -> None:
    file_of(member, 2)
    with clock.frozen(TUESDAY):
        fields = fields_of(page)
    assert fields["sitting"] == ""
    assert log(page, fields, TUESDAY).session is None
