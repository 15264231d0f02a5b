"""The lists of a shared file follow what colleagues do: rows are marked where they stand."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from decroche.callqueue.claiming import claim, release
from decroche.callqueue.rules import Reason
from decroche.calls.notes import write_note
from decroche.followups.models import FollowUp
from decroche.membership.actions import share
from decroche.prospects.legal_actions import leave_alone
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.browser.conftest import Open, Watched, talker
from tests.cast import TUESDAY, company, file_of, log
from tests.sharing import PASSWORD, joined

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "quick_passwords")]


@pytest.fixture
def noe(tuesday: None) -> Member:
    """A colleague of who sits at the desk, with a promise for today to each of three cards."""
    owner = talker()
    file_of(owner, 8)
    share(by=owner, name="Camille", email="c@equipe.example", password=PASSWORD)
    noe = joined(Member.objects.get(pk=owner.pk), "Noé")
    for card in Company.objects.order_by("pk")[:3]:
        log(noe, card, "call_back", when=TUESDAY + timedelta(hours=2), precision="minute")
    return noe


def picture(desk: Watched, name: str) -> None:
    """A picture of the page, for whoever wants to see it (DECROCHE_PICTURES)."""
    folder = os.environ.get("DECROCHE_PICTURES")
    if folder:
        desk.page.screenshot(path=Path(folder) / f"{name}.png")


def row_of(desk: Watched, card: Company) -> Locator:
    return desk.page.locator(f"[data-was^='{card.pk}.']")


def opposes(by: Member, card: Company) -> None:
    leave_alone(by=by, values=[("number", card.numbers.get().dial)], channel="phone")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_follow_ups_are_marked_and_nothing_typed_is_lost(
    open_page: Open, noe: Member, size: str
) -> None:
    held, changed, opposed = Company.objects.order_by("pk")[:3]
    desk = open_page(size=size, colours="dark" if size == "phone" else "light")
    desk.go("/follow-ups/")
    row_of(desk, changed).locator(".moving summary").click()
    typed = row_of(desk, changed).locator("input[name=when]")
    typed.fill("jeudi 10h")
    place = row_of(desk, opposed).evaluate("row => row.offsetTop")
    call = row_of(desk, opposed).locator("form[action^='/calls/take/'] button")
    expect(call).to_be_enabled()
    assert claim(noe, held, Reason("promise"), now())
    expect(row_of(desk, held)).to_contain_text("Noé a cette fiche")
    expect(row_of(desk, held).locator("form[action^='/calls/take/'] button")).to_be_disabled()
    assert desk.page.locator("#changed").is_hidden(), "a card that is looked at has not changed"
    release(noe)
    expect(row_of(desk, held).locator("[data-said]")).to_be_hidden()
    expect(row_of(desk, held).locator("form[action^='/calls/take/'] button")).to_be_enabled()

    log(noe, changed, "voicemail")
    expect(row_of(desk, changed)).to_contain_text("Noé\N{NO-BREAK SPACE}: Répondeur")
    expect(desk.page.locator("#changed")).to_contain_text("Une ligne a changé.")
    opposes(noe, opposed)
    expect(call).to_have_count(0)
    expect(row_of(desk, opposed).locator(".notice.bad").last).to_be_visible()
    expect(desk.page.locator("#changed")).to_contain_text("2 lignes ont changé.")
    assert typed.input_value() == "jeudi 10h"
    assert row_of(desk, opposed).evaluate("row => row.offsetTop") >= place
    picture(desk, f"follow-ups-{size}")
    desk.accessible()

    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Actualiser").click()
    expect(row_of(desk, opposed)).to_have_count(0)
    expect(typed).to_have_value("jeudi 10h")
    assert desk.page.locator("#changed").is_hidden()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_rows_of_the_file_are_marked_and_stay_chosen(
    open_page: Open, noe: Member, size: str
) -> None:
    for number in range(10, 70):
        company(noe, f"Zinc Numéro {number} 01 99 00 12 {number} Lille")
    first, noted, opposed = Company.objects.order_by("sort_name")[:3]
    last = Company.objects.order_by("sort_name").last()
    assert last
    desk = open_page(size=size)
    desk.go("/file/")
    for card in (noted, opposed):
        row_of(desk, card).locator("input").check()
    assert claim(noe, first, Reason("held"), now())
    expect(row_of(desk, first)).to_contain_text("Noé a cette fiche")
    write_note(by=noe, company=noted, text="ils déménagent", at=now())
    expect(row_of(desk, noted)).to_contain_text("modifiée entre-temps")
    opposes(noe, opposed)
    expect(row_of(desk, opposed).locator(".tag.no")).to_be_visible()
    expect(row_of(desk, opposed).locator(".tel")).to_be_empty()
    expect(desk.page.locator("[data-count]")).to_have_text("2")
    picture(desk, f"file-{size}")
    desk.accessible()

    # A row that comes into view is looked at as well.
    write_note(by=noe, company=last, text="fermé l’été", at=now())
    row_of(desk, last).scroll_into_view_if_needed()
    expect(row_of(desk, last)).to_contain_text("modifiée entre-temps")

    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Actualiser").click()
    expect(desk.page.locator("[data-count]")).to_have_text("2")
    expect(row_of(desk, noted).locator("input")).to_be_checked()
    expect(row_of(desk, noted)).not_to_contain_text("modifiée entre-temps")


def test_the_promises_of_today_are_called_by_one(open_page: Open, noe: Member) -> None:
    held, changed, opposed = Company.objects.order_by("pk")[:3]
    desk = open_page()
    desk.go("/")
    assert claim(noe, held, Reason("promise"), now())
    expect(row_of(desk, held).locator("[data-calls] button")).to_be_disabled()
    log(noe, changed, "no_answer")
    expect(row_of(desk, changed)).to_contain_text("Pas de réponse")
    opposes(noe, opposed)
    expect(row_of(desk, opposed).locator("[data-calls]")).to_have_count(0)
    expect(row_of(desk, opposed)).to_contain_text(opposed.name)
    picture(desk, "today")
    desk.accessible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_today_counts_follows_without_reloading(
    open_page: Open, noe: Member, size: str
) -> None:
    desk = open_page(size=size)
    desk.go("/")
    ready, week = desk.page.locator("#ready-now"), desk.page.locator("#this-week")
    week.locator("summary").click()
    expect(ready).to_contain_text("5 fiches prêtes")
    expect(week).to_contain_text("3 appels")
    desk.page.evaluate("() => { window.stays = true; }")
    log(noe, Company.objects.order_by("pk")[4], "no_answer")
    expect(ready).to_contain_text("4 fiches prêtes")
    expect(week).to_contain_text("4 appels")
    expect(week.locator("details")).to_have_attribute("open", "")
    picture(desk, f"today-counts-{size}")
    desk.accessible()
    assert desk.page.evaluate("window.stays"), "the page was not loaded again"


def test_today_counts_also_where_it_has_no_row(open_page: Open, noe: Member) -> None:
    FollowUp.objects.all().delete()
    desk = open_page()
    desk.go("/")
    log(noe, Company.objects.order_by("pk")[4], "no_answer")
    expect(desk.page.locator("#this-week")).to_contain_text("4 appels")


def test_alone_no_list_asks_for_anything(open_page: Open) -> None:
    file_of(talker(), 5)
    desk, asked = open_page(), list[Any]()
    desk.page.on("request", lambda request: asked.append(request.url))
    for path in ("/file/", "/"):
        desk.go(path)
        desk.page.wait_for_timeout(2500)
    assert not [url for url in asked if "/team/" in url or "live" in url]
