"""Her telephone when its page is put away, its line is slow, or its code was not read whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from decroche.calls.drafts import keep_draft
from decroche.calls.models import Call
from decroche.shared.clock import now
from decroche.telephone.devices import all_devices
from decroche.telephone.service import telephones
from tests.browser.conftest import Open, caller
from tests.browser.telephones import (
    QUEUE,
    Telephone,
    back,
    beside,
    code_on,
    noting,
    with_the_computer,
)
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "line")]


@pytest.mark.parametrize("cut", [5, 30])
def test_a_code_that_was_not_read_whole_is_not_tried_for_ever(
    open_page: Open, telephone: Telephone, cut: int
) -> None:
    page = telephone(code_on(open_page())[:-cut] + ("" if cut > 5 else "é"))
    expect(page.locator("[data-part=words]")).to_contain_text("Réglages, Téléphone")
    assert page.evaluate("location.hash") == ""


def test_the_desk_says_that_a_page_that_is_put_away_does_not_hear(
    open_page: Open, telephone: Telephone
) -> None:
    """It keeps its connection for minutes."""
    _cards, desk, page = beside(open_page, telephone)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    back(page)
    until(lambda: not telephones.hears(caller().pk), "nobody listens")
    desk.page.keyboard.press("Space")
    expect(desk.page.locator("[data-beside]")).to_contain_text("le numéro attend")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false})")
    back(page)
    expect(desk.page.locator("[data-beside]")).to_contain_text("sur votre téléphone")


def test_a_question_that_is_opened_again_shows_and_names_what_the_desk_has_now(
    open_page: Open, telephone: Telephone
) -> None:
    (card, *_), desk, page = beside(open_page, telephone)
    noting(page)
    page.get_by_role("button", name="Retour").click()
    text: dict[str, Any] = {"fields": {}, "at": now()}
    keep_draft(by=caller(), company_id=card.pk, note="Budget voté en mars", **text)
    desk.go("/calls/")
    page.reload()
    with_the_computer(page)
    noting(page)
    expect(page.locator("[name=note]")).to_have_value("Budget voté en mars")
    page.locator("[name=note]").fill("Budget voté en avril")
    page.locator(".outcomes button", has_text="Pas de réponse").click()
    until(Call.objects.exists, "it is logged")
    assert Call.objects.get().note == "Budget voté en avril"


def test_an_outcome_that_waits_for_a_slow_message_is_of_the_minute_of_its_press(
    open_page: Open, telephone: Telephone
) -> None:
    """Her telephone's clock goes on by five minutes between the press and its turn to be sent."""
    _cards, _desk, page = beside(open_page, telephone)
    page.evaluate("ahead = 0; Date.now = ((clock) => () => clock() + ahead)(Date.now)")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/say", hold)
    page.locator("[data-part=dial]").click()
    until(lambda: bool(held), "the touch is on its way")
    back(page)
    page.locator(".outcomes button", has_text="Pas de réponse").click()
    until(lambda: page.evaluate(f"(localStorage['{QUEUE}'] || '').includes('no_answer')"), "kept")
    page.evaluate("ahead = 5 * 60 * 1000")
    page.unroute("**/say")
    held[0].fallback()
    until(Call.objects.exists, "it is logged")
    late = now() - Call.objects.get().at
    assert timedelta(minutes=5) <= late < timedelta(minutes=5, seconds=30)


def test_what_is_typed_on_a_telephone_that_is_taken_off_is_there_once_it_is_paired_again(
    open_page: Open, telephone: Telephone
) -> None:
    (first, *_), desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    again = code_on(desk)  # its port stays open
    (device,) = all_devices()
    assert telephones.revoke(device.member, device.device_id)
    expect(page.locator("[data-part=words]")).to_contain_text("ce que vous avez écrit ici y reste")
    page.goto(again)
    page.reload()  # the fragment alone loads no page
    expect(page.locator("[data-part=called]")).to_have_text(first.name)
    expect(page.locator("[name=note]")).to_have_value("Budget voté")
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "it is noted")
    assert Call.objects.get().note == "Budget voté"
