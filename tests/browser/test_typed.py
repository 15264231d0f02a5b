"""What was typed into a plain form is restored when the desk could not take it: the session had
ended, the page was too old, or the server did not answer.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Note
from decroche.team.access import LINK
from decroche.team.door import new_key
from tests.browser.conftest import Open, Watched, caller
from tests.cast import file_of

pytestmark = pytest.mark.sqlite
WORDS = "Mme Petit décide en janvier"


def _typed(desk: Watched, address: str) -> None:
    desk.go(address)
    desk.page.locator("#notes textarea").fill(WORDS)


def _keep(desk: Watched) -> None:
    desk.page.locator("#notes form button[type=submit]").click()


def test_a_note_sent_after_the_session_ended_comes_back_in_its_form(open_page: Open) -> None:
    (card,) = file_of(caller(), 1)
    desk, address = open_page(quiet=False), f"/companies/{card.pk}/"
    _typed(desk, address)
    desk.page.context.clear_cookies()
    _keep(desk)
    expect(desk.page.locator("[data-of-a-form]")).to_be_visible()
    assert WORDS not in desk.page.content(), "a stranger at this browser is shown no words"
    desk.go(f"{LINK}?key={new_key()}")
    expect(desk.page.locator("[data-typed]")).to_contain_text("n’a pas été gardé")
    desk.page.locator("[data-typed] a").click()
    expect(desk.page.locator("#notes textarea")).to_have_value(WORDS)
    _keep(desk)
    expect(desk.page.locator("#notes .history")).to_contain_text(WORDS)
    expect(desk.page.locator("[data-typed]")).to_have_count(0)
    assert Note.objects.get().text == WORDS


def test_a_note_that_no_server_answered_comes_back(open_page: Open) -> None:
    (card,) = file_of(caller(), 1)
    desk, address = open_page(quiet=False), f"/companies/{card.pk}/"
    _typed(desk, address)
    desk.page.route("**/note/", lambda route: route.abort())
    with desk.page.expect_event("requestfailed"):
        _keep(desk)
    desk.page.wait_for_url("chrome-error://**")
    desk.page.go_back()
    expect(desk.page.locator("#notes textarea")).to_have_value(WORDS)
    assert not Note.objects.exists()


def test_a_note_that_was_dropped_is_offered_no_more(open_page: Open) -> None:
    (card,) = file_of(caller(), 1)
    desk, address = open_page(quiet=False), f"/companies/{card.pk}/"
    _typed(desk, address)
    desk.page.context.clear_cookies(name="decroche-csrf")
    desk.page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => one.value = 'x')"
    )
    _keep(desk)
    expect(desk.page.locator("[data-not-kept]")).to_be_visible()
    expect(desk.page.locator("[data-typed]")).to_have_count(1)
    desk.page.locator("[data-typed] button").click()
    desk.go(address)
    expect(desk.page.locator("#notes textarea")).to_have_value("")
    expect(desk.page.locator("[data-typed]")).to_have_count(0)
