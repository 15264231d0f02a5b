"""Connecting a mailbox by the consent page of a provider, in a real browser: only a browser shows
whether the session is still there when another site leads back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest
from playwright.sync_api import expect

from decroche.correspondence import providers
from decroche.correspondence.grant import read_grant
from decroche.correspondence.providers import Preset
from decroche.correspondence.whose import whose_of
from decroche.team.models import Member
from tests.browser.conftest import Open, caller
from tests.correspondence.test_connecting import SendingServer, running
from tests.gateways.authorization_server import (
    CLIENT,
    SCOPE,
    SECRET,
    AuthorizationServer,
    authorization_server,
)


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with authorization_server() as started:
        yield started


@pytest.fixture
def sending(server: AuthorizationServer) -> Iterator[SendingServer]:
    with ExitStack() as stack:
        yield running(server, None, stack)


def preset(server: AuthorizationServer, sending: SendingServer) -> Preset:
    """A provider on another site (localhost)."""
    elsewhere = server.address.replace("127.0.0.1", "localhost")
    mail = providers.Provider("Essai", "127.0.0.1", sending.port, "none", "")
    return Preset(
        "Google",
        f"{elsewhere}/authorize",
        f"{server.address}/token",
        "",
        SCOPE,
        mail,
        local_name=True,
    )


def test_she_agrees_at_her_provider_s_and_comes_back_connected(
    open_page: Open, no_keyring: None, server: AuthorizationServer, sending: SendingServer
) -> None:
    member: Member = caller()
    with patch.dict(providers.AUTHORIZERS, {"google": preset(server, sending)}):
        desk = open_page()
        page = desk.page
        desk.go("/mailbox/")
        page.get_by_role("link", name="Relier avec l’accord").click()
        page.get_by_label("Votre adresse e-mail").fill("camille@arnaud.example")
        page.get_by_label("Fournisseur").select_option("google")
        page.locator("[name=client]").fill(CLIENT)
        page.locator("[name=secret]").fill(SECRET)
        desk.accessible()
        page.get_by_role("button", name="Continuer").click()
        desk.accessible()
        page.get_by_role("link", name="Aller sur localhost").click()
        expect(page.locator("[role=status]").first).to_contain_text("Un message vous a été envoyé")
        expect(page.get_by_role("button", name="Mettre fin à cet accès")).to_be_visible()
        assert page.url == f"{desk.base}/mailbox/"
        assert read_grant(whose_of(member)) is not None
        assert [to for to, _ in sending.kept] == ["camille@arnaud.example"]
