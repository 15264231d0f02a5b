"""A member is told by mail what happened to their account, where a mailbox is set up."""

from __future__ import annotations

import email
import logging
from collections.abc import Callable
from email.policy import SMTP
from typing import Any

import pytest

from decroche.correspondence.models import Mailbox
from decroche.membership import telling
from decroche.membership.actions import change_password, invite, join, share
from decroche.team.models import Member
from decroche.team.signing import credential_of
from tests.correspondence.servers import Server
from tests.sharing import OWNER, PASSWORD

ANOTHER = "un-autre-mot-bien-long"
NOE = "noe@equipe.example"
pytestmark = pytest.mark.django_db
Committed = Any


@pytest.fixture(autouse=True)
def _at_once(quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed quickly, and what is done beside the page is done in it."""

    def do_now(_name: str, work: Callable[[], Any], *, within: float) -> None:
        assert within
        work()

    monkeypatch.setattr(telling, "begin", do_now)


@pytest.fixture
def noe(member: Member) -> Member:
    """A caller of a shared file."""
    share(by=member, name="Camille", email=OWNER, password=PASSWORD)
    return join(key=invite(by=member, role="caller"), name="Noé", email=NOE, password=PASSWORD)


def test_another_password_is_told_by_mail_without_a_link(
    noe: Member, mailbox: Mailbox, server: Server, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change_password(by=noe, old=PASSWORD, new=ANOTHER, here=None)
    ((to, content),) = server.kept
    assert to == NOE
    mail = email.message_from_bytes(content, policy=SMTP)
    assert mail["From"] == mailbox.address
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "Votre mot de passe a été changé" in text
    assert ANOTHER not in text
    assert "http" not in text


def test_without_a_mailbox_nothing_is_sent(
    noe: Member, server: Server, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change_password(by=noe, old=PASSWORD, new=ANOTHER, here=None)
    assert not server.kept


def test_a_server_that_refuses_changes_nothing(
    noe: Member,
    mailbox: Mailbox,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    server.hook = lambda at: "550 nobody here" if at == "rcpt" else None
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        change_password(by=noe, old=PASSWORD, new=ANOTHER, here=None)
    assert "was not told by mail" in caplog.text
    assert NOE not in caplog.text
    assert credential_of(noe)
