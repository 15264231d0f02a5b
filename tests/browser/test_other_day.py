"""The other day that she may mean is taken by one key, wherever a moment is typed."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.shared.clock import PARIS
from tests.browser.conftest import Open, talker
from tests.cast import TUESDAY, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
OTHER = datetime(2026, 12, 1, 14, tzinfo=PARIS)


@pytest.mark.parametrize("address", ["/follow-ups/", "/"])
def test_a_promise_is_moved_to_the_other_day_by_the_keyboard_alone(
    open_page: Open, address: str
) -> None:
    member = talker()
    log(member, file_of(member, 1)[0], "call_back", when=TUESDAY.replace(hour=16))
    desk = open_page()
    desk.go(address)
    field = desk.page.locator("input[name=when]")
    desk.page.locator(".moving summary").focus()  # folded away: read more often than changed
    desk.page.keyboard.press("Enter")
    field.focus()
    desk.page.keyboard.type("mardi 14 h")
    offer = desk.page.locator(".heard [data-other]")
    expect(offer).to_contain_text("mardi 1er décembre")
    expect(offer).to_contain_text("↓")
    desk.page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    expect(desk.page.locator(".heard")).to_contain_text("→ mardi 1er décembre")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert FollowUp.objects.get().due_at == OTHER
    assert desk.page.url.rstrip("/").endswith(address.rstrip("/"))


def test_a_call_is_corrected_to_the_other_day(open_page: Open) -> None:
    member = talker()
    card = file_of(member, 1)[0]
    log(member, card, "no_answer")
    desk = open_page()
    desk.go(f"/calls/{Call.objects.get().pk}/correct/")
    desk.page.locator("select[name=outcome]").select_option("call_back")
    desk.page.locator("#when-corrected").focus()
    desk.page.keyboard.type("mardi 14 h")
    expect(desk.page.locator("#heard-when [data-other]")).to_be_visible()
    desk.page.keyboard.press("ArrowDown")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert FollowUp.objects.get().due_at == OTHER
