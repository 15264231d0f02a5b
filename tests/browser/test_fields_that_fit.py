"""An address is seen whole while it is spelled, and words of keys never lie on each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, talker
from tests.cast import file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_address_is_seen_whole(open_page: Open, size: str) -> None:
    file_of(talker(), 1)
    desk = open_page(size)
    desk.go("/calls/")
    desk.painted()
    desk.page.locator("[data-key='5']").first.click()
    field = desk.page.locator("#email-email_requested")
    expect(field).to_be_visible()
    field.fill("sophie.martin@laiterie-marais.example")
    cut = "node => node.scrollWidth - node.clientWidth"
    assert field.evaluate(cut) <= 0


def test_in_a_narrow_window_with_a_mouse_no_word_lies_on_another(open_page: Open) -> None:
    file_of(talker(), 1)
    desk = open_page()
    desk.page.set_viewport_size({"width": 360, "height": 740})
    desk.go("/calls/")
    over = """() => [...document.querySelectorAll(".more .button kbd")]
        .map((key) => [key.getBoundingClientRect(), key.parentElement.getBoundingClientRect()])
        .filter(([key, button]) => key.width && key.left < button.left)"""
    assert desk.page.evaluate(over) == []
