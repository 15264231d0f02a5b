"""The page of the webhook in a real browser: its address is kept, its secret is shown, it
is tried.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, caller
from tests.webhooks.receiver import receiver


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_program_is_told_a_test(open_page: Open, no_keyring: None, size: str) -> None:
    caller()
    with receiver() as program:
        desk = open_page(size)
        page = desk.page
        desk.go("/settings/")
        page.get_by_role("link", name="Prévenir un autre programme").click()
        page.locator("[name=address]").fill(program.address)
        page.get_by_label("Les appels et leurs issues").check()
        page.get_by_label("L’adresse est sur mon propre réseau").check()
        page.get_by_role("button", name="Garder").click()
        secret = page.locator("code").inner_text()
        assert secret.startswith("whsec_")
        desk.accessible()
        page.get_by_role("button", name="Envoyer un essai").click()
        expect(page.get_by_text("Le programme a bien reçu l’essai.")).to_be_visible()
        expect(page.locator("code")).to_have_count(0)
        desk.accessible()
        assert program.came[-1].is_genuine(secret)
        width = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
