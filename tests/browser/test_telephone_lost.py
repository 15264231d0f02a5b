"""What gets lost on the way between her telephone and the desk, comes late, or is of another
version of the page.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from decroche.calls.models import Call
from decroche.shared.clock import milliseconds, now
from decroche.telephone.service import telephones
from tests.browser.conftest import Open, caller
from tests.browser.telephones import (
    QUEUE,
    Telephone,
    accessible,
    back,
    beside,
    noting,
    of_card,
    with_the_computer,
)
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "line")]


def touched(page: Page) -> None:
    """She touches the button, and the desk has heard it."""
    page.locator("[data-part=dial]").click()
    until(lambda: telephones.exchange.now(caller().pk)["call"]["phase"] == "calling", "she calls")


def test_the_desk_hears_that_she_is_back_although_that_was_lost(
    open_page: Open, telephone: Telephone
) -> None:
    _cards, desk, page = beside(open_page, telephone)
    touched(page)
    page.route("**/say", lambda route: route.abort())
    back(page)
    expect(page.locator("[data-view=asking]")).to_be_visible()
    expect(page.locator(".status")).to_contain_text("sans l’ordinateur")
    page.unroute("**/say")
    expect(desk.page.locator("[data-beside]")).to_contain_text("retour")
    desk.page.keyboard.press("Space")
    expect(desk.page.locator("[data-beside]")).to_contain_text("sur votre téléphone")


def test_a_touch_that_was_lost_is_said_when_she_is_back(
    open_page: Open, telephone: Telephone
) -> None:
    """Her browser left the page for the dialler before the message went."""
    (card, *_), desk, page = beside(open_page, telephone)
    page.evaluate("ahead = 0; Date.now = ((clock) => () => clock() + ahead)(Date.now)")
    page.route("**/say", lambda route: route.abort())
    page.locator("[data-part=dial]").click()
    page.evaluate("ahead = 65000")
    back(page)
    expect(page.locator(".status")).to_contain_text("sans l’ordinateur")
    page.unroute("**/say")
    expect(desk.page.locator("[data-beside]")).to_contain_text("retour")
    call = telephones.exchange.now(caller().pk)["call"]
    assert call["number_id"] == card.numbers.all()[0].pk
    assert 60_000 < milliseconds(now()) - call["at"] < 80_000


def test_the_clock_of_the_desk_runs_since_the_touch(open_page: Open, telephone: Telephone) -> None:
    """The page of the desk was not looked at while she dialled."""
    (card, *_), desk, _page = beside(open_page, telephone)
    shown = telephones.exchange.now(caller().pk)["card"]
    touch = round((now() - timedelta(seconds=65)).timestamp() * 1000)
    number = card.numbers.all()[0].pk
    telephones.exchange.call(
        caller().pk, "calling", shown["key"], device="another", at=touch, number_id=number
    )
    clock = desk.page.locator("input[name=seconds]")
    until(clock.input_value, "the clock runs")
    assert int(clock.input_value()) >= 65


def of_another_version(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    """The desk is started again after an update, which changed the page of the telephone."""
    page.evaluate("window.before = true")
    for place in ("decroche.telephone.service", "decroche.desk.telephone.answering"):
        monkeypatch.setattr(f"{place}.page_mark", lambda: "another")
    telephones.sessions._sessions.clear()
    back(page)


def test_a_page_left_open_over_an_update_is_loaded_anew_once_nothing_is_asked(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    of_another_version(monkeypatch, page)
    with_the_computer(page)
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("jeudi 10h")
    expect(page.locator(".heard")).to_contain_text("→ jeudi")
    assert page.evaluate("window.before")
    page.locator("[data-part=confirm]").click()
    expect(page.locator("body")).to_have_attribute("data-page", "another")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.note) == (first, "Budget voté")


def test_a_note_that_is_too_long_is_shortened_where_it_is_refused(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_first, second, *_), _desk, page = beside(open_page, telephone)
    monkeypatch.setattr("decroche.gateways.telephone.requests.LONGEST", 3000)
    note = {"id": 2, "do": "note", "key": second.name, "company": second.pk, "name": second.name}
    waiting = json.dumps([{**note, "note": "long " * 1000}])
    page.evaluate("([name, all]) => localStorage.setItem(name, all)", [QUEUE, waiting])
    back(page)
    refused = page.locator("[data-part=refused]")
    expect(refused).to_contain_text("trop long")
    accessible(page)
    text = refused.locator("textarea")
    assert text.input_value() == "long " * 1000
    text.fill("Budget voté")
    page.reload()
    expect(text).to_have_value("Budget voté")
    page.get_by_role("button", name="Renvoyer").click()
    until(lambda: of_card(second), "it is kept")
    expect(refused).to_be_empty()


def test_what_may_be_added_is_shut_on_the_next_card(open_page: Open, telephone: Telephone) -> None:
    (_first, second, *_), _desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("summary").click()
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    noting(page)
    expect(page.locator("details")).not_to_have_attribute("open", "")


def test_a_script_that_did_not_arrive_is_asked_for_again(
    open_page: Open, telephone: Telephone
) -> None:
    """That part of the page is loaded once the card is shown."""
    _cards, _desk, page = beside(open_page, telephone)
    page.route("**/telephone-later.js*", lambda route: route.abort())
    page.reload()
    noting(page)
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.unroute("**/telephone-later.js*")
    page.locator("input[name=when]").fill("jeudi 10h")
    expect(page.locator(".heard")).to_contain_text("→ jeudi")
