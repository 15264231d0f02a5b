"""What is missing on this computer."""

from __future__ import annotations

import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

from decroche.cli import doctor
from decroche.gateways import ocr, programs, vault
from tests.cli.conftest import Run

pytestmark = pytest.mark.sqlite


def test_a_computer_before_the_first_start(run: Run, tmp_path: Path) -> None:
    code, answer, _ = run("doctor", PATH="/nowhere")
    found = {one["name"]: one for one in answer["findings"]}
    assert (code, answer["ok"]) == (0, True)
    assert {name for name, one in found.items() if one["state"] == "missing"} >= {"paper", "mail"}
    assert found["paper"]["how"] == programs.how_to_get("tesseract")
    assert not (tmp_path / "data" / "decroche.sqlite3").exists()  # it changes nothing


def test_data_that_is_damaged_is_said_with_what_mends_it(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--companies", "3")[0] == 0
    assert run("doctor")[0] == 0
    path = tmp_path / "data" / "decroche.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    with path.open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\xff" * 4096 * 20)
    code, answer, _ = run("doctor")
    (data,) = [one for one in answer["findings"] if one["name"] == "data"]
    assert (code, data["state"]) == (1, "bad")
    assert data["how"].startswith("decroche restore")


@pytest.mark.parametrize(
    ("free", "state"), [(2_000_000_000, "good"), (100_000_000, "missing"), (1_000_000, "bad")]
)
def test_the_space_that_is_left(free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(free))
    assert doctor._space().state == state


def test_a_reader_of_paper_without_french_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_french() -> str:
        raise ocr.NotRead("no_french")

    monkeypatch.setattr(doctor, "find_program", lambda _name: "/usr/bin/tesseract")
    monkeypatch.setattr(ocr, "languages", no_french)
    assert doctor._paper().state == "missing"
    monkeypatch.setattr(ocr, "languages", lambda: "fra")
    assert doctor._paper().state == "good"


def test_a_keyring_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "has_keyring", lambda: True)
    assert doctor._keyring().state == "good"
    monkeypatch.setattr(vault, "has_keyring", lambda: False)
    assert doctor._keyring().state == "missing"


@pytest.mark.parametrize(
    ("name", "like", "family"),
    [
        ("debian", "", "debian"),
        ("ubuntu", "debian", "debian"),
        ("linuxmint", "ubuntu debian", "debian"),
        ("fedora", "", "fedora"),
        ("rocky", "rhel centos fedora", "fedora"),
        ("manjaro", "arch", "arch"),
        ("opensuse-tumbleweed", "opensuse suse", "suse"),
        ("void", "", ""),
    ],
)
def test_how_a_program_is_had_goes_by_the_family(name: str, like: str, family: str) -> None:
    assert programs.family_of(name, like) == family


def test_the_words_for_each_system() -> None:
    assert programs.how_to_get("tesseract", "fedora").startswith("sudo dnf install tesseract")
    assert programs.how_to_get("tesseract", "darwin").startswith("brew install")
    assert programs.how_to_get("tesseract", "win32").startswith("winget install")
    assert not programs.how_to_get("keyring", "win32")  # Windows and macOS bring theirs
