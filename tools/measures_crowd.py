"""Twenty callers on one file while everything else happens too."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from decroche.calls.rules import UNANSWERED
from decroche.intake.demo import write_demo
from tools.measures import Desk, free_port, percentile, say
from tools.measures_mail import queue_mails
from tools.scale import scale

_BREATH = 0.5
"""Seconds between an answer and the next call of the same caller."""
_MOST_SECONDS = 180


def measure_crowd(folder: str) -> None:
    """The API's calls of twenty callers beside an import of 34,861 rows and a mail server that
    never comes to an end: p99 of a call, and that none of them is lost.
    """
    data, table = str(Path(folder) / "crowd"), Path(folder) / "crowd.csv"
    write_demo(table, companies=scale().crowd, seed=8)
    many = str(max(200, (scale().at_once + 1) * scale().each * 3))
    _run(data, "demo", "--companies", many)
    desk = Desk(data, free_port())
    desk.start()
    try:
        with dripping_server() as port:
            queue_mails(data, port)
            command = [sys.executable, "-m", "decroche", "--data", data, "import", str(table)]
            quiet = subprocess.DEVNULL
            importing = subprocess.Popen(
                [*command, "--source", "bench"], stdout=quiet, stderr=quiet
            )
            times, confirmed, took = _crowd(desk, importing)
            importing.terminate()
            importing.wait()
    finally:
        desk.stop()
    kept = json.loads(_run(data, "stats", "--json"))["calls"]
    say(
        f"crowd   {scale().at_once} callers, {confirmed} calls in {took:.0f} s beside an import of "
        f"{scale().crowd:,} rows and a mail server that drips: p50 {percentile(times, 0.5):.0f} "
        f"ms, p99 {percentile(times, 0.99):.0f} ms (goal ≤ 250), slowest {max(times) * 1000:.0f} "
        f"ms; {kept} of {confirmed} confirmed calls kept"
    )


def _run(data: str, *words: str) -> str:
    command = [sys.executable, "-m", "decroche", "--data", data, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _crowd(desk: Desk, importing: subprocess.Popen[bytes]) -> tuple[list[float], int, float]:
    """Seconds of each call, how many were confirmed, and seconds of all: as long as the import
    goes on, at least as many calls as a caller has, and no longer than three minutes.
    """
    token = (Path(desk.data) / "api-token").read_text()
    times: list[float] = []
    start = time.perf_counter()

    def goes_on(calls: int) -> bool:
        if time.perf_counter() - start > _MOST_SECONDS:
            return False
        return calls < scale().each or importing.poll() is None

    def caller(number: int) -> None:
        line = HTTPConnection("127.0.0.1", desk.port, timeout=60)
        calls = 0
        while goes_on(calls):
            company = 1 + number * scale().each * 3 + calls % (scale().each * 3)
            body = json.dumps({"outcome": UNANSWERED[0], "company": company})
            headers = {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"{number}-{calls}",
            }
            calls += 1
            begun = time.perf_counter()
            line.request("POST", "/api/v1/calls", body, headers)
            answer = line.getresponse()
            answer.read()
            if answer.status == 200:
                times.append(time.perf_counter() - begun)
            time.sleep(_BREATH)
        line.close()

    crowd = [threading.Thread(target=caller, args=(number,)) for number in range(scale().at_once)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return times, len(times), time.perf_counter() - start


@contextmanager
def dripping_server() -> Iterator[int]:
    """A server that greets and then says a letter each second, without an end; its port."""
    ended = threading.Event()

    def drip(line: socket.socket) -> None:
        try:
            line.sendall(b"220 slow.example\r\n")
            while not ended.wait(1):
                line.sendall(b"2")
        except OSError:  # the other side had enough
            pass
        finally:
            line.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)

        def accept() -> None:
            while not ended.is_set():
                try:
                    line, _address = listener.accept()
                except TimeoutError:
                    continue
                threading.Thread(target=drip, args=(line,), daemon=True).start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listener.getsockname()[1]
        finally:
            ended.set()
            accepting.join()
