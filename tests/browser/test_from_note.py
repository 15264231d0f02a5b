"""One key takes into a panel what her note says already."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from tests.browser.conftest import Open, talker
from tests.cast import file_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tuesday"),
]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_day_of_the_note_is_taken_by_one_key(open_page: Open, size: str) -> None:
    file_of(talker(), 3)
    desk = open_page(size)
    desk.begin()
    desk.page.locator("#note").fill("très gentille, rappeler jeudi 10 h")
    desk.page.keyboard.press("Escape")
    desk.azerty("Digit4", "'")
    panel = desk.page.locator("#ask-call_back")
    chip = panel.locator("[data-from-note]")
    expect(chip).to_contain_text("jeudi 26 novembre à 10\u00a0h")
    expect(panel.locator("[name=when]")).to_have_value("")
    desk.accessible()
    desk.page.keyboard.press("ArrowDown")
    expect(panel.locator("[name=when]")).to_have_value("jeudi 26 novembre à 10\u00a0h")
    expect(panel.locator("#heard-call_back-when")).to_contain_text("→ jeudi 26 novembre")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#desk[data-logged]")).to_be_visible()
    assert FollowUp.objects.get().due_at.day == 26
    assert Call.objects.get().note == "très gentille, rappeler jeudi 10 h"
