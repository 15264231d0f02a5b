"""A passkey in a real browser, by a device that the browser plays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import Open, Watched
from tests.sharing import OWNER, PASSWORD

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def desk(open_page: Open) -> Watched:
    """A desk whose owner has just shared the file; refusals are expected in its console."""
    shared = open_page(quiet=False)
    shared.go("/team/")
    shared.page.locator("input[name=name]").fill("Camille Arnaud")
    shared.page.get_by_label("Adresse e-mail").fill(OWNER)
    shared.page.get_by_label("Mot de passe").fill(PASSWORD)
    shared.page.get_by_role("button", name="Partager ce fichier").click()
    shared.page.locator("#invitations").wait_for()
    return shared


@pytest.fixture
def device(desk: Watched) -> Iterator[CDPSession]:
    """The lock of this computer: it knows who holds it."""
    played = desk.page.context.new_cdp_session(desk.page)
    played.send("WebAuthn.enable")
    particulars = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    played.send("WebAuthn.addVirtualAuthenticator", {"options": particulars})
    yield played
    played.send("WebAuthn.disable")


def sign_in_with_password(desk: Watched) -> None:
    desk.page.get_by_label("Adresse e-mail").fill(OWNER)
    desk.page.get_by_label("Mot de passe").fill(PASSWORD)
    desk.page.get_by_role("button", name="Se connecter", exact=True).click()


def test_an_owner_adds_a_passkey_and_signs_in_by_it(desk: Watched, device: CDPSession) -> None:
    page = desk.page
    named = desk.base.replace("127.0.0.1", "localhost")
    page.goto(f"{named}/sign-in/")
    sign_in_with_password(desk)
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.goto(f"{named}/account/")
    expect(page.get_by_text("ajoutez une clé d’accès")).to_be_visible()
    form = page.locator("[data-passkey=create]")
    form.get_by_label("Le nom que vous donnez").fill("Portable")
    form.get_by_label("Mot de passe actuel").fill("pas-celui-là")
    form.locator("[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("pas celui-là")
    form.get_by_label("Mot de passe actuel").fill(PASSWORD)
    form.locator("[type=submit]").click()
    expect(page.locator("#passkeys li")).to_contain_text("Portable")
    desk.accessible()

    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(f"{named}/sign-in/")
    sign_in_with_password(desk)
    expect(page.get_by_role("alert").first).to_contain_text("clé d’accès")
    desk.accessible()
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.goto(f"{named}/account/")
    row = page.locator("#passkeys li")
    expect(row).to_contain_text("dernier usage")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        row.locator("details").evaluate("one => { one.open = true; }")
        used = row.locator(".muted").bounding_box()
        fields = row.locator("details").bounding_box()
        assert used
        assert fields
        beside = used["x"] + used["width"] <= fields["x"]
        assert beside or used["y"] + used["height"] <= fields["y"], "one lies across the other"
        desk.accessible()


def test_a_device_that_refuses_is_a_sentence(desk: Watched) -> None:
    page = desk.page
    named = desk.base.replace("127.0.0.1", "localhost")
    page.goto(f"{named}/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(Error('no')); }")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.locator("[data-problem]")).to_contain_text("n’a rien ouvert")
    expect(page.get_by_role("button", name="Se connecter avec une clé d’accès")).to_be_enabled()
    desk.accessible()


def test_a_password_is_shown_on_demand_and_measured(desk: Watched) -> None:
    page = desk.page
    desk.go("/account/#password")
    form = page.locator("form#password")
    field, reveal = form.locator("[name=new]"), form.get_by_role("button", name="Afficher").last
    field.press_sequentially("motdepasse2024")
    expect(form.get_by_role("status")).to_contain_text("Trop facile à deviner")
    field.fill(PASSWORD)
    expect(form.get_by_role("status")).to_contain_text("Très difficile à deviner")
    assert field.get_attribute("type") == "password"
    page.keyboard.press("Tab")
    expect(reveal).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_have_attribute("type", "text")
    expect(reveal).to_have_attribute("aria-pressed", "true")
    assert form.locator("[name=old]").get_attribute("type") == "password"
    page.keyboard.press("Space")
    expect(field).to_have_attribute("type", "password")
