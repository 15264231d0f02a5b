"""On a tablet, or in half of a screen, nothing lies on something else and no name is cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Open, Watched, talker
from tests.cast import TUESDAY, company, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
TABLET: ViewportSize = {"width": 768, "height": 1024}
LIE_ON = """selector => [...document.querySelectorAll(selector)].flatMap((row) => {
    const name = document.createRange();
    name.selectNodeContents(row.querySelector("strong, b"));
    const tag = row.querySelector(".tag, kbd").getBoundingClientRect();
    return [...name.getClientRects()].filter((line) =>
        line.right > tag.left && line.left < tag.right
        && line.bottom > tag.top && line.top < tag.bottom);
}).length"""
CUT = """selector => [...document.querySelectorAll(selector)]
    .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 2)
    .map((one) => one.textContent)"""
ACROSS = """() => [...document.querySelectorAll("#list .trow, .rows > li, .fact, .side a")]
    .filter((row) => row.scrollWidth > row.clientWidth + 1).length"""


def narrow(open_page: Open) -> Watched:
    """Returns an open desk in a window as wide as a tablet held upright."""
    desk = open_page()
    desk.page.set_viewport_size(TABLET)
    return desk


def test_today_shows_the_name_and_the_week_on_a_tablet(open_page: Open) -> None:
    me = talker()
    firm = company(me, "Imprimerie Delcourt-Vasseur 03 53 01 22 11 Lille")
    log(me, firm, "call_back", when=TUESDAY.replace(hour=14), precision="minute")
    desk = narrow(open_page)
    desk.go("/")
    expect(desk.page.locator("main .rows > li .tag").first).to_be_visible()
    assert desk.page.evaluate(LIE_ON, "main .rows > li:has(.tag)") == 0
    bar = desk.page.locator(".funnel .track").first.bounding_box()
    assert bar
    assert bar["width"] > 150
    hours = desk.page.locator(".heat thead th")
    assert hours.evaluate_all("all => all.every((one) => one.scrollWidth <= one.clientWidth)")


def test_no_outcome_lies_under_its_key_on_a_tablet(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = narrow(open_page)
    desk.go("/calls/")
    assert desk.page.locator(".keysrow .outcome").count() == 10
    assert desk.page.evaluate(LIE_ON, ".keysrow .outcome") == 0


def test_the_file_shows_whole_names_on_a_tablet(open_page: Open) -> None:
    me = talker()
    file_of(me, 3)
    company(me, "Société Générale d’Études du Nord 01 99 00 71 01 Lambersart")
    desk = narrow(open_page)
    desk.go("/file/")
    expect(desk.page.locator("#list .trow").first).to_be_visible()
    assert desk.page.evaluate(CUT, "#list .trow > a, #list .trow > .tel") == []
    assert desk.page.evaluate(ACROSS) == 0


def test_call_sheets_and_a_card_fit_on_a_tablet(open_page: Open) -> None:
    me = talker()
    (firm,) = file_of(me, 1)
    desk = narrow(open_page)
    for address in ("/calls/sheets/", f"/companies/{firm.pk}/", "/figures/", "/compliance/"):
        desk.go(address)
        expect(desk.page.locator("main")).to_be_visible()
        assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert desk.page.evaluate(ACROSS) == 0, address
