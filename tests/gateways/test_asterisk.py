"""Asterisk, played by a server that gives the answers recorded from Asterisk 16.28.

`asterisk_answers.json` was recorded with the two ends of tests/pbx, which asks a real Asterisk.
"""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from decroche.calls.asked import DialAnswer
from decroche.calls.asked_asterisk import AsteriskAsked, ask_asterisk
from decroche.calls.own_way import keep_asked
from decroche.gateways.dialler import NotDialled, Why
from decroche.gateways.dialler.asterisk import (
    Asterisk,
    check,
    hang_up,
    is_channel,
    new_channel,
    originate,
    phase_of,
)
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from tests.cast import company
from tools.entering import browser

ANSWERS = json.loads((Path(__file__).parent / "asterisk_answers.json").read_text("utf-8"))
RECORDED = "decroche-" + "0" * 32


class System:
    """A telephone system with one call at most; the tests say how far it is (`at`)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, list[str]]]] = []
        self.at = "ringing"
        self.channel = ""
        self.answer_to_originate = ANSWERS["originated"]
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def do_DELETE(self) -> None:
                self._answer()

            def _answer(self) -> None:
                parts = urlsplit(self.path)
                system.asked.append((self.command, parts.path, parse_qs(parts.query)))
                login = "Basic " + b64encode(b"decroche:secret").decode()
                if self.headers.get("Authorization") != login:
                    return self._say(ANSWERS["no login"])
                return self._say(system.answer(self.command, parts.path))

            def _say(self, answer: list[Any]) -> None:
                status, body = answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.replace(RECORDED, system.channel).encode())

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def answer(self, method: str, path: str) -> list[Any]:
        channel = path.removeprefix("/ari/channels/")
        if method == "POST":
            self.channel = channel
            answer: list[Any] = self.answer_to_originate
            return answer
        if path == "/ari/bridges":
            return list(ANSWERS[f"bridges {self.at}"])
        if channel != self.channel or self.at == "gone":
            return list(ANSWERS["channel gone" if method == "GET" else "hung up again"])
        if method == "DELETE":
            self.at = "gone"
            return list(ANSWERS["hung up"])
        return list(ANSWERS[f"channel {self.at}"])

    def as_server(self) -> Asterisk:
        return Asterisk(self.address, "decroche", "secret", "PJSIP/1001", "outgoing")


@pytest.fixture
def system() -> Iterator[System]:
    made = System()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def refused_by(server: Asterisk) -> Why:
    with pytest.raises(NotDialled) as refused:
        originate(server, "03 53 01 01 42", new_channel())
    return refused.value.why


def test_a_call_from_its_first_ring_to_its_end(system: System) -> None:
    channel = new_channel()
    originate(system.as_server(), "03 53 01 01 42", channel)
    method, path, query = system.asked[0]
    assert (method, path) == ("POST", f"/ari/channels/{channel}")
    assert is_channel(channel)
    assert query["endpoint"] == ["PJSIP/1001"]
    assert (query["extension"], query["context"]) == (["0353010142"], ["outgoing"])
    assert phase_of(system.as_server(), channel) == "ringing"
    system.at = "answered"
    assert phase_of(system.as_server(), channel) == "answered"
    hang_up(system.as_server(), channel)
    assert phase_of(system.as_server(), channel) == "ended"
    hang_up(system.as_server(), channel)  # over already: nothing to end


def test_a_number_of_another_country_is_dialled_with_its_prefix(system: System) -> None:
    originate(system.as_server(), "+32 2 512 34 56", new_channel())
    assert system.asked[0][2]["extension"] == ["003225123456"]


def test_the_bridge_of_another_call_is_not_ours(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = new_channel()
    originate(system.as_server(), "03 53 01 01 42", ours)
    system.at = "answered"
    assert RECORDED in ANSWERS["bridges answered"][1]
    system.channel = "decroche-" + "f" * 32  # the bridge holds this one
    answers = {"/ari/bridges": ANSWERS["bridges answered"]}
    monkeypatch.setattr(
        system, "answer", lambda _method, path: answers.get(path, ANSWERS["channel answered"])
    )
    assert phase_of(system.as_server(), ours) == "ringing"


@pytest.mark.parametrize(
    "said",
    [
        "[1]",
        '{"a": 1}',
        "7",
        "[{}]",
        '[{"channels": 7}]',
        '[{"channels": null}]',
        "<html>",
        "[" * 100_000,
    ],
)
def test_bridges_that_are_none_have_no_phase(
    system: System, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    channel = new_channel()
    originate(system.as_server(), "03 53 01 01 42", channel)
    monkeypatch.setitem(ANSWERS, "bridges ringing", [200, said])
    with pytest.raises(NotDialled) as refused:
        phase_of(system.as_server(), channel)
    assert refused.value.why == "away"


@pytest.mark.parametrize("said", ["", "null"])
def test_a_call_is_over_only_when_it_is_said(
    system: System, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    channel = new_channel()
    originate(system.as_server(), "03 53 01 01 42", channel)
    monkeypatch.setitem(ANSWERS, "channel ringing", [200, said])
    with pytest.raises(NotDialled) as refused:
        phase_of(system.as_server(), channel)
    assert refused.value.why == "away"


def test_what_it_refuses_has_its_reason(system: System) -> None:
    server = system.as_server()
    assert refused_by(replace(server, password="wrong")) == "login"
    assert refused_by(replace(server, address="http://127.0.0.1:1")) == "away"
    system.answer_to_originate = ANSWERS["no such endpoint"]
    assert refused_by(server) == "refused"
    system.answer_to_originate = [200, "<html>"]  # it was asked, and may be dialling
    assert refused_by(server) == "unheard"
    with pytest.raises(NotDialled):
        phase_of(server, "../bridges")
    assert all("bridges" not in path for _method, path, _query in system.asked)


def test_an_answer_that_cannot_be_read_may_have_dialled(system: System) -> None:
    system.answer_to_originate = [200, "<html>"]
    with pytest.raises(NotDialled) as refused:
        originate(system.as_server(), "0199001122", new_channel())
    assert refused.value.why == "unheard"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"address": "192.168.1.5:8088"}, "address"),
        ({"address": "ftp://192.168.1.5"}, "address"),
        ({"address": "http://[half"}, "address"),
        ({"address": "http://user:word@192.168.1.5"}, "address"),
        ({"address": "http://192.168.1.5/?a=1"}, "address"),
        ({"endpoint": ""}, "address"),
        ({"context": ""}, "address"),
        ({"own_network": False}, "open"),
        ({"own_network": False, "address": "https://pbx.example"}, ""),
        ({}, ""),
    ],
)
def test_which_servers_can_be_asked(changed: dict[str, Any], why: str) -> None:
    server = Asterisk("http://192.168.1.5:8088", "decroche", "secret", "PJSIP/1001", "outgoing")
    found = ""
    try:
        check(replace(server, **changed))
    except NotDialled as refused:
        found = refused.why
    assert found == why


@pytest.fixture
def number(
    member: Member, system: System, settings: Any, tmp_path: Path, monkeypatch: Any
) -> PhoneNumber:
    """A number to call, on a desk that calls through the system."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    settings.DATA_FOLDER = tmp_path
    fields = {
        "way": "asterisk",
        "server": system.address,
        "server_user": "decroche",
        "server_password": "secret",
        "endpoint": "PJSIP/1001",
        "context": "outgoing",
        "server_own_network": "1",
    }
    assert browser().post("/telephone/way/", fields).status_code == 302
    member.refresh_from_db()
    return company(member).numbers.get()


def test_the_password_is_for_the_server_it_was_typed_for(
    member: Member, system: System, number: PhoneNumber
) -> None:
    chosen = preferred_by(member, AsteriskAsked)
    assert "secret" not in str(member.preferences)
    keep_asked(by=member, chosen=chosen, typed={"password": ""})  # not typed again
    ask_asterisk(member, number, new_channel())
    elsewhere = replace(chosen, server=system.address.replace("127.0.0.1", "localhost"))
    keep_asked(by=member, chosen=elsewhere, typed={"password": ""})
    with pytest.raises(NotDialled, match="login"):
        ask_asterisk(member, number, new_channel())


def test_the_page_follows_a_call_and_ends_it(system: System, number: PhoneNumber) -> None:
    page = browser()
    asked = page.post("/telephone/ask/", {"number": number.pk}).json()
    assert asked["said"] == "ça compose"
    call = {"call": asked["call"]}
    assert page.post("/telephone/phase/", call).json()["said"] == "ça sonne"
    system.at = "answered"
    answered = page.post("/telephone/phase/", call).json()
    assert (answered["phase"], answered["said"]) == ("answered", "vous êtes en ligne")
    ended = page.post("/telephone/hang-up/", call).json()
    assert (ended["phase"], ended["said"]) == ("ended", "l’appel est terminé")
    assert system.at == "gone"


@pytest.mark.parametrize("silence", ["away", "slow"])
def test_a_system_that_is_silent_in_a_call_sends_nobody_to_dial_again(
    number: PhoneNumber, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    page = browser()
    call = {"call": page.post("/telephone/ask/", {"number": number.pk}).json()["call"]}
    heard = DialAnswer(why="away") if silence == "away" else DialAnswer(answered=False)
    for name, address, said in (
        ("news_soon", "/telephone/phase/", "pas de nouvelles de l’appel"),
        ("hang_up_soon", "/telephone/hang-up/", "raccrochez sur votre téléphone"),
    ):
        monkeypatch.setattr(f"decroche.desk.telephone.ways.{name}", lambda *_: heard)
        answer = page.post(address, call).json()
        assert said in answer["said"]
        assert (answer["call"], answer["phase"], "refused" in answer) == (call["call"], None, False)


def test_a_call_that_is_not_ours_is_not_touched(system: System, number: PhoneNumber) -> None:
    del number
    for call in ("", "1795718486.6", "../bridges", "decroche-" + "0" * 31, RECORDED + "/x"):
        assert browser().post("/telephone/hang-up/", {"call": call}).status_code == 404
    assert system.asked == []


def test_a_number_that_the_law_stops_is_asked_of_nobody(
    system: System, number: PhoneNumber
) -> None:
    PhoneNumber.objects.update(state="suppressed")
    assert browser().post("/telephone/ask/", {"number": number.pk}).status_code == 404
    assert system.asked == []


def test_a_server_that_cant_be_asked_is_refused_with_a_sentence(
    member: Member, number: PhoneNumber
) -> None:
    del number
    kept = preferred_by(member, AsteriskAsked)
    fields = {"way": "asterisk", "server": "the one in the cellar", "server_password": "hush"}
    answer = browser().post("/telephone/way/", fields)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'aria-invalid="true"' in shown
    assert "hush" not in shown
    member.refresh_from_db()
    assert preferred_by(member, AsteriskAsked) == kept
