"""A long word without a space is broken in the right column, so that nothing beside it is cut."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.prospects.actions import edit_company
from tests.browser.conftest import Open, talker
from tests.cast import TUESDAY, company, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
MAIL = "service.de.la.communication.interne.et.externe@musee-national-de-l-imprimerie.example"
ADDRESS = "Zone-industrielle-de-la-Verrerie-et-des-Filatures-reunies" + "x" * 60
CUT = """() => [...document.querySelectorAll(".before, .aside")].flatMap((column) => {
    const edge = Math.min(innerWidth, column.getBoundingClientRect().right) + 1;
    return [...column.querySelectorAll("*")]
        .filter((node) => node.getBoundingClientRect().right > edge)
        .map((node) => node.outerHTML.slice(0, 80));
})"""
"""What reaches beyond its column, or beyond the screen."""


@pytest.mark.parametrize("size", ["desktop", "laptop", "phone"])
def test_a_long_word_cuts_neither_the_answers_nor_the_history(open_page: Open, size: str) -> None:
    member = talker()
    file_of(member, 2)
    card = company(member, "Théâtre du Nord 06 39 98 72 72 Lille")
    log(
        member,
        card,
        "email_requested",
        email=MAIL,
        at=TUESDAY - timedelta(days=9),
        note=f"https://{MAIL.replace('.', '_')}/{'y' * 60}",
    )
    edit_company(by=member, company=card, changes={"address": ADDRESS, "email": MAIL})
    desk = open_page(size)
    desk.begin()
    desk.go(f"/companies/{card.pk}/")
    desk.page.locator("form[action*='/take/'] button").first.click()
    expect(desk.page.locator(".fiche h1")).to_have_text(card.name)
    assert desk.page.evaluate(CUT) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
