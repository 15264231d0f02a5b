"""The disk becomes full while the desk is open: a call, an import and a copy are refused with a
sentence, nothing is lost, and all of them work again when there is room. The disk is a small file
system in memory, which only root can mount.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.test_serving import Desk

pytestmark = pytest.mark.sqlite
_SIZE = "32m"
ROWS = 3_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk for the test."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=0700", "tmpfs", str(place)]
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root may mount a small disk")
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("this root may not mount")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def desk(disk: Path) -> Iterator[Desk]:
    """An open desk on that disk, with sixty companies; it ends before the disk goes."""
    opened = Desk(disk / "data")
    opened.command("demo", "--companies", "60")
    opened.start()
    yield opened
    opened.kill()


def fill(disk: Path) -> Path:
    """Fills the disk to its last byte; the file that does it."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (65_536, 512, 1):
            with pytest.raises(OSError, match="No space left"):
                _write_on(file, b"x" * size)
    return ballast


def _write_on(file: FileIO, piece: bytes) -> NoReturn:
    while True:
        file.write(piece)


def _call_on(desk: Desk, kept: list[int]) -> NoReturn:
    """Logs one call after another, since the journal file of the database may have some
    room left.
    """
    while True:
        kept.append(desk.log(len(kept) + 1, f"call-{len(kept) + 1}"))


def told(desk: Desk, *words: str) -> tuple[int, str]:
    """Exit code and what is said of a command beside the desk."""
    done = subprocess.run(
        [sys.executable, "-m", "decroche", *words],
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def a_sentence(desk: Desk, *words: str) -> None:
    code, said = told(desk, *words)
    assert code != 0, said
    assert "Traceback" not in said, said
    assert "no room left on the disk" in said or "disk is full" in said, said


def left_of(desk: Desk) -> set[str]:
    return {
        str(path.relative_to(desk.data))
        for path in desk.data.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_a_full_disk_costs_a_sentence_and_nothing_that_was_kept(desk: Desk, disk: Path) -> None:
    rows = [
        f"Maison {number};03 53 01 {number // 100:02} {number % 100:02}" for number in range(ROWS)
    ]
    listed = disk.parent / "list.csv"
    listed.write_text("nom;tel\n" + "\n".join(rows), encoding="utf-8")
    bring = ("import", str(listed), "--source", "Annuaire")
    kept = [desk.log(1, "first")]
    files = left_of(desk)
    ballast = fill(disk)
    with pytest.raises(urllib.error.HTTPError) as refused:
        _call_on(desk, kept)
    with refused.value:
        assert refused.value.code in (503, 507)
        assert json.load(refused.value)["detail"]
    calls = len(kept)
    a_sentence(desk, "log", "no_answer", "--company=60")
    a_sentence(desk, *bring)
    a_sentence(desk, "backup", str(desk.data / "copy.sqlite3"))
    assert left_of(desk) == files
    ballast.unlink()
    assert json.loads(told(desk, "check", "--json")[1])["ok"]
    assert json.loads(told(desk, "stats", "--json")[1])["calls"] == calls
    again = len(kept) + 1
    assert desk.log(again, f"call-{again}")
    assert told(desk, *bring)[0] == 0
    assert told(desk, "backup", str(desk.data / "copy.sqlite3"))[0] == 0
    assert json.loads(told(desk, "check", "--json")[1])["ok"]
    assert json.loads(told(desk, "stats", "--json")[1])["calls"] == calls + 1
