"""What she drops, passes over or types while an outcome is being sent: what the page says is what
was done.
"""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Route, expect

from decroche.callqueue.models import Skip
from decroche.calls.models import Call, Draft, Note
from tests.browser.conftest import Open, Watched, caller, hold_requests
from tests.browser.test_morning import press
from tests.browser.test_outbox import LOG, LOOKED, sent, waits
from tests.cast import file_of
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
DROP = "Abandonner"


class Held:
    """The way of an outcome to the desk: "lost" before it arrives, "mute" when its answer is lost,
    "held" on its way until it is let go, else "up".
    """

    def __init__(self, desk: Watched, state: str) -> None:
        self.desk, self.state = desk, state
        self.routes: list[Route] = []
        desk.page.context.route(LOG, self.pass_on)

    def pass_on(self, route: Route) -> None:
        if self.state == "held":
            self.routes.append(route)
        elif self.state == "up":
            route.continue_()
        else:
            if self.state == "mute":
                route.fetch()
            route.abort()

    def is_on_its_way(self) -> bool:
        return bool(self.desk.page.evaluate("true") and self.routes)


def under_way(open_page: Open) -> tuple[Watched, Held]:
    """Presses an outcome whose first request is lost and whose second one is held back."""
    file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Held(desk, "lost")
    desk.go("/calls/")
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()
    line.state = "held"
    until(line.is_on_its_way, "it is on its way")
    return desk, line


def drop(desk: Watched) -> None:
    waits(desk.page).get_by_role("button", name=DROP).click()


def test_dropped_on_its_way_and_arrived_it_is_said_to_be_noted(open_page: Open) -> None:
    desk, line = under_way(open_page)
    drop(desk)
    expect(waits(desk.page)).to_contain_text("ce n’est plus envoyé")
    desk.accessible()
    line.state = "up"
    for route in line.routes:
        route.continue_()
    expect(desk.page.locator(".last")).to_contain_text("déjà arrivé")
    sent(desk.page)
    assert Call.objects.count() == 1
    desk.page.keyboard.press("Control+z")
    until(lambda: desk.page.evaluate("true") and not Call.objects.exists(), "it is taken back")


def test_dropped_on_its_way_and_lost_it_is_gone(open_page: Open) -> None:
    desk, line = under_way(open_page)
    drop(desk)
    line.state = "up"
    for route in line.routes:
        route.abort()
    expect(waits(desk.page)).to_be_hidden()
    sent(desk.page)
    time.sleep(2)  # longer than the pause before another try
    assert not Call.objects.exists()
    desk.page.evaluate(LOOKED)
    press(desk, "2")
    until(lambda: desk.page.evaluate("true") and Call.objects.exists(), "the other one is noted")
    assert Call.objects.get().outcome == "voicemail"


def test_dropped_while_a_slow_try_is_under_way_it_is_noted_by_none(open_page: Open) -> None:
    desk, line = under_way(open_page)
    slow = line.routes[0].request
    address, body, headers = slow.url, slow.post_data, slow.all_headers()
    drop(desk)
    line.state = "up"
    for route in line.routes:
        route.abort()
    expect(waits(desk.page)).to_be_hidden()
    late = desk.page.context.request.post(address, data=body or "", headers=headers)
    assert late.status == 422
    assert not Call.objects.exists()
    desk.page.evaluate(LOOKED)
    press(desk, "2")
    until(lambda: desk.page.evaluate("true") and Call.objects.exists(), "the other one is noted")
    assert Call.objects.get().outcome == "voicemail"


def test_the_next_press_counts_before_the_page_is_made_anew(open_page: Open) -> None:
    desk, line = under_way(open_page)
    pages = hold_requests(desk.page, "**/calls/")
    drop(desk)
    line.state = "up"
    for route in line.routes:
        route.abort()
    until(lambda: bool(desk.page.evaluate("true") and pages), "the page is asked for anew")
    expect(waits(desk.page)).to_be_hidden()
    press(desk, "2")
    until(lambda: desk.page.evaluate("true") and Call.objects.exists(), "the other one is noted")
    assert Call.objects.get().outcome == "voicemail"


def test_what_had_arrived_and_got_no_answer_is_said_when_it_is_dropped(open_page: Open) -> None:
    file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Held(desk, "mute")
    desk.go("/calls/")
    press(desk, "1")
    expect(waits(desk.page)).to_be_visible()
    line.state = "lost"
    drop(desk)
    expect(desk.page.locator(".last")).to_contain_text("déjà arrivé")
    sent(desk.page)
    assert Call.objects.count() == 1


def test_s_before_the_answer_passes_over_no_card(open_page: Open) -> None:
    _first, second, third = file_of(caller(), 3)
    desk = open_page(quiet=False)
    line = Held(desk, "held")
    desk.go("/calls/")
    press(desk, "1")
    desk.page.keyboard.press("s")
    until(line.is_on_its_way, "it is on its way")
    expect(desk.page.locator(".last")).to_contain_text("S vaut pour la fiche suivante")
    line.state = "up"
    for route in line.routes:
        route.continue_()
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    expect(desk.page.locator(".last")).to_contain_text("S vaut pour la fiche suivante")
    assert not Skip.objects.exists()
    assert Call.objects.count() == 1
    time.sleep(0.6)  # a key pressed twice by mistake counts once (guard.js)
    desk.page.keyboard.press("s")
    expect(desk.page.locator(".fiche h1")).to_have_text(third.name)
    assert Skip.objects.get().company == second


def test_a_note_that_another_computer_logged_is_not_kept_once_more(open_page: Open) -> None:
    card, *_ = file_of(caller(), 3)
    here, there = open_page(), open_page()
    here.go("/calls/")
    note = here.page.locator("textarea[data-note]")
    note.fill("Budget voté")
    until(lambda: here.page.evaluate("true") and Draft.objects.exists(), "the note is kept")
    there.go("/calls/")
    expect(there.page.locator("textarea[data-note]")).to_have_value("Budget voté")
    press(there, "1")
    until(lambda: there.page.evaluate("true") and Call.objects.exists(), "the call is noted")
    note.press_sequentially(" en mars")
    expect(note).to_have_value("en mars")
    until(lambda: here.page.evaluate("true") and Draft.objects.exists(), "the rest is kept")
    assert Call.objects.get().note == "Budget voté"
    assert (Draft.objects.get().note, Draft.objects.get().company) == ("en mars", card)
    here.go("/calls/")
    until(lambda: here.page.evaluate("true") and Note.objects.exists(), "it is a note of the card")
    assert (Note.objects.get().text, Note.objects.get().company) == ("en mars", card)
    assert not Draft.objects.exists()
