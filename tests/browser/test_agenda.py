"""The page of her calendar in a real browser: she signs in, chooses a calendar, synchronises, is
asked about a difference and answers.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from decroche.agenda.actions import synchronise
from decroche.followups.models import FollowUp
from tests.agenda.radicale import PASSWORD, USER, radicale
from tests.browser.conftest import Open, caller
from tests.cast import TUESDAY, company, log


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_promise_goes_to_her_calendar_and_a_deletion_is_asked(
    open_page: Open, no_keyring: None, size: str
) -> None:
    member = caller()
    due = TUESDAY + timedelta(days=2)
    log(member, company(member), "call_back", when=due, precision="minute")
    with radicale() as server:
        desk = open_page(size)
        page = desk.page
        desk.go("/settings/")
        page.get_by_role("link", name="Agenda et carnet d’adresses").click()
        page.locator("[name=address]").fill(server.address)
        page.locator("[name=user]").fill(USER)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_label("L’adresse est sur mon propre réseau").check()
        page.get_by_role("button", name="Regarder ce qui s’y trouve").click()
        page.locator("[name=calendar]").select_option(label="Mes rendez-vous")
        page.get_by_label("Les appels que j’ai promis").check()
        desk.accessible()
        page.get_by_role("button", name="Garder et synchroniser").click()
        expect(page.get_by_text("Écrits là-bas")).to_be_visible()
        ((address, text),) = server.objects(server.calendar).items()
        assert "Imprimerie Vasseur" in text
        server.asked("DELETE", address)
        synchronise(member.workspace)
        desk.go("/follow-ups/")
        page.get_by_role("link", name="À décider").click()
        expect(page.get_by_text("vous l’avez supprimé de votre agenda")).to_be_visible()
        desk.accessible()
        width = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
        page.get_by_role("button", name="Le garder ici seulement").click()
        expect(page.get_by_text("C’est fait.")).to_be_visible()
        assert FollowUp.objects.get().closed_at is None
