"""What she notes while the server or the network is away: kept in the browser, sent later, once, in
order, at the time it was pressed; what is refused is shown, never lost.
"""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, SupportsIndex

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from decroche.calls.models import Call, CallSession, Draft, Moment, Note
from decroche.calls.outcomes import OUTCOMES
from decroche.desk.loop.form import LoopForm
from decroche.desk.loop.log_form import AfterLogging, log_form
from decroche.journal.models import Entry
from decroche.membership.actions import share
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.access import LINK
from decroche.team.door import new_key
from decroche.team.models import Member
from tests.browser.conftest import QUIET, Open, Watched, caller, hold_requests, stays
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, file_of
from tests.cli.test_serving import Desk
from tests.desk.loop.test_press import many
from tests.sharing import PASSWORD, joined
from tests.waiting import DEADLINE, until

pytestmark = pytest.mark.sqlite
LOG = "**/calls/log/"
LOOKED = "document.body.dispatchEvent(new Event('input', {bubbles: true}))"
"""She does something on a card that only just came: the next key is meant for it."""
CLOSE = timedelta(seconds=4)
"""How far the time that is kept may be from the press: what is sent within a second is of now."""


class Ticking(list[datetime]):
    """The clock begins on a working Tuesday and goes on from there."""

    def __init__(self) -> None:
        super().__init__([TUESDAY])
        self.began = time.monotonic()

    def __getitem__(self, _place: SupportsIndex | slice) -> Any:
        return TUESDAY + timedelta(seconds=time.monotonic() - self.began)


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_frozen", Ticking())


class Line:
    """The way between a desk and its server, for what is sent with the keys. `state`: "up"; "lost"
    when nothing arrives; "mute" when it arrives and the answer is lost; "down" for a server that
    is there and fails.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.state = "up"
        self.seen = 0
        context.route(LOG, self.pass_on)

    def pass_on(self, route: Route) -> None:
        self.seen += 1
        if self.state == "up":
            route.continue_()
        elif self.state == "down":
            route.fulfill(status=503, body="")
        else:
            if self.state == "mute":
                route.fetch()
            route.abort()


def waits(page: Page) -> Any:
    return page.locator("[data-outbox]")


def entries(page: Page) -> int:
    """How many entries wait in the browser."""
    found: int = page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("decroche", 1);
          asked.onsuccess = () => {
            const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
            all.onsuccess = () => { asked.result.close(); resolve(all.result.length); };
          };
        })"""
    )
    return found


def sent(page: Page) -> None:
    until(lambda: entries(page) == 0, "all is sent")


def take(desk: Watched, card: Company) -> None:
    """Takes another card."""
    desk.page.evaluate(
        """async (path) => {
          const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
          await fetch(path, { method: "POST", headers: { "X-CSRFToken": token } });
        }""",
        f"/calls/take/{card.pk}/",
    )
    desk.go("/calls/")
    expect(desk.page.locator(".fiche h1")).to_have_text(card.name)


def test_an_answer_that_is_lost_is_one_call_at_the_time_of_the_press(open_page: Open) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "mute"
    pressed = now()
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text(first.name)
    expect(waits(desk.page)).to_contain_text("Décroche ne répond pas")
    expect(waits(desk.page)).to_contain_text("La fiche suivante vient dès qu’il répond")
    desk.accessible()
    press(desk, "9")  # the card is noted already: this is not taken for another call
    expect(desk.page.locator(".last")).to_contain_text("Déjà noté")
    time.sleep(
        CLOSE.total_seconds() + 0.5
    )  # so that the time of the press is not the time of its arrival
    line.state = "up"
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    expect(waits(desk.page)).to_be_hidden()
    assert line.seen > 1
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "no_answer")
    assert abs(call.at - pressed) < CLOSE


def test_nothing_is_taken_back_while_something_waits(open_page: Open) -> None:
    """It would be the outcome before it."""
    file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    before = name_shown(desk)
    press(desk, "1")
    next_card(desk, before)
    line.state = "lost"
    desk.page.evaluate(LOOKED)
    press(desk, "9")
    expect(waits(desk.page)).to_be_visible()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".last")).to_contain_text("Rien n’a été repris")
    assert Call.objects.count() == 1
    line.state = "up"
    sent(desk.page)
    assert Call.objects.count() == 2


def test_two_in_a_row_go_in_order_each_at_its_time_with_what_was_typed(open_page: Open) -> None:
    cards = file_of(caller(), 4)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    desk.azerty("KeyM", "m")
    desk.page.keyboard.type("Vous tombez bien")
    desk.page.keyboard.press("Enter")
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Budget voté")
    desk.page.keyboard.press("Escape")
    times = [now()]
    press(desk, "2")
    expect(waits(desk.page)).to_be_visible()
    take(desk, cards[2])
    time.sleep(2 * CLOSE.total_seconds())  # the two presses must be told apart
    times.append(now())
    press(desk, "9")
    until(lambda: entries(desk.page) == 2, "both wait")
    expect(waits(desk.page).locator("li")).to_have_count(2)
    line.state = "up"
    desk.page.reload()
    sent(desk.page)
    kept = list(Call.objects.order_by("pk"))
    assert [(one.company, one.outcome) for one in kept] == [
        (cards[0], "voicemail"),
        (cards[2], "hung_up"),
    ]
    assert kept[0].note == "Budget voté"
    assert Moment.objects.get().sentence == "Vous tombez bien"
    for call, at in zip(kept, times, strict=True):
        assert abs(call.at - at) < CLOSE
    expect(desk.page.locator(".fiche h1")).to_have_text(cards[1].name)


def test_the_next_card_does_not_come_in_the_middle_of_a_word(open_page: Open) -> None:
    """The letters after it would be keys of that card: p, s and 1 among them."""
    first, second, *_ = file_of(caller(), 4)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    press(desk, "1")
    until(lambda: entries(desk.page) == 1, "the press waits")
    desk.page.locator("#note").press_sequentially("passer par ")
    line.state = "up"
    sent(desk.page)
    until(lambda: Call.objects.count() == 1, "the call")
    desk.page.keyboard.type("Mme Petit, poste 12")
    assert name_shown(desk) == first.name
    until(lambda: Draft.objects.filter(company=first).exists(), "the draft")
    desk.page.keyboard.press("Escape")
    next_card(desk, first.name)
    assert name_shown(desk) == second.name
    assert desk.page.locator("#note").input_value() == ""
    assert not CallSession.objects.exclude(paused_at=None).exists()
    call = Call.objects.get()
    until(
        lambda: (
            f"{call.note} {' '.join(Note.objects.values_list('text', flat=True))}".split()
            == ["passer", "par", "Mme", "Petit,", "poste", "12"]
        ),
        "every word once",
    )


def test_a_page_that_was_made_just_before_its_outcome_arrived_goes_on(open_page: Open) -> None:
    """The page is loaded again while an outcome is on its way: the desk makes it with the card that
    is being noted.
    """
    first, second, *_ = file_of(caller(), 3)
    desk = open_page()
    desk.go("/calls/")
    made_before = desk.page.evaluate("fetch(location.href).then((answer) => answer.text())")
    press(desk, "1")
    next_card(desk, first.name)
    old = {"body": made_before, "content_type": "text/html"}
    desk.page.route("**/calls/", lambda route: route.fulfill(**old), times=1)
    desk.page.reload()
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.count() == 1


def test_two_tabs_send_one_call_and_both_move_on(open_page: Open) -> None:
    _first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    other = Watched(desk.page.context.new_page(), desk.base)
    other.go("/calls/")
    line.state = "mute"
    press(desk, "1")
    press(other, "1")
    line.state = "up"
    for tab in (desk, other):
        expect(tab.page.locator(".fiche h1")).to_have_text(second.name)
        sent(tab.page)
    assert Call.objects.count() == 1


NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });"
"""As in a browser at a plain http address of another machine."""


@pytest.mark.parametrize("locks", [True, False])
def test_two_tabs_that_send_at_once_make_one_call(open_page: Open, locks: bool) -> None:
    """With locks only one of them sends; without, the key of the card makes it one call."""
    _first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    context, held, holding = desk.page.context, list[Route](), [True]

    def hold(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            route.continue_()

    if not locks:
        context.add_init_script(NO_LOCKS)
    context.route(LOG, hold)
    desk.go("/calls/")
    other = Watched(context.new_page(), desk.base)
    other.go("/calls/")
    press(desk, "1")
    press(other, "1")
    until(lambda: desk.page.evaluate("true") and held, "it is on its way")
    if not locks:
        until(lambda: desk.page.evaluate("true") and held[1:], "the other one as well")
    else:
        waiting = "navigator.locks.query().then(({ pending }) => pending.length)"
        until(lambda: other.page.evaluate(waiting), "the other one waits for its turn")
        assert len(held) == 1
    holding.clear()
    for route in held:
        route.continue_()
    for tab in (desk, other):
        expect(tab.page.locator(".fiche h1")).to_have_text(second.name)
        sent(tab.page)
    assert Call.objects.get().outcome == "no_answer"


def test_another_outcome_for_a_card_that_is_noted_is_shown_not_dropped(open_page: Open) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.go("/calls/")
    other = Watched(desk.page.context.new_page(), desk.base)
    other.go("/calls/")
    other.page.evaluate("document.querySelector('form[data-loop]').elements.key.value += '!'")
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    other.page.evaluate(
        "() => { const key = document.querySelector('form[data-loop]').elements.key;"
        " key.value = key.value.slice(0, -1); }"
    )
    press(other, "3")
    other.page.locator("fieldset.panel:not([hidden]) [data-confirm]").click()
    expect(waits(other.page)).to_contain_text("Cette fiche a déjà été notée : Pas de réponse")
    other.accessible()
    press(other, "2")  # one that was refused keeps no other from being sent
    expect(waits(other.page).locator("li")).to_have_count(2)
    waits(other.page).get_by_role("button", name="Abandonner").last.click()
    expect(waits(other.page).locator("li")).to_have_count(1)
    waits(other.page).get_by_role("button", name="Renvoyer").click()
    sent(other.page)
    outcomes = Call.objects.filter(company=first).order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["no_answer", "gatekeeper"]


def test_an_expired_form_is_renewed_and_sent_again(open_page: Open) -> None:
    file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.go("/calls/")
    before = name_shown(desk)
    desk.page.context.clear_cookies(name="decroche-csrf")
    press(desk, "1")
    next_card(desk, before)
    assert Call.objects.count() == 1
    desk.page.context.clear_cookies(name="decroche-csrf")
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Budget voté")
    until(lambda: Draft.objects.filter(note="Budget voté").exists(), "the note is kept")


def test_an_ended_session_keeps_all_until_the_desk_is_opened_again(open_page: Open) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.go("/calls/")
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Mme Petit décide")
    desk.page.context.clear_cookies()
    desk.page.keyboard.press("Escape")
    pressed = now()
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text("Le bureau est fermé dans ce navigateur")
    assert not Call.objects.exists()
    desk.go(f"{LINK}?key={new_key()}")
    sent(desk.page)
    call = Call.objects.get()
    assert (call.company, call.note) == (first, "Mme Petit décide")
    assert abs(call.at - pressed) < CLOSE


def test_what_is_not_understood_is_shown_with_its_reason_and_corrected(open_page: Open) -> None:
    first, _second, third = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    press(desk, "4")
    line.state = "lost"
    panel = desk.page.locator("fieldset.panel:not([hidden])")
    panel.locator("input[name=when]").fill("jeudredi")
    panel.locator("[data-confirm]").click()
    expect(waits(desk.page)).to_be_visible()
    take(desk, third)
    line.state = "up"
    desk.page.reload()
    item = waits(desk.page).locator("li")
    expect(item).to_contain_text("jeudredi")
    assert entries(desk.page) == 1
    expect(item).to_contain_text(first.name)
    item.locator("input[name=when]").fill("jeudi 10h")
    desk.accessible()
    item.get_by_role("button", name="Renvoyer").click()
    sent(desk.page)
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "call_back")
    expect(waits(desk.page)).to_be_hidden()


def test_a_card_that_is_gone_gives_the_words_back(open_page: Open) -> None:
    first, _second, third = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    desk.azerty("KeyN", "n")
    desk.page.keyboard.type("Budget voté")
    desk.page.keyboard.press("Escape")
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()
    take(desk, third)
    Company.objects.filter(pk=first.pk).update(erased_at=now())
    line.state = "up"
    desk.page.reload()
    # Her note may have been sent by itself just before, and be given back in a line of its own.
    item = waits(desk.page).locator("li").filter(has_text="Pas de réponse")
    expect(item).to_contain_text("n’est plus dans le fichier")
    expect(item.locator("input[name=note]")).to_have_value("Budget voté")
    item.get_by_role("button", name="Abandonner").click()
    expect(item).to_have_count(0)
    for alone in waits(desk.page).get_by_role("button", name="Abandonner").all():
        alone.click()
    expect(waits(desk.page)).to_be_hidden()
    assert entries(desk.page) == 0
    assert not Call.objects.exists()


@pytest.mark.parametrize("status", [200, 400, 404, 408, 429])
def test_what_a_network_or_a_proxy_answers_is_no_answer_of_the_desk(
    open_page: Open, status: int
) -> None:
    """The page of a hotel's network, a proxy that finds no server: what was pressed goes on
    waiting.
    """
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.go("/calls/")
    page = "<!DOCTYPE html><title>Wi-Fi</title><body data-desk=''><h1>Bienvenue</h1></body>"
    desk.page.route(LOG, lambda route: route.fulfill(status=status, body=page))
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text("Décroche ne répond pas")
    expect(waits(desk.page).get_by_role("button", name="Renvoyer")).to_be_hidden()
    desk.page.unroute(LOG)
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert (Call.objects.get().company, entries(desk.page)) == (first, 0)


@pytest.mark.parametrize(
    "broken",
    [
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };",
        "indexedDB.open = () => { const asked = {}; "
        "setTimeout(() => asked.onerror(), 5); return asked; };",
        "IDBObjectStore.prototype.add = function () { this.transaction.abort(); return {}; };",
    ],
)
def test_where_the_browser_keeps_nothing_she_calls_all_the_same(
    open_page: Open, broken: str
) -> None:
    first, second, third, *_ = file_of(caller(), 4)
    desk = open_page(quiet=False)
    desk.page.add_init_script(broken)
    line = Line(desk.page.context)
    desk.go("/calls/")
    press(desk, "1")
    next_card(desk, first.name)
    line.state = "mute"
    desk.page.evaluate(LOOKED)
    press(desk, "9")
    expect(waits(desk.page)).to_contain_text(second.name)
    press(desk, "1")
    expect(desk.page.locator(".last")).to_contain_text("Déjà noté")
    line.state = "up"
    expect(desk.page.locator(".fiche h1")).to_have_text(third.name)
    desk.page.evaluate(LOOKED)
    press(desk, "1")
    next_card(desk, third.name)
    assert [call.company for call in Call.objects.order_by("id")] == [first, second, third]
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".fiche h1")).to_have_text(third.name)
    assert Call.objects.count() == 2


NO_ROOM = """
  const add = IDBObjectStore.prototype.add;
  window.room = false;
  IDBObjectStore.prototype.add = function (...given) {
    if (window.room) return add.apply(this, given);
    this.transaction.abort();
    return {};
  };
"""


def test_what_is_only_in_the_page_is_sent_at_its_place_among_the_others(open_page: Open) -> None:
    """There is room in the browser again when the second card is noted."""
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.page.add_init_script(NO_ROOM)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text(first.name)
    other = Watched(desk.page.context.new_page(), desk.base)
    other.go("/calls/")
    take(other, second)
    other.page.evaluate("window.room = true")
    press(other, "1")
    until(lambda: entries(desk.page) == 1, "the second is in the browser, the first is not")
    other.page.close()
    line.state = "up"
    until(lambda: not entries(desk.page) and Call.objects.count() == 2, "both are noted")
    assert [call.company for call in Call.objects.order_by("id")] == [first, second]


def test_what_is_only_in_the_page_is_not_left_without_a_question(open_page: Open) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.page.add_init_script("indexedDB.open = () => { throw new DOMException('full'); };")
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text(first.name)
    asked = stays(desk.page)
    desk.page.close(run_before_unload=True)
    while not asked:
        desk.page.wait_for_timeout(20)
    assert asked == ["beforeunload"]
    line.state = "up"
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    with desk.page.expect_event("close"):  # nothing is asked once it is sent
        desk.page.close(run_before_unload=True)


def test_what_the_desk_fails_at_holds_nothing_else_up(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    broken = True

    def fails(member: Member, form: LoopForm, at: datetime) -> AfterLogging:
        if broken and form.company_id == first.pk:
            raise ZeroDivisionError
        return log_form(member, form, at)

    monkeypatch.setattr("decroche.desk.loop.views.log_form", fails)
    desk.go("/calls/")
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text(first.name)
    take(desk, second)
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).not_to_have_text(second.name)
    expect(waits(desk.page)).to_contain_text(first.name)
    assert [call.company for call in Call.objects.all()] == [second]
    broken = False
    sent(desk.page)
    kept = Call.objects.order_by("at").values_list("company__name", flat=True)
    assert list(kept) == [first.name, second.name]


def test_what_the_computer_has_no_room_for_is_said_and_goes_once_there_is(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    full = True

    def fails(member: Member, form: LoopForm, at: datetime) -> AfterLogging:
        if full:
            raise OperationalError("database or disk is full")
        return log_form(member, form, at)

    monkeypatch.setattr("decroche.desk.loop.views.log_form", fails)
    desk.go("/calls/")
    press(desk, "1")
    expect(waits(desk.page)).to_contain_text("Le disque de l’ordinateur de Décroche est plein")
    expect(waits(desk.page)).to_contain_text(first.name)
    desk.page.reload()
    expect(waits(desk.page)).to_contain_text("Le disque de l’ordinateur de Décroche est plein")
    assert not Call.objects.exists()
    full = False
    sent(desk.page)
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.get().company == first


def test_nothing_is_sent_in_the_name_of_a_member_who_signed_in_since(open_page: Open) -> None:
    """One browser, two members, one after the other: the page of the first is still open."""
    owner = caller()
    share(by=owner, name="Camille Arnaud", email="camille@arnaud.example", password=PASSWORD)
    joined(owner)
    file_of(owner, 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()
    other = desk.page.context.new_page()
    other.goto(f"{desk.base}/sign-in/")
    other.locator("input[name=email]").fill("noe@equipe.example")
    other.locator("input[name=password]").fill(PASSWORD)
    with other.expect_navigation():
        other.locator("input[name=password]").press("Enter")
    line.state = "up"
    desk.page.bring_to_front()
    expect(waits(desk.page)).to_contain_text("terminée dans ce navigateur")
    assert not Call.objects.exists()
    assert entries(desk.page) == 1


def test_another_desk_at_the_same_address_gets_nothing(open_page: Open, settings: Any) -> None:
    """Two data folders served at one port, one after the other, know the same card numbers."""
    file_of(caller(), 2)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()
    desk.go("/ping/")
    own, settings.SECRET_KEY = settings.SECRET_KEY, "another folder's"
    line.state = "up"
    desk.go(f"{LINK}?key={new_key()}")
    desk.go("/calls/")
    desk.page.evaluate("new Promise((done) => setTimeout(done, 1500))")
    assert not Call.objects.exists()
    assert entries(desk.page) == 1
    settings.SECRET_KEY = own
    desk.go(f"{LINK}?key={new_key()}")
    sent(desk.page)
    assert Call.objects.count() == 1


def test_a_server_killed_after_its_commit_and_a_closed_browser_make_one_call(
    playwright: Playwright, chromium_path: str, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "data")
    desk.command("demo", "--companies", "20")
    desk.start()

    def opened() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium_path, args=QUIET, locale="fr-FR"
        )
        context.set_default_timeout(DEADLINE * 1000)
        context.pages[0].goto(f"http://127.0.0.1:{desk.port}{LINK}?key={new_key(desk.data)}")
        context.pages[0].goto(f"http://127.0.0.1:{desk.port}/calls/")
        return context

    def kill(route: Route) -> None:
        assert route.fetch().ok
        desk.kill()
        route.abort()

    context = opened()
    context.route(LOG, kill, times=1)
    page = context.pages[0]
    first = page.locator(".fiche h1").inner_text()
    page.keyboard.press("9")
    expect(waits(page)).to_contain_text(first)
    assert entries(page) == 1
    context.close()
    desk.start()
    context = opened()
    sent(context.pages[0])
    expect(context.pages[0].locator(".fiche h1")).not_to_have_text(first)
    context.close()
    desk.kill()
    with sqlite3.connect(desk.data / "decroche.sqlite3") as file:
        assert file.execute("SELECT outcome FROM calls_call").fetchall() == [("hung_up",)]
    file.close()


STEPS = st.lists(
    st.sampled_from(["1", "2", "9", "lost", "mute", "down", "up", "reload", "tab", "take"]),
    min_size=4,
    max_size=9,
)


@settings(
    max_examples=12,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_the_log_is_what_was_pressed_each_once_in_order_at_its_time(
    open_page: Open, steps: list[str]
) -> None:
    member = caller()
    if not Company.objects.exists():
        file_of(member)
        many(member, 300)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    before = Entry.objects.filter(verb="call.logged").count()
    desk.go("/calls/")
    pressed: list[tuple[str, str, datetime]] = []
    waiting: set[str] = set()
    keys = {spec.key: spec.code for spec in OUTCOMES.values()}
    for step in steps:
        if step in keys:
            name = name_shown(desk)
            if name in waiting:
                continue
            desk.page.evaluate(LOOKED)
            pressed.append((name, keys[step], now()))
            press(desk, step)
            if line.state == "up" and not waiting:
                next_card(desk, name)
            else:
                waiting.add(name)
                expect(waits(desk.page)).to_contain_text(name)
        elif step == "reload":
            desk.page.reload()
        elif step == "tab":
            tab = desk.page.context.new_page()
            desk.page.close()
            desk.page = tab
            desk.go("/calls/")
        elif step == "take":
            other = Company.objects.filter(state__attempts=0).exclude(name__in=waiting)
            card = other.order_by("-pk")[len(pressed)]
            take(desk, card)
        else:
            line.state = step
        if line.state == "up":
            desk.page.reload()
            sent(desk.page)
            waiting.clear()
            desk.page.reload()
    line.state = "up"
    desk.page.reload()
    sent(desk.page)
    kept = list(
        Call.objects.select_related("company")
        .order_by("pk")
        .values_list("company__name", "outcome", "at")
    )[before:]
    assert [(name, outcome) for name, outcome, _ in kept] == [
        (name, outcome) for name, outcome, _ in pressed
    ], steps
    assert Entry.objects.filter(verb="call.logged").count() - before == len(pressed)
    for (_, _, at), (_, _, then) in zip(kept, pressed, strict=True):
        assert abs(at - then) < CLOSE, steps


def test_what_is_typed_after_a_press_goes_with_it_while_it_waits(open_page: Open) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Line(desk.page.context)
    desk.go("/calls/")
    line.state = "lost"
    desk.page.locator("#note").fill("rappeler Mme Petit")
    desk.page.locator("#note").blur()
    press(desk, "1")
    until(lambda: entries(desk.page) == 1, "the press waits")
    desk.page.locator("#note").fill("rappeler Mme Petit, après 14 h")
    line.state = "up"
    expect(desk.page.locator(".last")).to_contain_text("dès que vous quittez ce champ")
    desk.page.keyboard.press("Escape")
    next_card(desk, first.name)
    assert Call.objects.get().note == "rappeler Mme Petit, après 14 h"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("reloads", [True, False])
def test_what_is_typed_after_an_answer_was_lost_is_a_note_of_its_card(
    open_page: Open, reloads: bool
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line, notes = Line(desk.page.context), "**/note/"
    desk.go("/calls/")
    desk.page.locator("#note").fill("rappeler Mme Petit")
    until(lambda: desk.page.evaluate("true") and Draft.objects.exists(), "the note is kept")
    desk.page.locator("#note").blur()
    line.state = "mute"
    desk.page.route(notes, lambda route: route.abort())
    press(desk, "1")
    until(lambda: desk.page.evaluate("true") and Call.objects.exists(), "the call is logged")
    desk.page.locator("#note").fill("rappeler Mme Petit, après 14 h")
    desk.page.keyboard.press("Escape")
    line.state = "up"
    if reloads:
        desk.page.unroute(notes)
        desk.page.reload()
    next_card(desk, first.name)
    desk.page.unroute_all()
    kept = Note.objects.filter(text__contains="après 14 h")
    until(lambda: desk.page.evaluate("true") and kept.exists(), "the rest")
    note = Note.objects.get()
    assert note.company == first
    assert "Mme Petit" not in note.text
    assert not Draft.objects.exists()
    assert Call.objects.get().note == "rappeler Mme Petit"


def test_what_is_typed_while_the_answer_is_on_its_way_is_a_note_of_its_card(
    open_page: Open,
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    held = hold_requests(desk.page, LOG)
    desk.go("/calls/")
    desk.page.locator("#note").fill("rappeler Mme Petit")
    desk.page.locator("#note").blur()
    press(desk, "1")
    while not held:
        desk.page.wait_for_timeout(20)
    desk.page.locator("#note").fill("rappeler Mme Petit\naprès 14 h")
    held[0].continue_()
    expect(desk.page.locator(".last")).to_contain_text("dès que vous quittez ce champ")
    desk.page.keyboard.press("Escape")
    next_card(desk, first.name)
    expect(desk.page.locator(".last")).to_contain_text(
        f"{first.name}\u00a0: ce que vous avez écrit"
    )
    assert (Note.objects.get().company, Note.objects.get().text) == (first, "après 14 h")
    assert not Draft.objects.exists()
    assert Call.objects.get().note == "rappeler Mme Petit"


def test_a_day_typed_while_the_answer_is_on_its_way_stays_on_its_card(open_page: Open) -> None:
    """Another outcome of the same card, pressed too late, is none; what was typed for it stays, and
    the card that comes does not say that it is its own.
    """
    first, *_ = file_of(caller(), 3)
    desk = open_page(quiet=False)
    held = hold_requests(desk.page, LOG)
    desk.go("/calls/")
    press(desk, "1")
    while not held:
        desk.page.wait_for_timeout(20)
    desk.azerty("Digit4", "'")
    desk.page.locator("#ask-call_back [name=when]").fill("jeudi 11h")
    desk.page.keyboard.press("Enter")
    desk.page.locator("[data-key=r]").click()
    desk.page.locator("[name=referral]").fill("Mme Durand 01 99 00 33 31")
    held[0].continue_()
    expect(desk.page.locator(".last")).to_contain_text("dès que vous quittez ce champ")
    desk.page.keyboard.press("Enter")
    next_card(desk, first.name)
    expect(desk.page.locator(".last")).not_to_contain_text("Gardé avec l’issue")
    until(lambda: Draft.objects.filter(company=first).exists(), "the rest")
    assert Draft.objects.get().fields == {
        "ask-call_back.when": "jeudi 11h",
        "extra-referral.referral": "Mme Durand 01 99 00 33 31",
    }
    assert [one.outcome for one in Call.objects.all()] == ["no_answer"]


def test_what_gets_no_answer_says_that_nothing_was_changed(open_page: Open) -> None:
    """It stays said until an answer arrives."""
    file_of(caller(), 3)
    desk = open_page(quiet=False)
    desk.begin()
    for answer, words in ((None, "rien n’a été changé"), (403, "rouvrez le bureau")):
        given = {"status": answer, "body": ""}
        desk.page.route(
            "**/calls/skip/",
            lambda route, _asked, given=given: (
                route.fulfill(**given) if given["status"] else route.abort()
            ),
        )
        desk.azerty("KeyS", "s")
        expect(desk.page.locator("#messages")).to_contain_text(words)
    desk.page.clock.install()
    desk.azerty("KeyS", "s")
    desk.page.clock.run_for(60_000)
    expect(desk.page.locator("#messages")).to_contain_text(words)
    desk.page.unroute("**/calls/skip/")
    before = name_shown(desk)
    desk.azerty("KeyS", "s")
    next_card(desk, before)
    expect(desk.page.locator("#messages")).to_be_empty()


def test_a_form_whose_answer_is_on_its_way_is_not_sent_again(open_page: Open) -> None:
    """A page that the browser brings back from its memory may be sent again."""
    card = file_of(caller(), 1)[0]
    desk = open_page()
    desk.go(f"/companies/{card.pk}/")
    desk.page.locator("#notes textarea").fill("Vue au salon")
    stopped = desk.page.evaluate(
        """() => {
          const stopped = [];
          addEventListener("submit", (event) => {
            stopped.push(event.defaultPrevented);
            event.preventDefault();
          });
          const button = document.querySelector("#notes form button");
          button.click();
          button.click();
          dispatchEvent(new Event("pageshow"));
          button.click();
          return stopped;
        }"""
    )
    assert stopped == [False, True, False]
