"""The card she stopped on is offered with a button, in the line about what was logged last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.callqueue.claiming import claim
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from tests.browser.conftest import Open, talker
from tests.cast import TUESDAY, file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_card_she_stopped_on_is_one_press_away_and_said_once(
    open_page: Open, size: str
) -> None:
    member = talker()
    cards = file_of(member, 4)
    claim(member, cards[2], Reason("held"), TUESDAY - timedelta(days=1))
    desk = open_page(size)
    desk.begin()
    again = desk.page.get_by_role("button", name="La reprendre")
    expect(again).to_be_in_viewport(ratio=1)
    expect(desk.page.locator(".last")).to_contain_text("était devant vous à l’arrêt")
    assert desk.page.url == f"{desk.base}/calls/"
    assert not desk.page.locator(".message").count()
    again.click()
    expect(desk.page.locator(".fiche h1")).to_have_text(cards[2].name)
    expect(again).to_have_count(0)
    assert Claim.objects.get().company == cards[2]
    desk.page.reload()
    expect(desk.page.locator(".fiche h1")).to_have_text(cards[2].name)
    expect(again).to_have_count(0)
