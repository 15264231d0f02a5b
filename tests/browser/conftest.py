from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Frame,
    Page,
    Playwright,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from decroche.callqueue.preferences import QueueOrder
from decroche.calls.preferences import Dialled
from decroche.calls.scripts import seed_texts
from decroche.team.access import LINK
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.door import new_key
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from decroche.telephone.service import telephones
from tests.waiting import DEADLINE

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEVER_DIAL = """
addEventListener(
  "click",
  (event) => event.target.closest("a[href^='tel:'], [data-tel]") && event.preventDefault(),
  true,
)
"""
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "small": {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True},
    "large": {"viewport": {"width": 1920, "height": 1080}},
}


CLOSING = 30.0
"""Seconds for Chromium to close pages."""


def close_in_time(opened: Browser | BrowserContext) -> None:
    """Closes a browser, or the pages of a test. A Chromium that does not answer within CLOSING
    seconds keeps them until its process is ended, which is logged: Playwright's own call has no
    limit, and one run in some hundred stood still in it.
    """
    closing = asyncio.wait_for(opened._impl_obj.close(reason=None), CLOSING)
    try:
        opened._sync(closing)
    except TimeoutError:
        logging.getLogger(__name__).warning("Chromium did not close its pages in time")


HANDSETS: dict[str, ViewportSize] = {
    "tall": {"width": 390, "height": 844},
    "small": {"width": 360, "height": 640},
}
"""The screens of her telephone (`telephone`)."""


def hold_requests(page: Page, address: str) -> list[Route]:
    """The requests to an address, which get no answer until the test lets them go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


def stays(page: Page) -> list[str]:
    """The kinds of question that the browser asks from now on; each is answered with “stay”."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def caller() -> Member:
    """Makes the freelancer of this machine. Her cards come in the order of the file: by default one
    card in ten is drawn at random.
    """
    member = ensure_local_member()
    save_preferences(workspace=member.workspace, section=QueueOrder(ranked=False))
    return member


def talker() -> Member:
    """Makes the freelancer of this machine, with her opening lines, answers and questions."""
    member = caller()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet en communication")
    seed_texts(by=member, language="fr")
    return member


expect.set_options(timeout=DEADLINE * 1000)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test of this folder drives a browser, which sees only what was written to the database
    for good.
    """
    item.add_marker(pytest.mark.browser)
    item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    assert path, "Chromium is missing: sudo apt-get install -y chromium"
    return path


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
    yield browser
    close_in_time(browser)


Read = TypeVar("Read")

# How often a page that changes while it is read is read again.
LOOKS = 3


@dataclass
class Watched:
    """A page whose console messages are recorded."""

    page: Page
    base: str
    noise: list[str] = field(default_factory=list)
    pages: int = 0  # that came one after the other in its main frame

    def turned(self, frame: Frame) -> None:
        """Counts the pages that were loaded."""
        if frame == self.page.main_frame:
            self.pages += 1

    def go(self, path: str) -> None:
        """Opens an address. Another page may be loading (after a key, an outcome or a message of
        the telephone) and takes the place of this one, or neither of them ever comes: then the
        address is opened once more.
        """
        try:
            self.page.goto(self.base + path, timeout=DEADLINE * 1000 / 3)
        except PlaywrightError as error:
            lost = "ERR_ABORTED|interrupted by another navigation|Timeout .* exceeded"
            if not re.search(lost, error.message):
                raise
            self.page.goto(self.base + path)

    def begin(self) -> None:
        """Begins a sitting with the button of the call screen, unless one is under way."""
        self.go("/calls/")
        if self.page.locator("form[action='/calls/begin/']").count():
            with self.page.expect_navigation():
                self.page.locator("form[action='/calls/begin/'] button").click()
        self.painted()

    def arrived(self) -> None:
        """Waits until the page is loaded and its scripts run."""
        self.page.locator("body").wait_for(state="attached")
        self.page.wait_for_load_state()

    def read(self, look: Callable[[], Read]) -> Read:
        """Returns what `look` reads of one page. While it looks, another page may be loading (after
        a key): in between the browser has an empty document, so `look` is called again.
        """
        for _ in range(LOOKS):
            self.arrived()
            pages = self.pages
            try:
                return look()
            except PlaywrightError:
                self.arrived()
                self.painted()
                if self.pages == pages:
                    raise
        return look()

    def painted(self) -> None:
        """Waits until the page has been painted: the browser drops keys that are pressed before.
        For a page that is not painted, because another one covers it, it waits two seconds.
        """
        self.page.evaluate(
            """() => new Promise((done) => {
              requestAnimationFrame(() => requestAnimationFrame(done));
              setTimeout(done, 2000);
            })"""
        )

    def azerty(self, code: str, key: str) -> None:
        """Presses a key of a French keyboard: its physical place (`code`) and the character it
        gives (`key`), which differ for digits.
        """
        session = self.page.context.new_cdp_session(self.page)
        for kind in ("keyDown", "keyUp"):
            session.send(
                "Input.dispatchKeyEvent",
                {
                    "type": kind,
                    "code": code,
                    "key": key,
                    **({"text": key} if kind == "keyDown" else {}),
                },
            )
        session.detach()

    def accessible(self) -> None:
        """Fails when axe finds a serious fault."""
        serious = self.serious_faults()
        assert not serious, serious

    def serious_faults(self) -> list[str]:
        """Returns the serious faults that axe finds, each with its element."""
        found = self.read(lambda: Axe().run(self.page).response["violations"])
        return [
            f"{one['id']}: {node['html'][:120]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]


Open = Callable[..., Watched]


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Opens a page by size, language and colours. After the test it fails when the page wrote to
    its console.
    """
    opened: list[Watched] = []

    def make(
        size: str = "desktop",
        language: str = "fr-FR",
        colours: Literal["light", "dark"] = "light",
        quiet: bool = True,
        dials: bool = False,
    ) -> Watched:
        context = chromium.new_context(
            locale=language, color_scheme=colours, reduced_motion="reduce", **SIZES[size]
        )
        context.set_default_timeout(DEADLINE * 1000)
        if not dials:
            context.add_init_script(NEVER_DIAL)
            save_preferences(workspace=ensure_local_member().workspace, section=Dialled("own"))
        watched = Watched(context.new_page(), live_server.url)
        watched.page.on("framenavigated", watched.turned)
        watched.go(f"{LINK}?key={new_key()}")
        if quiet:
            watched.page.on(
                "console",
                lambda message: (
                    watched.noise.append(message.text)
                    if message.type in ("error", "warning")
                    else None
                ),
            )
        watched.page.on("pageerror", lambda error: watched.noise.append(str(error)))
        opened.append(watched)
        return watched

    yield make
    noise = [line for watched in opened for line in watched.noise]
    for watched in opened:
        close_in_time(watched.page.context)
    assert noise == []


@pytest.fixture
def line(settings: Any, tmp_path: Any) -> Iterator[None]:
    """The listener, on this machine only and at any free port."""
    settings.TELEPHONE_HOST, settings.TELEPHONE_PORT = "127.0.0.1", 0
    settings.DATA_FOLDER = tmp_path
    yield
    telephones.stop()
    telephones.pairings.close()
    telephones.exchange._shown.clear()


@pytest.fixture(scope="module")
def network(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """A browser to which the desk's machine has a name of the network."""
    rules = "--host-resolver-rules=MAP telephone.test 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, rules])
    yield browser
    close_in_time(browser)


@pytest.fixture
def telephone(network: Browser) -> Iterator[Callable[..., Page]]:
    """A telephone that has read a code."""
    pages: list[Page] = []
    noise: list[str] = []

    def make(
        code: str,
        size: str = "tall",
        language: str = "fr-FR",
        colours: Literal["light", "dark"] = "light",
    ) -> Page:
        context = network.new_context(
            viewport=HANDSETS[size],
            locale=language,
            color_scheme=colours,
            is_mobile=True,
            has_touch=True,
            user_agent="Mozilla/5.0 (Linux; Android 16; Pixel) Chrome/156.0 Mobile",
        )
        context.set_default_timeout(DEADLINE * 1000)
        context.add_init_script(NEVER_DIAL)
        page = context.new_page()
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.goto(code)
        pages.append(page)
        return page

    yield make
    for page in pages:
        close_in_time(page.context)
    assert noise == []
