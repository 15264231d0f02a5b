"""An outcome that her telephone kept while the desk was away, and that the desk then refuses, is
corrected on the telephone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from tests.browser.conftest import Open
from tests.browser.telephones import (
    QUEUE,
    Telephone,
    accessible,
    back,
    beside,
    noting,
    of_card,
    refused_late,
)
from tests.browser.test_morning import press
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tuesday", "line"),
]


def correct(page: Page) -> None:
    page.get_by_role("button", name="Corriger").click()
    expect(page.locator("[data-part=problem]")).to_contain_text("jeudredi")
    expect(page.locator("[data-part=refused]")).to_be_hidden()
    assert page.locator("input[name=when]").input_value() == "jeudredi"
    assert page.locator("[name=note]").input_value() == "Budget voté"


def nothing_is_left(page: Page) -> None:
    until(lambda: page.evaluate(f"localStorage['{QUEUE}']") == "[]", "nothing is left in the list")
    expect(page.locator("[data-part=refused]")).to_be_empty()


def corrected_to(page: Page, card: Company, when: str) -> None:
    page.locator("input[name=when]").fill(when)
    page.locator("[data-part=confirm]").click()
    until(lambda: Call.objects.filter(company=card, outcome="call_back").exists(), "it is noted")
    assert Call.objects.get(company=card).note == "Budget voté"
    assert FollowUp.objects.get(company=card)
    nothing_is_left(page)


def test_a_date_that_was_refused_late_is_corrected(open_page: Open, telephone: Telephone) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    refused_late(page)
    accessible(page)
    correct(page)
    accessible(page)
    page.locator("input[name=when]").fill("mercreudi")
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=problem]")).to_contain_text("mercreudi")
    assert not Call.objects.exists()
    corrected_to(page, first, "jeudi 10h")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)


def test_it_is_corrected_after_the_desk_went_on_to_another_card(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    refused_late(page)
    desk.page.get_by_role("button", name="Passer").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    correct(page)
    page.reload()  # a telephone puts a page away whenever it needs the room
    expect(page.locator("[data-part=called]")).to_have_text(first.name)
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    until(lambda: Call.objects.filter(company=second).exists(), "the desk goes on meanwhile")
    expect(page.locator("[data-part=called]")).to_have_text(first.name)
    corrected_to(page, first, "jeudi 10h")


def test_a_correction_that_is_left_stays_in_the_list_with_what_was_typed(
    open_page: Open, telephone: Telephone
) -> None:
    _cards, _desk, page = beside(open_page, telephone)
    refused_late(page)
    correct(page)
    page.locator("[name=note]").fill("Budget voté pour mars")
    page.get_by_role("button", name="Retour").click()
    expect(page.locator("[data-part=refused]")).to_contain_text("jeudredi")
    page.get_by_role("button", name="Corriger").click()
    assert page.locator("[name=note]").input_value() == "Budget voté pour mars"
    page.get_by_role("button", name="Retour").click()
    page.get_by_role("button", name="Abandonner").click()
    nothing_is_left(page)


def test_what_is_typed_about_another_card_waits_there_while_one_is_corrected(
    open_page: Open, telephone: Telephone
) -> None:
    (_first, second, *_), desk, page = beside(open_page, telephone)
    refused_late(page)
    desk.page.get_by_role("button", name="Passer").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    noting(page)
    page.locator("[name=note]").fill("Mme Petit décide")
    page.get_by_role("button", name="Retour").click()
    correct(page)
    until(lambda: of_card(second), "it is a draft of its card")
    expect(page.locator("[data-part=problem]")).to_have_text(re.compile("jeudredi"))


def test_what_is_too_long_to_be_sent_is_shortened_and_holds_nothing_up(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    page.route("**/say", lambda route: route.abort())
    noting(page)
    page.locator("[name=note]").fill("long " * 1000)
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=words]")).to_contain_text("Gardé dans ce téléphone")
    waits = {"id": 2, "do": "note", "key": second.name, "company": second.pk, "note": "Budget"}
    page.evaluate(
        "([name, one]) => localStorage.setItem("
        "name, JSON.stringify([...JSON.parse(localStorage[name]), one]))",
        [QUEUE, waits],
    )
    monkeypatch.setattr("decroche.gateways.telephone.requests.LONGEST", 3000)
    page.unroute("**/say")
    back(page)
    until(lambda: of_card(second), "the other one is kept")
    expect(page.locator("[data-part=refused]")).to_contain_text("trop long")
    page.get_by_role("button", name="Corriger").click()
    page.locator("[name=note]").fill("court")
    page.locator(".outcomes button").first.click()
    until(lambda: Call.objects.filter(company=first, note="court").exists(), "it is noted")
    nothing_is_left(page)


def test_a_guess_is_of_the_time_since_the_touch(open_page: Open, telephone: Telephone) -> None:
    """She did not leave the page: her browser has no dialler that covers it."""
    _cards, _desk, page = beside(open_page, telephone)
    page.locator("[data-part=dial]").click()
    page.wait_for_timeout(500)  # the second of two taps is none
    noting(page)
    minutes = page.locator("[name=minutes]")
    assert minutes.input_value() == ""
    page.get_by_role("button", name="Retour").click()
    page.wait_for_timeout(500)
    page.evaluate("Date.now = () => 1000")  # the telephone's clock was put back
    noting(page)
    assert minutes.input_value() == ""


def test_the_note_that_an_undo_brings_back_is_changed_there(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    noting(page)
    page.locator("[name=note]").fill("Budget voté")
    page.locator("summary").click()
    page.locator("[name=message_left]").check()
    page.locator(".outcomes button").nth(1).click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    noting(page)
    assert page.locator("[name=note]").input_value() == "Budget voté"
    assert page.locator("[name=message_left]").is_checked()
    page.locator("[name=note]").fill("Budget")
    page.locator("summary").click()
    page.locator("[name=message_left]").uncheck()
    page.locator(".outcomes button").nth(1).click()
    until(lambda: Call.objects.filter(company=first).exists(), "it is noted")
    call = Call.objects.get()
    assert (call.note, call.message_left) == ("Budget", False)
