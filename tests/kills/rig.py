"""A data folder on which the program is killed, restored before each kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from tests.kills.forge import order_of
from tests.kills.postgres import PostgresServer
from tests.kills.scenes import FOLDER

Victim = Literal["program", "started", "backend", "server"]
"""What is killed: the process of a command that has just begun (`program`), one that is started as
at the command line, its start included (`started`), PostgreSQL's process for it, or all of
PostgreSQL.
"""
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds after which a process that should have ended has hung."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative: the signal), what it said, after how long."""

    code: int
    said: str
    seconds: float
    struck: bool = False
    """Whether the kill found it alive."""


class Rig:
    """One data folder and one database, and the processes on them."""

    def __init__(self, folder: Path, server: PostgresServer | None = None) -> None:
        self.folder, self.server, self.data = folder, server, folder / "data"
        self.said = folder / "said.txt"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DECROCHE_DATA": str(self.data),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LC_ALL": "en_GB.UTF-8",
        }
        if server:
            self.environment["DATABASE_URL"] = server.url
            server.empty()
        self.data.mkdir(mode=0o700)
        self.forge = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.forge"],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    @cached_property
    def starting(self) -> float:
        """Seconds from the start of a process until its command begins."""
        return self._started(["number", "01 99 00 12 34"], "2026-11-24T10:05", 60).seconds

    def close(self) -> None:
        """Ends the process that starts the others."""
        if self.forge.stdin and self.forge.stdout:
            self.forge.stdin.close()
            self.forge.stdout.close()
        self.forge.wait()

    def keep(self, name: str) -> None:
        """Keeps the data as they are now under a name."""
        shutil.copytree(self.data, self._kept(name))
        if self.server:
            self.server.keep(name)

    def put_back(self, name: str) -> None:
        """Puts the data back as they were kept."""
        shutil.rmtree(self.data)
        shutil.copytree(self._kept(name), self.data)
        if self.server:
            self.server.put_back(name)

    def _kept(self, name: str) -> Path:
        return self.folder / f"kept-{name}"

    def do(self, act: list[str], now: str) -> Ended:
        """Runs something to its end."""
        return self._in_forge(act, now, None, "program")

    def warm(self, act: list[str], now: str) -> None:
        """Does something in the process that starts the others: what it loads is loaded then."""
        assert self.forge.stdin
        assert self.forge.stdout
        self.forge.stdin.write(order_of(self._filled(act), now, self.said, here=True))
        self.forge.stdin.flush()
        assert self.forge.stdout.readline().strip() == "0", self.said.read_text()

    def kill(self, act: list[str], now: str, after: float, victim: Victim) -> Ended:
        """Begins something and kills it after this many seconds; returns how it ended."""
        if victim == "started":
            return self._started(self._filled(act)[1:], now, after)
        return self._in_forge(act, now, partial(time.sleep, after), victim)

    def kill_when(
        self, reached: Callable[[], object], act: list[str], now: str, victim: Victim
    ) -> Ended:
        """Begins something and kills as soon as `reached`, which waits for the moment, is over."""
        return self._in_forge(act, now, reached, victim)

    def _in_forge(
        self, act: list[str], now: str, reached: Callable[[], object] | None, victim: Victim
    ) -> Ended:
        assert self.forge.stdin
        assert self.forge.stdout
        self.forge.stdin.write(order_of(self._filled(act), now, self.said))
        self.forge.stdin.flush()
        pid = int(self.forge.stdout.readline())
        begun, struck = time.monotonic(), False
        if reached:
            reached()
            struck = self._strike(pid, victim)
        code = int(self.forge.stdout.readline())
        seconds = time.monotonic() - begun
        if victim == "program":
            struck = struck and code == -signal.SIGKILL
        self._wait_for_session(pid)
        if struck and self.server and victim in ("backend", "server"):
            self.server.up_again()
        return Ended(code, self.said.read_text(errors="replace"), seconds, struck)

    def _filled(self, act: list[str]) -> list[str]:
        return [word.replace(FOLDER, str(self.folder)) for word in act]

    def _strike(self, pid: int, victim: Victim) -> bool:
        if victim == "program":
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
            return False
        assert self.server
        return self.server.kill_backend() if victim == "backend" else self.server.kill_all()

    def _started(self, words: list[str], now: str, after: float) -> Ended:
        with self.said.open("w") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "decroche", *words],
                env=self.environment | {"DECROCHE_NOW": now},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            begun = time.monotonic()
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
            code = process.wait()
        self._wait_for_session(process.pid)
        seconds = time.monotonic() - begun
        return Ended(code, self.said.read_text(), seconds, code == -signal.SIGKILL)

    def _wait_for_session(self, session: int) -> None:
        """Waits until nothing that the process started runs any more. Raises AssertionError."""
        end = time.monotonic() + 30
        while left := _of_session(session):
            assert time.monotonic() < end, f"processes that nobody waits for still run: {left}"
            time.sleep(0.02)

    def look(self, now: str) -> dict[str, Any]:
        """What the next command finds. Raises AssertionError when it can't open the data."""
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            target = Path(place) / "found.json"
            done = self.do(["tests.kills.acts", "look", str(target)], now)
            assert done.code == 0, f"the data can't be opened: {done.said[-1500:]}"
            found: dict[str, Any] = json.loads(target.read_text())
        return found

    def age(self) -> None:
        """Makes the files of the data folder old, as if nobody had written to them for hours."""
        for path in self.data.rglob("*.part"):
            os.utime(path, (time.time() - 10_000,) * 2)

    def naming(self, text: str) -> list[str]:
        """The files beside the database that hold a text."""
        return [
            name
            for name in sorted(self.files())
            if name != "decroche.sqlite3" and text.encode() in (self.data / name).read_bytes()
        ]

    def files(self) -> set[str]:
        """Returns the files of the data folder, without those that SQLite makes and without its
        keys, which each start makes when they are missing.
        """
        return {
            str(path.relative_to(self.data))
            for path in self.data.rglob("*")
            if path.is_file()
            and not path.name.endswith(("-wal", "-shm", "-journal"))
            and path.name not in ("api-token", "secret-key")
        }


def _of_session(session: int) -> list[str]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append((place / "cmdline").read_text().replace("\0", " "))
    return found
