"""After a received call is logged, the address of the page is that of the call screen again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from tests.browser.conftest import Open, talker
from tests.browser.test_card import hold_the_clock
from tests.browser.test_morning import name_shown, next_card
from tests.cast import file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.mark.parametrize("origin", ["incoming", "elsewhere"])
def test_a_reload_after_a_call_that_came_in_shows_the_next_card(
    open_page: Open, origin: str
) -> None:
    cards = file_of(talker(), 3)
    desk = open_page()
    desk.begin()
    address = f"/calls/?origin={origin}&company={cards[2].pk}"
    desk.go(address)
    expect(desk.page.locator(".fiche h1")).to_have_text(cards[2].name)
    hold_the_clock(desk, 2)
    desk.page.locator("[data-key='8']").click()
    expect(desk.page.locator("#ask-no_need")).to_be_visible()
    assert desk.page.url.endswith(address)
    desk.page.locator("#ask-no_need [data-confirm]").click()
    next_card(desk, cards[2].name)
    assert desk.page.url == f"{desk.base}/calls/"
    here = name_shown(desk)
    desk.page.reload()
    assert name_shown(desk) == here != cards[2].name
    assert Call.objects.get().origin == origin
