"""axe over every page of the desk, with a file of made-up data, in both languages and both sets of
colours. The pages are found by walking the addresses: a new one is among them by itself.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from django.urls import URLPattern, reverse
from playwright.sync_api import expect

from decroche.accountability.requests import take_in
from decroche.calls import sessions
from decroche.calls.models import Call
from decroche.correspondence.actions import begin
from decroche.desk.urls import urlpatterns
from decroche.intake.actions import Choices, import_file
from decroche.intake.uploads import keep_file, keep_text
from decroche.journal.models import Entry
from decroche.prospects.duplicates import find_duplicates
from decroche.prospects.legal_actions import choose_audience
from decroche.prospects.models import Company
from decroche.storage.copies import copy_now
from decroche.team.models import Member
from tests.browser.conftest import Open, talker
from tests.browser.test_card import a_rich_card
from tests.cast import TUESDAY, company, file_of, keep_offer, log
from tests.gateways.register_server import Served
from tools.history import make_history

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tuesday", "own_folder"),
]
TABLE = (
    "Société;Téléphone;Ville;Effectif;Ne plus appeler\n"
    "Bois Vasseur;01 99 00 12 34;Lille;12;\nGarage Petit;01 99 00 12 35;Arras;;oui\n"
)
LINES = (
    "Fleurs du Pont 01 99 00 12 41 Lille\n? Bar 12\nHôtel des Ormes 01 99 00 12 42, voir Mme Roux"
)
NO_PAGES = {
    *("piece", "paper-file", "export-figures", "access", "access-person", "download-copy"),
    *("export-file", "aside", "already-there", "fact", "presentation", "draft", "last-month"),
    *("month", "number-code", "block"),
}
"""Files, pictures and parts of pages: they are fetched by a page, or handed over."""

Arguments = dict[str, list[list[object]]]


def made_up(member: Member, folder: Path) -> Arguments:
    """A desk with something on every page; by the name of a route, with what it is opened."""
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
        kind="access",
        channel="mail",
        who="par e-mail",
        received_at=TUESDAY - timedelta(days=12),
        company=talked,
    )
    waiting = keep_file(by=member, name="liste.csv", chunks=[TABLE.encode()])
    typed = keep_text(by=member, name="liste", text=LINES)
    file = folder / "faite.csv"
    file.write_text(TABLE, encoding="utf-8")
    done = import_file(
        by=member, path=file, filename="faite.csv", source_said="un salon", choices=Choices()
    )
    opposed = Entry.objects.filter(verb__contains="opposed").first()
    return {
        "company": [[rich.pk], [consumer.pk], [refused.pk]],
        "recap": [[session.pk]],
        "correct-call": [[Call.objects.latest("pk").pk]],
        "batch": [[waiting.pk], [done.pk]],
        "paper": [[typed.pk]],
        "changes": [[done.pk]],
        "write": [[begin(by=member, company=talked).pk]],
        "request": [[request.pk]],
        "restore-copy": [[copy_now(member.workspace).path.name]],
        "lift": [[opposed.pk]] if opposed else [],
        "compare": [[talked.pk]],
    }


def addresses(known: Arguments) -> list[str]:
    """Every address with its arguments; a route whose arguments nobody named is opened with a
    card's.
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


@pytest.mark.parametrize(
    ("language", "colours"),
    [("fr-FR", "light"), ("fr-FR", "dark"), ("en-GB", "light"), ("en-GB", "dark")],
)
def test_every_page_is_accessible(
    open_page: Open,
    service: Served,
    tmp_path: Path,
    language: str,
    colours: Literal["light", "dark"],
) -> None:
    member = talker()
    known = made_up(member, tmp_path)
    desk = open_page("desktop", language, colours)
    seen, lost, faults = list[str](), list[str](), list[str]()
    for address in addresses(known):
        answer = desk.page.request.get(desk.base + address, max_redirects=0)
        if answer.status == 404:
            lost.append(address)
        if answer.status != 200 or not answer.text().lstrip().lower().startswith("<!doctype html"):
            continue
        desk.go(address)
        expect(desk.page.locator("main").first).to_be_visible()
        faults += [f"{address}: {fault}" for fault in desk.serious_faults()]
        seen.append(address)
    assert faults == []
    assert lost == [], (
        "say in made_up() with what these are opened, or in NO_PAGES that they are none"
    )
    assert len(seen) >= 40, seen
