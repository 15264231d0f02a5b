"""What is typed in a mail is kept as it is typed: it is there again after another page, a reload, a
desk that was away, and in a second window.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from decroche.correspondence.actions import begin
from decroche.correspondence.models import Message
from tests.browser.conftest import Open, Watched, caller
from tests.cast import file_of

pytestmark = pytest.mark.sqlite
WORDS = "PS : à bientôt, et bon courage pour le salon."


def _letter(open_page: Open) -> tuple[Watched, str]:
    (card,) = file_of(caller(), 1)
    message = begin(by=caller(), company=card)
    desk = open_page(quiet=False)
    desk.go(f"/messages/{message.pk}/")
    return desk, f"/messages/{message.pk}/"


def _type(desk: Watched) -> None:
    text = desk.page.locator("#letter textarea")
    text.press("Control+End")
    text.press_sequentially(f"\n{WORDS}")


def test_what_was_typed_is_there_after_another_page_and_a_reload(open_page: Open) -> None:
    desk, address = _letter(open_page)
    _type(desk)
    desk.page.locator("#letter [name=to]").fill("direction@exemple.example")
    desk.go("/settings/")
    desk.page.evaluate("localStorage.clear()")
    desk.go(address)
    expect(desk.page.locator("#letter textarea")).to_have_value(_ends_with())
    expect(desk.page.locator("#letter [name=to]")).to_have_value("direction@exemple.example")
    desk.page.reload()
    expect(desk.page.locator("#letter textarea")).to_have_value(_ends_with())
    assert Message.objects.get().body.endswith(WORDS)


def test_what_no_desk_took_stays_in_the_browser_until_one_does(open_page: Open) -> None:
    desk, address = _letter(open_page)
    desk.page.route("**/keep/", lambda route: route.abort())
    _type(desk)
    expect(desk.page.locator("[data-letter-state]")).to_have_text("gardé dans ce navigateur")
    assert not Message.objects.get().body
    desk.page.unroute("**/keep/")
    desk.go("/messages/")
    desk.go(address)
    expect(desk.page.locator("#letter textarea")).to_have_value(_ends_with())
    expect(desk.page.locator("[data-letter-state]")).to_have_text("gardé")
    assert Message.objects.get().body.endswith(WORDS)


def test_two_windows_lose_no_word_of_each_other(open_page: Open) -> None:
    desk, _address = _letter(open_page)
    other = desk.page.context.new_page()
    other.goto(desk.page.url)
    other.evaluate("addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    _type(desk)
    expect(desk.page.locator("[data-letter-state]")).to_have_text("gardé")
    other.locator("#letter textarea").press("Control+End")
    other.locator("#letter textarea").press_sequentially("\nEt merci.")
    expect(other.locator("[data-letter-state]")).to_have_text("gardé")
    body = Message.objects.get().body
    assert WORDS in body
    assert body.rstrip().endswith("Et merci.")
    other.close()


def test_the_text_is_shown_whole_and_has_the_focus(open_page: Open) -> None:
    desk, _address = _letter(open_page)
    hidden = "document.querySelector('#letter textarea')"
    assert desk.page.evaluate(f"{hidden}.scrollHeight <= {hidden}.clientHeight + 1")
    assert desk.page.evaluate("document.activeElement.name") in ("to", "body")
    _type(desk)
    assert desk.page.evaluate(f"{hidden}.scrollHeight <= {hidden}.clientHeight + 1")


def _ends_with() -> re.Pattern[str]:
    return re.compile(re.escape(WORDS) + r"\s*$")
