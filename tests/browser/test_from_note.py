"""One key takes into a panel what her note says already."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from tests.browser.conftest import Open, talker
from tests.cast import file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


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


def test_the_end_of_a_contract_and_a_company_are_taken_by_one_key(open_page: Open) -> None:
    file_of(talker(), 3)
    desk = open_page("desktop")
    desk.begin()
    desk.page.locator("#note").fill(
        "agence Bleue, contrat jusqu'en mars. Voir le Studio Grivel 01 99 00 12 12"
    )
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("r")
    referral = desk.page.locator("#extra-referral")
    expect(referral.locator("[data-from-note]")).to_contain_text("Studio Grivel 01 99 00 12 12")
    expect(referral.locator("[name=referral]")).to_have_value("")
    desk.page.keyboard.press("ArrowDown")
    expect(referral.locator("[name=referral]")).to_have_value("Studio Grivel 01 99 00 12 12")
    expect(referral.locator("#heard-referral")).to_contain_text("Studio Grivel")
    desk.page.keyboard.press("Enter")
    desk.azerty("Digit8", "_")
    panel = desk.page.locator("#ask-no_need")
    expect(panel.locator("[data-from-note]")).to_have_count(2)
    expect(panel.locator("[name=reason]")).to_be_focused()
    keys = panel.locator("[data-from-note] kbd:visible")
    expect(keys).to_have_count(0)
    desk.page.keyboard.press("Tab")
    expect(keys).to_have_count(2)
    desk.accessible()
    panel.locator("[name=until]").focus()
    desk.page.keyboard.press("ArrowDown")
    expect(panel.locator("[name=until]")).to_have_value("mars")
    expect(panel.locator("[name=agency]")).to_have_value("")
    panel.locator("[name=until]").fill("")
    panel.locator("[name=agency]").focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowDown")
    expect(panel.locator("[name=agency]")).to_have_value("Agence Bleue")
    expect(panel.locator("[name=until]")).to_have_value("mars")
    expect(panel.locator("[name=reason]")).to_have_value("")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#desk[data-logged]")).to_be_visible()
    kept = Call.objects.get().details
    assert (kept["agency"], kept["until"]) == ("Agence Bleue", "mars")
    assert Company.objects.filter(name="Studio Grivel").exists()


def test_what_she_typed_in_another_field_is_not_replaced_by_the_note(open_page: Open) -> None:
    file_of(talker(), 3)
    desk = open_page("desktop")
    desk.begin()
    desk.page.locator("#note").fill("agence Bleue, contrat jusqu'en mars")
    desk.page.keyboard.press("Escape")
    desk.azerty("Digit8", "_")
    panel = desk.page.locator("#ask-no_need")
    expect(panel.locator("[data-from-note]")).to_have_count(2)
    panel.locator("[name=agency]").fill("Agence Verte")
    panel.locator("[name=until]").fill("mars")
    desk.page.keyboard.press("ArrowDown")
    expect(panel.locator("[name=agency]")).to_have_value("Agence Verte")
    expect(panel.locator("[name=until]")).to_have_value("mars")
