"""The card that she stopped on yesterday is offered once, with a button that opens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.callqueue.models import Claim
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
from tests.desk.loop.test_clock import press

pytestmark = pytest.mark.usefixtures("in_file_order")
SAID = "était devant vous à l’arrêt"


@pytest.fixture
def stopped_on(page: Client, member: Member) -> Company:
    """The second card, which she took from the file before she stopped."""
    cards = file_of(member, 3)
    page.post("/calls/begin/")
    page.post(f"/calls/take/{cards[1].pk}/")
    return cards[1]


def begun(page: Client) -> str:
    return page.post("/calls/begin/", follow=True).content.decode()


def test_the_next_day_a_button_opens_it(page: Client, stopped_on: Company) -> None:
    with clock.frozen(TUESDAY + timedelta(days=1)):
        shown = begun(page)
        assert SAID in shown
        assert f'action="/calls/take/{stopped_on.pk}/"' in shown
        assert 'form="left-form"' in shown
        assert SAID not in page.get("/calls/").content.decode()
        press(page, "no_answer")
        assert SAID not in begun(page)
        page.post(f"/calls/take/{stopped_on.pk}/")
        assert Claim.objects.get().company == stopped_on


@pytest.mark.parametrize(("days", "said"), [(0, False), (1, True), (2, False), (7, False)])
def test_it_is_said_on_the_working_day_after_it_and_on_no_other(
    page: Client, stopped_on: Company, days: int, said: bool
) -> None:
    with clock.frozen(TUESDAY + timedelta(days=days)):
        assert (SAID in begun(page)) is said


def test_over_a_weekend_it_is_said_on_monday(page: Client, stopped_on: Company) -> None:
    Claim.objects.update(at=TUESDAY + timedelta(days=3))
    with clock.frozen(TUESDAY + timedelta(days=6)):
        assert SAID in begun(page)


def test_a_card_of_somebody_else_is_not_offered(
    page: Client, member: Member, stranger: Member
) -> None:
    file_of(member, 2)
    theirs = file_of(stranger, 1)[0]
    assert SAID not in page.get(f"/calls/?left={theirs.pk}").content.decode()
