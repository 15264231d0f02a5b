"""A password is given to the servers it was typed for, and to no other."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from django.test import Client

from decroche.config.readers import BadSetting, data_folder
from decroche.correspondence import trial
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Mailbox
from decroche.correspondence.outbox import imap_account, smtp_account
from decroche.gateways import imap, smtp
from decroche.team.models import Member
from tests.cli import conftest as command_line
from tests.correspondence.servers import smtp_server

run = command_line.run
"""The fixture of the command line's tests."""

VALUES: dict[str, Any] = {
    "address": "camille@arnaud.example",
    "smtp_host": "mail.arnaud.example",
    "smtp_port": 465,
    "smtp_security": "tls",
    "smtp_user": "camille",
    "imap_host": "mail.arnaud.example",
    "imap_port": 993,
    "imap_security": "tls",
}


@pytest.fixture(autouse=True)
def _nothing_tried(no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decroche.desk.mailbox.views.try_mailbox", lambda **_: trial.Trial("ok"))


@pytest.mark.parametrize("way", ["smtp", "imap"])
@pytest.mark.parametrize(
    ("column", "value"), [("host", "127.0.0.1"), ("port", 2525), ("security", "none")]
)
def test_another_host_port_or_security_gets_no_password(
    page: Client, member: Member, at_once: None, way: str, column: str, value: object
) -> None:
    kept = keep_mailbox(by=member, values=VALUES, password="s3cret")
    assert (smtp_account(kept).password, imap_account(kept).password) == ("s3cret", "s3cret")
    answer = page.post("/mailbox/", {**VALUES, f"{way}_{column}": value})
    assert answer.status_code == 422
    assert "retapez-le" in answer.content.decode()
    Mailbox.objects.update(**{f"{way}_{column}": value})  # as a restored copy would have it
    moved = Mailbox.objects.get()
    account = smtp_account(moved) if way == "smtp" else imap_account(moved)
    assert account.password == ""
    page.post("/mailbox/", {**VALUES, f"{way}_{column}": value, "password": "again"})
    account = smtp_account(Mailbox.objects.get())
    assert account.password == "again"


class Line:
    """A server that offers to sign in on a line that anybody can read."""

    def has_extn(self, _name: str) -> bool:
        return True

    def login(self, *_: str) -> None:
        raise AssertionError("the password was said")

    def quit(self) -> None:
        """Nothing to end."""


def test_without_tls_a_password_is_sent_to_this_machine_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_connected", lambda _account, _deadline: Line())
    for host in ("mail.arnaud.example", "192.168.1.4", "localhost.evil.example"):
        with pytest.raises(smtp.Refusal, match="without TLS"):
            smtp.check(smtp.SmtpAccount(host, 25, "none", "me", "s3cret"))
        with (
            pytest.raises(imap.Unreachable, match="without TLS"),
            imap.opened(imap.ImapAccount(host, 143, "none", "me", "s3cret")),
        ):
            pass
    with pytest.raises(AssertionError, match="was said"):
        smtp.check(smtp.SmtpAccount("127.0.0.1", 25, "none", "me", "s3cret"))


def test_a_guessed_server_is_shown_before_it_gets_the_password(
    page: Client, member: Member, at_once: None
) -> None:
    typed = {"address": "camille@gmial.example", "password": "s3cret"}
    answer = page.post("/mailbox/", typed)
    assert answer.status_code == 422
    assert "smtp.gmial.example" in answer.content.decode()
    assert not Mailbox.objects.exists()
    answer = page.post("/mailbox/", {**typed, "agreed": "smtp.gmial.example"})
    assert answer.status_code == 302
    assert Mailbox.objects.get().smtp_host == "smtp.gmial.example"


def test_an_open_data_folder_is_closed_and_a_shared_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_, shared = tmp_path / "open", tmp_path / "shared"
    for folder, mode in ((open_, 0o755), (shared, 0o1777)):
        folder.mkdir()
        folder.chmod(mode)
    monkeypatch.setenv("DECROCHE_DATA", str(open_))
    data_folder()
    assert stat.S_IMODE(open_.stat().st_mode) == 0o700
    monkeypatch.setenv("DECROCHE_DATA", str(shared))
    with pytest.raises(BadSetting, match="share"):
        data_folder()


@pytest.mark.sqlite
def test_what_is_written_is_readable_by_its_owner_only(
    run: command_line.Run,
    tmp_path: Path,
) -> None:
    run("demo", "--companies", "3")
    for words in (["export", "o.csv"], ["backup", "b.sqlite3"], ["paper", "notice", "n.pdf"]):
        assert run(*words)[0] == 0
    for path in [*tmp_path.glob("*.*"), *(tmp_path / "data").rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_a_crash_leaves_no_memory_on_the_disk() -> None:
    script = (
        "import resource; from decroche.config.readers import protect_process; "
        "protect_process(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "(0, 0)"


@pytest.mark.parametrize(("field", "value"), [("smtp_host", "a..b"), ("imap_host", "a..b")])
def test_a_host_that_can_be_none_is_said_and_changes_nothing(
    page: Client, member: Member, at_once: None, field: str, value: str
) -> None:
    keep_mailbox(by=member, values=VALUES, password="s3cret")
    answer = page.post("/mailbox/", {**VALUES, field: value, "password": "s3cret"}, follow=True)
    assert answer.status_code < 500
    kept = Mailbox.objects.get()
    assert getattr(kept, field) in (VALUES[field], value)
    assert page.get("/mailbox/").status_code == 200


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "\u3002"])
def test_a_host_that_can_be_none_is_a_refusal_of_the_mail_server(host: str) -> None:
    with pytest.raises(smtp.Refusal):
        smtp.check(smtp.SmtpAccount(host, 25, "none", "", "", timeout=1))
    with pytest.raises(imap.Unreachable), imap.opened(imap.ImapAccount(host, 993, "tls", "", "")):
        pass


def test_a_password_with_an_accent_is_refused_with_words() -> None:
    refuses = {"auth_require_tls": False, "authenticator": lambda *_: AuthResult(success=False)}
    with smtp_server(**refuses) as server:
        account = smtp.SmtpAccount("127.0.0.1", server.port, "none", "camille", "été", timeout=5)
        with pytest.raises(smtp.Refusal) as refused:
            smtp.check(account)
    assert refused.value.kind == "account"
