"""Further parts of a call in a browser: what is asked on the spot, what is listed before it is
done, and what a small telephone shows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.prospects.models import Company
from tests.browser.conftest import Open, talker
from tests.browser.test_card import CARDS, hold_the_clock, needs_no_scrolling
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


@pytest.mark.parametrize(
    ("size", "language", "colours"),
    [
        ("desktop", "fr-FR", "light"),
        ("laptop", "en-GB", "dark"),
        ("large", "fr-FR", "dark"),
        ("phone", "en-GB", "light"),
    ],
)
def test_a_person_who_may_be_private_is_asked_about_and_settled_by_one_key(
    open_page: Open, size: str, language: str, colours: Literal["light", "dark"]
) -> None:
    file_of(talker(), 2)
    desk = open_page(size, language, colours)
    page = desk.page
    desk.go("/file/")
    page.locator("#text").press_sequentially("Mme Petit 06 39 98 06 12 Lille")
    expect(page.locator("#list")).to_contain_text("Mme Petit")
    with page.expect_navigation():
        page.locator("button[form=add]").click()
    expect(page.locator("h1").first).to_have_text("Mme Petit")
    asked = page.locator("button[data-key=b]")
    expect(asked).to_be_in_viewport()
    desk.accessible()
    with page.expect_navigation():
        desk.azerty("KeyB", "b")
    expect(asked).to_have_count(0)
    card = Company.objects.get(name="Mme Petit")
    assert (card.audience, card.audience_why) == ("professional", "chosen")
    expect(page.locator("form[action*='/take/'] button").first).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_number_after_a_hang_up_is_said_beside_the_card(open_page: Open, size: str) -> None:
    file_of(talker(), 2)
    desk = open_page(size)
    desk.begin()
    here = name_shown(desk)
    hold_the_clock(desk, 2)
    press(desk, "9")
    next_card(desk, here)
    there = name_shown(desk)
    desk.page.locator(".last a[hx-get]").click()
    expect(desk.page.locator(".last")).to_contain_text("1 sur 1")
    expect(desk.page.locator(".fiche h1")).to_have_text(there)


def test_never_again_lists_what_goes_and_one_key_adds_the_other_cards(open_page: Open) -> None:
    member = talker()
    first, other = file_of(member, 2)
    Company.objects.filter(pk__in=(first.pk, other.pk)).update(siren="732829320")
    log(member, first, "call_back", when=TUESDAY + timedelta(days=2), precision="minute")
    desk = open_page()
    desk.go(f"/companies/{first.pk}/")
    desk.page.locator("form[action*='/take/'] button").first.click()
    expect(desk.page.locator(".fiche h1")).to_have_text(first.name)
    press(desk, "0")
    panel = desk.page.locator("#ask-do_not_call")
    expect(panel).to_contain_text("Un appel promis : jeudi 26 novembre à 10 h 05")
    expect(panel).to_contain_text(other.name)
    every = panel.locator("[name=everywhere]")
    every.evaluate("(node) => { node.checked = true; node.dataset.once = '' }")
    desk.page.keyboard.press("Escape")
    expect(every).not_to_be_checked()
    press(desk, "0")
    desk.page.keyboard.press("Shift+Enter")
    expect(desk.page.locator(".fiche h1")).not_to_have_text(first.name)
    assert not Company.objects.filter(opposed_at=None).exists()


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "columns"])
def test_an_import_without_its_source_says_so_at_the_field(open_page: Open, typed: bool) -> None:
    talker()
    desk = open_page()
    page = desk.page
    desk.go("/import/")
    if typed:
        page.locator("textarea[name=text]").fill("Bois Vasseur 03 53 01 88 01 Lille\n? Bar 12")
        page.locator("form[action='/import/paste/'] button").click()
    else:
        table = "Société;Téléphone\nBois Vasseur;01 99 00 12 34\n"
        page.set_input_files(
            "[data-drop] input[type=file]",
            {"name": "liste.csv", "mimeType": "text/csv", "buffer": table.encode()},
        )
    page.locator("[name=list]").fill("Nord")
    page.locator("form[action$='/run/'] button[type=submit]").click()
    expect(page.locator("#source-unsaid")).to_be_visible()
    expect(page.locator("[name=found]")).to_be_focused()
    expect(page.locator("[name=list]")).to_have_value("Nord")
    desk.accessible()
    page.locator("[name=source]").fill("le salon")
    page.locator("form[action$='/run/'] button[type=submit]").click()
    page.locator("a[href$='/undo/']").click()
    expect(page.locator("main")).to_contain_text("Bois Vasseur")
    desk.accessible()
    page.locator("form[action$='/undo/'] a").click()  # left as it is
    assert Company.objects.exists()
    page.locator("a[href$='/undo/']").click()
    page.locator("form[action$='/undo/'] button").click()
    page.wait_for_url("**/import/")
    assert not Company.objects.exists()


def test_a_small_phone_shows_the_card_and_its_keys(open_page: Open) -> None:
    """A first call is shown whole; for a promise that is kept late, the questions have to be
    scrolled to.
    """
    member = talker()
    CARDS["first call"](member)
    desk = open_page("small")
    desk.begin()
    needs_no_scrolling(desk)
    desk.accessible()
    late = CARDS["late promise"](member)
    desk.go(f"/companies/{late.pk}/")
    desk.page.locator("form[action*='/take/'] button").first.click()
    expect(desk.page.locator(".fiche h1")).to_have_text(late.name)
    for seen in (".who .number", ".who .ask strong", ".before .words", ".before .promise"):
        expect(desk.page.locator(seen).first).to_be_in_viewport(ratio=0.95)
    for key in desk.page.locator(".keysrow .outcome").all():
        expect(key).to_be_in_viewport(ratio=0.95)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_was_understood_is_read_whole_beside_the_next_card(open_page: Open, size: str) -> None:
    file_of(talker(), 2)
    desk = open_page(size)
    desk.begin()
    here = name_shown(desk)
    press(desk, "4")
    desk.page.keyboard.type("jeudi 10h")
    desk.page.keyboard.press("Enter")
    next_card(desk, here)
    said = desk.page.locator(".last")
    expect(said).to_contain_text("jeudi 26 novembre à 10 h")
    expect(said).to_be_in_viewport(ratio=1)
    cut = "one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
    assert not said.evaluate(cut)
    needs_no_scrolling(desk)


def test_a_refused_day_keeps_the_keyboard_in_its_field_and_out_of_the_other_panels(
    open_page: Open,
) -> None:
    (card,) = file_of(talker(), 1)
    desk = open_page(quiet=False)
    page = desk.page
    desk.begin()
    hold_the_clock(desk, 2)
    press(desk, "6")
    when = page.locator("#ask-interested [name=when]")
    page.keyboard.type("bientôt")
    page.keyboard.press("Enter")
    expect(page.locator("#heard-interested-when .error")).to_be_visible()
    expect(when).to_be_focused()
    page.keyboard.type(" 9 dec")
    expect(when).to_have_value("bientôt 9 dec")
    assert not Call.objects.exists()
    page.keyboard.press("Escape")
    press(desk, "7")
    expect(page.locator("#ask-meeting [name=when]")).to_have_value("")
    expect(page.locator(".fiche h1")).to_have_text(card.name)


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("size", ["phone", "small"])
def test_on_a_telephone_no_word_of_the_keys_is_cut_nor_whom_to_ask_for(
    open_page: Open, size: str, language: str
) -> None:
    """The words of each key fit into it, and the words about whom to ask for are shown whole."""
    file_of(talker(), 2)
    desk = open_page(size, language)
    desk.begin()
    cut = """(all) => all.filter((one) => one.scrollWidth > one.clientWidth)
        .map((one) => one.textContent.trim())"""
    assert desk.page.locator(".outcome, .outcome b, .more .button, .ask").evaluate_all(cut) == []


def test_the_menu_of_a_telephone_begins_with_the_search(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page("phone")
    desk.go("/")
    desk.page.locator(".menu summary").click()
    first = desk.page.locator(".menu a").first
    expect(first).to_contain_text("Chercher")
    first.click()
    expect(desk.page.locator("#find-text")).to_be_focused()
