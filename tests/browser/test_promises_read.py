"""Follow-ups are read like lines of a diary: one thing to do in each, the rest behind one word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.prospects.models import Company
from tests.browser.conftest import Open, talker
from tests.cast import TUESDAY, file_of, log

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
NOTE = "Karim Benali, très aimable. Site à refaire en janvier."


@pytest.fixture
def promised() -> list[Company]:
    member = talker()
    cards = file_of(member, 5)
    for card in cards:
        log(member, card, "call_back", when=TUESDAY + timedelta(days=2), note=NOTE)
    return cards


@pytest.mark.parametrize(
    ("size", "tall", "colours"),
    [("desktop", 120, "light"), ("laptop", 120, "dark"), ("phone", 210, "dark")],
)
def test_a_line_has_one_button_and_is_as_low_as_its_words(
    open_page: Open, promised: list[Company], size: str, tall: int, colours: str
) -> None:
    """The height is of a line with a note: her note is two lines on a telephone."""
    desk = open_page(size, colours=colours)
    desk.go("/follow-ups/")
    rows = desk.page.locator(".rows > li")
    expect(rows).to_have_count(len(promised))
    for row, card in zip(rows.all(), promised, strict=True):
        name = row.locator("strong").inner_text()
        assert name in {one.name for one in promised}, card
        shown = [one for one in row.get_by_role("button").all() if one.is_visible()]
        assert [one.inner_text().split("\n")[0].strip() for one in shown] == ["Appeler"]
        height = row.evaluate("row => row.getBoundingClientRect().height")
        assert height <= tall, (height, name)
    desk.accessible()
    wide = "one => one.scrollWidth - one.clientWidth"
    assert desk.page.locator("html").evaluate(wide) <= 0
    assert desk.page.locator(".card").first.evaluate(wide) <= 0


def test_everything_else_is_behind_one_word_and_each_button_names_its_company(
    open_page: Open, promised: list[Company]
) -> None:
    desk = open_page()
    desk.go("/follow-ups/")
    for card in promised:
        row = desk.page.locator(".rows > li").filter(has=desk.page.get_by_text(card.name).first)
        expect(row.get_by_role("button", name=f"Appeler {card.name}")).to_be_visible()
        expect(row.get_by_role("button", name=f"Abandonner {card.name}")).to_be_hidden()
        row.locator("summary").focus()
        desk.page.keyboard.press("Enter")
        for verb in ("Écrire", "Fait", "Déplacer", "Abandonner"):
            expect(row.get_by_role("button", name=f"{verb} {card.name}")).to_be_visible()
    desk.accessible()


def test_on_a_telephone_the_name_has_the_room_of_its_row(
    open_page: Open, promised: list[Company]
) -> None:
    """The call is a sign beside it, large enough for a finger."""
    desk = open_page("phone")
    desk.go("/follow-ups/")
    width = "node => node.getBoundingClientRect().width"
    for row in desk.page.locator(".rows > li").all():
        assert row.locator(".whom").evaluate(width) >= 0.7 * row.evaluate(width)
        call = row.locator("form[data-calls] .button")
        box = call.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert "Appeler" in (call.text_content() or "")
    desk.accessible()
