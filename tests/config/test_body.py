"""Pieces of a body are waited for in threads that are used again."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from decroche.config import body
from decroche.config.body import TimedBody
from tests.ports import free_port
from tests.waiting import until

_SERVED = """
from decroche.config import body

body.PATIENCE = 3.0


def answer(environ, start):
    try:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or "0"))
    except OSError:
        start("408 Request Timeout", [])
        return [b"late"]
    start("200 OK", [])
    return [b"here"]


application = body.with_timed_bodies(answer)
"""
_ASKED = b"%s / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


class Silent:
    """A client that announces a body; it comes once `comes` is set, or fails with `error`."""

    def __init__(self, error: Exception | None = None) -> None:
        self.comes, self.error = threading.Event(), error

    def read(self, size: int = -1, /) -> bytes:
        self.comes.wait(60)
        if self.error:
            raise self.error
        return b"late"

    readline = read


def threads() -> int:
    return sum(one.name == "body" for one in threading.enumerate())


def test_what_is_sent_is_read_whole_and_by_lines() -> None:
    assert TimedBody(io.BytesIO(b"a=1&b=2")).read() == b"a=1&b=2"
    lines = TimedBody(io.BytesIO(b"one\ntwo"))
    assert [lines.readline(), lines.readline(), lines.readline()] == [b"one\n", b"two", b""]
    assert TimedBody(io.BytesIO(b"a=1&b=2")).read(3) == b"a=1"


def test_one_body_after_the_other_takes_one_thread() -> None:
    TimedBody(io.BytesIO(b"first")).read()
    before = threads()
    for _ in range(50):
        assert TimedBody(io.BytesIO(b"next")).read() == b"next"
    assert threads() <= before + 1


def test_a_silent_client_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PATIENCE", 0.05)
    silent = Silent()
    with pytest.raises(TimeoutError):
        TimedBody(silent).read()
    monkeypatch.setattr(body, "PATIENCE", 10.0)
    try:
        for _ in range(5):
            assert TimedBody(io.BytesIO(b"next")).read() == b"next"
    finally:
        silent.comes.set()
    assert TimedBody(io.BytesIO(b"after")).read() == b"after"


def test_an_error_of_the_reader_is_said_where_the_body_is_asked_for() -> None:
    broken = Silent(ValueError("cut off"))
    broken.comes.set()
    with pytest.raises(OSError, match="cut off"):
        TimedBody(broken).read()
    assert TimedBody(io.BytesIO(b"next")).read() == b"next"


def test_silent_clients_are_counted_and_give_their_places_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(body, "_READERS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(body, "PATIENCE", 0.05)
    silent = Silent()
    with pytest.raises(TimeoutError):
        TimedBody(silent).read()
    with pytest.raises(TimeoutError, match="too many"):
        TimedBody(io.BytesIO(b"next")).read()
    silent.comes.set()
    assert body._READERS.acquire(timeout=10)


def test_of_those_whose_body_does_not_come_at_once_few_may_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(body, "_WAITING", threading.BoundedSemaphore(1))
    monkeypatch.setattr(body, "AT_ONCE", 0.01)
    assert body._WAITING.acquire(blocking=False)
    silent = Silent()
    with pytest.raises(TimeoutError, match="too many"):
        TimedBody(silent).read()
    monkeypatch.setattr(body, "AT_ONCE", 10.0)
    assert TimedBody(io.BytesIO(b"here already")).read() == b"here already"
    body._WAITING.release()
    silent.comes.set()
    assert TimedBody(silent).read() == b"late"


def test_more_silent_clients_than_threads_leave_the_server_at_work(tmp_path: Path) -> None:
    """The server itself, since one version of it stood still as soon as a request was answered
    whose body was still waited for.
    """
    (tmp_path / "served.py").write_text(_SERVED, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}"
    with ExitStack() as stack:
        server = subprocess.Popen(
            [*command, "--blocking-threads", "16", "served:application"],
            env={**os.environ, "PYTHONPATH": path},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        assert until(lambda: _answer(port, b"GET", b""), "the server answers") == b"here"
        lines = []
        for _ in range(20):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.settimeout(20)
            line.sendall(_ASKED % (b"POST", 5000, b"abc"))
            lines.append(line)
        assert [line.recv(12) for line in lines] == [b"HTTP/1.1 408"] * 20
        assert _answer(port, b"GET", b"") == b"here"
        assert _answer(port, b"POST", b"abc") == b"here"


def _answer(port: int, method: bytes, content: bytes) -> bytes:
    """What is answered; b"" when nobody does."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(_ASKED % (method, len(content), content))
            answer = b"".join(iter(lambda: line.recv(4096), b""))
    except OSError:
        return b""
    return answer.partition(b"\r\n\r\n")[2]
