"""A way to dial that asks another machine: what the page does when the answer is late or missing,
and when she presses twice.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from decroche.calls import asked as asking
from decroche.calls.asked import ASKED, AskedWay
from decroche.calls.asked_address import AddressAsked
from decroche.calls.own_way import keep_asked
from decroche.calls.preferences import keep_way
from decroche.gateways.dialler import NotDialled
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from tests.browser.conftest import Open, Watched
from tests.browser.test_morning import press
from tests.cast import file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
ASK, PHASE = "**/telephone/ask/", "**/telephone/phase/"
CONNECTED = {"said": "vous êtes en ligne", "call": "1", "phase": "answered"}


@pytest.fixture
def desk(open_page: Open, member: Member, settings: Any, tmp_path: Path) -> Watched:
    """A desk on which Space asks an address to dial."""
    settings.DATA_FOLDER = tmp_path
    file_of(member, 3)
    opened = open_page(quiet=False, dials=True)
    chosen = AddressAsked("http://192.168.1.20/call?number={number}", own_network=True)
    assert keep_asked(by=member, chosen=chosen, typed={"password": ""}) is None
    keep_way(by=member, way="address")
    opened.begin()
    return opened


def held(desk: Watched) -> list[Route]:
    """Returns the list of requests to dial, which get no answer until the test gives one."""
    found: list[Route] = []

    def hold(route: Route) -> None:
        found.append(route)

    desk.page.route(ASK, hold)
    return found


def is_asked(desk: Watched, asked: list[Route]) -> None:
    while not asked:
        desk.page.wait_for_timeout(20)


def space(desk: Watched) -> None:
    desk.azerty("Space", " ")


def test_two_presses_dial_once(desk: Watched) -> None:
    asked = held(desk)
    space(desk)
    is_asked(desk, asked)
    space(desk)
    asked[0].fulfill(json={"said": "ça sonne", "call": "1", "phase": "ringing"})
    expect(desk.page.locator("[data-beside]")).to_have_text("ça sonne")
    assert len(asked) == 1


RINGING = {"said": "ça sonne", "call": "1", "phase": "ringing"}


@pytest.mark.parametrize("answer", [{"said": "ça compose", "call": "", "phase": None}, RINGING])
def test_a_press_just_after_the_answer_dials_no_second_time(
    desk: Watched, answer: dict[str, Any]
) -> None:
    asked = list[Route]()

    def dials(route: Route) -> None:
        asked.append(route)
        route.fulfill(json=answer)

    desk.page.route(ASK, dials)
    desk.page.route(PHASE, lambda route: route.fulfill(json=RINGING))
    # The time within which a second press counts for none never ends, however slow this machine is.
    desk.page.evaluate(
        "() => { const wait = window.setTimeout; window.setTimeout ="
        " (act, ms, ...more) => (ms === 1500 ? 0 : wait(act, ms, ...more)); }"
    )
    space(desk)
    expect(desk.page.locator("[data-beside]")).to_have_text(answer["said"])
    space(desk)
    desk.page.wait_for_timeout(300)  # a question would be on its way
    assert len(asked) == 1


def test_what_was_refused_and_what_is_over_can_be_dialled_again(desk: Watched) -> None:
    answers = [{"said": "refusé", "call": "", "refused": True}, RINGING, RINGING]
    left = list(answers)
    desk.page.route(ASK, lambda route: route.fulfill(json=left.pop(0)))
    ended = {"said": "appel terminé", "call": "1", "phase": "ended"}
    desk.page.route(PHASE, lambda route: route.fulfill(json=ended))
    beside = desk.page.locator("[data-beside]")
    space(desk)
    expect(beside).to_have_text("refusé")
    space(desk)
    expect(beside).to_have_text("appel terminé")
    desk.page.route(PHASE, lambda route: route.fulfill(json=RINGING))
    space(desk)
    expect(beside).to_have_text("ça sonne")
    assert left == []


def test_a_late_answer_is_not_of_the_next_card(desk: Watched) -> None:
    asked = held(desk)
    phases: list[str] = []

    def tell(route: Route) -> None:
        phases.append(route.request.url)
        route.fulfill(json=CONNECTED)

    desk.page.route(PHASE, tell)
    space(desk)
    is_asked(desk, asked)
    before = desk.page.locator(".fiche h1").inner_text()
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).not_to_have_text(before)
    asked[0].fulfill(json={"said": "ça sonne", "call": "1", "phase": "ringing"})
    desk.page.wait_for_timeout(1500)  # the call of an answer is asked after each second
    expect(desk.page.locator("[data-beside]")).to_have_text("")
    assert desk.page.locator("input[name=seconds]").input_value() == ""
    assert phases == []


@pytest.mark.parametrize("status", [0, 404, 500])
def test_no_answer_is_said(desk: Watched, status: int) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=status) if status else route.abort()

    desk.page.route(ASK, fail)
    space(desk)
    expect(desk.page.locator("[data-beside]")).to_contain_text("regardez le téléphone")
    expect(desk.page.locator("[data-beside]")).to_have_class("error")


def test_a_refusal_after_the_page_stopped_waiting_is_said(
    desk: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, asked = threading.Event(), list[str]()

    def slow(_member: Member, number: PhoneNumber, _call: str) -> None:
        asked.append(number.national)
        go.wait(60)
        raise NotDialled("login")

    monkeypatch.setattr(asking, "_PATIENCE", 2.0)  # enough for its thread to begin
    monkeypatch.setitem(ASKED, "address", AskedWay(AddressAsked, slow))
    beside = desk.page.locator("[data-beside]")
    space(desk)
    expect(beside).to_contain_text("pas encore de réponse")
    expect(desk.page.locator("[data-hang-up]")).to_be_hidden()
    go.set()
    expect(beside).to_contain_text("refuse l’identifiant")
    expect(beside).to_have_class("error")
    assert len(asked) == 1
