"""The line that says what was just noted names the company and what follows whole, and moves no
key; what takes more than two lines unfolds.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.correspondence.actions import keep_mailbox
from tests.browser.conftest import Open, talker
from tests.browser.test_morning import press
from tests.cast import company, file_of
from tests.desk.messages.test_mail import BOX

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "in_file_order")]
LINES = "node => Math.round(node.getBoundingClientRect().height / 16.25)"
WHOLE = """node => [node, ...node.querySelectorAll("*")].every(
    (one) => one.scrollHeight <= node.clientHeight + 2
        && one.scrollWidth <= node.clientWidth + 1)"""
TOP = "node => Math.round(node.getBoundingClientRect().top)"


def test_a_promise_of_a_long_name_is_confirmed_whole(open_page: Open) -> None:
    member = talker()
    company(member, "Imprimerie Vasseur & Fils, travaux de labeur 03 53 01 01 42 Lille")
    file_of(member, 4)
    desk = open_page("desktop")
    desk.begin()
    keys, last = desk.page.locator(".keysrow"), desk.page.locator(".below .last")
    before = keys.evaluate(TOP)
    press(desk, "4")
    desk.page.locator("#when-call_back").fill("jeudi 10 h 30")
    desk.page.keyboard.press("Enter")
    expect(last).to_contain_text("promis\u00a0: jeudi 26 novembre à 10\u00a0h\u00a030")
    assert last.evaluate(WHOLE)
    assert last.evaluate(LINES) == 1
    assert keys.evaluate(TOP) == before


@pytest.mark.parametrize("size", ["desktop", "laptop"])
@pytest.mark.parametrize("mailbox", [True, False])
def test_a_mail_is_confirmed_whole(open_page: Open, size: str, mailbox: bool) -> None:
    member = talker()
    company(member, "Imprimerie Vasseur & Fils, travaux de labeur 03 53 01 01 42 Lille")
    file_of(member, 4)
    if mailbox:
        keep_mailbox(by=member, values=BOX)
    desk = open_page(size)
    desk.begin()
    press(desk, "5")
    desk.page.locator("#email-email_requested").fill("contact@vasseur.example")
    desk.page.keyboard.press("Enter")
    last = desk.page.locator(".below .last")
    expect(last).to_contain_text("part dans 30\u00a0s" if mailbox else "attend dans Messages")
    assert last.evaluate(WHOLE)


def test_a_long_step_takes_two_lines_moves_no_key_and_unfolds(open_page: Open) -> None:
    file_of(talker(), 4)
    desk = open_page("desktop")
    desk.begin()
    keys, last = desk.page.locator(".keysrow"), desk.page.locator(".below .last")
    before = keys.evaluate(TOP)
    press(desk, "6")
    desk.page.locator("#when-interested").fill("jeudi 10 h 30")
    desk.page.locator("#said-interested").fill(
        "deux exemples de journaux internes, puis un devis pour l’année"
    )
    desk.page.keyboard.press("Enter")
    expect(last).to_contain_text("deux exemples de journaux internes")
    assert last.evaluate(LINES) == 2
    assert keys.evaluate(TOP) == before
    last.focus()
    desk.page.keyboard.press("Enter")
    assert last.evaluate(WHOLE)
    desk.accessible()
