"""What a newcomer found wrong on the screens around the call, looked at in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from decroche.calls.outcomes import OUTCOMES
from tests.browser.conftest import Open, Watched, talker
from tests.browser.test_card import hold_the_clock
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
TABLE = "Société;Téléphone;E-mail;Ville;Commentaire\n" + "".join(
    f"Bois {name};01 99 00 12 {place};contact@{name.lower()}.example;Lille;vu au salon\n"
    for place, name in enumerate(("Vasseur", "Petit", "Carlier"), start=30)
)
OVERLAPS = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((node) => node.getBoundingClientRect())
    .filter((box) => box.width);
  return boxes.some((a, i) => boxes.slice(i + 1).some((b) => a.left < b.right - 1
    && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""
CUT = """(selector) => [...document.querySelectorAll(selector)].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > innerWidth || box.left < 0 || node.scrollWidth >
    node.clientWidth + 1);
}).map((node) => node.textContent.trim())"""


def preview(desk: Watched, table: str = TABLE) -> Page:
    page = desk.page
    desk.go("/import/")
    page.set_input_files(
        "[data-drop] input[type=file]",
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": table.encode()},
    )
    page.wait_for_url("**/import/*/")
    return page


@pytest.mark.parametrize("by", ["choice", "words"])
def test_the_fault_about_the_source_is_gone_once_it_is_said(open_page: Open, by: str) -> None:
    talker()
    page = preview(open_page())
    page.locator("form[action$='/run/'] button[type=submit]").click()
    expect(page.locator("#source-unsaid")).to_be_visible()
    if by == "choice":
        page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Tab")
        page.keyboard.type("le salon")
    expect(page.locator("#source-unsaid")).to_be_hidden()
    expect(page.locator("[name=found]")).not_to_have_attribute("aria-invalid", "true")


WIDE = "\n".join(
    ";".join(cells)
    for cells in (
        ["Raison sociale", "Téléphone", "Ville", *(f"Colonne numéro {n}" for n in range(4, 31))],
        ["Imprimerie du Canal", "03 53 01 12 34", "Lille", *(f"valeur {n}" for n in range(4, 31))],
        ["Laiterie du Marais", "02 61 91 04 20", "Amiens", *("x" * 70 for n in range(4, 31))],
    )
)


def test_the_preview_shows_every_column_with_its_values(open_page: Open) -> None:
    talker()
    page = preview(open_page())
    for cell in ("contact@vasseur.example", "vu au salon"):
        expect(page.locator(".samples", has_text=cell).first).to_be_visible()
    assert page.locator(".columns-read select").count() == 5
    page.locator(".columns-read select").nth(1).select_option("")
    expect(page.locator(".columns-read li").nth(1)).to_have_class("out")
    expect(page.locator(".becomes li").first).to_contain_text("Vasseur")


@pytest.mark.parametrize("width", [1920, 1280, 640, 390])
def test_the_preview_of_thirty_columns_fits(open_page: Open, width: int) -> None:
    """640 is 1280 at 200 %."""
    talker()
    desk = open_page()
    desk.page.set_viewport_size({"width": width, "height": 800})
    page = preview(desk, WIDE)
    assert page.locator(".columns-read select").count() == 30
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.evaluate(OVERLAPS, ".columns-read li > *, .becomes li > *")
    assert page.evaluate(CUT, ".columns-read li > *, .becomes li > *") == []


def test_an_empty_note_is_not_said_to_be_kept(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page()
    desk.begin()
    desk.azerty("KeyM", "m")
    with desk.page.expect_response("**/note/"):
        desk.page.keyboard.type("Je garde votre CV")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".last")).to_contain_text("Je garde votre CV")
    expect(desk.page.locator("[data-note-state]")).to_have_text("")
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Vu")
    expect(desk.page.locator("[data-note-state]")).to_have_text("gardé")


@pytest.mark.parametrize("width", [1280, 1000, 700, 390, 360])
def test_nothing_overlaps_in_the_recap(open_page: Open, width: int) -> None:
    file_of(talker(), 3)
    desk = open_page()
    desk.page.set_viewport_size({"width": width, "height": 800})
    desk.begin()
    here = name_shown(desk)
    hold_the_clock(desk, 2)
    press(desk, "9")
    next_card(desk, here)
    desk.page.locator("form[action='/calls/end/'] button").first.click()
    expect(desk.page.locator(".rows.recap")).to_be_visible()
    assert not desk.page.evaluate(OVERLAPS, ".rows.recap li > *")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", ["phone", "small"])
def test_on_a_phone_no_key_is_cut_and_none_names_a_key_of_a_keyboard(
    open_page: Open, size: str
) -> None:
    file_of(talker(), 3)
    desk = open_page(size)
    desk.go("/")
    assert desk.page.locator("kbd:visible").count() == 0
    desk.begin()
    assert desk.page.locator("kbd:visible").count() == 0
    assert desk.page.evaluate(CUT, ".more .button, .keysrow .outcome, .qualify .chip") == []
    smallest = desk.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".outcome b, .outcome small, .more *")]
        .map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
    )
    assert smallest >= 12


@pytest.mark.parametrize("size", ["desktop", "phone", "small"])
def test_the_file_says_which_companies_are_never_called(open_page: Open, size: str) -> None:
    member = talker()
    log(member, file_of(member, 3)[0], "do_not_call")
    desk = open_page(size)
    desk.go("/file/")
    expect(desk.page.locator(".trow .tag.no")).to_be_in_viewport()
    assert not desk.page.evaluate(OVERLAPS, ".trow:has(.tag) > *")


def test_a_call_sheet_has_what_a_paper_card_has(open_page: Open) -> None:
    member = talker()
    cards = file_of(member, 2)
    words = "Voir Mme Durand, budget voté"
    log(
        member, cards[0], "call_back", when=TUESDAY.replace(hour=14), precision="minute", note=words
    )
    desk = open_page()
    desk.go("/calls/sheets/")
    sheet = desk.page.locator(".callsheet", has_text=cards[0].name)
    for said in (cards[0].numbers.get().national, "Demander", "14 h", words):
        expect(sheet).to_contain_text(said)
    digits = [one.key for one in OUTCOMES.values() if one.key.isdigit()]
    assert sheet.locator(".sheetboxes b").all_inner_texts() == digits
    desk.page.emulate_media(media="print")
    desk.page.set_viewport_size({"width": 688, "height": 1000})
    assert not desk.page.evaluate(OVERLAPS, ".sheetboxes li")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 688


def test_a_sheet_with_ticked_boxes_comes_back_in_as_its_cards_alone(open_page: Open) -> None:
    member = talker()
    cards = file_of(member, 4)
    log(member, cards[1], "call_back", when=TUESDAY.replace(hour=14), precision="minute", note="Vu")
    desk = open_page()
    desk.go("/calls/sheets/")
    page = desk.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1240, "height": 1750})
    page.evaluate(
        """() => {
          document.documentElement.style.zoom = 1.6;
          document.querySelectorAll(".sheetboxes li:nth-child(3n + 1) i").forEach((box) => {
            box.style.background = "#223";
          });
        }"""
    )
    picture = page.locator(".callsheets").screenshot()
    page.emulate_media(media="screen")
    desk.go("/import/")
    page.set_input_files(
        "[data-drop] input[type=file]",
        {"name": "feuille.png", "mimeType": "image/png", "buffer": picture},
    )
    page.wait_for_url("**/paper/**")
    rows = page.locator(".rows.lines > li")
    expect(rows).to_have_count(len(cards))
    read = page.content()
    for card in cards:
        assert card.numbers.get().national in read
