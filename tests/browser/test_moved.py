"""Moving to another computer, as somebody who has no terminal: a copy is made on the old one and
saved, brought in from the first page of the new one, and put in place; then work goes on there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from decroche.team.access import LINK
from decroche.team.door import new_key
from tests.browser.conftest import QUIET
from tests.cli.test_serving import Desk
from tests.waiting import DEADLINE

pytestmark = pytest.mark.sqlite
WORDS = "cheval agrafe pile correcte"


@pytest.fixture
def browser(playwright: Playwright, chromium_path: str, tmp_path: Path) -> Iterator[BrowserContext]:
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=chromium_path,
        args=QUIET,
        locale="fr-FR",
        accept_downloads=True,
    )
    context.set_default_timeout(DEADLINE * 1000)
    yield context
    context.close()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Desk]:
    """Her old computer: forty companies, one call made."""
    desk = Desk(tmp_path / "old")
    desk.command("demo", "--companies", "40")
    desk.start()
    desk.log(1, "one")
    yield desk
    ended(desk)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Desk]:
    """Her new computer: Décroche was opened for the first time."""
    desk = Desk(tmp_path / "new")
    desk.start()
    yield desk
    ended(desk)


def ended(desk: Desk) -> None:
    with suppress(ProcessLookupError):
        desk.kill()


def opened(browser: BrowserContext, desk: Desk) -> Page:
    """The page that a desk opens in her browser."""
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{desk.port}{LINK}?key={new_key(desk.data)}")
    return tab


def sealed(tab: Page) -> None:
    """She has her copies sealed with a passphrase."""
    section = tab.locator("#seal")
    section.locator("summary").click()
    section.get_by_label("Phrase secrète").fill(WORDS)
    section.get_by_label("La même, encore une fois").fill(WORDS)
    section.get_by_role("button", name="Sceller les copies à venir").click()


def carried(tab: Page, stick: Path) -> Path:
    """Makes a copy on the old computer and saves it on a stick."""
    tab.get_by_role("button", name="Faire une copie maintenant").click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="L’enregistrer ailleurs").first.click()
    file = stick / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.parametrize("seals", [False, True])
def test_she_moves_to_a_new_computer_without_a_terminal(
    browser: BrowserContext, old: Desk, new: Desk, tmp_path: Path, seals: bool
) -> None:
    here = opened(browser, old)
    here.goto(f"http://127.0.0.1:{old.port}/settings/copies/")
    if seals:
        sealed(here)
    file = carried(here, tmp_path)
    there = opened(browser, new)
    expect(there.get_by_role("heading", name="Bonjour")).to_be_visible()
    there.get_by_role("link", name="Je viens d’un autre ordinateur").click()
    there.get_by_label("Une copie d’un autre ordinateur").set_input_files(file)
    there.get_by_role("button", name="Voir ce qu’elle contient").click()
    if seals:
        there.get_by_label("Phrase secrète").fill("cheval agrafe pile fausse")
        there.get_by_role("button", name="L’ouvrir").click()
        expect(there.locator("body")).to_contain_text("n’ouvre pas")
        there.get_by_label("Phrase secrète").fill(WORDS)
        there.get_by_role("button", name="L’ouvrir").click()
    rows = there.locator("table.beside")
    expect(rows.get_by_role("row", name=re.compile("Entreprises"))).to_contain_text("40")
    there.get_by_role("button", name="Mettre cette copie en place").click()
    expect(there.get_by_role("status").first).to_contain_text("est en place")
    again = there.get_by_text("Les mots de passe ne voyagent pas")
    expect(again).to_have_count(int(seals))
    if seals:
        expect(again).to_contain_text("la phrase secrète de vos copies")
        section = there.locator("#seal")
        section.get_by_label("Une autre phrase secrète").fill(WORDS)
        section.get_by_label("La même, encore").fill(WORDS)
        section.get_by_role("button", name="Sceller les copies à venir").click()
        expect(there.get_by_text("Les mots de passe ne voyagent pas")).to_have_count(0)
    assert new.command("stats")["calls"] == 1
