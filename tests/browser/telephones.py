"""Her telephone in a browser of its own, for the tests that have one beside the desk (its fixtures
are in conftest.py: `line`, `network`, `telephone`).
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from playwright.sync_api import Page, expect

from decroche.calls.models import Draft, Note
from decroche.prospects.models import Company
from decroche.telephone.service import telephones
from tests.browser.conftest import Open, Watched, caller
from tests.cast import file_of

QUEUE = "decroche-telephone-queue"
"""Where the page keeps what waits."""
Telephone = Callable[..., Page]


def code_on(desk: Watched) -> str:
    """What the code on the screen says, at the name that the telephone's browser knows."""
    desk.go("/telephone/")
    desk.page.get_by_role("button", name=re.compile("Associer|Pair")).click()
    link = desk.page.locator("[data-link]").get_attribute("data-link") or ""
    return re.sub(r"http://[^/]*/", f"http://telephone.test:{telephones.port}/", link)


def paired(desk: Watched, telephone: Telephone, **options: Any) -> Page:
    """A telephone that has asked which card is shown: it takes none in the moment in which the desk
    opens one.
    """
    page = telephone(code_on(desk), **options)
    with_the_computer(page)
    desk.page.wait_for_url(re.compile(r"/telephone/$"))
    expect(desk.page.locator(".rows")).to_contain_text("Android")
    return page


class Beside(NamedTuple):
    """A telephone beside the desk: the cards of the file in their order, the desk on the call
    screen with the first of them, and the page of the telephone that shows it.
    """

    cards: list[Company]
    desk: Watched
    page: Page


def beside(open_page: Open, telephone: Telephone, cards: int = 3) -> Beside:
    """The desk on its call screen, a telephone beside it, and a file of that many `cards`."""
    made = file_of(caller(), cards)
    desk = open_page()
    page = paired(desk, telephone)
    desk.go("/calls/")
    return Beside(made, desk, page)


def back(page: Page) -> None:
    """She comes back to the page from the dialler."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def with_the_computer(page: Page) -> None:
    expect(page.locator(".status")).to_have_class(re.compile(r"\bon\b"))


def of_card(card: Company) -> bool:
    """Whether a note of the card has arrived."""
    kept = (Note.objects, Draft.objects)
    return any(one.filter(company=card).exists() for one in kept)


def noting(page: Page) -> None:
    """She writes what a call gave that was not dialled from here."""
    page.get_by_role("button", name="Noter l’appel").click()


def refused_late(page: Page) -> None:
    """A date that nobody understands waits until the desk answers, and is refused then."""
    noting(page)
    page.route("**/say", lambda route: route.abort())
    page.locator("[name=note]").fill("Budget voté")
    page.locator(".outcomes button", has_text="Rappeler").click()
    page.locator("input[name=when]").fill("jeudredi")
    page.locator("[data-part=confirm]").click()
    expect(page.locator("[data-part=words]")).to_contain_text("Gardé dans ce téléphone")
    page.unroute("**/say")
    back(page)
    expect(page.locator("[data-part=refused]")).to_contain_text("jeudredi")


def accessible(page: Page) -> None:
    Watched(page, "").accessible()
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{time.monotonic_ns()}.png")


def streams_end() -> None:
    """As a telephone ends them in its sleep."""
    listener = telephones._listener
    assert listener
    assert listener._loop
    listener._loop.call_soon_threadsafe(listener._streams.clear)
    listener._loop.call_soon_threadsafe(listener._wake_streams)
    for waiting in list(listener._streams):
        listener._loop.call_soon_threadsafe(waiting.set)
