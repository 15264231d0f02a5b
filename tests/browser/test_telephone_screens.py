"""How her telephone's page looks where she types and where it only says something, and what it
does under a finger that touches twice.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from decroche.calls.models import Call
from decroche.prospects.models import Company
from decroche.telephone.devices import MOST, add_device
from decroche.telephone.service import telephones
from tests.browser.conftest import HANDSETS, Open, Watched, caller
from tests.browser.telephones import QUEUE, Telephone, accessible, back, code_on, noting, paired
from tests.browser.test_morning import press
from tests.cast import file_of
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "line")]
A_TOUCH = 44
"""Pixels that a finger needs."""


@pytest.fixture
def desk(open_page: Open) -> Watched:
    """Her desk, with three cards."""
    file_of(caller(), 3)
    return open_page()


@pytest.fixture
def shown(desk: Watched, telephone: Telephone) -> Page:
    """The telephone shows the first card."""
    page = paired(desk, telephone, size="small")
    desk.go("/calls/")
    expect(page.locator("[data-view=card]")).to_be_visible()
    return page


@pytest.fixture
def asked(shown: Page) -> Page:
    """The telephone asks what a call gave."""
    noting(shown)
    return shown


TOUCH_TWICE = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  for (const _ of [1, 2]) document.elementFromPoint(x + width / 2, y + height / 2).click();
}"""
"""Two touches in one place, one right after the other: of whatever lies there then."""


def outcome(page: Page, words: str) -> None:
    page.locator(".outcomes button", has_text=words).click()


def top(page: Page, name: str) -> float:
    box = page.locator(name).bounding_box()
    assert box
    return box["y"]


def test_what_was_wrong_is_said_once_where_she_looks_and_goes_with_it(asked: Page) -> None:
    problem, when = asked.locator("[data-part=problem]"), asked.locator("input[name=when]")
    outcome(asked, "Rappeler")
    when.fill("jeudredi")
    expect(asked.locator(".heard")).to_contain_text("jeudredi")
    asked.locator("[data-part=confirm]").click()
    expect(problem).to_contain_text("jeudredi")
    expect(problem).to_be_in_viewport()
    expect(asked.locator(".heard")).to_be_hidden()
    accessible(asked)
    when.fill("jeudi")
    expect(problem).to_be_hidden()
    expect(asked.locator(".heard")).to_contain_text("→ jeudi")
    when.fill("jeudredi")
    asked.locator("[data-part=confirm]").click()
    expect(problem).to_contain_text("jeudredi")
    asked.get_by_role("button", name="Une autre issue").click()
    expect(problem).to_be_hidden()
    outcome(asked, "Veut un e-mail")
    expect(problem).to_be_hidden()
    assert not Call.objects.exists()


def test_all_outcomes_are_on_the_smallest_screen_and_so_is_what_keeps_one(shown: Page) -> None:
    shown.locator("[data-part=dial]").click()
    back(shown)
    expect(shown.locator("[data-part=guess]")).to_be_visible()
    assert shown.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for button in shown.locator("[data-view=asking] button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= A_TOUCH
    shown.locator("summary").click()
    shown.locator("[name=message_left]").check()
    shown.locator("[name=referral]").fill("Studio Nord")
    shown.locator("[name=moment]").fill("Enfin !")
    shown.locator("summary").click()  # what was added stands in the line that is shut
    assert shown.evaluate("document.documentElement.scrollHeight <= innerHeight")
    outcome(shown, "Veut un e-mail")  # its fields are longer than the screen
    confirm = shown.locator("[data-part=confirm]")
    expect(confirm).to_be_in_viewport(ratio=1)
    shown.get_by_role("button", name="Une autre issue").click()
    outcome(shown, "Ne plus appeler")
    expect(confirm).to_have_class(re.compile(r"\bbad\b"))


def test_the_question_stands_at_the_top_however_short_its_answer_is(asked: Page) -> None:
    asked.set_viewport_size({"width": 390, "height": 1200})
    long = top(asked, "[data-part=called]")
    outcome(asked, "Rendez-vous")
    assert top(asked, "[data-part=called]") == long


def test_what_is_ticked_has_the_room_of_a_finger(asked: Page) -> None:
    asked.locator("summary").click()
    tick = asked.locator("label", has=asked.locator("[name=message_left]"))
    box = tick.bounding_box()
    assert box
    assert box["height"] >= A_TOUCH
    expect(asked.locator("summary .muted")).to_be_hidden()  # the fields say it themselves
    accessible(asked)


def test_a_telephone_without_a_line_says_one_sentence_in_the_middle(
    open_page: Open, telephone: Telephone
) -> None:
    caller()
    page = telephone(code_on(open_page()).split("#")[0])
    words = page.locator("[data-part=words]")
    expect(words).to_contain_text(re.compile("n’est pas associé"))
    expect(page.locator("[data-part=line]")).to_be_hidden()
    box = words.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    assert abs(middle - HANDSETS["tall"]["height"] / 2) < A_TOUCH


def test_the_name_of_the_program_stays_whole_where_the_line_says_much(
    desk: Watched, telephone: Telephone
) -> None:
    page = paired(desk, telephone, size="small", language="en-GB")
    desk.go("/calls/")
    expect(page.locator("[data-view=card]")).to_be_visible()
    before = page.locator(".logo").bounding_box()
    page.route("**/say", lambda route: route.abort())
    page.get_by_role("button", name="Note the call").click()
    page.locator(".outcomes button").first.click()
    expect(page.locator(".status")).to_contain_text("to be sent: 1")
    after = page.locator(".logo").bounding_box()
    assert before
    assert after
    assert after["width"] == before["width"]


def test_the_second_touch_notes_no_outcome_that_came_under_the_finger(shown: Page) -> None:
    shown.get_by_role("button", name="Noter l’appel").evaluate(TOUCH_TWICE)
    expect(shown.locator("[data-view=asking]")).to_be_visible()
    expect(shown.locator("[data-part=asks]")).to_be_hidden()
    assert shown.evaluate(f"localStorage.getItem('{QUEUE}')") is None
    outcome(shown, "Pas de réponse")  # a touch that comes later is one
    until(Call.objects.exists, "it is noted")


def test_a_telephone_whose_storage_was_cleared_goes_on_and_then_says_what_to_do(
    desk: Watched, shown: Page
) -> None:
    shown.evaluate("localStorage.clear()")
    back(shown)
    press(desk, "1")
    second = Company.objects.order_by("pk")[1]
    expect(shown.locator("[data-part=name]")).to_have_text(second.name)
    telephones.sessions._sessions.clear()  # as the desk does when it starts again
    back(shown)
    expect(shown.locator("[data-part=words]")).to_contain_text("Associez-le de nouveau")


def test_a_full_list_of_telephones_is_said_on_both_and_the_code_then_works(
    desk: Watched, telephone: Telephone
) -> None:
    link = code_on(desk)
    others = [add_device(10_000, "Pixel", "fr") for _one in range(MOST)]
    page = telephone(link)
    expect(page.locator("[data-part=words]")).to_contain_text("Retirez-en un sur l’ordinateur")
    accessible(page)
    expect(desk.page.locator("[data-part=state]")).to_contain_text(f"a déjà {MOST} téléphones")
    telephones.revoke(10_000, others[0].device_id)
    desk.page.wait_for_url(re.compile(r"/telephone/$"))
    row = desk.page.locator(".rows li", has_text="Pixel (Android)")
    row.get_by_text("Renommer").click()
    row.locator("[name=name]").fill("Celui du salon")
    accessible(desk.page)
    row.get_by_role("button", name="Garder").click()
    expect(desk.page.locator(".rows")).to_contain_text("Celui du salon")
