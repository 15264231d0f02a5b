"""A whole first morning without a mouse: each field, link and button is reached by Tab or by its
own key, and the focus is always visible.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.callqueue.preferences import QueueOrder
from decroche.calls.models import Call, Moment
from decroche.prospects.models import Company
from decroche.team.actions import ensure_local_member
from decroche.team.preferences import save_preferences
from tests.browser.conftest import Open, Watched
from tests.browser.test_morning import name_shown, next_card, press
from tests.waiting import until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
MOST = 60
"""Something that takes more keys than this to reach counts as out of reach."""
LIST = """Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand
Laiterie du Marais 02 61 91 04 20 Amiens
Scierie des Aulnes 03 53 01 12 35 Arras
Conserverie du Cap 02 61 91 04 21 Brest
Tissages Vermeil 03 53 01 12 36 Roubaix
Fonderie Sainte-Barbe 01 99 00 12 37 Paris
Verrerie des Dunes 03 53 01 12 38 Calais
Minoterie Lebrun 04 65 71 12 39 Lyon
Papeterie du Moulin 05 36 49 08 63 Toulouse
Brasserie du Beffroi 03 53 01 10 85 Douai
Ateliers Courtois 03 53 01 11 96 Lens
Chocolaterie Perrin 03 53 01 12 07 Cambrai
Coopérative Saint-Éloi 03 53 01 09 74 Arras"""
SEEN = """() => {
    const node = document.activeElement.matches("[type=file]")
        ? document.activeElement.closest("label") : document.activeElement;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const there = document.elementFromPoint(...middle);
    const own = there && (node.contains(there) || there.contains(node));
    return (ring || node.matches(".drop")) && box.width > 1 && own
        ? "" : `${node.outerHTML.slice(0, 160)} ring ${ring} at ${middle} under ${there?.outerHTML
            .slice(0, 80)}`;
}"""
OUTCOMES = {
    "1": ("no_answer", ""),
    "2": ("voicemail", ""),
    "3": ("gatekeeper", "Mme Roux, le mardi"),
    "4": ("call_back", "demain 10h"),
    "5": ("email_requested", "marie@lebrun.example"),
    "6": ("interested", "lundi"),
    "7": ("meeting", "jeudi 14h30"),
    "8": ("no_need", ""),
    "9": ("hung_up", ""),
    "0": ("do_not_call", "Retirez-moi de vos listes"),
    "w": ("wrong_number", ""),
}
ASKS = "345678" + "0"
"""Outcomes that ask before they are kept."""


def by_tab(desk: Watched, selector: str) -> None:
    """Presses Tab until the element has the focus; checks that each stop on the way is visible."""
    for _ in range(MOST):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("() => document.activeElement === document.body"):
            continue  # the end of the page: the next Tab begins it again
        unseen = desk.page.evaluate(SEEN)
        assert not unseen, unseen
        if desk.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{selector} is not within {MOST} keys")


def enter(desk: Watched, selector: str) -> None:
    """Moves to the element and presses Enter; waits for the next page."""
    by_tab(desk, selector)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    desk.painted()


def brings_a_list(desk: Watched) -> None:
    page = desk.page
    by_tab(desk, "#name, [name=name]")
    page.keyboard.type("Camille Arnaud")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if "/import/" not in page.url:
        enter(desk, "a[href='/import/']")
    by_tab(desk, "textarea[name=text]")
    page.keyboard.insert_text(LIST)
    enter(desk, "form[action='/import/paste/'] button")
    for name in LIST.splitlines():
        expect(page.locator("main")).to_contain_text(" ".join(name.split()[:2]))
    by_tab(desk, "[name=source]")
    page.keyboard.type("le salon")
    enter(desk, "form[action$='/run/'] button[type=submit]")
    expect(page.locator(".tally")).to_contain_text(str(len(LIST.splitlines())))


def makes_her_first_call(desk: Watched) -> None:
    """The first key to dial asks how she calls, once."""
    asked = desk.page.locator("dialog#dialling")
    desk.azerty("Space", " ")
    expect(asked).to_be_visible()
    enter(desk, "button[name=way][value=own]")
    expect(asked).to_be_hidden()


def notes(desk: Watched, words: str) -> None:
    desk.azerty("KeyN", "n")
    expect(desk.page.locator("#note")).to_be_focused()
    assert not desk.page.evaluate(SEEN)
    desk.page.keyboard.type(words)
    desk.page.keyboard.press("Escape")


def gives(desk: Watched, digit: str, typed: str) -> None:
    here = name_shown(desk)
    desk.azerty("Space", " ")
    if digit == "w":
        desk.azerty("KeyW", "w")
    else:
        press(desk, digit)
    panel = desk.page.locator("fieldset.panel[data-exclusive]:not([hidden])")
    if digit in ASKS:
        expect(panel.locator(":focus")).to_have_count(1)
        assert not desk.page.evaluate(SEEN)
        desk.page.keyboard.type(typed)
        if digit in "467":
            expect(panel.locator(".said")).to_be_visible()
        desk.page.keyboard.press("Enter")
    next_card(desk, here)


def test_a_first_morning_by_the_keyboard_alone(open_page: Open) -> None:
    member = ensure_local_member()
    save_preferences(workspace=member.workspace, section=QueueOrder(ranked=False))
    desk = open_page(dials=True)
    page = desk.page
    desk.go("/")
    brings_a_list(desk)
    assert Company.objects.count() == len(LIST.splitlines())
    enter(desk, "form[action='/calls/begin/'] button")
    makes_her_first_call(desk)
    for place, (digit, (_outcome, typed)) in enumerate(OUTCOMES.items()):
        if place % 2:
            notes(desk, f"Mot {digit} de Mme Durand")
        gives(desk, digit, typed)
    wanted = [outcome for outcome, _typed in OUTCOMES.values()]
    made = Call.objects.order_by("pk")
    until(lambda: made.count() == len(wanted), "her calls")
    assert list(made.values_list("outcome", flat=True)) == wanted
    assert made.filter(note__contains="Mot ").count() == len(wanted) // 2

    after = name_shown(desk)
    page.keyboard.press("Control+z")
    next_card(desk, after)
    assert made.count() == len(wanted) - 1
    here = name_shown(desk)
    desk.azerty("KeyP", "p")
    expect(page.locator(".fiche h1")).to_have_text("Pause")
    desk.azerty("KeyP", "p")
    expect(page.locator(".fiche h1")).to_have_text(here)
    desk.painted()
    enter(desk, "form[action='/calls/end/'] button")
    expect(page.locator(".tally")).to_contain_text(str(len(wanted) - 1))
    by_tab(desk, "[name=sentence]")
    page.keyboard.type("Le premier matin est fait")
    enter(desk, "form:has([name=sentence]) button")
    expect(page.locator("#messages")).to_contain_text("C’est gardé.")
    assert Moment.objects.get().sentence == "Le premier matin est fait"
