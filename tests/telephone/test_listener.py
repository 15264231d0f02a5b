"""The listener attacked: nothing that arrives makes it fail, grow or hold the desk up, and nothing
that passes can be read.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decroche.gateways.telephone import listener as listening
from decroche.gateways.telephone.listener import CONNECTIONS, Listener
from decroche.gateways.telephone.requests import LONGEST
from decroche.gateways.telephone.sealing import (
    ANSWER,
    DOWN,
    SALT_BYTES,
    UP,
    Session,
    from_text,
    to_text,
)
from decroche.gateways.telephone.sessions import MOST_STREAMS, Sessions
from tests.waiting import until

KEY = bytes(range(32))
SECRET = "Imprimerie Vasseur +33353010142 Budget voté"


class Desk:
    """The `Backend` of the listener in these tests."""

    def __init__(self) -> None:
        self.keys = {"mine": KEY}
        self.said: list[dict[str, Any]] = []
        self.shown: list[dict[str, Any]] = []

    def key_of(self, who: str) -> bytes | None:
        return self.keys.get(who)

    def answer(self, who: str, content: dict[str, Any]) -> dict[str, Any]:
        self.said.append(content)
        return {"said": SECRET}

    def newer(self, who: str, seen: int) -> dict[str, Any] | None:
        return next((one for one in reversed(self.shown) if one["n"] > seen), None)

    def page(self, languages: str) -> str:
        return f"<!DOCTYPE html><title>{len(languages)}</title>"


class Telephone:
    """A telephone as the browser's script is one."""

    def __init__(self, port: int, who: str = "mine", key: bytes = KEY) -> None:
        self.port = port
        self.open(json.loads(self.ask("GET", "/name")[1])["name"], who, key)

    def open(self, name: str, who: str = "mine", key: bytes = KEY) -> None:
        self.name, self.number, salt = name, 0, secrets.token_bytes(SALT_BYTES)
        self.session = Session(key, from_text(name), salt)
        opening = {"who": who, "salt": to_text(salt), **self.seal({})}
        status, _ = self.ask("POST", "/open", opening)
        assert status == 200, status

    def ask(self, method: str, path: str, content: Any = None) -> tuple[int, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            body = json.dumps(content) if isinstance(content, dict) else content
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def seal(self, content: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        box = self.session.seal(UP, self.number, content)
        return {"name": self.name, "number": self.number, "box": box}

    def say(self, content: dict[str, Any]) -> dict[str, Any]:
        status, body = self.ask("POST", "/say", self.seal(content))
        assert status == 200, status
        return self.session.open(ANSWER, self.number, json.loads(body)["box"])

    def stream(self) -> tuple[HTTPConnection, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        message = self.seal({"after": 0})
        query = "&".join(f"{name}={value}" for name, value in message.items())
        connection.request("GET", f"/stream?{query}")
        return connection, connection.getresponse()


def told(telephone: Telephone, stream: Any) -> tuple[int, dict[str, Any]]:
    """(number, content) of the next event of a stream."""
    number, box, end = (stream.readline().decode().rstrip("\n") for _ in range(3))
    assert (number[:4], box[:6], end) == ("id: ", "data: ", "")
    return int(number[4:]), telephone.session.open(DOWN, int(number[4:]), box[6:])


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def listener(desk: Desk, tmp_path: Path) -> Iterator[Listener]:
    (tmp_path / "telephone.js").write_text("// script")
    made = Listener(Sessions(desk), (tmp_path,))
    made.start("127.0.0.1", 0)
    until(lambda: made._loop, "it listens")
    yield made
    made.stop()


def quick(listener: Listener) -> None:
    """A telephone is answered as ever."""
    assert Telephone(listener.port).say({"do": "show"}) == {"said": SECRET}


def test_a_telephone_is_answered_and_told(listener: Listener, desk: Desk) -> None:
    telephone = Telephone(listener.port)
    quick(listener)
    connection, stream = telephone.stream()
    with closing(connection):
        assert stream.getheader("Content-Type") == "text/event-stream"
        assert told(telephone, stream) == (1, {"beat": 0})
        desk.shown.append({"n": 7, "card": SECRET})
        listener.wake()
        assert told(telephone, stream) == (2, desk.shown[0])
        assert told(telephone, stream) == (3, {"beat": 7})


PATHS = st.sampled_from(["/", "/name", "/open", "/say", "/stream", "/telephone.js", "/../x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
MESSAGES = st.fixed_dictionaries(
    {},
    optional={"who": VALUES, "salt": VALUES, "name": VALUES, "number": VALUES, "box": VALUES},
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "BREW"]),
    path=PATHS | st.from_regex(r"/[!-~]{0,60}", fullmatch=True),
    body=MESSAGES.map(json.dumps).map(str.encode) | st.binary(max_size=400),
)
def test_no_request_makes_it_fail(
    listener: Listener, desk: Desk, method: str, path: str, body: bytes
) -> None:
    with closing(HTTPConnection("127.0.0.1", listener.port, timeout=30)) as connection:
        connection.request(method, path, body)
        status = connection.getresponse().status
    assert status < 500, (method, path, body)
    assert desk.said == []


NEARLY = st.builds(
    lambda method, path, rest: b"%s %s HTTP/1.1\r\nHost: x\r\n" % (method, path) + rest,
    st.sampled_from([b"GET", b"POST", b"PUT", b"BREW"]),
    st.sampled_from([b"/", b"/say", b"/stream?number=1", b"*", b"http://x/"]),
    st.just(b"") | st.binary(max_size=100),
)
"""Bytes that begin like a request, some of them whole."""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300) | NEARLY)
def test_no_bytes_make_it_fail(listener: Listener, raw: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", listener.port), timeout=30)) as plain:
        plain.sendall(raw + b"\r\n\r\n")
        plain.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):
            while part := plain.recv(4096):
                answer += part
    assert not answer.startswith(b"HTTP/1.1 5")


@pytest.mark.parametrize(
    "path", ["/" + "a" * 5_000, "/fonts/%00", "/stream?name=a&box=b&number=" + "9" * 5_000]
)
def test_long_names_and_numbers_are_refused(listener: Listener, path: str) -> None:
    with closing(HTTPConnection("127.0.0.1", listener.port, timeout=30)) as connection:
        connection.request("GET", path)
        assert connection.getresponse().status in (401, 404)


def test_deep_and_long_messages_are_refused(listener: Listener, desk: Desk) -> None:
    telephone = Telephone(listener.port)
    for body, status in (
        (b"[" * 60_000, 400),
        (b'{"a":' * 12_000, 400),
        (b"x" * (LONGEST + 1), 413),
        (b'{"name": "a", "number": 1e400, "box": ""}', 400),
    ):
        assert telephone.ask("POST", "/say", body)[0] == status
    with suppress(ConnectionError, HTTPException):  # cut off before it is all sent
        assert telephone.ask("POST", "/open", b"x" * 5_000_000)[0] == 413
    quick(listener)
    assert len(desk.said) == 1


@pytest.mark.parametrize(
    "begun", [b"", b"GET", b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"]
)
def test_a_silent_connection_keeps_no_telephone_out(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 600)
    connection, stream = Telephone(listener.port).stream()
    server = listener._server
    assert server
    open_at_once = server.server_state.connections
    silent = list[socket.socket]()
    for _ in range(4):
        for _ in range(CONNECTIONS):
            silent.append(socket.create_connection(("127.0.0.1", listener.port)))
            with suppress(ConnectionError):
                silent[-1].sendall(begun)
        quick(listener)
        until(lambda: len(open_at_once) < CONNECTIONS, "the others are closed")
    assert stream.readline() == b"id: 1\n", "who is answered keeps the connection"
    connection.close()
    for one in silent:
        one.close()


def test_slow_clients_are_cut_off(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 0.5)
    slow = [socket.create_connection(("127.0.0.1", listener.port)) for _ in range(CONNECTIONS * 2)]
    for index, one in enumerate(slow):
        with suppress(ConnectionError):
            one.sendall(
                b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
                if index % 2
                else b"GET"
            )
    quick(listener)
    server = listener._server
    assert server
    until(lambda: len(server.server_state.connections) < 5, "they are gone")
    for one in slow:
        one.close()


def test_who_asks_and_never_reads_is_cut_off(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "telephone.js").write_bytes(b"/" * 400_000)
    monkeypatch.setattr(listening, "PATIENCE", 0.3)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", listener.port))
    deaf.sendall(b"GET /telephone.js HTTP/1.1\r\nHost: x\r\n\r\n" * 100)
    server = listener._server
    assert server
    until(lambda: server.server_state.connections, "it is answered")
    until(lambda: not server.server_state.connections, "it is gone")
    quick(listener)
    deaf.close()


def test_a_flood_keeps_no_telephone_out(listener: Listener) -> None:
    ended = threading.Event()
    asked: list[int] = []

    def flood() -> None:
        dice = random.Random(1)
        while not ended.is_set():
            with (
                suppress(OSError, HTTPException),
                closing(HTTPConnection("127.0.0.1", listener.port, timeout=5)) as connection,
            ):
                connection.request("GET", dice.choice(["/name", "/stream?name=a", "/nothing"]))
                asked.append(connection.getresponse().status)

    threads = [threading.Thread(target=flood) for _ in range(8)]
    for thread in threads:
        thread.start()
    slow = Telephone.__new__(Telephone)
    slow.port = listener.port
    name = json.loads(slow.ask("GET", "/name")[1])["name"]
    before = len(asked)
    until(lambda: len(asked) > before + 1_000, "a thousand more have asked")
    slow.open(name)  # among the others
    assert slow.say({"do": "show"}) == {"said": SECRET}
    ended.set()
    for thread in threads:
        thread.join()
    assert len(listener.sessions._names._used) == 1, "nothing is kept of those who only ask"
    assert len(listener.sessions._sessions) == 1
    quick(listener)


def test_a_name_of_before_is_asked_anew_and_takes_nobody_off(listener: Listener) -> None:
    telephone = Telephone(listener.port)
    opening = {"who": "mine", "salt": to_text(bytes(SALT_BYTES)), **telephone.seal({})}
    assert telephone.ask("POST", "/open", {**opening, "name": to_text(bytes(11))})[0] == 410
    name = json.loads(telephone.ask("GET", "/name")[1])["name"]
    assert telephone.ask("POST", "/open", {**opening, "name": name})[0] == 401, "a wrong key"


def test_a_connection_in_use_stays_open(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 1.0)
    with closing(HTTPConnection("127.0.0.1", listener.port, timeout=30)) as connection:
        connection.connect()
        line, since = connection.sock, listener._loop.time() if listener._loop else 0
        while listener._loop and listener._loop.time() < since + 2.5:
            connection.request("GET", "/name")
            assert connection.getresponse().read()
            assert connection.sock is line
            threading.Event().wait(0.1)


def test_an_answer_is_sent_at_once(listener: Listener) -> None:
    with closing(socket.create_connection(("127.0.0.1", listener.port), timeout=30)):
        server = listener._server
        assert server
        open_now = server.server_state.connections
        until(lambda: open_now, "it is connected")
        place = next(iter(open_now)).transport.get_extra_info("socket")
        assert place.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_fails_is_logged_and_the_telephone_asks_again(
    listener: Listener,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telephone = Telephone(listener.port)
    connection, stream = telephone.stream()
    told(telephone, stream)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk, "answer", fail)
    assert telephone.ask("POST", "/say", telephone.seal({"do": "show"}))[0] == 500
    monkeypatch.setattr(desk, "newer", fail)
    listener.wake()
    assert stream.read() == b""
    connection.close()
    failed = [line for line in caplog.records if line.name == listening.__name__]
    assert [line.exc_info is not None for line in failed] == [True, True]
    assert "/say" in failed[0].getMessage()
    assert SECRET not in caplog.text
    monkeypatch.undo()
    quick(listener)


def test_the_oldest_stream_ends_when_one_too_many_is_opened(listener: Listener) -> None:
    opened = [Telephone(listener.port).stream() for _ in range(MOST_STREAMS + 2)]
    until(lambda: len(listener._streams) == MOST_STREAMS, "the oldest ended")
    for _, stream in opened[:2]:
        assert stream.read().startswith(b"id: 1")
    for connection, _ in opened:
        connection.close()
    until(lambda: not listener._streams, "none is left")


def test_a_telephone_that_lost_its_connection_has_one_stream(listener: Listener) -> None:
    telephone, other = Telephone(listener.port), Telephone(listener.port)
    before, beside, after = telephone.stream(), other.stream(), telephone.stream()
    before[1].read()  # it ends
    assert told(telephone, after[1])[1] == {"beat": 0}
    assert len(listener._streams) == 2
    for connection, _ in (before, beside, after):
        connection.close()


def test_a_telephone_taken_off_the_list_is_cut_off(listener: Listener, desk: Desk) -> None:
    telephone = Telephone(listener.port)
    connection, stream = telephone.stream()
    stream.readline()
    desk.keys.clear()
    listener.sessions.close_all("mine")
    desk.shown.append({"n": 1, "card": SECRET})
    listener.wake()
    told = stream.read()
    assert b"id: " not in told, "no change is told"
    assert told.endswith(b"event: off\ndata: 1\n\n")
    connection.close()
    assert telephone.ask("POST", "/say", telephone.seal({}))[0] == 401


def test_the_last_telephone_taken_off_the_list_is_told_before_the_port_is_closed(
    listener: Listener, desk: Desk
) -> None:
    gone = Telephone(listener.port).stream()
    gone[1].readline()
    desk.keys.clear()
    listener.sessions.close_all("mine")
    listener.stop()
    assert gone[1].read().endswith(b"event: off\ndata: 1\n\n")
    gone[0].close()


def test_a_desk_that_stops_takes_no_telephone_off_its_list(listener: Listener, desk: Desk) -> None:
    connection, stream = Telephone(listener.port).stream()
    stream.readline()
    listener.stop()
    assert b"event: off" not in stream.read()
    connection.close()


def test_what_passes_can_not_be_read(listener: Listener, desk: Desk) -> None:
    """All bytes of a talk, as somebody on the network sees them."""
    seen, ends = bytearray(), list[socket.socket]()
    with closing(socket.create_server(("127.0.0.1", 0))) as between:

        def copy(source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while part := source.recv(65536):
                    seen.extend(part)
                    target.sendall(part)
            with suppress(OSError):
                target.shutdown(socket.SHUT_WR)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    near, _ = between.accept()
                    far = socket.create_connection(("127.0.0.1", listener.port))
                    ends.extend((near, far))
                    for pair in ((near, far), (far, near)):
                        threading.Thread(target=copy, args=pair, daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        telephone = Telephone(between.getsockname()[1])
        telephone.say({"do": "outcome", "fields": {"note": SECRET}})
        desk.shown.append({"n": 1, "card": SECRET})
        connection, stream = telephone.stream()
        stream.read(300)
        connection.close()
    for end in ends:
        end.close()
    sealed = re.findall(rb"[A-Za-z0-9_-]{40,}", seen)
    assert len(sealed) > 3
    seen += b" ".join(from_text(one.decode()) for one in sealed if len(one) % 4 != 1)
    assert b"/say" in seen
    assert desk.said[0]["fields"]["note"] == SECRET
    for part in (*SECRET.split(), "outcome", "note", KEY.hex()):
        assert part.encode() not in seen
        assert json.dumps(part)[1:-1].encode() not in seen
    assert KEY not in seen


def test_with_its_port_taken_it_says_so(listener: Listener, desk: Desk) -> None:
    other = Listener(Sessions(desk), ())
    with pytest.raises(OSError, match="in use"):
        other.start("127.0.0.1", listener.port)
    other.stop()
