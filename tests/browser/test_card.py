"""The card during a call: what she writes stays, what she knows of the company is shown, and a key
that is pressed once too often does nothing unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from decroche.callqueue.models import Skip
from decroche.calls.models import Call, Draft, Moment
from decroche.calls.reading import OutcomeInput
from decroche.compliance.models import Notice
from decroche.followups.forbidden import stopped_now
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.browser.conftest import Open, Watched, talker
from tests.browser.test_morning import name_shown, next_card, press
from tests.cast import TUESDAY, company, file_of, log
from tests.followups.test_told import promised_to_a_consumer
from tests.waiting import until
from tools.outcomes import log_outcome

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
WORDS = "Budget voté, 3 noms avant le 15"


def the_note(desk: Watched) -> str:
    return desk.page.locator("#note").input_value()


def write(desk: Watched, words: str = WORDS) -> None:
    desk.azerty("KeyN", "n")
    expect(desk.page.locator("#note")).to_be_focused()
    desk.page.keyboard.type(words)


def kept(words: str) -> None:
    until(lambda: Draft.objects.filter(note=words).exists(), "the draft")


def hold_the_clock(desk: Watched, seconds: float = 0) -> None:
    """Stops the clock of the page at that many seconds later, so that the speed of this machine
    does not decide what counts as a moment ago.
    """
    desk.page.evaluate(
        "(more) => { const held = performance.now() + more; performance.now = () => held; }",
        seconds * 1000,
    )


def search_and_back(desk: Watched) -> None:
    desk.page.keyboard.press("Escape")
    desk.azerty("Slash", "/")
    desk.page.keyboard.press("Escape")


def pause_and_go_on(desk: Watched) -> None:
    desk.page.keyboard.press("Escape")
    desk.azerty("KeyP", "p")
    expect(desk.page.locator(".fiche h1")).to_have_text("Pause")
    desk.azerty("KeyP", "p")
    expect(desk.page.locator("#note")).to_be_visible()


def another_page(desk: Watched) -> None:
    desk.go("/file/")
    desk.go("/calls/")


def another_card(desk: Watched) -> None:
    """Shows another card, then this one again."""
    first, second = Company.objects.order_by("pk")[:2]
    for card in (second, first):
        desk.go(f"/companies/{card.pk}/")
        desk.page.locator("form[action*='/take/'] button").first.click()
        expect(desk.page.locator(".fiche h1")).to_have_text(card.name)


def passed_over(desk: Watched) -> None:
    """Puts the card at the end of the queue, and waits until its turn comes again."""
    desk.page.keyboard.press("Escape")
    for _ in range(3):
        before = name_shown(desk)
        desk.page.wait_for_timeout(600)  # not pressed twice by mistake
        desk.azerty("KeyS", "s")
        next_card(desk, before)


def a_second_tab(desk: Watched) -> None:
    kept(WORDS)
    second = desk.page.context.new_page()
    desk.page.close()
    desk.page = second
    desk.go("/calls/")


def reloaded(desk: Watched) -> None:
    desk.page.reload()


LEAVING: dict[str, Callable[[Watched], None]] = {
    "escape": lambda desk: desk.page.keyboard.press("Escape"),
    "search": search_and_back,
    "pause": pause_and_go_on,
    "another page": another_page,
    "another card": another_card,
    "passed over": passed_over,
    "reload": reloaded,
    "a second tab": a_second_tab,
}


@pytest.mark.parametrize("way", LEAVING)
def test_nothing_written_is_lost_by_any_way_of_leaving_the_card(open_page: Open, way: str) -> None:
    file_of(talker(), 3)
    desk = open_page()
    desk.begin()
    here = name_shown(desk)
    write(desk)
    LEAVING[way](desk)
    expect(desk.page.locator(".fiche h1")).to_have_text(here)
    expect(desk.page.locator("#note")).to_have_value(WORDS)
    kept(WORDS)
    assert not Call.objects.exists()


def test_a_tick_is_kept_with_the_draft_and_comes_back_with_it(open_page: Open) -> None:
    """T (they were told where their details come from) and L (a message was left), then the page is
    loaded again.
    """
    file_of(talker(), 2)
    desk = open_page()
    desk.begin()
    here = name_shown(desk)
    told, left = (desk.page.locator(f"input[name={name}]") for name in ("told", "message_left"))
    desk.azerty("KeyT", "t")
    desk.azerty("KeyL", "l")
    until(lambda: Draft.objects.filter(fields__message_left="1").exists(), "the draft")
    desk.page.reload()
    expect(told).to_be_checked()
    expect(left).to_be_checked()
    desk.azerty("KeyL", "l")
    press(desk, "3")
    desk.page.keyboard.press("Enter")
    next_card(desk, here)
    assert Notice.objects.count() == 1
    expect(told).not_to_be_checked()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".fiche h1")).to_have_text(here)
    expect(told).to_be_checked()
    expect(left).not_to_be_checked()


def test_what_is_written_while_the_server_is_away_is_kept_and_sent_when_it_is_back(
    open_page: Open,
) -> None:
    file_of(talker(), 2)
    desk = open_page(quiet=False)
    desk.go("/calls/")
    desk.page.route("**/note/", lambda route: route.abort())
    write(desk)
    expect(desk.page.locator("[data-note-state]")).to_have_text("gardé dans ce navigateur")
    assert not Draft.objects.exists()
    desk.page.unroute("**/note/")
    desk.page.reload()
    expect(desk.page.locator("#note")).to_have_value(WORDS)
    kept(WORDS)


def test_the_note_goes_with_the_outcome_that_follows_and_comes_back_when_it_is_taken_back(
    open_page: Open,
) -> None:
    first, second, *_ = file_of(talker(), 3)
    desk = open_page()
    desk.go("/calls/")
    write(desk)
    desk.page.keyboard.press("Escape")
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert the_note(desk) == ""
    assert Call.objects.get().note == WORDS
    assert not Draft.objects.exists()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".fiche h1")).to_have_text(first.name)
    expect(desk.page.locator("#note")).to_have_value(WORDS)


def test_an_outcome_right_after_the_last_letter_leaves_no_draft_behind(open_page: Open) -> None:
    first, second = file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    write(desk, "vite")
    desk.page.keyboard.press("Escape")
    press(desk, "9")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    desk.page.wait_for_timeout(800)  # longer than a draft waits before it is sent
    assert Call.objects.get().note == "vite"
    assert not Draft.objects.filter(company=first).exists()
    assert desk.page.evaluate("Object.keys(localStorage)") == []


def test_space_dials_after_an_outcome_was_left_by_escape(open_page: Open) -> None:
    """The key of the outcome has lost the focus: otherwise Space would press it again."""
    file_of(talker(), 1)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "4")
    expect(desk.page.locator("#ask-call_back")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".fiche h1")).to_be_focused()
    desk.page.keyboard.press("Space")
    expect(desk.page.locator(".clock")).to_be_visible()
    expect(desk.page.locator("#ask-call_back")).to_be_hidden()


def test_control_enter_in_the_note_keeps_the_outcome_that_is_open(open_page: Open) -> None:
    _first, second = file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "4")
    desk.page.locator("#ask-call_back input[name=when]").fill("jeudi 10h")
    desk.page.locator("#note").click()
    desk.page.keyboard.type(WORDS)
    expect(desk.page.locator("[data-confirms]")).to_contain_text("Rappeler le")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.get().note == WORDS
    write(desk, "rien d’ouvert")
    expect(desk.page.locator("[data-confirms]")).to_be_hidden()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator("#note")).not_to_be_focused()
    assert Call.objects.count() == 1


def test_enter_keeps_a_recommendation_and_a_great_moment_with_the_outcome(
    open_page: Open,
) -> None:
    _first, second = file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "6")
    desk.page.locator("#ask-interested input[name=when]").fill("lundi")
    desk.page.locator("button[data-key=m]").click()
    desk.page.keyboard.type("Vous êtes moi !")
    assert desk.page.locator("fieldset.panel:not([hidden])").count() == 1
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".last")).to_contain_text("Gardé avec l’issue qui suit")
    expect(desk.page.locator("button[data-key=m]")).to_contain_text("Vous êtes moi !")
    expect(desk.page.locator("#ask-interested input[name=when]")).to_be_visible()
    desk.page.reload()  # what is kept beside the outcome is a draft as well
    expect(desk.page.locator("button[data-key=m]")).to_contain_text("Vous êtes moi !")
    press(desk, "6")
    expect(desk.page.locator("#ask-interested input[name=when]")).to_have_value("lundi")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Moment.objects.get().sentence == "Vous êtes moi !"


def test_a_key_pressed_twice_logs_one_call_and_asks(open_page: Open) -> None:
    _first, second, third = file_of(talker(), 3)
    desk = open_page()
    desk.go("/calls/")
    hold_the_clock(desk)
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    press(desk, "1")
    expect(desk.page.locator(".last")).to_contain_text("Cette fiche vient d’arriver")
    assert Call.objects.count() == 1
    hold_the_clock(desk, 1.1)  # she has looked at it by now
    press(desk, "1")
    expect(desk.page.locator(".fiche h1")).to_have_text(third.name)
    desk.azerty("Space", " ")
    press(desk, "1")  # dialled: nothing is asked
    until(lambda: Call.objects.count() == 3, "the third call")


def test_the_first_enter_takes_the_correction_of_a_slip_and_the_second_confirms(
    open_page: Open,
) -> None:
    _first, second = file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "5")
    desk.page.locator("#email-email_requested").press_sequentially("marie@gmial.com")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#email-email_requested")).to_have_value("marie@gmail.com")
    assert not Call.objects.exists()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Call.objects.get().outcome == "email_requested"


@pytest.mark.parametrize(
    ("language", "colours", "said", "size"),
    [("fr-FR", "light", "Vous avez écrit", "desktop"), ("en-GB", "dark", "You typed", "small")],
)
@pytest.mark.parametrize("way", ["ArrowUp", "Control+z", "click"])
def test_a_correction_that_was_none_is_taken_back_by_a_key_or_a_click(
    open_page: Open, language: str, colours: str, said: str, size: str, way: str
) -> None:
    first, second = file_of(talker(), 2)
    desk = open_page(size, language, colours)
    desk.go("/calls/")
    press(desk, "5")
    field = desk.page.locator("#email-email_requested")
    refused = desk.page.locator("#ask-email_requested [data-typed]")
    field.press_sequentially("marie@gmial.com")
    desk.page.keyboard.press("Enter")
    expect(field).to_have_value("marie@gmail.com")
    expect(refused).to_contain_text(said)
    chip = refused.get_by_role("button", name="marie@gmial.com")
    expect(chip).to_be_in_viewport(ratio=1)
    desk.accessible()
    if way == "click":
        chip.click()
    else:
        desk.page.keyboard.press(way)
    expect(field).to_have_value("marie@gmial.com")
    expect(field).to_be_focused()
    expect(refused).to_be_hidden()
    desk.page.keyboard.press("Enter")  # really that one: it is not corrected again
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    assert Contact.objects.get(email="marie@gmial.com").company == first


def test_a_call_taken_back_offers_the_address_as_it_was_typed(open_page: Open) -> None:
    first, second = file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    press(desk, "5")
    field = desk.page.locator("#email-email_requested")
    field.press_sequentially("marie@gmial.com")
    desk.page.keyboard.press("Enter")
    expect(field).to_have_value("marie@gmail.com")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".fiche h1")).to_have_text(second.name)
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(".fiche h1")).to_have_text(first.name)
    press(desk, "5")
    expect(field).to_have_value("marie@gmail.com")
    desk.page.keyboard.press("ArrowUp")
    expect(field).to_have_value("marie@gmial.com")


def test_on_a_telephone_the_first_words_stand_whole_where_there_is_room(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page("phone")
    desk.go("/calls/")
    words = desk.page.locator(".script > p")
    expect(words).to_be_in_viewport(ratio=1)
    assert words.evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    chip = desk.page.locator(".qualify .chip").first.bounding_box()
    dock = desk.page.locator("form.outcomes").bounding_box()
    assert chip
    assert dock
    assert chip["y"] + chip["height"] <= dock["y"]


def test_the_chips_are_one_tab_from_the_note_and_keep_the_focus(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    write(desk)
    desk.page.keyboard.press("Tab")
    first = desk.page.locator(".qualify .chip").first
    expect(first).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(".qualify .chip").nth(1)).to_be_focused()


def test_an_answer_comes_into_view_with_its_key_which_the_list_of_keys_shows(
    open_page: Open,
) -> None:
    file_of(talker(), 2)
    desk = open_page("laptop")
    desk.go("/calls/")
    opened = desk.page.locator("details[data-answer][open] p")
    for letter in "aoc":
        desk.azerty(f"Key{letter.upper()}", letter)
        expect(opened).to_have_count(1)  # the answer before makes room
        expect(opened).to_be_in_viewport(ratio=1)
    desk.azerty("Comma", "?")
    expect(desk.page.locator("#keys")).to_contain_text("J’ai déjà une agence")


def test_all_the_keys_are_seen_at_once_each_inside_its_cap(open_page: Open) -> None:
    """With twelve numbers, answers and outcomes nothing has to be scrolled at 1280×800."""
    a_rich_card(talker())
    desk = open_page()
    desk.go("/calls/")
    desk.azerty("Comma", "?")
    sheet = desk.page.locator("#keys")
    expect(sheet.locator("kbd", has_text="Ctrl+Entrée")).to_be_visible()
    assert sheet.evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")
    spills = """(caps) => caps.filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent)"""
    assert sheet.locator("kbd").evaluate_all(spills) == []
    desk.accessible()


def a_rich_card(
    member: Member, name: str = "", due: datetime = TUESDAY - timedelta(minutes=5)
) -> Company:
    """Makes a card with everything: her last words, notes of the file, people, twelve numbers,
    forty calls.
    """
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    Company.objects.filter(pk=card.pk).update(
        name=name or card.name,
        activity="Imprimerie de labeur",
        headcount="50 à 99 salariés",
        address="14 rue des Essais",
        website="vasseur.example",
        email="contact@vasseur.example",
        notes="Vue au salon. " * 210,
    )
    Contact.objects.filter(company=card).update(email="durand@vasseur.example")
    for place in range(11):
        PhoneNumber.objects.create(
            workspace=member.workspace,
            company=card,
            e164=f"+333530190{place:02}",
            national=f"03 53 01 90 {place:02}",
            kind=("switchboard", "direct", "mobile")[place % 3],
            position=place + 1,
        )
    for ago in range(39):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="no_answer",
            at=TUESDAY - timedelta(days=600 - ago * 12),
        )
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(
            when=due,
            precision="minute",
            note="Contente de son agence, mais le site traîne. " * 66,
        ),
        at=TUESDAY - timedelta(days=21),
    )
    return card


def a_first_call(member: Member) -> Company:
    """Makes a card that was never called."""
    return company(member, "Laiterie du Marais 02 61 91 04 20 Amiens", activity="Laiterie")


def a_promise_kept_late(member: Member) -> Company:
    """Makes a card with a promise of five days ago, and a note."""
    card = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Durand")
    log(
        member,
        card,
        "call_back",
        at=TUESDAY - timedelta(days=21),
        when=TUESDAY - timedelta(days=5),
        precision="minute",
        note="Contente de son agence, mais le site traîne depuis mars. Préfère le matin.",
    )
    return card


def a_long_card(member: Member) -> Company:
    """Makes a card with everything under a name of ninety letters, with a promise of five
    days ago.
    """
    name = ("Syndicat intercommunal des déchets " * 3)[:90].strip()
    card = a_rich_card(member, name, due=TUESDAY - timedelta(days=5))
    card.refresh_from_db()
    return card


def promises_that_the_law_stops(member: Member) -> None:
    """Makes promises of today to two consumers who were already called four times this month."""
    for line in ("M. Paul Riviere 06 39 98 43 21", "Mme Anne Delmas-Fontanel 06 39 98 43 22"):
        promised_to_a_consumer(member, TUESDAY, calls_before=4, line=f"{line} Lille")
    assert len(stopped_now(member.workspace, TUESDAY)) == 2


CARDS = {
    "first call": a_first_call,
    "late promise": a_promise_kept_late,
    "rich": a_rich_card,
    "long": a_long_card,
}
SEEN = {
    ".who h1": True,
    ".who .number": True,
    ".who .ask strong": True,
    ".before p, .before .words": True,
    ".before .words": False,
    ".before .promise": False,
    ".script p": True,
    ".qualify > li:first-child .chip": True,
    "#note": True,
}
"""What she must see without scrolling, and whether every card has it."""


A_SENTENCE = "Établissements Delahaye et Fils · reviendra mercredi après-midi"
"""What the outcome before says, as long as it usually gets."""


def needs_no_scrolling(desk: Watched) -> None:
    """Checks that all of SEEN, the ten outcomes and the sentence about the last outcome are on the
    first screen, and that nothing is wider than it.
    """
    page, size = desk.page, desk.page.viewport_size
    assert size
    page.locator(".last").evaluate("(node, said) => { node.textContent = said; }", A_SENTENCE)
    dock = page.locator("form.outcomes").bounding_box()
    assert dock
    for seen, always in SEEN.items():
        if not always and not page.locator(seen).count():
            continue
        box = page.locator(seen).first.bounding_box()
        assert box, seen
        assert box["y"] >= 0, seen
        least = 58 if seen == "#note" else box["height"]  # two lines to write on
        assert box["y"] + least <= dock["y"], f"{seen} ends at {box['y'] + least}, keys {dock['y']}"
        assert box["x"] + box["width"] <= size["width"] + 1, seen
    keys = page.locator(".keysrow .outcome")
    assert keys.count() == 10
    for key in keys.all():
        box = key.bounding_box()
        assert box
        assert box["y"] + box["height"] <= size["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", ["desktop", "laptop", "phone"])
@pytest.mark.parametrize("card", CARDS)
def test_what_she_needs_is_seen_without_scrolling(open_page: Open, size: str, card: str) -> None:
    """With and without promises of today that the law stops, which are shown beside the card."""
    member = talker()
    wanted = CARDS[card](member)
    desk = open_page(size)
    desk.begin()
    expect(desk.page.locator(".fiche h1")).to_have_text(wanted.name)
    needs_no_scrolling(desk)
    desk.accessible()
    promises_that_the_law_stops(member)
    desk.go("/calls/")
    expect(desk.page.locator(".stopped")).to_be_visible()
    needs_no_scrolling(desk)


@pytest.mark.parametrize("extra", ["", "m", "r"])
def test_an_open_panel_never_covers_the_card(open_page: Open, extra: str) -> None:
    a_rich_card(talker())
    desk = open_page()
    desk.go("/calls/")
    desk.page.locator("button[data-key='7']").click()
    if extra:
        desk.page.locator(f"button[data-key='{extra}']").click()
    dock = desk.page.locator("form.outcomes").bounding_box()
    assert dock
    for seen in (".who h1", ".who .number", ".who .ask strong", ".before .words", ".script p"):
        box = desk.page.locator(seen).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= dock["y"], seen


def test_the_keys_stay_where_they_are_from_card_to_card(open_page: Open) -> None:
    """The row below the keys says what was logged last; neither the kind sentence after a hang-up
    nor the longest name moves the keys.
    """
    first, _, last = file_of(talker(), 3)
    Company.objects.filter(pk=first.pk).update(name=("Syndicat intercommunal " * 4)[:90])
    desk = open_page()
    desk.begin()
    keys = desk.page.locator(".keysrow")
    place = keys.bounding_box()
    for digit in "91":
        here = name_shown(desk)
        hold_the_clock(desk, 2)  # she has looked at the card
        press(desk, digit)
        next_card(desk, here)
        assert desk.page.locator(".last").inner_text()
        assert keys.bounding_box() == place, digit
    expect(desk.page.locator(".fiche h1")).to_have_text(last.name)


@pytest.mark.parametrize("size", ["desktop", "laptop", "phone"])
def test_the_clock_of_a_call_moves_nothing(open_page: Open, size: str) -> None:
    file_of(talker(), 2)
    desk = open_page(size)
    desk.begin()
    below = desk.page.locator(".ask")
    place = below.bounding_box()
    desk.azerty("Space", " ")
    expect(desk.page.locator(".clock")).not_to_be_empty()
    assert below.bounding_box() == place


def test_what_a_switchboard_says_of_the_moment_is_said_back_and_kept(open_page: Open) -> None:
    card, *_ = file_of(talker(), 2)
    desk = open_page()
    desk.begin()
    press(desk, "3")
    desk.page.keyboard.type("Mme Roux, revient jeudi 14h")
    expect(desk.page.locator("#heard-gatekeeper-when")).to_contain_text("jeudi 26 novembre à 14 h")
    desk.page.keyboard.press("Enter")
    next_card(desk, card.name)
    expect(desk.page.locator(".last")).to_contain_text("jeudi 26 novembre à 14 h")
    assert FollowUp.objects.get(company=card).note == "Mme Roux, revient jeudi 14h"


def test_at_twice_the_size_the_keys_keep_their_digits(open_page: Open) -> None:
    a_rich_card(talker())
    desk = open_page()
    desk.page.set_viewport_size({"width": 640, "height": 400})  # 1280×800 at 200 %
    desk.go("/calls/")
    for digit in desk.page.locator(".keysrow kbd").all():
        expect(digit).to_be_visible()
    dock = desk.page.locator("form.outcomes").bounding_box()
    assert dock
    assert dock["height"] <= 160


def test_a_second_number_is_dialled_by_its_key_and_the_call_is_of_that_number(
    open_page: Open,
) -> None:
    card = a_rich_card(talker())
    other = card.numbers.order_by("position")[1]
    desk = open_page()
    desk.go("/calls/")
    expect(desk.page.locator(".others > li").first).to_contain_text(other.national)
    desk.azerty("KeyD", "d")
    press(desk, "1")
    until(lambda: Call.objects.filter(number=other).exists(), "a call of the second number")


@pytest.mark.parametrize(("language", "colours"), [("fr-FR", "dark"), ("en-GB", "light")])
def test_the_card_is_accessible(open_page: Open, language: str, colours: str) -> None:
    a_rich_card(talker())
    desk = open_page("laptop", language, colours)
    desk.go("/calls/")
    desk.accessible()
    desk.page.locator("button[data-key='5']").click()
    desk.page.locator("button[data-key='r']").click()
    desk.accessible()
    folded = desk.page.locator(".words.fold")
    expect(folded).to_have_class(re.compile("long"))
    folded.focus()
    desk.page.keyboard.press("Enter")
    expect(folded).to_have_class(re.compile("open"))


def test_an_incoming_call_is_found_by_its_number_and_enter_opens_its_card(open_page: Open) -> None:
    cards = file_of(talker())
    desk = open_page()
    desk.go("/calls/")
    desk.azerty("Slash", "/")
    desk.page.keyboard.type("01 99 00 05 31")
    desk.page.keyboard.press("Enter")  # before the results are there, as a hurried hand does
    desk.page.wait_for_url(f"**/companies/{cards[4].pk}/")
    desk.go("/calls/")
    desk.azerty("Slash", "/")
    desk.page.keyboard.type("03 53")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/file/?*")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_page_of_a_full_card_folds_what_is_long(open_page: Open, size: str) -> None:
    card = a_rich_card(talker(), "Syndicat intercommunal des déchets " * 2)
    desk = open_page(size)
    desk.go(f"/companies/{card.pk}/")
    page = desk.page
    notes = page.locator("#fact-notes .fold")
    short = notes.evaluate("node => node.clientHeight")
    notes.click()
    assert notes.evaluate("node => node.clientHeight") > 4 * short  # 3,000 characters
    older = page.locator("details", has_text="Appels plus anciens")
    expect(older.locator("li").first).to_be_hidden()
    older.locator("summary").click()
    expect(older.locator("li")).to_have_count(30)
    expect(older.locator("li").first).to_be_visible()
    expect(page.get_by_text("7 autres numéros")).to_be_visible()
    crossing = page.evaluate("""() => [...document.querySelectorAll(".fact, .rows > li")].filter(
        (row) => [...row.children].some((one) => one.scrollWidth > one.clientWidth + 1
          && getComputedStyle(one).display !== "inline")).map((row) => row.textContent)""")
    assert not crossing, crossing


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_forced_colours_hide_nothing(open_page: Open, colours: str) -> None:
    """A high-contrast theme draws no backgrounds: what a background shows is also shown by a line
    or by a system colour.
    """
    a_rich_card(talker())
    desk = open_page(colours=colours)
    desk.page.emulate_media(forced_colors="active", reduced_motion="reduce")

    def style(selector: str, name: str) -> str:
        read = "(node, name) => getComputedStyle(node)[name]"
        return str(desk.page.locator(selector).first.evaluate(read, name))

    desk.begin()
    paper = style("body", "backgroundColor")
    assert style(".script mark", "color") != paper
    assert style(".script mark", "color") == style("body", "color")
    assert style("#note", "backgroundImage") != "none"
    for selector in ("article.fiche", "progress", ".ask strong"):
        assert style(selector, "borderTopWidth") == "1px", selector
        assert style(selector, "borderTopColor") != paper, selector
    desk.page.locator(".qualify .chip").first.click()
    pressed = desk.page.locator(".qualify .chip[aria-pressed=true]")
    expect(pressed).to_be_visible()
    assert style(".qualify .chip[aria-pressed=true]", "backgroundColor") != paper
    desk.go("/")
    assert style(".heat tbody td", "borderTopWidth") == "1px"
    assert style(".nav a[aria-current]", "borderTopColor") != paper
    assert style(".card", "borderTopWidth") == "1px"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_button_says_that_a_call_is_under_way(open_page: Open, size: str) -> None:
    file_of(talker(), 2)
    desk = open_page(size)
    desk.begin()
    button = desk.page.locator("a[data-dial]:visible").first
    expect(button).to_contain_text("Appeler")
    button.click()
    expect(button).to_contain_text("En appel")
    expect(button).not_to_contain_text("Appeler", use_inner_text=True)
    desk.azerty("Digit1", "&")
    expect(button).to_contain_text("Appeler", use_inner_text=True)
    expect(button).not_to_contain_text("En appel", use_inner_text=True)


TOPS = "nodes => nodes.map(node => Math.round(node.getBoundingClientRect().top))"


@pytest.mark.parametrize("size", ["phone", "small"])
def test_on_a_telephone_the_keys_stay_under_her_finger(open_page: Open, size: str) -> None:
    """Neither the panel of an outcome nor the line about the last one moves the keys, and the whole
    panel is visible with the name and the number above it.
    """
    file_of(talker(), 3)
    desk = open_page(size)
    desk.begin()
    keys = desk.page.locator(".keysrow .outcome")
    place = keys.evaluate_all(TOPS)
    for digit, outcome in {"4": "call_back", "5": "email_requested", "8": "no_need"}.items():
        desk.page.locator(f"[data-key='{digit}']").tap()
        panel = desk.page.locator(f"#ask-{outcome}")
        expect(panel).to_be_visible()
        expect(desk.page.locator(".callbar")).to_be_hidden()
        assert keys.evaluate_all(TOPS) == place, outcome
        number = desk.page.locator(".who .number").bounding_box()
        box = panel.bounding_box()
        assert number
        assert box
        assert number["y"] + number["height"] <= box["y"], outcome
        desk.page.keyboard.press("Escape")
    hold_the_clock(desk, 2)  # she has looked at the card
    here = name_shown(desk)
    desk.page.locator("[data-key='1']").tap()
    next_card(desk, here)
    expect(desk.page.locator(".last")).to_contain_text("reviendra")
    assert keys.evaluate_all(TOPS) == place


def test_she_goes_on_after_the_words_that_are_kept(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    write(desk, "Budget voté")
    kept("Budget voté")
    desk.page.reload()
    write(desk, ", 3 noms")
    assert the_note(desk) == "Budget voté, 3 noms"
    desk.page.locator("#note").fill("")
    desk.page.locator("#note").fill("y" * 30_000)
    expect(desk.page.locator(".last")).to_contain_text("La note est pleine")


def test_a_second_window_shows_what_is_typed_in_the_first(open_page: Open) -> None:
    file_of(talker(), 2)
    desk = open_page()
    desk.go("/calls/")
    second = desk.page.context.new_page()
    second.goto(f"{desk.base}/calls/")
    write(desk, "Budget voté")
    expect(second.locator("#note")).to_have_value("Budget voté")
    second.locator("#note").press_sequentially(", 3 noms")
    kept("Budget voté, 3 noms")


def test_two_browsers_write_on_one_card_and_no_word_is_lost(open_page: Open) -> None:
    file_of(talker(), 2)
    desk, other = open_page(), open_page()
    desk.go("/calls/")
    other.go("/calls/")
    write(desk, "Budget voté")
    kept("Budget voté")
    write(other, "Agence jusqu’en juin")
    expect(other.page.locator("#note")).to_have_value("Budget voté\nAgence jusqu’en juin")
    other.page.keyboard.type(", à revoir")
    kept("Budget voté\nAgence jusqu’en juin, à revoir")
    desk.page.keyboard.type(", 3 noms")
    both = "Budget voté\nAgence jusqu’en juin, à revoir\n, 3 noms"
    kept(both)
    expect(desk.page.locator("#note")).to_have_value(both)


def test_undo_and_pass_over_pressed_twice_by_mistake_are_done_once(open_page: Open) -> None:
    file_of(talker(), 5)
    desk = open_page()
    desk.begin()
    for _ in range(3):
        here = name_shown(desk)
        desk.page.wait_for_timeout(1100)  # she has looked at the card
        press(desk, "1")
        next_card(desk, here)
    hold_the_clock(desk)  # the second press is within half a second, however slow this machine is
    for key in ("Control+z", "s"):
        here = name_shown(desk)
        desk.page.evaluate("document.querySelector('#desk h1').focus()")
        desk.page.keyboard.press(key)
        next_card(desk, here)
        desk.page.keyboard.press(key)
        desk.page.wait_for_timeout(700)
        assert Call.objects.count() == 2
    assert Skip.objects.count() == 1


def test_a_refused_day_or_a_reload_in_mid_call_keeps_its_clock_and_the_answers_opened(
    open_page: Open,
) -> None:
    file_of(talker(), 3)
    desk = open_page(quiet=False)
    desk.begin()
    here = name_shown(desk)
    desk.page.locator("a[data-dial]:visible").first.click()
    desk.azerty("KeyA", "a")
    desk.page.wait_for_timeout(1200)
    desk.page.locator("[data-key='4']").click()
    desk.page.locator("#ask-call_back [name=when]").fill("avant-hier")
    desk.page.keyboard.press("Enter")
    # What was typed is said back as an error before the answer comes, which marks the field.
    expect(desk.page.locator("#when-call_back")).to_have_attribute("aria-invalid", "true")
    button = desk.page.locator("a[data-dial]:visible").first
    expect(button).to_contain_text("En appel", use_inner_text=True)
    desk.page.locator("#ask-call_back [name=when]").fill("jeudi 10h")
    desk.page.keyboard.press("Enter")
    next_card(desk, here)
    call = Call.objects.get()
    assert call.seconds is not None
    assert call.seconds >= 1
    assert len(call.answers_used) == 1
    expect(button).not_to_contain_text("En appel", use_inner_text=True)
    button.click()
    desk.page.wait_for_timeout(1200)
    desk.page.reload()
    expect(desk.page.locator("[data-clock]:visible").first).to_contain_text("0:0")
    expect(button).to_contain_text("En appel", use_inner_text=True)
