"""Five telephones beside the desk: whether the desk answers as quickly while their streams are
open, and how soon they show the number after Space.
"""

from __future__ import annotations

import json
import re
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from urllib.parse import urlencode

from decroche.gateways.telephone.sealing import ANSWER, SALT_BYTES, UP, Session, from_text, to_text
from tools.measures import Browser, Desk, free_port, percentile, say, timed
from tools.scale import scale

_PHONES = 5
_PATIENCE = 30
"""Seconds that anything may take."""
_FLOOD = """
import sys, threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException


def ask():
    while True:
        line = HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=5)
        with suppress(OSError, HTTPException):
            while True:
                for method, path, body in (
                    ("GET", "/name", None),
                    ("GET", "/", None),
                    ("POST", "/open", b"x" * 60_000),
                    ("GET", "/stream?name=a&number=1&box=b", None),
                ):
                    line.request(method, path, body)
                    line.getresponse().read()
                    print("answered", flush=True)
        line.close()


for _ in range(4):
    threading.Thread(target=ask).start()
"""
_HIDDEN = re.compile(r'name="(key|number|csrfmiddlewaretoken)" value="([^"]*)"')


def measure_telephone(folder: str) -> None:
    """The call screen with and without five open streams, in turns; from Space to all five."""
    data = str(Path(folder) / "telephone")
    demo = [sys.executable, "-m", "decroche", "--data", data, "demo", "--companies", "300"]
    subprocess.run(demo, capture_output=True, check=True)
    desk, listens = Desk(data, free_port()), free_port()
    desk.environment["DECROCHE_TELEPHONE_PORT"] = str(listens)
    desk.start()
    try:
        page = Browser(data, desk.port)
        phones = [_paired(page, listens) for _ in range(_PHONES)]
        without, beside, shown = list[float](), list[float](), list[float]()
        flooded, answered, before = list[float](), list[float](), desk.memory()
        for _ in range(scale().repeats):  # in turns: what loads the machine loads both
            without += _opened(page)
            with _streams(phones) as told:
                beside += _opened(page)
                shown.append(_space(page, told))
            with _flood(listens, answered):
                flooded += _opened(page)
        memory = desk.memory()
    finally:
        desk.stop()
    ratio = statistics.median(beside) / statistics.median(without)
    tail = percentile(beside, 0.95) / percentile(without, 0.95)
    say(
        f"telephone the call screen {len(beside)} times with {_PHONES} streams open: p50 "
        f"{percentile(beside, 0.5):.1f} ms, p95 {percentile(beside, 0.95):.1f} ms; as often "
        f"without: p50 {percentile(without, 0.5):.1f} ms, p95 {percentile(without, 0.95):.1f} "
        f"ms; ratio p50 {ratio:.2f} (goal ≤ 1.1), p95 {tail:.2f}"
    )
    say(
        f"telephone from Space until all {_PHONES} have the number: p50 "
        f"{percentile(shown, 0.5):.1f} ms, slowest {max(shown) * 1000:.1f} ms"
    )
    say(
        f"telephone strangers flood the listener, {statistics.median(answered):.0f} requests a "
        f"second: the call screen p50 "
        f"{percentile(flooded, 0.5):.1f} ms, p95 {percentile(flooded, 0.95):.1f} ms, ratio p50 "
        f"{statistics.median(flooded) / statistics.median(without):.2f}; memory {before} MB "
        f"before, {memory} MB after"
    )


@contextmanager
def _flood(port: int, answered: list[float]) -> Iterator[None]:
    """As many requests as four connections can make, from another process; how many of them were
    answered a second is added to `answered`.
    """
    command = [sys.executable, "-c", _FLOOD, str(port)]
    flooding = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert flooding.stdout is not None
    flooding.stdout.readline()  # it has begun
    start = time.perf_counter()
    try:
        yield
    finally:
        took = time.perf_counter() - start
        flooding.terminate()
        answered.append(flooding.communicate()[0].count(b"answered") / took)


def _opened(page: Browser) -> list[float]:
    """Seconds of the call screen, each time it is asked for."""
    return [timed(partial(page.get, "/calls/")) for _ in range(10)]


def _space(page: Browser, told: Queue[float]) -> float:
    """Seconds from Space until every telephone was told."""
    hidden = dict(_HIDDEN.findall(page.shown))
    while not told.empty():
        told.get()
    start = time.perf_counter()
    phase = json.loads(page.post("/telephone/ring/", hidden).read())["phase"]
    if phase != "rung":
        raise RuntimeError("the telephones show another card")
    return max(told.get(timeout=_PATIENCE) for _ in range(_PHONES)) - start


@contextmanager
def _streams(phones: list[_Telephone]) -> Iterator[Queue[float]]:
    """The stream of each telephone is open; when each was told something, as it happens."""
    told: Queue[float] = Queue()
    lines = [phone.listen() for phone in phones]
    threads = [threading.Thread(target=_read, args=(line, told)) for line in lines]
    for thread in threads:
        thread.start()
    for _ in phones:  # what is shown already is told first
        told.get(timeout=_PATIENCE)
    try:
        yield told
    finally:
        for line in lines:
            line.shut()
        for thread in threads:
            thread.join()


class _Stream:
    """An open stream of one telephone."""

    def __init__(self, port: int, path: str) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self.line.request("GET", path)
        self.socket = self.line.sock
        self.answer = self.line.getresponse()

    def shut(self) -> None:
        """Ends it; who reads it comes to its end."""
        self.socket.shutdown(2)


def _read(stream: _Stream, told: Queue[float]) -> None:
    with suppress(ConnectionError):  # a desk that ends may cut it off
        while line := stream.answer.readline():
            if line.startswith(b"id:"):
                told.put(time.perf_counter())
    stream.line.close()


class _Telephone:
    """A paired telephone, as the browser's script is one."""

    def __init__(self, port: int, who: str, key: bytes) -> None:
        self.port, self.number = port, 0
        self.name: str = self.ask("GET", "/name")["name"]
        salt = secrets.token_bytes(SALT_BYTES)
        self.session = Session(key, from_text(self.name), salt)
        self.ask("POST", "/open", {"who": who, "salt": to_text(salt), **self._sealed({})})

    def ask(self, method: str, path: str, content: object = None) -> dict[str, str]:
        """The answer to one request."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        line.request(method, path, json.dumps(content))
        answer: dict[str, str] = json.loads(line.getresponse().read())
        line.close()
        return answer

    def say(self, content: dict[str, str]) -> dict[str, str]:
        """The opened answer to one message."""
        box = self.ask("POST", "/say", self._sealed(content))["box"]
        return self.session.open(ANSWER, self.number, box)

    def listen(self) -> _Stream:
        """Its stream, from now on."""
        return _Stream(self.port, f"/stream?{urlencode(self._sealed({'after': 0}))}")

    def _sealed(self, content: Mapping[str, object]) -> dict[str, object]:
        self.number += 1
        box = self.session.seal(UP, self.number, dict(content))
        return {"name": self.name, "number": self.number, "box": box}


def _paired(page: Browser, port: int) -> _Telephone:
    """A telephone that photographed the code."""
    page.get("/telephone/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page.shown)[0]
    shown = page.post("/telephone/pair/", {"csrfmiddlewaretoken": token}).read().decode()
    number, key = re.findall(r'data-link="[^"#]*#([^".]*)\.([^"]*)"', shown)[0]
    claimed = _Telephone(port, number, from_text(key)).say(
        {"do": "claim", "name": "Bench", "language": "fr"}
    )
    return _Telephone(port, claimed["who"], bytes.fromhex(claimed["key"]))
