"""Two tabs of one card, a double click, a slow network, and a server that is killed with kill -9 in
the middle of the press: nothing that she wrote is lost, and nothing is noted twice.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from decroche.team.access import LINK
from decroche.team.door import new_key
from tests.browser.conftest import QUIET
from tests.browser.test_outbox import LOG, LOOKED, sent
from tests.cli.test_serving import Desk
from tests.waiting import DEADLINE, until

pytestmark = pytest.mark.sqlite
SLOW = 0.3
"""Seconds that a press is on its way to the server."""
MOMENTS = [None, 0.0, 0.02, 0.08]
"""Seconds after the press reached the server at which it is killed; None: once it has answered, and
before the answer arrives.
"""
UNSENT = -1.0
"""The server is killed before the press reaches it."""
KEPT = """
SELECT
  (SELECT count(*) FROM calls_call WHERE company_id = :card),
  (SELECT count(*) FROM journal_entry WHERE verb = 'call.logged' AND company_id = :card),
  coalesce((SELECT group_concat(note, ' ') FROM calls_call WHERE company_id = :card), '')
  || ' ' ||
  coalesce((SELECT group_concat(note, ' ') FROM calls_draft WHERE company_id = :card), '')
  || ' ' ||
  coalesce((SELECT group_concat(text, ' ') FROM calls_note WHERE company_id = :card), '')
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A server of its own, which can be killed."""
    made = Desk(tmp_path / "data")
    made.command("demo", "--companies", "40")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def tabs(
    desk: Desk, playwright: Playwright, chromium_path: str, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser with two tabs of the call screen."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium_path, args=QUIET, locale="fr-FR"
    )
    context.set_default_timeout(DEADLINE * 1000)
    context.pages[0].goto(f"http://127.0.0.1:{desk.port}{LINK}?key={new_key(desk.data)}")
    context.new_page()
    yield context
    context.close()


def killed_at(desk: Desk, moment: float | None, route: Route) -> None:
    """Lets a press go to the server, and kills the server."""
    time.sleep(SLOW)
    if moment is None:
        assert route.fetch().ok
    elif moment != UNSENT:
        route.continue_()
        time.sleep(moment)
    desk.kill()
    if moment in (None, UNSENT):
        route.abort()


def press_twice_in_both(tabs: BrowserContext, words: tuple[str, str]) -> None:
    """Writes in both tabs; then a double click on “no answer” in one, and its key in the other."""
    for tab, word in zip(tabs.pages, words, strict=True):
        tab.locator("#note").press_sequentially(f" {word} ")
    for tab in tabs.pages:
        tab.evaluate(LOOKED)
    one, other = tabs.pages
    one.locator("[data-key='1']").dblclick()
    other.keyboard.press("Escape")
    other.keyboard.press("Digit1")


def kept(desk: Desk, card: int) -> tuple[int, int, list[str]]:
    """How many calls of a card are kept, how many lines of the journal, and all words of it."""
    with closing(sqlite3.connect(desk.data / "decroche.sqlite3")) as file:
        ((calls, lines, words),) = file.execute(KEPT, {"card": card}).fetchall()
    return calls, lines, words.split()


def shown(tab: Page) -> int:
    """The card on the screen."""
    return int(tab.locator("form[data-loop] [name=company]").input_value())


@pytest.mark.parametrize("moment", [UNSENT, *MOMENTS])
def test_nothing_is_lost_and_nothing_twice(
    desk: Desk, tabs: BrowserContext, moment: float | None
) -> None:
    for tab in tabs.pages:
        tab.goto(f"http://127.0.0.1:{desk.port}/calls/")
    one, other = tabs.pages
    card, name = shown(one), one.locator(".fiche h1").inner_text()
    assert shown(other) == card
    tabs.route(LOG, lambda route: killed_at(desk, moment, route), times=1)
    press_twice_in_both(tabs, ("devis", "juin"))
    until(lambda: one.evaluate("true") and desk.process.returncode is not None, "killed")
    desk.start()
    for tab in tabs.pages:
        sent(tab)
        expect(tab.locator(".fiche h1")).not_to_have_text(name)
    assert shown(one) == shown(other)
    calls, lines, words = kept(desk, card)
    assert (calls, lines) == (1, 1)
    assert sorted(words) == ["devis", "juin"]
    assert kept(desk, shown(one))[:2] == (0, 0)
    assert desk.command("check")["ok"] is True
