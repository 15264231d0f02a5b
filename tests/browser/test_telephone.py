"""Her telephone beside the desk, in two browsers: the telephone's page comes from an address that
its browser does not trust, as on a local network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from decroche.calls.models import Call, Draft, Note
from decroche.gateways.telephone import listener
from decroche.gateways.telephone.sealing import Session
from decroche.prospects.legal_actions import leave_alone
from decroche.prospects.models import Company, Contact
from decroche.telephone import devices
from decroche.telephone.content import CallShown
from decroche.telephone.service import telephones
from tests.browser.conftest import HANDSETS, Open, Watched, caller, hold_requests
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
    refused_late,
    streams_end,
    with_the_computer,
)
from tests.browser.test_morning import press
from tests.cast import company, file_of
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tuesday", "line"),
]


@pytest.mark.parametrize(
    ("size", "language", "colours"),
    [
        ("tall", "fr-FR", "light"),
        ("small", "fr-FR", "dark"),
        ("small", "en-GB", "light"),
        ("tall", "en-GB", "dark"),
    ],
)
def test_dialled_on_the_telephone_noted_there_and_the_desk_follows(
    open_page: Open, telephone: Telephone, size: str, language: str, colours: Any
) -> None:
    first, second, third = file_of(caller(), 3)
    desk = open_page(language=language)
    page = paired(desk, telephone, size=size, language=language, colours=colours)
    assert page.evaluate("isSecureContext") is False
    assert page.evaluate("location.hash") == ""
    desk.accessible()
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    expect(page.locator("[data-part=number]")).to_have_text("03 53 01 01 42")
    shows_all(page)
    desk.azerty("Space", " ")
    expect(page.locator("[data-part=dial]")).to_have_attribute("data-call", "rung")
    accessible(page)
    page.locator("[data-part=dial]").click()
    expect(desk.page.locator("[data-beside]")).to_contain_text(re.compile("composé sur|dialled on"))
    until(lambda: desk.page.locator("input[name=seconds]").input_value(), "the clock runs")
    back(page)
    expect(page.locator("[data-view=asking]")).to_be_visible()
    expect(desk.page.locator("[data-beside]")).to_contain_text(re.compile("retour|back"))
    assert not Call.objects.exists()  # nothing is concluded from a touch
    accessible(page)
    page.locator("[name=minutes]").fill("4")
    page.locator("[name=note]").fill("Budget voté")
    page.locator(".outcomes button").nth(1).click()
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.outcome, call.note) == (first, "voicemail", "Budget voté")
    assert (call.seconds, call.details) == (None, {"guess": 240})
    press(desk, "1")
    press(desk, "1")  # a card that only just came asks once more
    expect(page.locator("[data-part=name]")).to_have_text(third.name)


def shows_all(page: Page) -> None:
    """The button and all that stands around it are on the screen at once, at any size."""
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    box = page.locator("[data-part=dial]").bounding_box()
    assert box
    assert box["width"] >= 140


def test_long_words_leave_the_button_on_the_screen(open_page: Open, telephone: Telephone) -> None:
    member = caller()
    name = "Établissements Lefebvre-Vandenbroucke Chaudronnerie Industrielle et Tuyauterie du Nord"
    card = company(member, f"{name} 03 53 01 01 42 06 39 98 01 43 Lille")
    card.notes = "Vue au salon ; elle veut refaire la plaquette, le site et la vidéo. " * 3
    card.save()
    desk = open_page()
    page = paired(desk, telephone, size="small")
    desk.go("/calls/")
    expect(page.locator("[data-part=last]")).to_contain_text("Vue au salon")
    box = page.locator("[data-part=dial]").bounding_box()
    assert box
    assert box["y"] + box["height"] <= HANDSETS["small"]["height"]


def test_an_outcome_that_asks_is_asked_on_the_telephone(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second), _desk, page = beside(open_page, telephone, 2)
    page.get_by_role("button", name="Noter l’appel").click()
    expect(page.locator("[data-part=guess]")).to_be_hidden()  # nothing was dialled
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("jeudredi")
    accessible(page)
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=problem]")).to_contain_text("jeudredi")
    expect(page.locator("[data-part=refused]")).to_be_hidden()  # said once, where it is corrected
    page.locator("input[name=when]").fill("jeudi 10h")
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "call_back")


def test_a_date_is_said_back_before_it_is_kept(open_page: Open, telephone: Telephone) -> None:
    file_of(caller(), 2)
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    page.get_by_role("button", name="Noter l’appel").click()
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("dans 4 jours")  # a Saturday
    expect(page.locator(".heard")).to_contain_text("→ lundi")
    page.locator("input[name=when]").fill("jeudredi")
    expect(page.locator(".heard")).to_have_class(re.compile("bad"))
    assert not Call.objects.exists()


def test_the_desk_says_whether_the_telephone_took_the_number(
    open_page: Open, telephone: Telephone
) -> None:
    card, *_ = file_of(caller(), 2)
    desk = open_page(quiet=False)
    page = paired(desk, telephone)
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_have_text(card.name)
    desk.page.keyboard.press("Space")
    expect(desk.page.locator("[data-beside]")).to_contain_text("sur votre téléphone")
    page.locator("[data-part=dial]").click()
    expect(desk.page.locator("[data-beside]")).to_contain_text("composé sur")
    with desk.page.expect_response("**/telephone/ring/"):
        desk.page.keyboard.press("Space")  # the call goes on
    back(page)
    expect(desk.page.locator("[data-beside]")).to_contain_text("retour")
    number = card.numbers.all()[0].dial
    leave_alone(by=caller(), values=[("number", number)], channel="phone")
    desk.page.keyboard.press("Space")
    expect(desk.page.locator("[data-beside]")).to_contain_text("n’a pas pris le numéro")


def test_the_desk_says_that_the_number_waits_for_a_telephone_that_sleeps(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 2)
    desk = open_page(quiet=False)
    page = paired(desk, telephone)
    address = page.url
    page.goto("about:blank")
    desk.go("/calls/")
    until(lambda: not telephones.hears(caller().pk), "the page is put away")
    desk.page.keyboard.press("Space")
    said = desk.page.locator("[data-beside]")
    expect(said).to_contain_text("le numéro attend")
    page.goto(address)
    expect(page.locator("[data-part=dial]")).to_have_attribute("data-call", "rung")
    expect(said).to_contain_text("sur votre téléphone")


def test_what_was_noted_there_stands_on_both_with_its_undo(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    page.locator("[data-part=dial]").click()
    back(page)
    page.locator(".outcomes button").nth(1).click()
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    expect(desk.page.locator(".last")).to_contain_text(first.name)
    desk.page.reload()
    expect(desk.page.locator(".last")).to_contain_text(first.name)
    expect(page.locator("[data-part=said]")).to_contain_text(first.name)
    expect(page.locator("[data-part=line]")).to_have_text("avec l’ordinateur")  # nothing waits
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    expect(page.get_by_role("button", name="Annuler")).to_be_hidden()
    expect(desk.page.locator(".fiche h1")).to_have_text(first.name)
    expect(desk.page.locator(".last")).to_contain_text("Annulé")
    assert not Call.objects.exists()


def test_whoever_is_writing_on_the_desk_is_told_that_the_telephone_went_on(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    page.locator("[data-part=dial]").click()
    back(page)
    desk.page.locator("textarea[data-note]").fill("Budget voté")
    until(lambda: Draft.objects.filter(note="Budget voté").exists(), "it is kept")
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    expect(desk.page.locator("[data-beside]")).to_contain_text("Échap amène sa fiche")
    expect(desk.page.locator(".fiche h1")).to_have_text(first.name)
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.get().note == "Budget voté"


def test_a_card_passed_over_and_a_second_number(open_page: Open, telephone: Telephone) -> None:
    member = caller()
    company(member, "Imprimerie Vasseur 03 53 01 01 42 06 39 98 01 43 Lille")
    second = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    third = company(member, "Verrerie de l’Œillet 01 99 00 05 31 Paris")
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    page.locator("[data-part=others] a").click()
    back(page)
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "the call is kept")
    assert Call.objects.filter(number__national="06 39 98 01 43").count() == 1
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    page.get_by_role("button", name="Passer").click()
    expect(page.locator("[data-part=name]")).to_have_text(third.name)
    expect(desk.page.locator(".fiche h1")).to_have_text(third.name)


def test_what_is_noted_on_the_desk_ends_the_question_and_keeps_the_note(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    page.locator("[data-part=dial]").click()
    back(page)
    page.locator("[name=note]").fill("Mme Petit décide")
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    until(lambda: Note.objects.filter(company=first).exists(), "the note is on its card")
    assert Note.objects.get(company=first).text == "Mme Petit décide"
    expect(page.locator("[data-part=said]")).to_contain_text("notée ailleurs")
    expect(page.locator("[data-part=said]")).to_contain_text("est une note de la fiche")
    assert Call.objects.count() == 1


@pytest.mark.parametrize("how", ["Passer", "Pause"])
def test_a_card_that_the_desk_leaves_keeps_what_is_being_typed_about_it(
    open_page: Open, telephone: Telephone, how: str
) -> None:
    first, *_ = file_of(caller(), 1 if how == "Pause" else 2)
    desk = open_page()
    page = paired(desk, telephone)
    desk.begin()
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    page.get_by_role("button", name="Noter l’appel").click()
    page.locator("[name=note]").fill("Mme Petit décide")
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("jeudi 10h")
    desk.page.get_by_role("button", name=how).first.click()
    said = page.locator("[data-part=words]" if how == "Pause" else "[data-part=said]")
    expect(said).to_contain_text(f"{first.name} : fiche laissée sans issue")
    expect(said).to_contain_text("attend sur la fiche")
    draft = Draft.objects.get(company=first)
    assert (draft.note, draft.fields) == ("Mme Petit décide", {"ask-call_back.when": "jeudi 10h"})
    assert not Call.objects.exists()


def test_she_is_told_when_she_comes_back_from_a_call_that_was_noted_meanwhile(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone)
    page.locator("[data-part=dial]").click()
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    back(page)
    expect(page.locator("[data-part=said]")).to_contain_text(f"{first.name} : fiche notée ailleurs")
    expect(page.locator("[data-view=asking]")).to_be_hidden()


def test_two_telephones_the_last_touch_has_the_call_and_it_is_one(
    open_page: Open, telephone: Telephone
) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page()
    one, two = paired(desk, telephone), paired(desk, telephone)
    desk.go("/calls/")
    expect(two.locator("[data-part=name]")).to_have_text(first.name)
    one.locator("[data-part=dial]").click()
    expect(two.locator("[data-part=kind]")).to_contain_text("un autre téléphone")
    expect(two.locator("[data-part=dial]")).to_have_attribute("data-call", "other")
    two.locator("[data-part=dial]").click()  # it asks first
    two.wait_for_timeout(400)
    two.locator("[data-part=dial]").click()
    until(lambda: state()["device"] == number_of(two), "the last touch has it")
    back(one)
    back(two)
    until(lambda: state()["phase"] == "asking", "she is back")
    assert state()["device"] == number_of(two)
    one.locator(".outcomes button").first.click()
    expect(two.locator("[data-part=name]")).to_have_text(second.name)
    expect(one.locator("[data-part=name]")).to_have_text(second.name)
    assert Call.objects.count() == 1


@pytest.mark.parametrize("outcome", ["no_answer", "voicemail"])
def test_two_telephones_that_note_one_card_make_one_call(
    open_page: Open, telephone: Telephone, outcome: str
) -> None:
    """The second one notes it without the computer, and is told when that is another outcome."""
    first, second, *_ = file_of(caller(), 3)
    desk = open_page()
    one, two = paired(desk, telephone), paired(desk, telephone)
    desk.go("/calls/")
    for page in (one, two):
        expect(page.locator("[data-part=name]")).to_have_text(first.name)
        page.get_by_role("button", name="Noter l’appel").click()
    two.route("**/say", lambda route: route.abort())
    two.locator(".outcomes button").nth(0 if outcome == "no_answer" else 1).click()
    expect(two.locator(".status")).to_contain_text("à envoyer : 1")
    one.locator(".outcomes button").first.click()
    expect(one.locator("[data-part=name]")).to_have_text(second.name)
    two.unroute("**/say")
    back(two)
    expect(two.locator("[data-part=name]")).to_have_text(second.name)
    expect(two.locator(".status")).not_to_contain_text("à envoyer")
    if outcome == "no_answer":
        until(lambda: two.evaluate("localStorage['decroche-telephone-queue']") == "[]", "all sent")
    else:
        expect(two.locator("[data-part=refused]")).to_contain_text("déjà été notée")
    assert Call.objects.get().outcome == "no_answer"


SHAKES = """
const shake = () => (window.shaken = (window.shaken || 0) + 1);
Object.defineProperty(navigator, "vibrate", { value: shake });
"""


def test_space_makes_the_telephone_vibrate_and_a_tab_that_notes_too_makes_no_second_call(
    open_page: Open, telephone: Telephone
) -> None:
    first, second, *_ = file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone)
    page.context.add_init_script(SHAKES)
    page.reload()
    with_the_computer(page)
    other = Watched(desk.page.context.new_page(), desk.base)
    for tab in (desk, other):
        tab.go("/calls/")
        expect(tab.page.locator(".fiche h1")).to_have_text(first.name)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    assert not page.evaluate("window.shaken")
    for tab in (desk, other):
        tab.azerty("Space", " ")
    until(lambda: page.evaluate("window.shaken"), "it vibrates")
    page.locator("[data-part=dial]").click()
    for tab in (desk, other):
        expect(tab.page.locator("[data-beside]")).to_contain_text("composé sur")
    back(page)
    held = hold_requests(other.page, "**/calls/log/")
    other.page.bring_to_front()
    press(other, "1")
    until(lambda: other.page.evaluate("true") and held, "it is on its way")
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "the telephone's is noted")
    held[0].continue_()
    for tab in (desk, other):
        expect(tab.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.count() == 1


def state() -> CallShown:
    shown = next(iter(telephones.exchange._shown.values()))
    return shown.call.as_content()


def number_of(page: Page) -> str:
    return str(page.evaluate("JSON.parse(localStorage.getItem('decroche-telephone')).who"))


def test_a_code_is_for_one_telephone_and_for_its_time(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(caller(), 1)
    desk = open_page()
    code = code_on(desk)
    with_the_computer(telephone(code))
    second = telephone(code)
    expect(second.locator("[data-part=words]")).to_contain_text("Ce code ne sert plus")
    late = code_on(desk)
    (open_now,) = telephones.pairings._open.values()
    monkeypatch.setattr(telephones.pairings, "_clock", lambda: open_now.until)
    third = telephone(late)
    expect(third.locator("[data-part=words]")).to_contain_text("Ce code ne sert plus")
    accessible(third)
    wrong = telephone(re.sub(r"\.[^.]*$", ".AAAA" + "A" * 39, late))
    expect(wrong.locator("[data-part=words]")).to_contain_text("Ce code ne sert plus")
    nobody = telephone(f"http://telephone.test:{telephones.port}/")
    expect(nobody.locator("[data-part=words]")).to_contain_text("n’est pas associé")
    assert len(devices.all_devices()) == 1


def test_a_code_whose_time_is_over_leaves_a_button_for_another(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_page()
    monkeypatch.setattr("decroche.desk.telephone.views.SECONDS", 1)
    code_on(desk)
    first = desk.page.locator("[data-link]").get_attribute("data-link")
    monkeypatch.setattr(telephones.pairings, "is_open_of", lambda _member: False)
    expect(desk.page.locator(".qr")).to_have_count(0)
    expect(desk.page.get_by_text("Le temps de ce code est passé")).to_be_visible()
    expect(desk.page.get_by_text("Une autre adresse")).to_have_count(0)
    monkeypatch.undo()
    desk.page.get_by_role("button", name="Montrer un autre code").click()
    expect(desk.page.locator(".qr")).to_be_visible()
    assert desk.page.locator("[data-link]").get_attribute("data-link") != first


def test_a_code_on_a_desk_that_is_gone_says_so(open_page: Open) -> None:
    desk = open_page(quiet=False)  # the browser notes each request that fails
    code_on(desk)
    desk.page.route("**/telephone/paired/", lambda route: route.abort())
    said = desk.page.get_by_text("Décroche ne répond plus sur cet ordinateur")
    expect(said).to_be_visible()
    desk.page.unroute("**/telephone/paired/")
    expect(said).to_have_count(0)


def test_a_telephone_is_taken_off_by_two_presses(open_page: Open, telephone: Telephone) -> None:
    desk = open_page()
    paired(desk, telephone)
    desk.page.get_by_text("Retirer de la liste").click()
    expect(desk.page.get_by_text("Il n’entend plus rien")).to_be_visible()
    desk.page.get_by_role("button", name="Retirer ce téléphone").click()
    until(lambda: not devices.all_devices(), "it is off the list")


def take_off(desk: Watched, page: Page) -> None:
    """She takes this telephone off the list, on the desk's page of telephones."""
    row = desk.page.locator(".rows > li", has=desk.page.locator(f"[action*='{number_of(page)}']"))
    row.get_by_text("Retirer de la liste").click()
    row.get_by_role("button", name="Retirer ce téléphone").click()


def test_a_telephone_taken_off_the_list_hears_nothing_more(
    open_page: Open, telephone: Telephone
) -> None:
    first, *_ = file_of(caller(), 3)
    desk = open_page()
    page, other = paired(desk, telephone), paired(desk, telephone)
    names = desk.page.locator(".rows li b")
    expect(names).to_have_count(2)
    assert sorted(names.all_inner_texts()) == [
        "Pixel (Android)",
        "Pixel (Android) 2",
    ]  # which is which
    expect(desk.page.locator(".notice.line")).to_contain_text("est associé")
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    desk.go("/telephone/")
    take_off(desk, page)
    expect(page.locator("[data-part=words]")).to_contain_text("ne connaît plus ce téléphone")
    with_the_computer(other)
    take_off(desk, other)
    until(lambda: telephones.port == 0, "the port is closed with the last telephone")
    expect(other.locator("[data-part=words]")).to_contain_text("ne connaît plus ce téléphone")
    back(other)  # nobody answers it any more
    expect(other.locator("[data-part=words]")).to_contain_text("ne connaît plus ce téléphone")


def test_a_telephone_that_slept_shows_what_it_missed(open_page: Open, telephone: Telephone) -> None:
    (_first, second, third), desk, page = beside(open_page, telephone)
    page.context.set_offline(True)
    streams_end()
    expect(page.locator(".status")).not_to_have_class(re.compile(r"\bon\b"))
    for card in (second, third):
        desk.page.wait_for_timeout(1100)
        press(desk, "1")
        expect(desk.page.locator(".fiche h1")).to_have_text(card.name)
    page.context.set_offline(False)
    back(page)
    expect(page.locator("[data-part=name]")).to_have_text(third.name)
    with_the_computer(page)


def test_a_change_that_somebody_holds_back_is_asked_for(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody on the way lets the heartbeats through, and not that the card was noted."""
    (_first, second), desk, page = beside(open_page, telephone, 2)
    held: list[int] = []
    tell, event = Session.tell, listener._event

    def told(session: Session, content: dict[str, Any]) -> tuple[int, str]:
        number, box = tell(session, content)
        if "card" in content and not held:
            held.append(number)
        return number, box

    monkeypatch.setattr(Session, "tell", told)
    monkeypatch.setattr(
        listener, "_event", lambda number, box: b"" if number in held else event(number, box)
    )
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    until(lambda: held, "it was held back")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    with_the_computer(page)


def test_what_is_noted_without_the_computer_goes_when_it_answers_once(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    page.locator("[data-part=dial]").click()
    back(page)
    answered: list[int] = []
    losing = [True]

    def answer_lost(route: Route) -> None:
        if not losing:
            route.fallback()
            return
        here = route.request.url.replace("telephone.test", "127.0.0.1")
        answered.append(route.fetch(url=here).status)
        route.abort()

    page.route("**/say", answer_lost)
    page.locator("[name=note]").fill("Rappeler en mars")
    page.locator("[name=minutes]").fill("7")
    page.reload()  # put away while she talked
    expect(page.locator("[name=note]")).to_have_value("Rappeler en mars")
    expect(page.locator("[name=minutes]")).to_have_value("7")
    page.locator(".outcomes button").first.click()
    expect(page.locator(".status")).to_contain_text("à envoyer : 1")
    expect(page.locator("[data-part=words]")).to_contain_text("Gardé dans ce téléphone")
    page.reload()
    losing.clear()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    until(lambda: page.evaluate("localStorage['decroche-telephone-queue']") == "[]", "all is sent")
    assert answered
    call = Call.objects.get()
    assert (call.company, call.note) == (first, "Rappeler en mars")


def test_after_a_refusal_that_came_late_the_card_is_noted_again(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    refused_late(page)
    noting(page)
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "no_answer")
    expect(page.locator("[data-part=refused]")).to_contain_text("Budget voté")


def test_a_second_outcome_is_not_dropped_in_silence_while_one_waits(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_be_visible()
    page.route("**/say", lambda route: route.abort())
    for at in (0, 1):
        page.evaluate("document.querySelector('[data-part=outcome]').click()")
        page.locator(".outcomes button").nth(at).click()
        if at == 0:
            expect(page.locator("[data-part=words]")).to_contain_text("Gardé dans ce téléphone")
    expect(page.locator("[data-part=problem]")).to_contain_text("Déjà noté")
    expect(page.locator("[data-part=problem]")).to_contain_text("Pas de réponse")
    page.unroute("**/say")
    back(page)
    until(Call.objects.exists, "the first is kept")
    assert Call.objects.get().outcome == "no_answer"


def queue(page: Page, cards: list[Company]) -> None:
    """A note for each of the cards waits on the telephone, which wakes up."""
    waiting = [
        {"id": card.name, "do": "note", "key": card.name, "company": card.pk, "note": "Budget voté"}
        for card in cards
    ]
    page.evaluate("([name, all]) => localStorage.setItem(name, all)", [QUEUE, json.dumps(waiting)])
    back(page)


def answered_otherwise(
    monkeypatch: pytest.MonkeyPatch, card: Company, otherwise: Callable[[], Any]
) -> None:
    """What the telephone says of the card is answered in another way."""
    answer = telephones.exchange.answer

    def answered(member: int, device: str, content: dict[str, Any]) -> Any:
        given = otherwise() if content.get("company") == card.pk else None
        return answer(member, device, content) if given is None else given

    monkeypatch.setattr(telephones.exchange, "answer", answered)


def test_what_the_desk_fails_at_waits_longer_and_holds_nothing_up(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_first, second, third), _desk, page = beside(open_page, telephone)
    tries: list[int] = []

    def fail() -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise OSError("the disk")

    answered_otherwise(monkeypatch, second, fail)
    queue(page, [second, third])
    until(lambda: of_card(third), "the other one is kept")
    assert len(tries) == 1
    with_the_computer(page)
    until(lambda: of_card(second), "it arrives by itself")
    assert len(tries) == 3


def test_what_is_answered_with_nothing_is_shown_as_refused(
    open_page: Open, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As to a member whose role does not allow calls any more."""
    (_first, second, third), _desk, page = beside(open_page, telephone)
    answered_otherwise(monkeypatch, second, dict)
    queue(page, [second, third])
    until(lambda: of_card(third), "the other one is kept")
    expect(page.locator("[data-part=refused]")).to_contain_text("n’a pas pu")
    expect(page.locator("[data-part=refused]")).to_contain_text("Budget voté")


def test_what_is_typed_is_there_again_after_calling_again_and_after_a_reload(
    open_page: Open, telephone: Telephone
) -> None:
    (_first, second, *_), _desk, page = beside(open_page, telephone, 2)
    noting(page)
    page.locator("[name=note]").fill("Mme Petit décide")
    page.get_by_role("button", name="Retour").click()
    page.reload()
    page.locator("[data-part=dial]").click()
    back(page)
    expect(page.locator("[name=note]")).to_have_value("Mme Petit décide")
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("jeudi 10h")
    page.reload()
    expect(page.locator("input[name=when]")).to_have_value("jeudi 10h")
    expect(page.locator("[name=note]")).to_have_value("Mme Petit décide")
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.outcome, call.note) == ("call_back", "Mme Petit décide")


def test_a_note_put_aside_to_call_again_stays_when_the_desk_goes_on(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), desk, page = beside(open_page, telephone, 2)
    noting(page)
    page.locator("[name=note]").fill("Mme Petit décide")
    page.get_by_role("button", name="Retour").click()
    desk.page.wait_for_timeout(1100)
    press(desk, "1")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    until(lambda: of_card(first), "the note is on its card")
    assert Note.objects.get(company=first).text == "Mme Petit décide"


def test_a_guess_is_of_the_time_until_she_came_back_first(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 2)
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    page.locator("[data-part=dial]").click()
    back(page)
    expect(page.locator("[name=minutes]")).to_have_value("")
    page.evaluate(
        """(name) => {
          const kept = JSON.parse(localStorage.getItem(name));
          const earlier = { at: kept.at - 600000, back: kept.back - 420000 };
          localStorage.setItem(name, JSON.stringify({ ...kept, ...earlier }));
        }""",
        "decroche-telephone-called",
    )
    page.reload()  # ten minutes after the touch, seven after she came back
    expect(page.locator("[name=minutes]")).to_have_value("3")


@pytest.mark.parametrize("asked", [False, True])
def test_who_was_told_that_the_computer_knows_her_no_more_sees_her_card_when_it_does(
    open_page: Open, telephone: Telephone, asked: bool
) -> None:
    """As in the moment of a new start, or while the names of sessions are used up by others."""
    (first, *_), _desk, page = beside(open_page, telephone, 2)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    if asked:
        noting(page)
        page.locator("[name=note]").fill("Budget voté")
    page.route("**/say", lambda route: route.fulfill(status=401, json={}))
    page.route("**/open", lambda route: route.fulfill(status=401, json={}))
    back(page)
    expect(page.locator("[data-part=words]")).to_contain_text("ne connaît plus ce téléphone")
    page.unroute("**/open")
    page.unroute("**/say")
    with_the_computer(page)
    expect(page.locator("[data-part=words]")).to_be_hidden()
    seen = page.locator("[data-view=asking]" if asked else "[data-view=card]")
    expect(seen).to_be_visible()
    if asked:
        expect(page.locator("[name=note]")).to_have_value("Budget voté")


def test_a_computer_that_hangs_is_said_where_she_has_pressed(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)
    page.route("**/say", lambda route: route.abort())
    page.get_by_role("button", name="Passer").click()
    expect(page.locator("[data-part=said]")).to_contain_text("L’ordinateur ne répond pas")
    page.unroute("**/say")
    back(page)
    expect(page.locator("[data-part=said]")).not_to_contain_text("ne répond pas")
    held = hold_requests(page, "**/say")  # it neither answers nor refuses
    noting(page)
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=words]")).to_contain_text("Gardé dans ce téléphone")
    until(lambda: page.evaluate("true") and held, "it hangs")
    page.unroute("**/say")
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    assert Call.objects.count() == 1


def test_a_slip_in_an_address_is_corrected_before_it_is_kept(
    open_page: Open, telephone: Telephone
) -> None:
    (first, second, *_), _desk, page = beside(open_page, telephone, 2)
    noting(page)
    page.locator(".outcomes button", has_text="Veut un e-mail").click()
    page.locator("input[name=email]").fill("julie")
    expect(page.locator(".heard")).to_contain_text("Pas encore une adresse")
    page.locator("input[name=email]").fill("julie@gmial.com")
    expect(page.locator(".heard")).to_contain_text("julie@gmail.com")
    accessible(page)
    page.locator("[data-part=confirm]").click()  # takes the correction, and keeps nothing yet
    expect(page.locator("input[name=email]")).to_have_value("julie@gmail.com")
    page.locator(".heard").get_by_role("button").click()  # and back
    expect(page.locator("input[name=email]")).to_have_value("julie@gmial.com")
    page.locator(".heard").get_by_role("button").click()
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=name]")).to_have_text(second.name)
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "email_requested")
    assert Contact.objects.get(company=first).email == "julie@gmail.com"


def test_a_pause_says_where_it_goes_on_and_leaves_the_undo(
    open_page: Open, telephone: Telephone
) -> None:
    first, *_ = file_of(caller(), 1)
    desk = open_page()
    page = paired(desk, telephone)
    desk.begin()
    noting(page)
    page.locator(".outcomes button").first.click()
    expect(page.locator("[data-part=words]")).to_contain_text(first.name)
    page.get_by_role("button", name="Annuler").click()
    until(lambda: not Call.objects.exists(), "it is taken back")
    expect(page.locator("[data-part=name]")).to_be_visible()
    desk.go("/calls/")
    desk.page.keyboard.press("p")
    expect(page.locator("[data-part=words]")).to_contain_text("continuez sur l’ordinateur")


STREAMS = """
window.streams = [];
window.EventSource = class extends EventSource {
  constructor(address) {
    super(address);
    window.streams.push(this);
  }
};
"""


def test_a_page_that_wakes_up_twice_at_once_listens_once(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 2)
    desk = open_page()
    page = paired(desk, telephone)
    page.context.add_init_script(STREAMS)
    page.reload()
    until(lambda: page.evaluate("streams.length") == 1, "it listens")

    def slowly(route: Route) -> None:
        page.wait_for_timeout(500)
        route.fallback()

    page.route("**/say", slowly)  # the first stream is open before the second wake is answered
    page.evaluate(
        "for (const _ of [1, 2]) document.dispatchEvent(new Event('visibilitychange'))",
    )
    until(lambda: page.evaluate("streams.length") == 3, "it woke up twice")
    open_now = "streams.filter((one) => one.readyState !== EventSource.CLOSED).length"
    assert page.evaluate(open_now) == 1


def test_a_code_that_gets_no_answer_is_tried_again(open_page: Open, telephone: Telephone) -> None:
    first, *_ = file_of(caller(), 2)
    desk = open_page()
    code = code_on(desk)
    page = telephone(f"http://telephone.test:{telephones.port}/")
    page.route("**/open", lambda route: route.abort())
    page.evaluate("(code) => { location.href = code; location.reload(); }", code)
    expect(page.locator("[data-part=words]")).to_contain_text("réessaie")
    page.unroute("**/open")
    with_the_computer(page)
    assert page.evaluate("location.hash") == ""
    desk.go("/calls/")
    expect(page.locator("[data-part=name]")).to_have_text(first.name)


@pytest.mark.parametrize("reloaded", [False, True])
def test_a_claim_whose_answer_is_lost_pairs_one_telephone(
    open_page: Open, telephone: Telephone, reloaded: bool
) -> None:
    desk = open_page()
    code = code_on(desk)
    page = telephone(f"http://telephone.test:{telephones.port}/")
    lost: list[int] = []

    def lose(route: Route) -> None:
        here = route.request.url.replace("telephone.test", "127.0.0.1")
        lost.append(route.fetch(url=here).status)
        route.abort()

    page.route("**/say", lose)
    page.evaluate("(code) => { location.href = code; location.reload(); }", code)
    expect(page.locator("[data-part=words]")).to_contain_text("réessaie")
    assert lost[0] == 200  # the desk has it in its list
    if reloaded:
        page.reload()
    page.unroute("**/say")
    with_the_computer(page)
    assert page.evaluate("location.hash") == ""
    assert [one.device_id for one in devices.all_devices()] == [number_of(page)]


def test_a_desk_that_is_started_again_is_found_again(
    open_page: Open, telephone: Telephone, settings: Any
) -> None:
    (first, *_), _desk, page = beside(open_page, telephone, 2)
    port = telephones.port
    telephones.stop()
    expect(page.locator(".status")).not_to_have_class(re.compile(r"\bon\b"))
    telephones.sessions._sessions.clear()
    telephones.exchange._shown.clear()
    settings.TELEPHONE_PORT = port
    telephones.listen()
    with_the_computer(page)
    expect(page.locator("[data-part=name]")).to_have_text(first.name)


def test_replayed_and_reordered_messages_are_refused_on_the_line(
    open_page: Open, telephone: Telephone
) -> None:
    file_of(caller(), 3)
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    said: list[str] = []

    def hear(one: Request) -> None:
        if one.url.endswith(("/say", "/open")):
            said.append(one.post_data or "")

    page.on("request", hear)
    page.reload()  # it opens a session of its own
    page.get_by_role("button", name="Noter l’appel").click()
    page.locator(".outcomes button").first.click()
    until(Call.objects.exists, "the call is kept")
    with_the_computer(page)
    openings = [body for body in said if "who" in json.loads(body)]
    assert openings
    assert len(said) > len(openings)
    base = f"http://telephone.test:{telephones.port}"
    again = [
        page.evaluate(
            "([to, body]) => fetch(to, { method: 'POST', body }).then((one) => one.status)",
            [f"{base}/{path}", body],
        )
        for body in [*said, *reversed(said)]
        for path in ("say", "open")
    ]
    assert set(again) <= {400, 401, 409, 410}
    assert 409 in again
    assert Call.objects.count() == 1


def test_whoever_names_a_session_an_old_name_gets_nothing_sealed_alike(
    open_page: Open, telephone: Telephone
) -> None:
    """Somebody else on the network answers in the place of the desk."""
    file_of(caller(), 2)
    page = paired(open_page(), telephone)
    with_the_computer(page)
    opened: list[dict[str, Any]] = []

    def keep(route: Route) -> None:
        opened.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=401, json={})

    page.route("**/name", lambda route: route.fulfill(json={"name": "AAAAAAAAAAAAAAA"}))
    page.route("**/open", keep)
    telephones.sessions._sessions.clear()
    back(page)
    until(lambda: page.evaluate("true") and opened, "it opens a session")
    back(page)
    until(lambda: page.evaluate("true") and opened[1:], "it opens another one")
    first, second = opened[:2]
    assert (first["name"], first["number"]) == (second["name"], second["number"])
    assert first["box"] != second["box"]


def test_the_code_of_a_number_needs_no_telephone_of_the_list(open_page: Open) -> None:
    file_of(caller(), 1)
    desk = open_page()
    desk.go("/calls/")
    desk.azerty("KeyQ", "q")
    expect(desk.page.locator("#code svg")).to_be_visible()
    expect(desk.page.locator("#code")).to_contain_text("03 53 01 01 42")
    desk.accessible()
