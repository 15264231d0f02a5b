"""Of several machines of a team one tells it, one that has the secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.background import turns
from decroche.gateways import vault
from decroche.shared import clock
from decroche.team import kept_on
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred
from decroche.webhooks.actions import Told, keep_webhook, new_secret, switch_off, turn
from decroche.webhooks.preferences import Webhook
from decroche.webhooks.rules import GROUPS
from tests.cast import TUESDAY, company
from tests.sharing import on_another
from tests.webhooks.receiver import Receiver, receiver


@pytest.fixture
def program(no_keyring: None, member: Member) -> Iterator[Receiver]:
    """A program that is told everything."""
    with receiver() as running:
        keep_webhook(by=member, chosen=Webhook(running.address, GROUPS, own_network=True))
        yield running


def test_two_machines_tell_it_once(
    member: Member, program: Receiver, settings: Any, tmp_path: Path
) -> None:
    company(member)
    with on_another(settings, tmp_path):
        assert turns.take(member.workspace_id, "webhooks")
    assert turn(member.workspace).done == 0
    assert program.came == []
    with clock.frozen(TUESDAY + turns.HELD):
        assert turn(member.workspace).done == 1


def test_a_machine_without_the_secret_fails_at_nothing(
    member: Member,
    program: Receiver,
    settings: Any,
    tmp_path: Path,
    page: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    company(member)
    member.workspace.refresh_from_db()
    with on_another(settings, tmp_path):
        assert turn(member.workspace) == Told()
        assert "est gardé sur l’ordinateur" in page.get("/settings/webhook/").content.decode()
    assert preferred(Workspace.objects.get(), Webhook).failures == 0
    assert turn(member.workspace).done == 1


def test_a_machine_without_the_secret_sends_no_test_and_says_so(
    member: Member,
    program: Receiver,
    settings: Any,
    tmp_path: Path,
    page: Client,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It has an earlier one, and would sign with it."""
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    with on_another(settings, tmp_path):
        new_secret(by=member)
    shown = page.post("/settings/webhook/test/", follow=True).content.decode()
    assert program.came == []
    assert "Aucun essai n’a été envoyé" in shown
    shown = page.post("/settings/webhook/", {"secret": "1"}).content.decode()
    assert "est gardé sur l’ordinateur" not in shown, "this one has it now"
    assert (
        "a bien reçu l’essai" in page.post("/settings/webhook/test/", follow=True).content.decode()
    )
    assert len(program.came) == 1


def test_switched_off_on_one_machine_no_other_keeps_the_secret(
    member: Member,
    program: Receiver,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    name = f"webhook-{member.workspace_id}"
    assert vault.read(settings.DATA_FOLDER, name)
    with on_another(settings, tmp_path):
        switch_off(by=member)
    kept_on.remove_forgotten()
    assert vault.read(settings.DATA_FOLDER, name) == ""
