"""A morning at the desk in a real browser, by the keyboard only."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from decroche.calls.models import Call, CallSession
from decroche.calls.sittings import given_in
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.intake.demo import write_demo
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from tests.browser.conftest import Open, Watched, caller
from tests.cast import TUESDAY, file_of
from tests.desk.test_pages import fill

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]

# The unshifted digit row of a French keyboard, by its physical keys.
ROW = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))


def press(desk: Watched, digit: str) -> None:
    desk.azerty(f"Digit{digit}", ROW[digit])


def name_shown(desk: Watched) -> str:
    return desk.page.locator(".fiche h1").inner_text()


def next_card(desk: Watched, before: str) -> None:
    expect(desk.page.locator(".fiche h1")).not_to_have_text(before)


@pytest.mark.parametrize(
    ("size", "language"),
    [("desktop", "fr-FR"), ("desktop", "en-GB"), ("phone", "fr-FR"), ("phone", "en-GB")],
)
def test_a_morning(
    open_page: Open, nothing_drawn: None, tmp_path: Path, size: str, language: str
) -> None:
    desk = open_page(size, language)
    page = desk.page
    desk.go("/")
    page.get_by_label(re.compile("Votre nom|Your name")).fill("Camille Arnaud")
    desk.accessible()
    page.keyboard.press("Enter")
    bring_a_file(desk, tmp_path)
    desk.begin()
    desk.accessible()
    ten_calls(desk, "fr" in language)
    assert list(Call.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "no_answer",
        "voicemail",
        "gatekeeper",
        "call_back",
        "email_requested",
        "interested",
        "meeting",
        "no_need",
        "hung_up",
        "wrong_number",
    ]
    take_back_and_pause(desk)
    promise_comes_first(desk)
    desk.go("/calls/")
    page.locator("form[action='/calls/end/'] button").first.click()
    expect(page.locator(".tally")).to_contain_text("9")
    desk.accessible()


def bring_a_file(desk: Watched, folder: Path) -> None:
    page = desk.page
    path = folder / "prospects.csv"
    write_demo(path, companies=30, seed=4)
    page.locator("input[type=file]").wait_for(state="attached")
    desk.arrived()  # the script of the page sends the file
    page.set_input_files("input[type=file]", path)
    page.wait_for_url(re.compile(r"/import/\d+/"))
    desk.accessible()
    page.fill("input[name=source]", "le salon")
    page.keyboard.press("Enter")
    expect(page.locator(".tally")).to_contain_text("30")
    assert Company.objects.count() == 30


def ten_calls(desk: Watched, french: bool) -> None:
    page = desk.page
    said = {
        "3": "Mme Durand, après 14 h" if french else "Mrs Durand, after 2",
        "4": "demain 10h" if french else "tomorrow 10am",
        "5": "Marie.Durand@example.fr",
        "6": "lundi" if french else "monday",
        "7": "jeudi 14h30" if french else "thursday at 2:30pm",
        "8": "",
    }
    for digit in "123456789":
        before = name_shown(desk)
        desk.azerty("Space", " ")
        press(desk, digit)
        if digit in said:
            panel = page.locator("fieldset.panel[data-exclusive]:not([hidden])")
            if said[digit]:
                field = panel.locator("input:focus, select:focus").first
                field.fill(said[digit])
            if digit in "467":
                expect(panel.locator(".said")).to_be_visible()
            panel.locator("input, select").first.press("Enter")
        next_card(desk, before)
    before = name_shown(desk)
    desk.azerty("Space", " ")  # a card that was not dialled asks once more within its first second
    desk.azerty("KeyW", "w")
    next_card(desk, before)


def take_back_and_pause(desk: Watched) -> None:
    page = desk.page
    page.keyboard.press("Control+z")
    expect(page.locator(".last")).to_contain_text(re.compile("Annulé|Taken back"))
    assert Call.objects.count() == 9
    here = name_shown(desk)
    page.reload()
    assert name_shown(desk) == here  # an unfinished card comes back
    desk.azerty("KeyP", "p")
    expect(page.locator(".fiche h1")).to_have_text("Pause")
    desk.azerty("KeyP", "p")
    expect(page.locator(".fiche h1")).to_have_text(here)
    assert given_in(CallSession.objects.get()).calls == 9


def promise_comes_first(desk: Watched) -> None:
    """The first card of the next day is that of her promise, with its hour on her own clock: the
    company may be overseas, where “tomorrow 10am” is another moment.
    """
    promise = FollowUp.objects.get(purpose="call_back")
    promised, due = promise.company.name, promise.due_at.astimezone(PARIS)
    with clock.frozen(TUESDAY + timedelta(days=1)):
        desk.page.locator("[data-key='s']").first.click()
        expect(desk.page.locator(".fiche h1")).to_have_text(promised)
        expect(desk.page.locator(".why")).to_contain_text(re.compile(rf"(?<!\d){due.hour}(?!\d)"))


def test_an_outcome_whose_request_fails_once_is_kept_and_sent_again_once(open_page: Open) -> None:
    member = caller()
    first, second, *_ = file_of(member, 3)
    desk = open_page(quiet=False)
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route.request.url)
            route.abort()

    desk.page.route("**/calls/log/", fail_once)
    desk.go("/calls/")
    press(desk, "1")
    expect(desk.page.locator("[data-outbox]")).to_be_visible()
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert failed
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "no_answer")


def test_an_outcome_survives_a_reload_while_the_server_is_away(open_page: Open) -> None:
    member = caller()
    first, *_ = file_of(member, 3)
    desk = open_page(quiet=False)
    desk.page.route("**/calls/log/", lambda route: route.abort())
    desk.go("/calls/")
    press(desk, "9")
    expect(desk.page.locator("[data-outbox]")).to_be_visible()
    desk.page.unroute("**/calls/log/")
    desk.page.reload()
    expect(desk.page.locator(".fiche h1")).not_to_have_text(first.name)
    assert Call.objects.get().outcome == "hung_up"


def test_keys_do_nothing_in_a_field_nor_while_held(open_page: Open) -> None:
    file_of(caller(), 2)
    desk = open_page()
    desk.go("/calls/")
    desk.azerty("KeyN", "n")
    posted: list[str] = []
    desk.page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )
    desk.page.locator("textarea[name=note]").press_sequentially("1 9 0 w")
    desk.page.evaluate(
        "document.activeElement.blur(); document.body.dispatchEvent(new "
        "KeyboardEvent('keydown', {code: 'Digit1', key: '&', repeat: true, bubbles: true}))"
    )
    desk.page.evaluate("new Promise(requestAnimationFrame)")  # what a key asks for is asked by now
    assert [address for address in posted if "/log/" in address] == []
    assert not Call.objects.exists()
    assert desk.page.locator("textarea[name=note]").input_value() == "1 9 0 w"


def test_the_search_opens_from_anywhere_and_finds_a_number_the_french_way(open_page: Open) -> None:
    file_of(caller())
    desk = open_page()
    desk.go("/calls/")
    desk.azerty("Slash", "/")
    desk.page.locator("#find-text").press_sequentially("01 99 00 05")
    expect(desk.page.locator("#found")).to_contain_text("Verrerie de l’Œillet")
    desk.page.keyboard.press("Escape")  # once: the telephone rings, she is elsewhere
    expect(desk.page.locator("#find")).to_be_hidden()


def test_a_slip_in_an_address_is_named_while_it_is_typed(open_page: Open) -> None:
    file_of(caller(), 1)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "5")
    desk.page.locator("#email-email_requested").press_sequentially("marie@gmial.com")
    desk.page.get_by_role("button", name="marie@gmail.com").click()
    assert desk.page.locator("#email-email_requested").input_value() == "marie@gmail.com"


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_screen_is_accessible(open_page: Open, size: str, colours: str) -> None:
    member = caller()
    Company.objects.filter(pk=0)
    cards = fill(member)
    desk = open_page(size, colours=colours)
    for address in (
        "/",
        "/calls/",
        "/file/",
        "/import/",
        "/follow-ups/",
        "/messages/",
        "/moments/",
        "/help/",
        "/figures/",
        "/settings/",
        "/offer/",
        "/mailbox/",
        "/messages/templates/",
        f"/messages/{Message.objects.filter(state='draft')[0].pk}/",
        "/follow-ups/calendar/",
        f"/companies/{cards[1].pk}/",
    ):
        desk.go(address)
        desk.accessible()
