"""A panel that was opened by mistake is closed by its cross or by its key. No key moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from decroche.calls.models import Call
from decroche.prospects.models import Company
from tests.browser.conftest import Open, Watched, talker
from tests.browser.test_card import TOPS, hold_the_clock
from tests.browser.test_morning import name_shown, next_card
from tests.cast import company, file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
OPENERS = "#outcomes [data-ask], #outcomes [data-extra]"
AT_LEAST = 24
"""Pixels of a target, by WCAG 2.5.8."""


def touch(desk: Watched, where: Locator, size: str) -> None:
    where.click() if size == "desktop" else where.tap()


def inside(panel: Locator, cross: Locator) -> bool:
    """Whether the cross is within the panel, large enough for a finger, and covers no field."""
    own, whole = cross.bounding_box(), panel.bounding_box()
    assert own
    assert whole
    fields = panel.locator("input:visible, select:visible, .line button:visible")
    below = [box["y"] for box in (one.bounding_box() for one in fields.all()) if box]
    return (
        whole["x"] <= own["x"]
        and own["x"] + own["width"] <= whole["x"] + whole["width"]
        and min(own["width"], own["height"]) >= AT_LEAST
        and own["y"] + own["height"] <= min(below, default=10_000)
    )


def stay(keys: Locator, tops: list[int]) -> bool:
    """Whether the keys are in the same places. On a page that was scrolled to its end they may be a
    part of a pixel higher.
    """
    return all(
        abs(now - before) <= 1 for now, before in zip(keys.evaluate_all(TOPS), tops, strict=True)
    )


@pytest.mark.parametrize("size", ["desktop", "phone", "small"])
def test_every_panel_is_closed_by_its_cross_and_by_its_key(open_page: Open, size: str) -> None:
    file_of(talker(), 3)
    desk = open_page(size)
    desk.begin()
    keys = desk.page.locator(".keysrow .outcome")
    place = keys.evaluate_all(TOPS)
    here = name_shown(desk)
    openers = desk.page.locator(OPENERS)
    for index in range(openers.count()):
        opener = openers.nth(index)
        panel = desk.page.locator(f"#{opener.get_attribute('aria-controls')}")
        cross = panel.locator("legend").get_by_role("button", name="Fermer")
        for close in (cross, opener):
            touch(desk, opener, size)
            expect(panel).to_be_visible()
            if panel.locator(".reach").count():  # what it silences arrives a moment later
                expect(panel.locator(".reach p").first).to_be_visible()
            expect(opener).to_have_attribute("aria-expanded", "true")
            assert inside(panel, cross), opener.inner_text()
            if size == "phone":
                assert stay(keys, place)
            touch(desk, close, size)
            expect(panel).to_be_hidden()
            expect(opener).to_have_attribute("aria-expanded", "false")
    assert stay(keys, place)
    assert name_shown(desk) == here
    assert not Call.objects.exists()


HELD = """(card) => [
  card.scrollHeight - card.clientHeight,
  ...[...card.querySelectorAll(".script, .qualify > li")].map(
    (node) => Math.round(node.getBoundingClientRect().top)
  ),
]"""
"""What of a card does not fit into its place, and where its lines are."""


@pytest.mark.parametrize("size", ["desktop", "laptop"])
def test_an_open_panel_moves_nothing_on_the_card_and_cuts_nothing(
    open_page: Open, size: str
) -> None:
    card = company(talker(), "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    Company.objects.filter(pk=card.pk).update(
        activity="Assurance santé",
        headcount="50 à 99 salariés",
        website="caps.example",
        email="contact@caps.example",
        notes="Contente de son agence, le site traîne depuis mars. Préfère le matin.",
    )
    desk = open_page(size)
    desk.begin()
    shown = desk.page.locator("article.fiche")
    _, *places = shown.evaluate(HELD)
    for digit in "346780":
        desk.page.locator(f"button[data-key='{digit}']").click()
        expect(desk.page.locator("fieldset.panel:visible")).to_have_count(1)
        assert shown.evaluate(HELD) == [0, *places], digit


def test_what_a_closed_panel_asked_is_not_sent_with_another_key(open_page: Open) -> None:
    file_of(talker(), 3)
    desk = open_page("phone")
    desk.begin()
    desk.page.locator("[data-key='4']").tap()
    desk.page.locator("#ask-call_back input[name=when]").fill("jeudi 10h")
    desk.page.locator("#ask-call_back [data-shuts]").tap()
    hold_the_clock(desk, 2)
    here = name_shown(desk)
    desk.page.locator("[data-key='1']").tap()
    next_card(desk, here)
    assert Call.objects.get().outcome == "no_answer"
