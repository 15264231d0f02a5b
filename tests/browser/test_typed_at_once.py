"""What is typed at once goes where she means it: into the note of a call that came in, and in place
of the words that an undone outcome left in its panel.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Moment
from tests.browser.conftest import Open, talker
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import file_of

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
WORDS = "Elle m’a rappelée, veut un devis"


@pytest.mark.parametrize(("code", "key"), [("KeyV", "v"), ("KeyJ", "j")])
def test_words_typed_on_a_call_that_came_in_are_its_note(
    open_page: Open, code: str, key: str
) -> None:
    cards = file_of(talker(), 3)
    desk = open_page()
    desk.go(f"/companies/{cards[1].pk}/")
    desk.azerty(code, key)
    desk.page.wait_for_url("**/calls/?*")
    expect(desk.page.locator("#note")).to_be_focused()
    desk.page.keyboard.type(WORDS)
    expect(desk.page.locator("#note")).to_have_value(WORDS)
    assert desk.page.locator("fieldset.panel:visible").count() == 0
    assert not Moment.objects.exists()
    desk.azerty("Digit4", "'")
    expect(desk.page.locator("#note")).to_have_value(f"{WORDS}'")  # a digit is text there


def test_a_digit_in_a_note_that_she_went_to_herself_is_text(open_page: Open) -> None:
    cards = file_of(talker(), 3)
    desk = open_page()
    desk.go(f"/calls/?origin=incoming&company={cards[1].pk}")
    expect(desk.page.locator("#note")).to_be_focused()
    desk.page.locator("#note").click()
    desk.page.keyboard.type("4 devis")
    expect(desk.page.locator("#note")).to_have_value("4 devis")
    assert desk.page.locator("fieldset.panel:visible").count() == 0


def test_the_words_of_an_undone_outcome_give_way_to_what_is_typed(open_page: Open) -> None:
    file_of(talker(), 3)
    desk = open_page()
    desk.begin()
    here = name_shown(desk)
    desk.page.wait_for_timeout(1100)
    press(desk, "4")
    when = desk.page.locator("fieldset.panel:visible input[name=when]")
    when.fill("jeudi 10 h")
    when.press("Enter")
    next_card(desk, here)
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".fiche h1")).to_have_text(here)
    press(desk, "4")
    expect(when).to_have_value("jeudi 10 h")
    desk.page.keyboard.type("vendredi 11 h")
    expect(when).to_have_value("vendredi 11 h")
