"""What only her telephone has: it is said, it is sent, and it is not left by accident. And what a
telephone keeps for a desk that is another one meanwhile: started again, full, or of other data.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import OperationalError
from playwright.sync_api import Page, expect

from decroche.calls.models import Call, CallSession, Moment
from decroche.config.data_mark import new_data_mark
from decroche.prospects.models import Company
from decroche.telephone.service import telephones
from tests.browser.conftest import Open, caller, stays
from tests.browser.telephones import (
    QUEUE,
    Telephone,
    accessible,
    back,
    beside,
    code_on,
    noting,
    of_card,
    paired,
    with_the_computer,
)
from tests.browser.test_morning import press
from tests.cast import file_of
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "line")]
NOWHERE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
ALONE = "Ce téléphone ne garde rien"


def asks_before_it_is_left(page: Page) -> bool:
    """Whether the browser asks, as she goes to another address."""
    asked = stays(page)
    page.evaluate("setTimeout(() => (location.search = '?again'))")
    page.wait_for_timeout(500)
    return asked == ["beforeunload"]


@pytest.mark.parametrize("how", [NOWHERE, FULL], ids=["nowhere", "full"])
def test_without_room_in_the_browser_it_is_said_and_what_waits_goes_all_the_same(
    open_page: Open, telephone: Telephone, how: str
) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page()
    code = code_on(desk)
    page = telephone("about:blank")
    page.context.add_init_script(how)
    page.goto(code)
    with_the_computer(page)
    expect(page.locator("[data-part=alone]")).to_contain_text(ALONE)
    desk.page.wait_for_url(re.compile(r"/telephone/$"))
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    page.locator("[data-part=dial]").click()
    back(page)
    page.locator("[name=note]").fill("Budget voté")
    accessible(page)
    assert asks_before_it_is_left(page)
    page.route("**/say", lambda route: route.abort())
    page.locator(".outcomes button").first.click()
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    expect(page.locator("[data-part=words]")).not_to_contain_text("Gardé dans ce téléphone")
    assert asks_before_it_is_left(page)
    page.unroute("**/say")
    back(page)
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.outcome, call.note) == (first, "no_answer", "Budget voté")
    expect(page.locator(".status")).not_to_contain_text("à envoyer")


def test_what_a_full_browser_can_not_keep_is_said_when_it_is_so(
    open_page: Open, telephone: Telephone
) -> None:
    """It was paired before, when there was room."""
    (_first, second, *_), _desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=alone]")).to_be_hidden()
    page.evaluate(f"() => {{ {FULL} }}")
    noting(page)
    expect(page.locator("[data-part=alone]")).to_contain_text(ALONE)
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    expect(page.locator("[data-part=alone]")).to_be_hidden()
    assert Call.objects.get().outcome == "no_answer"
    assert not asks_before_it_is_left(page)


def test_a_desk_whose_clock_was_put_back_is_followed_again(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    telephones.sessions._sessions.clear()
    telephones.exchange._shown.clear()  # it was started again, and counts from less
    telephones.exchange._of(caller().pk).change = 5
    back(page)
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    expect(page.locator("[data-part=name]")).to_have_text(second.name)


def test_a_note_that_waited_lands_on_no_card_of_other_data(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    page.get_by_role("button", name="Retour").click()
    page.route("**/say", lambda route: route.abort())
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    new_data_mark()
    page.unroute("**/say")
    back(page)
    expect(page.locator("[data-part=refused]")).to_contain_text("remplacées par une copie")
    expect(page.locator("[data-part=refused]")).to_contain_text("Budget voté")
    assert not of_card(first)
    assert not of_card(second)


def test_what_the_computer_has_no_room_for_is_said_and_goes_later(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    with monkeypatch.context() as patched:
        patched.setattr("decroche.desk.telephone.answering.log_form", no_room)
        noted_without_room(page)
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.note) == (first, "Budget voté")
    expect(page.locator("[data-part=said]")).not_to_contain_text("plein")


def no_room(*_what: Any) -> None:
    raise OperationalError("database or disk is full")


def noted_without_room(page: Page) -> None:
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=words]")).to_contain_text("Le disque de l’ordinateur est plein")
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    assert len(json.loads(page.evaluate("(name) => localStorage[name]", QUEUE))) == 1


@pytest.mark.parametrize("ended", [False, True])
def test_a_call_noted_there_is_of_the_sitting_that_it_was_made_in(
    open_page: Open, telephone: Telephone, ended: bool
) -> None:
    """Also when that is ended on the desk while she talks."""
    file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone)
    desk.begin()
    page.locator("[data-part=dial]").click()
    until(lambda: telephones.exchange.now(caller().pk)["call"]["phase"] == "calling", "she calls")
    if ended:
        desk.page.locator("form[action='/calls/end/'] button").click()
        until(lambda: CallSession.objects.get().ended_at, "it is ended")
    back(page)
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "the call is kept")
    assert Call.objects.get().session == CallSession.objects.get()


def test_what_is_added_on_the_telephone_waits_with_its_outcome_and_is_undone_with_it(
    open_page: Open, telephone: Telephone
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone, size="small")
    desk.go("/calls/")
    page.locator("[data-part=dial]").click()
    back(page)
    expect(page.locator("[name=moment]")).to_be_hidden()  # no further wall of buttons
    accessible(page)
    page.get_by_text("Ajouter…").click()
    page.get_by_label("Message laissé").check()
    page.locator("[name=referral]").fill("Studio Nord 03 53 01 12 34 Lille")
    page.locator("[name=moment]").fill("Enfin quelqu’un qui comprend !")
    accessible(page)
    page.reload()  # put away while she writes
    for words in ("Message laissé", "Recommande", "Grand moment"):
        expect(page.locator(".added summary").get_by_text(words, exact=True)).to_be_visible()
    expect(page.locator("[name=moment]")).to_have_value("Enfin quelqu’un qui comprend !")
    page.route("**/say", lambda route: route.abort())
    page.locator(".outcomes button").nth(1).click()
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    assert not Moment.objects.exists()
    page.unroute("**/say")
    back(page)
    expect(page.locator("[data-part=name]")).to_have_text("Studio Nord")
    call = Call.objects.get()
    assert (call.company, call.outcome, call.message_left) == (first, "voicemail", True)
    assert Moment.objects.get().sentence == "Enfin quelqu’un qui comprend !"
    assert Company.objects.filter(name="Studio Nord").count() == 1
    page.locator("[data-part=outcome]").click()
    expect(page.locator("[name=moment]")).to_have_value("")  # nothing of it on the next card
    page.get_by_role("button", name="Retour").click()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    assert not Call.objects.exists()
    assert not Moment.objects.exists()
    assert not Company.objects.filter(name="Studio Nord").exists()
