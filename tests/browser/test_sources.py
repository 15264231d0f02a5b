"""From different sources to the call screen, in a real browser: a photographed list, the state's
register, two cards that are one company.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.prospects.duplicates import find_duplicates
from decroche.prospects.models import CallList, Company
from tests.browser.conftest import Open, caller
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import company
from tests.gateways.register_server import Served
from tools.pages import make

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
WORDS = "imprimeries, Nord, 50 salariés et plus"


@pytest.mark.parametrize(
    ("size", "language", "colours"), [("desktop", "fr-FR", "light"), ("phone", "en-GB", "dark")]
)
def test_from_a_dropped_picture_to_the_first_call(
    open_page: Open, tmp_path: Path, size: str, language: str, colours: str
) -> None:
    caller()
    sheet = make("list", "camera", 3, companies=8)
    sheet.picture.save(tmp_path / "liste.jpg", quality=85)
    desk = open_page(size, language, colours)
    page = desk.page
    desk.go("/import/")
    page.set_input_files("input[type=file]", tmp_path / "liste.jpg")
    page.wait_for_url(re.compile(r"/import/\d+/paper/"))
    desk.accessible()
    assert all(
        page.evaluate(
            "[...document.querySelectorAll('.pieces img, .strip')].map((one) => one.complete "
            "&& one.naturalWidth > 10)"
        )
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    while page.locator(
        "form#line"
    ).count():  # the title is no card; what is doubtful is right in these pictures
        title = page.locator("form#line input[name=phone]").input_value() == ""
        with page.expect_navigation():
            if title:
                page.locator("form#line button[value=leave]").click()
            else:
                page.keyboard.press("Enter")
    page.fill("input[name=source]", "la liste de Camille")
    page.keyboard.press("Enter")
    expect(page.locator(".tally")).to_contain_text("8")
    desk.accessible()
    numbers = {number.national for one in Company.objects.all() for number in one.numbers.all()}
    assert len(numbers & {number.replace(".", " ") for _name, number, _town in sheet.rows}) >= 7
    page.locator("form[action='/calls/begin/'] button").click()
    before = name_shown(desk)
    press(desk, "1")
    next_card(desk, before)
    assert Call.objects.get().company.name == before


def test_from_her_words_to_the_call_loop(open_page: Open, service: Served) -> None:
    caller()
    desk = open_page()
    page = desk.page
    desk.go("/file/")
    page.get_by_role("link", name="Trouver des entreprises").first.click()
    expect(page.locator("#wanted input[name=text]")).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator(".rows.found")).to_contain_text("Les Presses du Canal")
    desk.accessible()
    page.get_by_label("Imprimerie de journaux").uncheck()
    page.wait_for_url(re.compile("touched=1"))
    expect(page.locator(".rows.found")).to_contain_text("Dunkerque")
    page.keyboard.press("Enter")
    expect(page.locator(".tally")).to_contain_text("3")
    desk.accessible()
    assert CallList.objects.get().name == WORDS
    page.get_by_role("link", name="Compléter les fiches").click()
    for number in ("03 53 01 77 01", "0353017702", "03.53.01.77.03"):
        desk.accessible()
        here = page.locator("form.letter").get_attribute("action")
        expect(page.locator("input[name=number]")).to_be_focused()
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        expect(page.locator(f"form[action='{here}']")).to_have_count(0)
    page.get_by_role("button", name="Commencer à appeler").click()
    before = name_shown(desk)
    expect(page.locator(".fiche")).to_contain_text("communication")
    press(desk, "1")
    next_card(desk, before)
    assert Call.objects.count() == 1


@pytest.mark.parametrize(("size", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_two_cards_are_looked_at_and_joined_from_the_keyboard(
    open_page: Open, size: str, colours: str
) -> None:
    member = caller()
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens", address="3 quai Bas")
    company(member, "Laitrie du Marais SARL 02 61 91 04 20 Amiens", address="5 quai Bas")
    company(member, "Verrerie Perrin 03 53 01 12 07 Cambrai")
    company(member, "Verrerie Perrin et Fils 03 53 01 12 08 Cambrai")
    find_duplicates(member.workspace)
    desk = open_page(size, "fr-FR", colours)
    page = desk.page
    desk.go("/doubles/")
    desk.accessible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".pair")).to_contain_text("Laitrie")
    press(desk, "1")  # the name from the right
    press(desk, "2")  # and the address
    page.keyboard.press("Enter")
    expect(page.locator(".pair")).to_contain_text("Verrerie")
    kept = Company.objects.get(removed_at=None, city="Amiens")
    assert (kept.name, kept.address, kept.numbers.count()) == (
        "Laitrie du Marais SARL",
        "5 quai Bas",
        1,
    )
    desk.azerty("KeyN", "n")
    expect(page.locator("main")).to_contain_text("Aucune fiche ne ressemble")
    assert Company.objects.filter(removed_at=None).count() == 3
    page.locator("#messages button").first.click()
    expect(page.locator(".pair")).to_contain_text("Verrerie")


def test_a_file_that_changes_cards_is_shown_and_taken_with_enter(
    open_page: Open, tmp_path: Path
) -> None:
    member = caller()
    company(
        member, "Laiterie du Marais 02 61 91 04 20 Amiens", address="3 quai Bas", postcode="80000"
    )
    (tmp_path / "new.csv").write_text(
        (
            "Société;Tél.;CP;Ville;Adresse\nLaiterie du Marais;02 61 91 04 20;80000;Amiens;9 "
            "quai Haut\n"
        ),
        encoding="utf-8",
    )
    desk = open_page()
    page = desk.page
    desk.go("/import/")
    page.set_input_files("input[type=file]", tmp_path / "new.csv")
    page.wait_for_url(re.compile(r"/import/\d+/"))
    page.select_option("select[name=on_duplicate]", "update")
    page.fill("input[name=source]", "annuaire")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Voir ce qui changerait").click()
    expect(page.locator("ins")).to_contain_text("9 quai Haut")
    desk.accessible()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("1 fiche mise à jour")
    assert Company.objects.get().address == "9 quai Haut"
