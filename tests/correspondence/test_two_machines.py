"""A machine of the team that can't open a mailbox leaves it to the one that can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.correspondence import receiving
from decroche.correspondence.actions import forget_mailbox
from decroche.correspondence.models import Mailbox
from decroche.correspondence.outbox import turn
from decroche.correspondence.password import has_password, keep_password
from decroche.correspondence.whose import whose
from decroche.gateways import imap, vault
from decroche.prospects.models import Company
from decroche.team import kept_on
from decroche.team.models import Member
from tests.correspondence.conftest import leaving
from tests.correspondence.servers import Server
from tests.sharing import on_another


def test_a_machine_with_another_key_leaves_the_mail_to_the_one_that_can_open_it(
    member: Member,
    card: Company,
    mailbox: Mailbox,
    server: Server,
    settings: Any,
    tmp_path: Path,
    page: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The secrets are the same file, the key is another: nothing can be opened."""
    keep_password(mailbox, "secret")
    leaving(member, card)
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    Mailbox.objects.update(imap_host="127.0.0.1")
    opened: list[int] = []
    monkeypatch.setattr(imap, "opened", lambda _account: opened.append(1))
    with on_another(settings, tmp_path):
        (settings.DATA_FOLDER / "mail-secrets.json").write_bytes(
            (tmp_path / "mail-secrets.json").read_bytes()
        )
        vault.keep(settings.DATA_FOLDER, "of its own key", "x")
        assert turn(member.workspace).sent == 0
        assert receiving.poll(member.workspace) == 0
        shown = page.get("/mailbox/").content.decode()
    mailbox.refresh_from_db()
    assert (mailbox.problem, mailbox.retry_at, server.kept, opened) == ("", None, [], [])
    assert "est gardé sur l’ordinateur" in shown
    assert "est gardé sur l’ordinateur" not in page.get("/mailbox/").content.decode()
    Mailbox.objects.update(imap_host="")
    assert turn(member.workspace).sent == 1


def test_looking_for_replies_says_which_machine_reads_them(
    member: Member,
    mailbox: Mailbox,
    settings: Any,
    tmp_path: Path,
    page: Client,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_password(mailbox, "secret")
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    Mailbox.objects.update(imap_host="127.0.0.1")
    with on_another(settings, tmp_path):
        shown = page.post("/messages/look/", follow=True).content.decode()
    assert "relève cette messagerie" in shown
    assert "Rien de nouveau" not in shown


def test_a_mailbox_forgotten_on_one_machine_leaves_no_password_on_another(
    member: Member,
    mailbox: Mailbox,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_password(mailbox, "secret")
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    with on_another(settings, tmp_path):
        forget_mailbox(by=member)
    assert has_password(whose(mailbox))
    kept_on.remove_forgotten()
    assert not has_password(whose(mailbox))
