"""Her mailbox connected with her provider's consent: from the form to a mail that leaves and is
filed, against an authorization server, an SMTP server and a Dovecot that take tokens.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session, auth_mechanism
from django.test import Client

from decroche.correspondence import grant
from decroche.correspondence.actions import forget_mailbox, keep_mailbox
from decroche.correspondence.grant import read_grant
from decroche.correspondence.models import Mailbox, Message
from decroche.correspondence.outbox import imap_account, smtp_account, turn
from decroche.correspondence.password import secret_elsewhere
from decroche.correspondence.receiving import poll
from decroche.correspondence.whose import whose_of
from decroche.gateways import imap, smtp
from decroche.gateways.oauth import NotGranted, renew
from decroche.journal.models import Entry
from decroche.shared import clock
from decroche.team import kept_on
from decroche.team.models import Member
from tests.cast import TUESDAY, company, keep_offer
from tests.correspondence.conftest import leaving
from tests.correspondence.dovecot import MailServer, dovecot_by_token
from tests.gateways.authorization_server import (
    CLIENT,
    SCOPE,
    SECRET,
    AuthorizationServer,
    authorization_server,
)
from tests.ports import free_port
from tests.sharing import on_another
from tools.entering import browser

HER = "camille@arnaud.example"
NOBODY_READS = {"imap_host": "", "imap_port": "993", "imap_security": "tls"}


class SendingServer:
    """An SMTP server that accepts tokens; a message to herself reaches `inbox`."""

    def __init__(self, server: AuthorizationServer, inbox: MailServer | None) -> None:
        self.server, self.inbox, self.port = server, inbox, free_port()
        self.kept: list[tuple[str, bytes]] = []
        self.said: list[str] = []

    async def handle_DATA(self, _line: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        content = envelope.content
        self.kept.append((envelope.rcpt_tos[0], content))
        if self.inbox and envelope.rcpt_tos == [HER]:
            self.inbox.deliver(content)
        return "250 2.0.0 kept for delivery"

    @auth_mechanism("XOAUTH2")
    async def auth_by_token(self, line: SMTP, args: list[str]) -> AuthResult:
        """What aiosmtpd calls for this mechanism."""
        words = b64decode(args[1]).decode()
        self.said.append(words)
        token = words.rpartition("Bearer ")[2].rstrip("\x01")
        if words.startswith(f"user={HER}\x01") and token in self.server.access:
            return AuthResult(success=True, auth_data=HER)
        await line.challenge_auth(b'{"status":"400"}', encode_to_b64=True)
        return AuthResult(success=False, handled=False)


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with authorization_server() as running:
        yield running


def running(server: AuthorizationServer, inbox: MailServer | None, stack: ExitStack) -> Any:
    sending = SendingServer(server, inbox)
    runner = Controller(
        sending,
        hostname="127.0.0.1",
        port=sending.port,
        auth_require_tls=False,
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
    )
    runner.start()
    stack.callback(runner.stop, no_assert=True)
    return sending


@pytest.fixture
def sending(server: AuthorizationServer) -> Iterator[SendingServer]:
    with ExitStack() as stack:
        yield running(server, None, stack)


def form(server: AuthorizationServer, sending: SendingServer, **more: str) -> dict[str, str]:
    """What she types for an unknown provider."""
    return {
        "address": HER,
        "provider": "other",
        "client": CLIENT,
        "secret": SECRET,
        "authorize": f"{server.address}/authorize",
        "token": f"{server.address}/token",
        "revoke": f"{server.address}/revoke",
        "scope": SCOPE,
        "smtp_host": "127.0.0.1",
        "smtp_port": str(sending.port),
        "smtp_security": "none",
        **NOBODY_READS,
        **more,
    }


def sent_to(page: Client, typed: dict[str, str]) -> str:
    """The provider's address that the page leads to."""
    answer = page.post("/mailbox/connect/", typed)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["asking"].address)


def agree(address: str) -> dict[str, str]:
    """What a browser brings back from the provider."""

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_given: object) -> None:
            return

    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.build_opener(Stays()).open(address)
    with told.value as answer:
        location = urlsplit(answer.headers["Location"])
    assert location.path == "/mailbox/back/"
    return {name: found[0] for name, found in parse_qs(location.query).items()}


def connect(page: Client, typed: dict[str, str]) -> str:
    """The whole way; what the mailbox's page says then."""
    brought = agree(sent_to(page, typed))
    asked = page.get("/mailbox/back/", brought)
    assert asked.status_code == 200
    assert brought["code"] in asked.content.decode()
    return page.post("/mailbox/back/", brought, follow=True).content.decode()


@pytest.mark.parametrize("mechanisms", ["xoauth2", "oauthbearer"])
def test_a_mailbox_is_connected_tried_and_mail_leaves_and_is_filed(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    at_once: None,
    mechanisms: str,
) -> None:
    with ExitStack() as stack:
        inbox = stack.enter_context(dovecot_by_token(server, mechanisms))
        sending = running(server, inbox, stack)
        reading = {
            "imap_host": "127.0.0.1",
            "imap_port": str(inbox.port),
            "imap_security": "none",
        }
        shown = connect(page, form(server, sending, **reading))
        assert "Tout fonctionne" in shown
        assert server.address.split("/")[2] in shown
        assert SECRET not in shown
        Mailbox.objects.update(pace_seconds=0)
        keep_offer(member)
        leaving(member, company(member))
        assert turn(member.workspace).sent == 1
        assert [to for to, _ in sending.kept] == [HER, "com@vasseur.example"]
        assert Message.objects.get().filed_at is not None
        assert inbox.count("Envoyes") == 1
        poll(member.workspace)
        assert Mailbox.objects.get().unreadable_at is None
        server.access.clear()  # the provider ended the access token early
        account = imap_account(Mailbox.objects.get())
        with imap.opened(account) as opened:
            assert opened.sent_folder() == "Envoyes"
        page.post("/mailbox/disconnect/")
        with pytest.raises(imap.Unreachable) as refused, imap.opened(account):
            pass
        assert (refused.value.kind, refused.value.step) == ("account", "consent")


def test_nothing_is_asked_of_a_provider_before_she_comes_back(
    page: Client, member: Member, server: AuthorizationServer, sending: SendingServer
) -> None:
    address = sent_to(page, form(server, sending))
    page.get("/mailbox/")
    page.get("/mailbox/connect/")
    page.get("/mailbox/back/", {"code": "x", "state": "y"})
    assert server.asked == []
    assert not Mailbox.objects.exists()
    query = parse_qs(urlsplit(address).query)
    assert query["redirect_uri"] == ["http://127.0.0.1/mailbox/back/"]
    assert query["login_hint"] == [HER]
    assert SECRET not in address


def test_a_state_is_used_once_in_its_own_browser_and_in_time(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    late = "Cette réponse appartient à un autre essai"

    def posted(client: Client, brought: dict[str, str]) -> str:
        return client.post("/mailbox/back/", brought, follow=True).content.decode()

    brought = agree(sent_to(page, form(server, sending)))
    assert late in posted(page, brought | {"state": "another"})
    assert late in posted(browser(), brought)  # it is used up now, and was of another session
    assert late in posted(page, brought)
    brought = agree(sent_to(page, form(server, sending)))
    with clock.frozen(TUESDAY + timedelta(minutes=11)):
        assert late in posted(page, brought)
    assert server.asked == []
    brought = agree(sent_to(page, form(server, sending)))
    assert late not in posted(page, brought)
    assert read_grant(whose_of(member)) is not None
    assert late in posted(page, brought)
    assert [asked["grant_type"] for path, asked in server.asked] == ["authorization_code"]


def test_what_the_provider_refuses_is_one_sentence(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    server.agrees = False
    brought = agree(sent_to(page, form(server, sending)))
    shown = page.get("/mailbox/back/", brought).content.decode()
    assert "Vous n’avez pas accepté" in shown
    server.agrees = True
    shown = connect(page, form(server, sending, secret="wrong"))
    assert "ne connaît pas votre programme" in shown
    server.fails = "503"
    assert "Votre fournisseur refuse (HTTP 503)" in connect(page, form(server, sending))
    assert not Mailbox.objects.exists()
    assert read_grant(whose_of(member)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"client": ""}, "Choisissez votre fournisseur"),
        ({"provider": "nobody"}, "Choisissez votre fournisseur"),
        ({"token": "http://login.example/token"}, "doivent être entières"),
        ({"revoke": "login.example"}, "doivent être entières"),
        ({"scope": ""}, "quels droits sont demandés"),
        ({"smtp_host": ""}, "quel serveur prend vos e-mails"),
        ({"address": "camille"}, "pas une adresse"),
        ({"smtp_port": "many"}, "nombre entier"),
    ],
)
def test_what_can_not_be_used_is_said_before_she_leaves(
    page: Client,
    server: AuthorizationServer,
    sending: SendingServer,
    typed: dict[str, str],
    said: str,
) -> None:
    answer = page.post("/mailbox/connect/", form(server, sending, **typed))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_access_is_refreshed_before_it_ends_and_a_new_refresh_token_is_kept(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    server.rotates = True
    connect(page, form(server, sending))
    first = read_grant(whose_of(member))
    assert first is not None
    account = smtp_account(Mailbox.objects.get())
    assert account.token is not None
    token = account.token(False)
    assert account.token(False) == token
    with clock.frozen(TUESDAY + timedelta(minutes=56)):
        assert account.token(False) != token
    second = read_grant(whose_of(member))
    assert second is not None
    assert second.refresh != first.refresh
    grant._held.clear()  # as after a start
    smtp.check(account)
    third = read_grant(whose_of(member))
    assert third is not None
    assert third.refresh not in (first.refresh, second.refresh)


def test_a_machine_that_has_an_earlier_refresh_token_leaves_the_mailbox_to_the_other(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The folder was copied to a second machine; then the provider replaced the token here."""
    server.rotates = True
    connect(page, form(server, sending))
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)
    with on_another(settings, tmp_path):
        for name in ("mail-key", "mail-secrets.json"):
            copy(tmp_path / name, settings.DATA_FOLDER / name)
        assert secret_elsewhere(Mailbox.objects.get()) == ""
    account = smtp_account(Mailbox.objects.get())
    assert account.token is not None
    with clock.frozen(TUESDAY + timedelta(minutes=56)):
        account.token(False)
    assert secret_elsewhere(Mailbox.objects.get()) == ""
    with on_another(settings, tmp_path):
        assert secret_elsewhere(Mailbox.objects.get()) != ""


def test_a_refused_access_token_is_replaced_once_and_a_withdrawn_consent_is_said(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    connect(page, form(server, sending))
    server.access.clear()
    smtp.check(smtp_account(Mailbox.objects.get()))
    assert len(sending.said) == 3  # the test's, the one that was refused, the new one
    server.refresh.clear()
    server.access.clear()
    keep_offer(member)
    Mailbox.objects.update(pace_seconds=0)
    leaving(member, company(member))
    done = turn(member.workspace)
    assert (done.sent, done.later, done.problem) == (0, 1, "consent")
    assert Mailbox.objects.get().problem_step == "consent"
    shown = page.get("/messages/").content.decode()
    assert "reliez de nouveau votre messagerie" in shown
    connect(page, form(server, sending))  # what waited for the mailbox leaves
    assert turn(member.workspace).sent == 1


def test_access_is_given_to_no_other_server_and_to_no_other_provider(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    connect(page, form(server, sending))
    Mailbox.objects.update(smtp_host="localhost")  # as a restored copy would have it
    moved = smtp_account(Mailbox.objects.get())
    assert (moved.token, moved.password) == (None, "")
    Mailbox.objects.update(smtp_host="127.0.0.1")
    asked = len(server.asked)
    page.post("/mailbox/connect/", form(server, sending, token=f"{server.address}/elsewhere"))
    grant._held.clear()
    assert smtp_account(Mailbox.objects.get()).token is not None
    smtp.check(smtp_account(Mailbox.objects.get()))
    assert {path for path, _ in server.asked[asked:]} == {"/token"}
    answer = page.post(
        "/mailbox/",
        {"address": HER, "smtp_host": "mail.arnaud.example", "smtp_port": "465", "password": ""},
    )
    assert answer.status_code == 422
    assert "reliée pour d’autres serveurs" in answer.content.decode()


def test_access_ends_here_and_there(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    connect(page, form(server, sending))
    assert "Mettre fin à cet accès" in page.get("/mailbox/").content.decode()
    shown = page.post("/mailbox/disconnect/", follow=True).content.decode()
    assert "votre fournisseur le sait" in shown
    assert (server.refresh, read_grant(whose_of(member))) == (set(), None)
    assert Entry.objects.filter(verb="mailbox.disconnected").count() == 1
    connect(page, form(server, sending))
    server.fails = "503"
    shown = page.post("/mailbox/disconnect/", follow=True).content.decode()
    assert "n’a pas pu être prévenu" in shown
    assert read_grant(whose_of(member)) is None


def test_access_that_ends_while_it_is_refreshed_does_not_come_back(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.rotates = True
    connect(page, form(server, sending, revoke=""))  # a provider that can't be told
    token = smtp_account(Mailbox.objects.get()).token
    assert token is not None

    def slowly(*given: Any) -> Any:
        found = renew(*given)
        page.post("/mailbox/disconnect/")  # she ends it while the provider answers
        return found

    monkeypatch.setattr(grant, "renew", slowly)
    with pytest.raises(NotGranted):
        token(True)
    assert read_grant(whose_of(member)) is None


def test_access_granted_again_while_the_old_one_is_refreshed_stays(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.rotates = True
    connect(page, form(server, sending))
    token = smtp_account(Mailbox.objects.get()).token
    before = read_grant(whose_of(member))
    assert token is not None
    assert before is not None
    anew = replace(before, refresh="of-another-account")

    def slowly(*given: Any) -> Any:
        found = renew(*given)
        grant._keep(whose_of(member), anew)  # as another process does
        return found

    monkeypatch.setattr(grant, "renew", slowly)
    with pytest.raises(NotGranted) as refused:
        token(True)
    assert refused.value.kind == "temporary"
    assert read_grant(whose_of(member)) == anew


def test_a_password_takes_the_place_of_access_and_forgetting_the_mailbox_ends_it(
    page: Client,
    member: Member,
    server: AuthorizationServer,
    sending: SendingServer,
    at_once: None,
) -> None:
    connect(page, form(server, sending))
    values = {"address": HER, "smtp_host": "127.0.0.1", "smtp_port": sending.port}
    keep_mailbox(by=member, values=values, password="s3cret")
    assert smtp_account(Mailbox.objects.get()).token is None
    connect(page, form(server, sending))
    kept = smtp_account(Mailbox.objects.get())
    assert (kept.password, kept.token is None) == ("", False)
    forget_mailbox(by=member)
    assert read_grant(whose_of(member)) is None


def test_a_provider_s_presets_name_its_servers_and_the_address_it_takes(
    page: Client, member: Member
) -> None:
    typed = {"address": "camille@cabinet.example", "provider": "microsoft", "client": CLIENT}
    address = sent_to(page, typed)
    assert address.startswith("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?")
    query = parse_qs(urlsplit(address).query)
    assert query["redirect_uri"] == ["http://localhost/mailbox/back/"]
    assert "offline_access" in query["scope"][0]
    address = sent_to(page, typed | {"provider": "google", "address": "camille@gmail.com"})
    query = parse_qs(urlsplit(address).query)
    assert query["access_type"] == ["offline"]
    for provider, said in (("microsoft", "entra.microsoft.com"), ("google", "sept jours")):
        shown = page.get("/mailbox/connect/fields/", {"provider": provider}).content.decode()
        assert said in shown


def test_she_is_led_on_to_the_desk_when_she_comes_back_from_another_page(page: Client) -> None:
    """The browser leaves her session behind on the way from another page: the desk's own page leads
    on, so that it is brought along.
    """
    visit = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    brought = {"code": "a\"'>b", "state": "s"}
    shown = Client(headers={"Host": "127.0.0.1:8123", **visit}).get("/mailbox/back/", brought)
    assert shown.status_code == 200
    assert "url=/mailbox/back/?code=a%22%27%3Eb&amp;state=s" in shown.content.decode()
    other = Client(headers={"Host": "localhost:8123"}).get("/mailbox/back/", brought)
    assert "url=http://127.0.0.1:8123/mailbox/back/?code=" in other.content.decode()
    assert Client(headers={"Host": "127.0.0.1:8123"}).get("/mailbox/back/").status_code == 403
    assert Client(headers={"Host": "127.0.0.1:8123", **visit}).get("/mailbox/").status_code == 403
    assert page.post("/mailbox/back/", brought, headers=visit).status_code == 403


def test_a_token_is_said_on_a_private_line_only(member: Member) -> None:
    def token(_fresh: bool) -> str:
        raise AssertionError("nothing is asked for")

    account = imap.ImapAccount("mail.example", 143, "none", HER, "", token=token)
    with pytest.raises(imap.Unreachable) as refused, imap.opened(account):
        pass
    assert refused.value.words == "no password without TLS"


def test_a_link_of_another_page_puts_no_words_into_her_page(page: Client) -> None:
    words = "Votre compte est bloque appelez le 0899 70 00 00"
    shown = page.get("/mailbox/back/", {"error": words})
    assert shown.status_code == 422
    assert "0899" not in shown.content.decode()
    assert (
        "consent_required"
        in page.get("/mailbox/back/", {"error": "consent_required"}).content.decode()
    )
