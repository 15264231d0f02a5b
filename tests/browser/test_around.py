"""What is beside the calls of a sitting: calls received or made elsewhere, notes, the way she
dials, what a page shows on paper and at every width.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call, Note
from decroche.calls.preferences import Dialled
from decroche.calls.reading import OutcomeInput
from decroche.followups.models import FollowUp
from decroche.team.preferences import save_preferences
from tests.browser.conftest import Open, Watched, caller, talker
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, company, file_of
from tests.waiting import until
from tools.outcomes import log_outcome

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


def find(desk: Watched, text: str) -> None:
    """Looks for a card with `/`, a number or a name, and Enter."""
    desk.azerty("Slash", "/")
    desk.page.keyboard.type(text)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")


def test_a_call_received_in_two_keys_from_the_card_its_number_found(open_page: Open) -> None:
    cards = file_of(talker(), 3)
    desk = open_page()
    desk.begin()
    here = name_shown(desk)
    caller_back = next(card for card in cards if card.name != here)
    find(desk, caller_back.numbers.get().national)
    expect(desk.page.locator("h1")).to_have_text(caller_back.name)
    desk.azerty("KeyV", "v")
    expect(desk.page.locator(".fiche h1")).to_have_text(caller_back.name)
    expect(desk.page.locator("button.outcome[value=no_answer]")).to_have_count(0)
    desk.accessible()
    press(desk, "4")
    desk.page.keyboard.type("jeudi 10h")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".fiche h1")).to_have_text(here)
    call = Call.objects.get()
    assert (call.company_id, call.origin, call.outcome) == (
        caller_back.pk,
        "incoming",
        "call_back",
    )
    assert FollowUp.objects.get().kind == "promised"
    expect(desk.page.locator(".sitting")).to_contain_text("0 / 40")


def test_a_call_made_elsewhere_in_two_keys_and_a_note_without_a_call(open_page: Open) -> None:
    card = file_of(talker(), 2)[1]
    desk = open_page()
    desk.go("/")
    find(desk, card.name[:12])
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Vue au salon")
    desk.page.locator("#notes button").click()
    until(lambda: Note.objects.filter(text="Vue au salon").exists(), "the note")
    expect(desk.page.locator("#notes ol")).to_contain_text("Vue au salon")
    desk.azerty("KeyJ", "j")
    expect(desk.page.locator(".before")).to_contain_text("Vue au salon")
    press(desk, "1")
    until(lambda: Call.objects.filter(origin="elsewhere").exists(), "the call")


def space_then_one(open_page: Open, way: str) -> Watched:
    """Without anything that keeps a telephone link from opening."""
    member = talker()
    file_of(member, 3)
    save_preferences(workspace=member.workspace, section=Dialled(way))
    desk = open_page(dials=True, quiet=False)
    desk.begin()
    desk.azerty("Space", " ")
    return desk


@pytest.mark.parametrize("way", ["own", "tel"])
def test_no_key_is_swallowed_by_the_way_she_dials(open_page: Open, way: str) -> None:
    desk = space_then_one(open_page, way)
    expect(desk.page.locator(".clock")).to_have_text(re.compile(r"\d:\d\d"))
    before = name_shown(desk)
    press(desk, "1")
    next_card(desk, before)
    assert Call.objects.get().outcome == "no_answer"


def test_the_way_she_dials_is_asked_at_the_first_call_and_changed_in_one_click(
    open_page: Open,
) -> None:
    desk = space_then_one(open_page, "")
    asked = desk.page.locator("dialog#dialling")
    expect(asked).to_be_visible()
    desk.accessible()
    pairing = asked.get_by_role("link", name="Mon téléphone compose, en un appui")
    expect(pairing).to_have_attribute("href", "/telephone/")
    asked.get_by_text("Je compose sur mon téléphone").click()
    expect(asked).to_be_hidden()
    expect(desk.page.locator(".clock")).to_have_text(re.compile(r"\d:\d\d"))
    desk.page.locator(".ways [data-opens]").click()
    asked.get_by_text("Cet ordinateur compose").click()
    expect(desk.page.locator(".dial a.go")).to_have_attribute("href", re.compile("^tel:"))


def test_a_way_that_is_chosen_without_dialling_starts_no_clock(open_page: Open) -> None:
    member = talker()
    file_of(member, 3)
    save_preferences(workspace=member.workspace, section=Dialled("tel"))
    desk = open_page(dials=True, quiet=False)
    desk.begin()
    desk.page.locator(".ways [data-opens]").click()
    desk.page.locator("dialog#dialling").get_by_text("Je compose sur mon téléphone").click()
    expect(desk.page.locator(".dial a.go")).to_have_attribute("href", "#")
    expect(desk.page.locator(".clock")).to_be_empty()


def test_what_is_printed_has_numbers_and_whole_names(open_page: Open) -> None:
    member = talker()
    card = company(member, f"{'Établissements de la Vallée ' * 3} 03 53 01 01 42 Lille")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY, precision="minute"),
    )
    desk = open_page()
    desk.page.emulate_media(media="print")
    desk.go("/follow-ups/")
    expect(desk.page.locator(".rows")).to_contain_text("03 53 01 01 42")
    desk.go("/file/")
    name = desk.page.locator(".trow a").first
    cut = name.evaluate("node => node.scrollWidth > node.clientWidth + 1")
    assert not cut
    assert name.evaluate("node => getComputedStyle(node).overflow") == "visible"
    desk.page.set_viewport_size({"width": 690, "height": 1000})  # the paper within its margins
    over = """() => [...document.querySelectorAll(".trow > *")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
    assert desk.page.evaluate(over) == []
    desk.go(f"/companies/{card.pk}/")
    for field in desk.page.locator(".detail form :is(input, select, textarea)").all():
        expect(field).to_be_hidden()
    desk.go("/figures/")
    expect(desk.page.locator(".takeaway")).to_be_hidden()


def test_a_call_sheet_that_is_photographed_comes_back_in(open_page: Open) -> None:
    cards = file_of(talker(), 4)
    desk = open_page()
    desk.go("/calls/sheets/")
    desk.accessible()
    expect(desk.page.locator(".callsheet")).to_have_count(4)
    desk.page.emulate_media(media="print")
    desk.page.set_viewport_size({"width": 1240, "height": 1750})
    desk.page.evaluate("document.documentElement.style.zoom = 1.6")
    picture = desk.page.locator(".callsheets").screenshot()
    desk.page.emulate_media(media="screen")
    desk.go("/import/")
    desk.page.set_input_files(
        "[data-drop] input[type=file]",
        {"name": "feuille.png", "mimeType": "image/png", "buffer": picture},
    )
    desk.page.wait_for_url("**/paper/**")
    read = desk.page.content()
    numbers = [card.numbers.get().national for card in cards]
    assert sum(number in read for number in numbers) == len(numbers), numbers


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (390, 844)])
def test_the_import_preview_my_offer_and_the_company_fit_their_screen(
    open_page: Open, width: int, height: int
) -> None:
    card = company(talker(), f"{'Établissements de la Vallée ' * 3} 03 53 01 01 42 Lille")
    log_outcome(
        by=caller(), company_id=card.pk, outcome="no_need", said=OutcomeInput(note="long " * 600)
    )
    desk = open_page()
    desk.page.set_viewport_size({"width": width, "height": height})
    desk.go("/import/")
    with desk.page.expect_navigation():
        desk.page.locator("form[action='/import/demo/'] button").click()
    for address in ("", "/offer/", f"/companies/{card.pk}/", "/calls/sheets/"):
        if address:
            desk.go(address)
        wide = desk.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{desk.page.url} is {wide} pixels too wide"


REFUSALS = (
    "Société;Téléphone;Ville;Qualification;Ne plus appeler\n"
    "Imprimerie Vasseur;01 99 00 05 31;Lille;ne pas rappeler;oui\n"
    "Laiterie du Marais;01 99 00 05 32;Amiens;intéressé;non\n"
)


@pytest.mark.parametrize(
    ("width", "height"), [(1366, 768), (1920, 1080), (640, 400)], ids=["laptop", "large", "200 %"]
)
def test_the_choice_about_refusals_fits_and_no_field_is_stretched(
    open_page: Open, width: int, height: int
) -> None:
    """On the preview of a file that says who must not be called, and on My offer; 640×400 pixels
    are what 1280×800 is at a zoom of 200 %. Also with forced colours.
    """
    talker()
    desk = open_page()
    page = desk.page
    page.set_viewport_size({"width": width, "height": height})
    desk.go("/import/")
    page.set_input_files(
        "[data-drop] input[type=file]",
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": REFUSALS.encode()},
    )
    page.wait_for_url("**/import/*/")
    expect(page.locator("select[name=refusals]")).to_be_visible()
    for address in ("", "/offer/"):
        if address:
            desk.go(address)
        for forced in ("none", "active"):
            page.emulate_media(forced_colors=forced, reduced_motion="reduce")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, forced)
            over = page.evaluate(
                """() => [...document.querySelectorAll(".field")].filter((one) => one.scrollWidth >
                one.clientWidth + 1).map((one) => one.textContent)"""
            )
            assert over == [], (address, forced)
        page.emulate_media(forced_colors="none")
        for field in page.locator(".field > :is(input:not([type=file]), select)").all():
            box = field.bounding_box()
            assert box is None or box["height"] <= 56, field.evaluate("one => one.outerHTML")


def test_the_rarer_actions_of_the_file_and_the_sections_of_the_settings_by_keyboard(
    open_page: Open,
) -> None:
    """Enter opens a menu and Escape closes it; no filter scrolls sideways."""
    file_of(talker(), 3)
    desk = open_page("phone")
    desk.go("/file/?state=to_call&place=59")
    menu = desk.page.locator(".top details")
    summary, sheets = menu.locator("summary"), menu.get_by_role("link", name="Feuilles d’appel")
    summary.press("Enter")
    expect(sheets).to_be_visible()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Escape")
    expect(sheets).to_be_hidden()
    expect(summary).to_be_focused()
    wide = "(one) => one.scrollWidth > one.clientWidth + 1"
    assert not desk.page.locator(".filters").evaluate(wide)
    desk = open_page("desktop")
    desk.go("/settings/")
    desk.page.get_by_role("navigation", name="Sommaire").get_by_text("Vos questions").press("Enter")
    expect(desk.page.locator("#questions h2")).to_be_in_viewport()
