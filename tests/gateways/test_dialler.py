"""An address that dials, asked of a server that plays a desk telephone."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from decroche.calls.asked_address import (
    PRESETS,
    AddressAsked,
    ask_address,
)
from decroche.calls.own_way import keep_asked
from decroche.gateways.dialler import DialTarget, NotDialled, Why, check, dial, filled
from decroche.prospects.models import PhoneNumber
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from tests.cast import company
from tests.waiting import DEADLINE
from tools.entering import browser

NUMBER, NATIONAL = "+33353010142", "03 53 01 01 42"


class DeskTelephone:
    """What was asked; how it answers: "" dials, "basic", "digest", "away", a status."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.way = ""
        self.given_up = threading.Event()
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outside.asked.append(self.path)
                given = self.headers.get("Authorization", "")
                if outside.way == "slow":
                    outside.given_up.wait(DEADLINE)
                elif outside.way in ("basic", "digest") and not outside.knows(given, self.path):
                    self.send_response(401)
                    nonce = ', nonce="abc", qop="auth", algorithm=MD5'
                    more = nonce if outside.way == "digest" else ""
                    self.send_header(
                        "WWW-Authenticate", f'{outside.way.title()} realm="telephone"{more}'
                    )
                    self.end_headers()
                    return
                self.send_response(int(outside.way) if outside.way.isdecimal() else 200)
                if outside.way == "302":
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def knows(self, given: str, path: str) -> bool:
        if self.way == "basic":
            return given == "Basic " + b64encode(b"1001:secret").decode()
        fields = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        if not fields:
            return False

        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        middle = f"abc:{fields['nc']}:{fields['cnonce']}:auth"
        expected = md5(f"{md5('1001:telephone:secret')}:{middle}:{md5(f'GET:{path}')}")
        return bool(fields["response"] == expected)


@pytest.fixture
def telephone() -> Iterator[DeskTelephone]:
    made = DeskTelephone()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def at(telephone: DeskTelephone, **more: Any) -> DialTarget:
    address = f"http://127.0.0.1:{telephone.port}/servlet?key=number={{national}}&uri={{digits}}"
    return DialTarget(address, **{"own_network": True, **more})


def refused(asked: DialTarget, seconds: float = 4.0) -> Why:
    with pytest.raises(NotDialled) as found:
        dial(asked, NUMBER, NATIONAL, seconds)
    return found.value.why


def test_the_number_stands_in_the_address_that_is_asked_once(telephone: DeskTelephone) -> None:
    dial(at(telephone), NUMBER, NATIONAL)
    assert telephone.asked == ["/servlet?key=number=0353010142&uri=33353010142"]


def test_a_number_of_another_country_is_dialled_with_its_prefix(telephone: DeskTelephone) -> None:
    dial(at(telephone), "+3225123456", "+32 2 512 34 56")
    assert telephone.asked == ["/servlet?key=number=003225123456&uri=3225123456"]


@pytest.mark.parametrize("way", ["basic", "digest"])
def test_the_login_is_given_when_it_is_asked_for(telephone: DeskTelephone, way: str) -> None:
    telephone.way = way
    dial(at(telephone, user="1001", password="secret"), NUMBER, NATIONAL)
    assert len(telephone.asked) == 2
    assert refused(at(telephone, user="1001", password="wrong")) == "login"
    assert refused(at(telephone)) == "login"


@pytest.mark.parametrize(
    ("way", "why"), [("403", "login"), ("500", "refused"), ("302", "refused"), ("404", "refused")]
)
def test_what_the_other_side_refuses_is_said(telephone: DeskTelephone, way: str, why: Why) -> None:
    telephone.way = way
    assert refused(at(telephone)) == why
    assert len(telephone.asked) == 1  # no redirection is followed


def test_a_telephone_that_does_not_answer_is_not_waited_for(telephone: DeskTelephone) -> None:
    telephone.way = "slow"
    assert refused(at(telephone), 0.5) == "unheard"  # while the other side goes on saying nothing
    telephone.given_up.set()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        assert (
            refused(DialTarget(f"http://127.0.0.1:{port}/{{number}}", own_network=True)) == "away"
        )


@pytest.mark.parametrize("said", [b"", b"\x00garbage\r\n\r\n"])
def test_a_machine_that_took_the_request_and_broke_off_may_dial_all_the_same(said: bytes) -> None:
    with answering(said) as address:
        assert refused(DialTarget(address, own_network=True)) == "unheard"


@pytest.mark.parametrize("more", [b"Transfer-Encoding: chunked", b"Content-Length: 900"])
def test_a_machine_that_accepted_dials_whatever_comes_after(more: bytes) -> None:
    with answering(b"HTTP/1.1 200 OK\r\n" + more + b"\r\n\r\n7\r\n<html") as address:
        dial(DialTarget(address, own_network=True), NUMBER, NATIONAL)


@contextmanager
def answering(said: bytes) -> Iterator[str]:
    """A telephone that takes one request, says this and breaks off."""
    with socket.create_server(("127.0.0.1", 0)) as place:

        def answer() -> None:
            with place.accept()[0] as line:
                line.recv(65_536)
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}/{{number}}"
        thread.join()


def test_the_local_network_is_asked_only_as_she_says(telephone: DeskTelephone) -> None:
    assert refused(at(telephone, own_network=False)) == "open"
    secure = DialTarget(f"https://127.0.0.1:{telephone.port}/{{number}}")
    assert refused(secure) == "own_network"
    assert telephone.asked == []


@pytest.mark.parametrize(
    "template",
    [
        "",
        "tel:{number}",
        "ftp://host/{number}",
        "http://{number}.example/",
        "http://host/dial",
        "http://a:b@host/{number}",
        "http://host:0/{number}",
        "http://[/{number}",
        "http://host/{number}\r\nX: y",
        "http:///{number}",
        "http://host/number/digits?national=",
    ],
)
def test_what_is_no_address_is_refused_at_once(template: str) -> None:
    with pytest.raises(NotDialled) as found:
        check(DialTarget(template, own_network=True))
    assert found.value.why == "address"


@given(number=st.text(max_size=30), password=st.text(max_size=30))
def test_nothing_in_a_number_changes_the_rest_of_the_address(number: str, password: str) -> None:
    password = password.encode("utf-8", "ignore").decode()
    number = number.encode("utf-8", "ignore").decode()
    asked = DialTarget("https://host.example/a?number={number}&p={password}&b=1", password=password)
    found = urlsplit(filled(asked, number, NATIONAL))
    assert (found.netloc, found.path) == ("host.example", "/a")
    given = parse_qs(found.query, keep_blank_values=True)
    assert given["b"] == ["1"]
    if "{" not in number:
        assert given == {"number": [number], "p": [password], "b": ["1"]}


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_can_be_asked(name: str) -> None:
    check(DialTarget(PRESETS[name], own_network=PRESETS[name].startswith("http:")))


def test_the_password_is_for_the_address_it_was_typed_for(
    member: Member, telephone: DeskTelephone, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    settings.DATA_FOLDER = tmp_path
    telephone.way = "basic"
    number = company(member).numbers.get()
    chosen = AddressAsked(at(telephone).template, "1001", own_network=True)
    assert keep_asked(by=member, chosen=chosen, typed={"password": "secret"}) is None
    ask_address(member, number, "")
    keep_asked(by=member, chosen=chosen, typed={"password": ""})  # not typed again
    ask_address(member, number, "")
    other = AddressAsked(chosen.template.replace("127.0.0.1", "localhost"), "1001", True)
    keep_asked(by=member, chosen=other, typed={"password": ""})
    with pytest.raises(NotDialled, match="login"):
        ask_address(member, number, "")
    assert "secret" not in str(member.preferences)
    assert (
        keep_asked(by=member, chosen=AddressAsked("nowhere"), typed={"password": ""}) == "address"
    )


def test_space_asks_the_address_and_says_what_it_answers(
    page: Client, member: Member, telephone: DeskTelephone, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path
    page = browser()
    number = company(member).numbers.get()
    fields = {"way": "address", "template": at(telephone).template, "own_network": "1"}
    page.post("/telephone/way/", fields)
    assert 'data-way="address"' in page.get("/calls/").content.decode()
    assert page.post("/telephone/ask/", {"number": number.pk}).json()["said"] == "ça compose"
    telephone.way = "403"
    said = page.post("/telephone/ask/", {"number": number.pk}).json()["said"]
    assert "identifiant" in said
    assert len(telephone.asked) == 2
    PhoneNumber.objects.update(state="suppressed")
    assert page.post("/telephone/ask/", {"number": number.pk}).status_code == 404
    assert len(telephone.asked) == 2
    page.post("/telephone/way/", {**fields, "template": "no"})
    assert preferred_by(Member.objects.get(), AddressAsked).template == fields["template"]
    assert page.post("/telephone/way/", {"way": "pigeon"}).status_code == 404
