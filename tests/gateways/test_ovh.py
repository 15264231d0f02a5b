"""OVHcloud's click2Call, asked of a server that checks the signature as OVHcloud documents it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from decroche.calls.asked_ovh import OvhAsked, ask_ovh
from decroche.calls.own_way import keep_asked
from decroche.gateways.dialler import NotDialled
from decroche.gateways.dialler.ovh import OvhLine, click_to_call
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from tests.cast import company
from tests.waiting import DEADLINE
from tools.entering import browser

SERVER_TIME = 1_795_000_000
"""The server's clock: not this machine's, as a computer's clock may be wrong."""


class Provider:
    """What was asked of it; `status` is what it answers to a call that is signed."""

    def __init__(self) -> None:
        self.called: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.is_slow = False
        self.clock = str(SERVER_TIME)
        self.given_up = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == "/1.0/auth/time"
                self._answer(200, provider.clock)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if provider.is_slow:
                    provider.given_up.wait(DEADLINE)
                address = f"{provider.api}{self.path.removeprefix('/1.0')}"
                parts = ("secret", "consumer", "POST", address, body, str(SERVER_TIME))
                expected = "$1$" + hashlib.sha1("+".join(parts).encode()).hexdigest()
                signed = (
                    self.headers["X-Ovh-Signature"] == expected
                    and self.headers["X-Ovh-Application"] == "application"
                    and self.headers["X-Ovh-Consumer"] == "consumer"
                    and self.headers["X-Ovh-Timestamp"] == str(SERVER_TIME)
                )
                if not signed:
                    return self._answer(403, '{"message": "Invalid signature"}')
                provider.called.append((self.path, json.loads(body)))
                return self._answer(provider.status, "null")

            def _answer(self, status: int, body: str) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.api = f"http://127.0.0.1:{self.server.server_port}/1.0"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def line(self) -> OvhLine:
        account, line = "xy1234-ovh-1", "0033199000001"
        return OvhLine(
            "application", "secret", "consumer", account, line, self.api, own_network=True
        )


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.given_up.set()
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def test_the_line_calls_the_number(provider: Provider) -> None:
    click_to_call(provider.line(), "+33353010142")
    path = "/1.0/telephony/xy1234-ovh-1/line/0033199000001/click2Call"
    click_to_call(provider.line(), "3949")  # a short number has no country
    numbers = [{"calledNumber": "0033353010142"}, {"calledNumber": "3949"}]
    assert provider.called == [(path, number) for number in numbers]


def test_what_stands_in_the_address_is_quoted(provider: Provider) -> None:
    click_to_call(replace(provider.line(), account="a/b?c", line="../me"), "+33353010142")
    ((path, _body),) = provider.called
    assert path == "/1.0/telephony/a%2Fb%3Fc/line/..%2Fme/click2Call"


def test_a_line_is_asked_on_the_public_network_only_unless_said_otherwise(
    provider: Provider,
) -> None:
    with pytest.raises(NotDialled) as refused:
        click_to_call(replace(provider.line(), own_network=False), "+33353010142")
    assert refused.value.why == "own_network"
    assert provider.called == []


@pytest.mark.parametrize("field", ["application_key", "application_secret", "consumer_key"])
def test_a_wrong_key_is_refused(provider: Provider, field: str) -> None:
    wrong: dict[str, Any] = {field: "wrong"}
    with pytest.raises(NotDialled) as refused:
        click_to_call(replace(provider.line(), **wrong), "+33353010142")
    assert refused.value.why == "login"
    assert provider.called == []


def test_a_refusal_is_said(provider: Provider) -> None:
    provider.status = 460  # “service expired”, in OVHcloud's own codes
    with pytest.raises(NotDialled) as refused:
        click_to_call(provider.line(), "+33353010142")
    assert (refused.value.why, refused.value.detail) == ("refused", "460")


def test_a_slow_provider_is_given_up(provider: Provider) -> None:
    provider.is_slow = True
    with pytest.raises(NotDialled) as refused:
        click_to_call(provider.line(), "+33353010142", seconds=0.3)
    assert refused.value.why == "unheard"


def test_a_clock_that_is_no_number_is_an_absent_provider(provider: Provider) -> None:
    provider.clock = "<html>maintenance</html>"
    with pytest.raises(NotDialled) as refused:
        click_to_call(provider.line(), "+33353010142")
    assert refused.value.why == "away"


def test_the_keys_are_for_the_application_they_were_typed_for(
    member: Member, provider: Provider, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr(
        "decroche.calls.asked_ovh.click_to_call",
        lambda line, dialled: click_to_call(
            replace(line, api=provider.api, own_network=True), dialled
        ),
    )
    settings.DATA_FOLDER = tmp_path
    number = company(member).numbers.get()
    chosen = OvhAsked("xy1234-ovh-1", "0033199000001", "application")
    with pytest.raises(NotDialled, match="settings"):
        ask_ovh(member, number, "")
    keep_asked(
        by=member, chosen=chosen, typed={"application_secret": "secret", "consumer_key": "consumer"}
    )
    ask_ovh(member, number, "")
    keep_asked(
        by=member, chosen=chosen, typed={"application_secret": "", "consumer_key": ""}
    )  # not typed again
    ask_ovh(member, number, "")
    assert len(provider.called) == 2
    assert "consumer" not in str(member.preferences)
    other = replace(chosen, application_key="another")
    keep_asked(by=member, chosen=other, typed={"application_secret": "", "consumer_key": ""})
    with pytest.raises(NotDialled, match="settings"):
        ask_ovh(member, number, "")


def test_the_settings_are_kept_from_the_page(
    page: Any, member: Member, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path
    page = browser()
    fields = {
        "way": "ovh",
        "account": "xy1234-ovh-1",
        "line": " 0033199000001 ",
        "application_key": "application",
        "application_secret": "verysecretkey",
        "consumer_key": "consumerkey",
    }
    assert page.post("/telephone/way/", fields).status_code == 302
    member.refresh_from_db()
    kept = preferred_by(member, OvhAsked)
    assert kept == OvhAsked("xy1234-ovh-1", "0033199000001", "application")
    shown = page.get("/telephone/").content.decode()
    assert "0033199000001" in shown
    assert "verysecretkey" not in shown
    assert "data-way-asks" in page.get("/calls/").content.decode()
