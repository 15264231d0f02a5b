"""Data folders of two versions in which calls are logged without a pause, and copies made of them
meanwhile, each by the program of its own version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.kills.scenes import NOW

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "830fd1e"
"""The commit of version 0.1.0, as tests/upgrades/make_0_1_0.sh takes it."""
WRITERS = ("one", "two")
_PATIENCE = 900.0
"""Seconds after which a writer that logs nothing has hung, on however busy a machine."""
CARDS = {"0.1.0": 14, "this": 400}
"""Cards of the data that each version begins with."""


@dataclass(frozen=True, slots=True)
class Made:
    """A copy, and how many calls of each writer it must hold at least and may hold at most: those
    that were done when it was begun, and those that were begun when it was done.
    """

    path: Path
    version: str
    least: dict[str, int]
    most: dict[str, int]


@dataclass
class Loaded:
    """A data folder, with the code that works on it."""

    version: str
    code: Path
    data: Path
    made: list[Made] = field(default_factory=list)

    def make(self, copies: list[Path]) -> None:
        """Makes the copies while two programs log calls."""
        with self._working("copy") as copier, self._writing():
            assert copier.stdin
            assert copier.stdout
            self._others_go_on(dict.fromkeys(WRITERS, 1))
            for path in copies:
                self._others_go_on(self.told("done"))
                least = self.told("done")
                copier.stdin.write(f"{path}\n")
                copier.stdin.flush()
                assert copier.stdout.readline().strip() == "0", f"no copy was made: {path}"
                self.made.append(Made(path, self.version, least, self.told("begun")))

    def told(self, word: str) -> dict[str, int]:
        """How many calls each writer has begun, or done."""
        return {name: self._last(name, word) for name in WRITERS}

    def _others_go_on(self, before: dict[str, int]) -> None:
        """Waits until each writer has logged something more. Raises AssertionError."""
        end = time.monotonic() + _PATIENCE
        while any(count <= before[name] for name, count in self.told("done").items()):
            assert time.monotonic() < end, "no calls are logged"
            time.sleep(0.02)

    def _last(self, name: str, word: str) -> int:
        path = self.data.parent / f"{self.version}-{name}.txt"
        text = path.read_text() if path.exists() else ""
        lines = [line for line in text.splitlines(keepends=True) if line.startswith(word)]
        return int(lines[-1].split()[1]) if lines and lines[-1].endswith("\n") else 0

    @contextmanager
    def _writing(self) -> Iterator[None]:
        told = {name: str(self.data.parent / f"{self.version}-{name}.txt") for name in WRITERS}
        cards = str(CARDS[self.version])
        with (
            self._working("write", "one", told["one"], cards),
            self._working("write", "two", told["two"], cards),
        ):
            yield

    @contextmanager
    def _working(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The worker with the code of this version; it ends when nobody talks to it any more."""
        worker = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "restores" / "worker.py"), *words],
            env=self.environment,
            cwd=self.data.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield worker
        finally:
            assert worker.stdin
            assert worker.stdout
            worker.stdin.close()
            worker.wait(120)
            worker.stdout.close()

    @property
    def environment(self) -> dict[str, str]:
        """Of the processes of this version."""
        others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **others,
            "PYTHONPATH": str(self.code),
            "DECROCHE_DATA": str(self.data),
            "DECROCHE_NOW": NOW,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LC_ALL": "en_GB.UTF-8",
        }

    def done(self, *words: str) -> None:
        """A command of this version."""
        subprocess.run(
            [sys.executable, "-m", "decroche", *words],
            env=self.environment,
            cwd=self.data.parent,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def of_this_version(folder: Path) -> Loaded:
    """Made-up companies under this code."""
    loaded = Loaded("this", ROOT, folder / "of-this")
    loaded.data.mkdir(mode=0o700)
    loaded.done("demo", "--companies", str(CARDS["this"]))
    return loaded


def of_0_1_0(folder: Path, kept: Path) -> Loaded:
    """The data that 0.1.0 wrote, under its code, taken from the history of the project."""
    loaded = Loaded("0.1.0", folder / "code-of-0.1.0", folder / "of-0.1.0")
    loaded.code.mkdir()
    loaded.data.mkdir(mode=0o700)
    packed = subprocess.run(
        ["git", "archive", BEFORE, "decroche"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    subprocess.run(["tar", "-x", "-C", str(loaded.code)], input=packed.stdout, check=True)
    shutil.copyfile(kept, loaded.data / "decroche.sqlite3")
    return loaded
