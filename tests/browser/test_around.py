"""What surrounds the calls of a sitting: calls received or made elsewhere, notes, the way she
dials, what a page shows on paper and at every width.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call, Note
from decroche.calls.scripts import seed_texts
from decroche.followups.models import FollowUp
from decroche.shared import clock
from decroche.team.actions import introduce
from decroche.team.models import Member
from tests.browser.conftest import Open, Watched, caller
from tests.browser.test_morning import name_shown, press
from tests.cast import TUESDAY, file_of
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def still() -> object:
    with clock.frozen(TUESDAY):
        yield


def talker() -> Member:
    """The freelancer of this machine, with what she says."""
    member = caller()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet en communication")
    seed_texts(by=member, language="fr")
    return member


def find(desk: Watched, text: str) -> None:
    """`/`, a number or a name, Enter."""
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
    desk.azerty("KeyE", "e")
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
