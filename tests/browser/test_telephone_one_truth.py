"""What the desk and her telephones say of one call is the same, and two telephones do not ring one
company by accident.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from decroche.calls.models import Call
from decroche.telephone.service import telephones
from tests.browser.conftest import Open, Watched, caller
from tests.browser.telephones import Telephone, accessible, back, beside, paired
from tests.browser.test_morning import press
from tests.cast import file_of
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "line")]
CALLED = "localStorage['decroche-telephone-called']"
"""What the telephone keeps of the call that it dialled."""
IN_CALL = re.compile(r"\bcalling\b")


def dial(page: Page) -> Locator:
    return page.locator("[data-part=dial]")


def is_in_call(desk: Watched) -> None:
    expect(desk.page.locator("html")).to_have_class(IN_CALL)
    expect(desk.page.get_by_text("En appel", exact=True)).to_be_visible()


def is_over(desk: Watched) -> None:
    expect(desk.page.locator("[data-beside]")).to_contain_text("retour d’appel")
    expect(desk.page.locator("html")).not_to_have_class(IN_CALL)
    expect(desk.page.get_by_text("En appel", exact=True)).to_be_hidden()


def test_once_she_is_back_the_desk_says_no_more_that_a_call_is_under_way(
    open_page: Open, telephone: Telephone
) -> None:
    (_first, second, *_), desk, page = beside(open_page, telephone)
    dial(page).click()
    is_in_call(desk)
    back(page)
    is_over(desk)
    desk.page.reload()
    is_over(desk)
    page.get_by_role("button", name="Retour").click()
    dial(page).click()  # she rings once more
    is_in_call(desk)
    back(page)
    is_over(desk)
    press(desk, "1")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    dial(page).click()  # the next card has a clock of its own
    is_in_call(desk)


def test_a_call_under_a_minute_has_no_guess_and_its_words_are_on_a_small_screen(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone, size="small")
    desk.go("/calls/")
    dial(page).click()
    back(page)
    minutes = page.locator("[name=minutes]")
    expect(minutes).to_be_visible()
    expect(minutes).to_have_value("")
    expect(minutes).to_have_attribute("placeholder", "?")
    words = page.locator(".outcomes button small").filter(has_text=re.compile(r"\w"))
    assert words.count() > 3
    for one in words.all():
        expect(one).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    accessible(page)
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "it is noted")
    assert "guess" not in Call.objects.get().details


def test_a_second_telephone_rings_a_company_in_a_call_by_a_second_touch_only(
    open_page: Open, telephone: Telephone
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page()
    one, two = paired(desk, telephone), paired(desk, telephone, size="small")
    desk.go("/calls/")
    expect(two.locator("[data-part=name]")).to_have_text(first.name)
    dial(one).click()
    kind = two.locator("[data-part=kind]")
    expect(kind).to_have_text("déjà en appel sur un autre téléphone")
    asks_first(two)
    expect(kind).to_contain_text("touchez encore pour appeler quand même")
    accessible(two)
    two.wait_for_timeout(400)
    dial(two).click()
    until(lambda: has_the_call(two), "the last touch has it")
    expect(one.locator("[data-part=name]")).to_have_text(first.name)
    back(one)  # she notes nothing there, and is asked once more before she rings
    one.get_by_role("button", name="Retour").click()
    asks_first(one)
    assert has_the_call(two)


def asks_first(page: Page) -> None:
    """A touch of the button goes to no dialler, and the call stays where it is."""
    page.wait_for_timeout(400)  # two taps within 350 ms are one
    before = page.evaluate(CALLED)
    dial(page).click()
    expect(page.locator("[data-part=kind]")).to_contain_text("touchez encore pour appeler")
    assert not has_the_call(page)
    assert page.evaluate(CALLED) == before


def has_the_call(page: Page) -> bool:
    who = page.evaluate("JSON.parse(localStorage['decroche-telephone']).who")
    call = telephones.exchange.now(caller().pk)["call"]
    return (call["phase"], call["device"]) == ("calling", who)
