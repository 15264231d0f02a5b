"""A mail that confirms a meeting which is past says so, and is not counted as waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.correspondence.models import Message
from decroche.correspondence.queries import drafts_count
from decroche.correspondence.standing import mails_not_gone
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

pytestmark = pytest.mark.django_db
TOO_LATE = "Trop tard"


@pytest.mark.parametrize(("days", "waiting"), [(1, 1), (3, 0)])
def test_a_mail_for_a_meeting_that_is_past(
    page: Client, member: Member, days: int, waiting: int
) -> None:
    due = TUESDAY + timedelta(days=2)
    details = {"invite": "com@vasseur.example"}
    log(member, company(member), "meeting", when=due, precision="minute", details=details)
    assert Message.objects.get().follow_up is not None
    with clock.frozen(TUESDAY + timedelta(days=days)):
        assert drafts_count(member.workspace) == waiting
        assert mails_not_gone(member, TUESDAY + timedelta(days=days)).to_send == waiting
        assert (TOO_LATE in page.get("/messages/").content.decode()) == (not waiting)
