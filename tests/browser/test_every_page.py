"""Every page of the desk with a file of made-up data, on a desktop and on a telephone, in both
languages and colour schemes: axe finds nothing serious, and nothing is wider than the screen. The
pages are found by walking the addresses, so that a new page is tested without being named here.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, reverse
from playwright.sync_api import Page, ViewportSize, expect

from decroche.accountability.requests import take_in
from decroche.calls import sessions
from decroche.calls.models import Call
from decroche.compliance.actions import RequestMade
from decroche.correspondence.actions import begin
from decroche.desk.urls import urlpatterns
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.uploads import keep_file, keep_text
from decroche.journal.models import Entry
from decroche.prospects.duplicates import find_duplicates
from decroche.prospects.legal_actions import choose_audience
from decroche.prospects.models import Company
from decroche.storage.copies import copy_now
from decroche.storage.server_requests import SERVING_ID
from decroche.team.models import Member
from tests.browser.conftest import Open, talker
from tests.browser.test_card import a_rich_card
from tests.cast import TUESDAY, company, file_of, keep_offer, log
from tests.gateways.register_server import Served
from tools.history import make_history

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "own_folder")]
TABLE = (
    "Société;Téléphone;Ville;Effectif;Ne plus appeler\n"
    "Bois Vasseur;01 99 00 12 34;Lille;12;\nGarage Petit;01 99 00 12 35;Arras;;oui\n"
)
LINES = (
    "Fleurs du Pont 01 99 00 12 41 Lille\n? Bar 12\nHôtel des Ormes 01 99 00 12 42, voir Mme Roux"
)
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
TABLET: ViewportSize = {"width": 768, "height": 1024}
LOOK = """async (only) => {
    const { violations } = await axe.run(document, {
        resultTypes: ["violations"],
        ...(only && { runOnly: { type: "rule", values: only } }),
    });
    return violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
}"""
"""What axe finds that is serious, each with its element; by all rules, or by some alone."""
NO_PAGES = {
    *("piece", "paper-file", "export-figures", "access", "access-person", "download-copy"),
    *(
        "export-file",
        "aside",
        "already-there",
        "fact",
        "contract",
        "person",
        "presentation",
        "draft",
        "last-month",
    ),
    *("month", "number-code", "block", "reach", "open-copy"),
    *("sign-in", "take-up", "team-board", "live-card", "live-company", "live-rows", "live-today"),
}
"""Files, pictures and parts of pages (fetched by a page, or handed over), what only a sealed
copy has, and what only a team has (test_team.py).
"""

Arguments = dict[str, list[list[object]]]


def made_up(member: Member, folder: Path) -> Arguments:
    """Makes a desk with something on every page. Returns the arguments with which each route is
    opened, by its name.
    """
    keep_offer(member)
    make_history(member, 60, TUESDAY, per_day=12)
    rich = a_rich_card(member)
    consumer = company(member, "M. Paul Riviere 06 39 98 43 21 Lille")
    choose_audience(by=member, company=consumer, audience="consumer")
    session = sessions.begin(by=member, goal=40)
    talked, refused, *_ = file_of(member, 4)
    log(
        member,
        talked,
        "interested",
        when=TUESDAY + timedelta(days=1),
        precision="minute",
        moment="Vous êtes moi !",
        note="journal interne",
    )
    log(member, refused, "do_not_call")
    company(member, "Laitrie du Marais SARL 02 61 91 04 20 Amiens")
    company(member, "Papeterie des Presles, Roubaix")
    find_duplicates(member.workspace)
    request = take_in(
        by=member,
        made=RequestMade("access", "mail", "par e-mail", TUESDAY - timedelta(days=12)),
        company=talked,
    )
    waiting = keep_file(by=member, name="liste.csv", chunks=[TABLE.encode()])
    typed = keep_text(by=member, name="liste", text=LINES)
    file = folder / "faite.csv"
    file.write_text(TABLE, encoding="utf-8")
    done = import_file(by=member, file=GivenFile(file, "faite.csv", "un salon"), choices=Choices())
    opposed = Entry.objects.filter(verb__contains="opposed").first()
    return {
        "company": [[rich.pk], [consumer.pk], [refused.pk]],
        "recap": [[session.pk]],
        "correct-call": [[Call.objects.latest("pk").pk]],
        "batch": [[waiting.pk], [done.pk]],
        "paper": [[typed.pk]],
        "changes": [[done.pk]],
        "undo-import": [[done.pk]],
        "write": [[begin(by=member, company=talked).pk]],
        "request": [[request.pk]],
        "restore-copy": [[copy_now(member.workspace).path.name]],
        "lift": [[opposed.pk]] if opposed else [],
        "compare": [[talked.pk]],
        "join": [[talked.pk, rich.pk]],
    }


def addresses(known: Arguments) -> list[str]:
    """Returns every address with its arguments; a route without arguments of its own is opened with
    those of a card.
    """
    found = []
    card = Company.objects.earliest("pk").pk
    for route in urlpatterns:
        assert isinstance(route, URLPattern)
        assert route.name
        if route.name in NO_PAGES:
            continue
        wanted = list(route.pattern.converters)
        for arguments in known.get(route.name, [[card] * len(wanted)]):
            found.append(reverse(route.name, args=arguments))
    return found


def looked_at(page: Page) -> list[str]:
    """Returns what is wrong with the page that is open: by all rules in both sizes, and in the dark
    scheme by those about colours.
    """
    wrong: list[str] = []
    for size, viewport in SIZES.items():
        page.set_viewport_size(ViewportSize(width=viewport["width"], height=viewport["height"]))
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [f"{size}: {over} px wider than the screen"] if over > 0 else []
        wrong += [f"{size}: {fault}" for fault in page.evaluate(LOOK)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{size}, dark: {fault}" for fault in page.evaluate(LOOK, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(TABLET)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wrong + ([f"tablet: {over} px wider than the screen"] if over > 0 else [])


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
def test_every_page_is_accessible_and_fits(
    open_page: Open,
    service: Served,
    tmp_path: Path,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SERVING_ID, "tests")  # as `decroche serve` does: it can be closed
    member = talker()
    known = made_up(member, tmp_path)
    desk = open_page("desktop", language)
    page = desk.page
    page.context.add_init_script(Axe().axe_script)
    seen, lost, faults = list[str](), list[str](), list[str]()
    for address in addresses(known):
        answer = page.request.get(desk.base + address, max_redirects=0)
        if answer.status == 404:
            lost.append(address)
        if answer.status != 200 or not answer.text().lstrip().lower().startswith("<!doctype html"):
            continue
        desk.go(address)
        expect(page.locator("main").first).to_be_visible()
        faults += [f"{address} {fault}" for fault in looked_at(page)]
        seen.append(address)
    assert faults == []
    assert lost == [], (
        "say in made_up() with what these are opened, or in NO_PAGES that they are none"
    )
    assert len(seen) >= 40, seen


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
def test_every_page_of_an_empty_desk_is_accessible_and_fits(open_page: Open, language: str) -> None:
    talker()
    desk = open_page("desktop", language)
    desk.page.context.add_init_script(Axe().axe_script)
    faults = list[str]()
    for name in (
        *("today", "welcome", "loop", "file", "import", "register", "complete", "doubles"),
        *("followups", "messages", "mailbox", "moments", "figures", "compliance", "sheets"),
    ):
        desk.go(reverse(name))
        expect(desk.page.locator("main").first).to_be_visible()
        faults += [f"{name} {fault}" for fault in looked_at(desk.page)]
    assert faults == []
