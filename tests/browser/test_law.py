"""Conformité in a real browser: its pages are accessible, and nothing grave happens by a slip."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.accountability.requests import take_in
from decroche.compliance.actions import RequestMade
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from tests.browser.conftest import Open
from tests.browser.test_figures import freelancer
from tests.browser.test_morning import press
from tests.cast import company, file_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]
PAGES = (
    "/compliance/",
    "/compliance/keep/",
    "/compliance/oppositions/?text=0353010142",
    "/compliance/requests/",
    "/compliance/papers/",
)


@pytest.mark.parametrize(
    ("size", "language", "colours"),
    [
        ("desktop", "fr-FR", "light"),
        ("phone", "fr-FR", "dark"),
        ("phone", "en-GB", "light"),
        ("desktop", "en-GB", "dark"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_every_page_is_readable(
    open_page: Open, size: str, language: str, colours: str, full: bool
) -> None:
    member = freelancer()
    pages = list(PAGES)
    if full:
        file_of(member)
        alone = company(member, "Claire Durand EI 06 39 98 47 11 Lille dir: Mme Durand")
        Contact.objects.update(created_at=now() - timedelta(days=1200))
        Company.objects.filter(state__attempts=0).update(created_at=now() - timedelta(days=1200))
        row = take_in(
            by=member,
            made=RequestMade("erasure", "mail", "par mail", now()),
            company=alone,
        )
        pages += [
            f"/compliance/requests/{row.pk}/",
            f"/compliance/requests/?company={alone.pk}",
            f"/companies/{alone.pk}/",
        ]
    desk = open_page(size, language, colours)
    for address in pages:
        desk.go(address)
        desk.accessible()
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_zero_pressed_by_mistake_asks_for_a_reason(open_page: Open) -> None:
    card = company(freelancer())
    desk = open_page()
    page = desk.page
    desk.begin()
    press(desk, "0")
    page.keyboard.press("Enter")
    expect(page.locator(".fiche h1")).not_to_have_text(card.name)
    page.keyboard.press("Control+z")
    page.wait_for_url(re.compile("/compliance/lift/"))
    desk.accessible()
    card.refresh_from_db()
    assert card.opposed_at is not None
    page.locator("input[name=reason]").fill("touche frappée par erreur")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/calls/"))
    expect(page.locator(".fiche h1")).to_have_text(card.name)


def test_an_erasure_from_the_request_to_its_proof(open_page: Open) -> None:
    card = company(freelancer(), "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    desk = open_page()
    page = desk.page
    desk.go("/compliance/requests/")
    page.locator("main input[name=text]").fill("roussel")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Celle-ci").or_(page.locator("ul.rows a.button")).first.click()
    page.locator("select[name=kind]").select_option("erasure")
    page.get_by_role("button", name="Noter").or_(
        page.locator("form[method=post] button.go")
    ).first.click()
    page.locator("button[type=submit].bad, button.bad").first.click()
    expect(page.locator("main")).to_contain_text("Le fichier de la base")
    assert "Roussel" not in page.content()
    card.refresh_from_db()
    assert card.name == "—"


def test_a_consent_makes_a_consumer_callable(open_page: Open) -> None:
    card = company(freelancer(), "Claire Durand EI 06 39 98 47 11 Lille")
    desk = open_page()
    page = desk.page
    desk.go(f"/companies/{card.pk}/")
    assert page.locator("a[href^='tel:']").count() == 0
    page.locator("#law textarea[name=text]").fill("J’accepte d’être appelée")
    page.locator("#law input[name=on]").fill("2026-11-01")
    page.locator("#law button.go").click()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    desk.begin()
    expect(page.locator(".dial")).to_contain_text("particulier")
