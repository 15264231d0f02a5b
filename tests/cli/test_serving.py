from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from decroche.cli import ports, serving
from decroche.shared.refusal import Refusal
from tests.ports import free_port
from tests.waiting import DEADLINE, until

CARDS = 1000
"""More than are called before the desk is killed, however long this process waits for its turn."""
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite


class Desk:
    """A server with a data folder of its test."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.environment = {
            **os.environ,
            "DECROCHE_DATA": str(data),
            "DECROCHE_NOW": "2026-11-24T10:05",
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "en_GB.UTF-8",
        }
        self.environment.pop("DATABASE_URL", None)

    def command(self, *words: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-m", "decroche", *words, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "decroche", "serve", "--port", str(self.port), "--no-browser"],
            env=self.environment,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

        def open_() -> bool:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping/", timeout=10).close()
                return True
            return False

        until(open_, "the desk is open")

    def kill(self) -> None:
        """kill -9, the whole group, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def log(self, company: int, key: str) -> int:
        token = (self.data / "api-token").read_text()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/calls",
            json.dumps({"outcome": "no_answer", "company": company}).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return int(json.load(answer)["call"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "data")
    yield opened
    if getattr(opened, "process", None) and opened.process.poll() is None:
        opened.kill()


def test_every_confirmed_call_survives_kill_9_exactly_once(desk: Desk) -> None:
    desk.command("demo", "--companies", str(CARDS))
    desk.start()
    confirmed: dict[int, int] = {}

    def morning() -> None:
        for company in range(1, CARDS + 1):
            try:
                confirmed[company] = desk.log(company, f"key-{company}")
            except (OSError, urllib.error.URLError, ValueError):
                return

    caller = threading.Thread(target=morning)
    caller.start()
    until(lambda: len(confirmed) >= 100 or not caller.is_alive(), "a hundred calls")
    desk.kill()
    caller.join()
    assert 100 <= len(confirmed) < CARDS
    assert desk.command("check")["ok"] is True
    counted = desk.command("stats")["calls"]
    assert counted in (
        len(confirmed),
        len(confirmed) + 1,
    )  # one may have been kept whose answer was lost
    desk.start()
    more = len(confirmed) + 20
    again = {company: desk.log(company, f"key-{company}") for company in range(1, more + 1)}
    assert all(again[company] == call for company, call in confirmed.items())
    assert desk.command("stats")["calls"] == more
    assert desk.command("check")["ok"] is True


def test_a_port_in_use_is_one_sentence(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", desk.port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "decroche", "serve", "--port", str(desk.port), "--no-browser"],
            env=desk.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"decroche: Port {desk.port} is in use")


def test_an_import_cut_short_is_marked_and_leaves_nothing(desk: Desk) -> None:
    desk.command("stats")
    with sqlite3.connect(desk.data / "decroche.sqlite3") as database:
        database.execute(
            "INSERT INTO intake_batch (workspace_id, filename, path, choices, state, "
            "process, done_rows, rows, created_count, updated_count, duplicate_count, "
            "aside_count, valid_numbers, invalid_numbers, problem, created_at)"
            " VALUES (1, 'f.csv', '/nowhere', '{}', 'running', 999999, 0, 0, 0, 0, 0, 0, 0, "
            "0, '', '2026-11-24')"
        )
    database.close()
    desk.start()
    with sqlite3.connect(desk.data / "decroche.sqlite3") as database:
        assert database.execute("SELECT state, problem FROM intake_batch").fetchall() == [
            ("failed", "interrupted")
        ]
    database.close()


def test_the_desk_is_opened_again_by_open_and_by_a_second_start(desk: Desk) -> None:
    assert "not open" in str(desk.command("open", "--print")["error"])
    desk.start()
    link = str(desk.command("open", "--print")["link"])
    assert link.startswith(f"http://127.0.0.1:{desk.port}/open/?key=")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    assert browser.open(link, timeout=DEADLINE).status == 200
    assert browser.open(f"http://127.0.0.1:{desk.port}/settings/", timeout=DEADLINE).status == 200
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(link, timeout=DEADLINE)
    again = subprocess.run(
        [sys.executable, "-m", "decroche", "serve", "--port", str(desk.port), "--no-browser"],
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (again.returncode, "/open/?key=" in again.stderr) == (0, True)
    desk.kill()
    assert "not open" in str(desk.command("open", "--print")["error"])


def serve(desk: Desk, *words: str) -> subprocess.CompletedProcess[str]:
    """A start that ends by itself: refused, or after it has opened the desk that is open."""
    return subprocess.run(
        [sys.executable, "-m", "decroche", "serve", "--no-browser", *words],
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE,
    )


def test_a_second_start_opens_the_first_desk_whatever_port_it_asks_for(desk: Desk) -> None:
    desk.start()
    for words in ((), ("--port", str(free_port()))):
        again = serve(desk, *words)
        assert again.returncode == 0
        assert f"http://127.0.0.1:{desk.port}/open/?key=" in again.stderr


def test_two_starts_at_the_same_moment_are_one_desk(desk: Desk) -> None:
    words = [sys.executable, "-m", "decroche", "serve", "--no-browser", "--port", str(desk.port)]
    both = [
        subprocess.Popen(
            words, env=desk.environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(2)
    ]
    try:
        until(lambda: any(one.poll() is not None for one in both), "one of them has ended")
        (ended,) = [one for one in both if one.poll() is not None]
        assert ended.returncode == 0
        assert "/open/?key=" in str(desk.command("open", "--print")["link"])
    finally:
        for one in both:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def test_the_desk_is_never_opened_to_the_network(desk: Desk) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example"):
        done = serve(desk, "--host", host, "--port", str(desk.port))
        assert (done.returncode, "this computer only" in done.stderr) == (1, True)


def test_without_its_style_the_desk_says_how_it_is_built(tmp_path: Path, settings: Any) -> None:
    settings.PACKAGE = tmp_path
    with pytest.raises(Refusal, match="bin/start"):
        serving._refuse_what_cannot_be_served("127.0.0.1")


def test_a_port_that_another_program_has_is_passed_over_unless_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(ports, "USUAL", port)
        assert port < ports.choose_port("127.0.0.1", None) < port + 10
        with pytest.raises(ports.Taken):
            ports.choose_port("127.0.0.1", port)
