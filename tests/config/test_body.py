"""Pieces of a body are waited for in threads that are used again."""

from __future__ import annotations

import io
import threading

import pytest

from decroche.config import body
from decroche.config.body import TimedBody


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
