"""A meeting took place: what comes next is asked in the same place, and the company stays in the
list whatever she answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

pytestmark = pytest.mark.django_db
AFTER = TUESDAY + timedelta(hours=3)


@pytest.fixture
def meeting(member: Member) -> FollowUp:
    given = TUESDAY - timedelta(days=4)
    log(
        member, company(member), "meeting", when=TUESDAY, precision="minute", at=given, note="devis"
    )
    return FollowUp.objects.get()


def held(page: Client, meeting: FollowUp, headers: Any = None, **said: str) -> Any:
    with clock.frozen(AFTER):
        return page.post(f"/follow-ups/{meeting.pk}/done/", {"held": "1", **said}, headers=headers)


def comes_next() -> tuple[str, str, datetime, str]:
    row = FollowUp.objects.get(closed_at=None)
    return row.kind, row.purpose, row.due_at.astimezone(PARIS), row.note


def dealt(member: Member, at: datetime) -> Company | None:
    release(member)
    found = next_for(member, at)
    return found.company if isinstance(found, Pick) else None


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ({"when": "vendredi", "said": "envoyer le devis"}, "envoyer le devis"),
        ({"when": "", "said": "envoyer le devis vendredi"}, "envoyer le devis vendredi"),
        ({"when": "vendredi", "said": ""}, "devis"),
    ],
)
def test_what_comes_next_is_kept_as_her_promise(
    page: Client, meeting: FollowUp, said: dict[str, str], note: str
) -> None:
    held(page, meeting, **said)
    friday = datetime(2026, 11, 27, 9, tzinfo=PARIS)
    assert comes_next() == ("promised", "interested", friday, note)


def test_without_an_answer_it_stands_in_the_list_and_is_not_dealt_in_the_same_sitting(
    page: Client, member: Member, meeting: FollowUp
) -> None:
    held(page, meeting)
    tomorrow = datetime(2026, 11, 25, 9, tzinfo=PARIS)
    assert comes_next() == ("advised", "held", tomorrow, "devis")
    assert dealt(member, AFTER) is None
    with clock.frozen(AFTER):
        shown = page.get("/follow-ups/").content.decode()
    assert "Vasseur &amp; Fils" in shown
    assert "après le rendez-vous" in shown
    assert dealt(member, tomorrow + timedelta(hours=1)) == meeting.company


def test_words_without_a_day_are_kept(page: Client, meeting: FollowUp) -> None:
    held(page, meeting, said="envoyer le devis")
    assert comes_next()[1:] == ("held", datetime(2026, 11, 25, 9, tzinfo=PARIS), "envoyer le devis")


def test_taking_it_back_takes_both_back(page: Client, member: Member, meeting: FollowUp) -> None:
    held(page, meeting, when="vendredi", said="envoyer le devis")
    undo(by=member, entry_id=Entry.objects.filter(verb="follow_up.done").latest("pk").pk)
    meeting.refresh_from_db()
    assert meeting.closed_at is None
    assert FollowUp.objects.get() == meeting


def test_a_day_that_is_none_changes_nothing_and_is_said_beneath(
    page: Client, meeting: FollowUp
) -> None:
    answer = held(page, meeting, {"HX-Request": "true"}, when="quand il pleut", said="le devis")
    assert "HX-Redirect" not in answer.headers
    assert "n’a pas été compris" in answer.content.decode()
    assert FollowUp.objects.get(closed_at=None) == meeting


@pytest.mark.parametrize("address", ["/", "/follow-ups/"])
def test_a_meeting_that_is_past_says_that_it_waits(
    page: Client, meeting: FollowUp, address: str
) -> None:
    with clock.frozen(AFTER):
        shown = page.get(address).content.decode()
    assert "Personne ne les appelle aujourd’hui" in shown
    assert 'name="held"' in shown
    with clock.frozen(AFTER + timedelta(days=1)):
        later = page.get(address).content.decode()
    assert "Personne ne les appelle" not in later
