"""The changelog is made of its fragments, and the version is written in one place."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from decroche import __version__
from decroche.cli.main import main
from tools.changelog import ROOT, faults_in, fragments, latest_release, release, version_in

DAY = date(2026, 12, 1)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A project with two fragments after its first release."""
    for folder in ("decroche", "changelog.d"):
        (tmp_path / folder).mkdir()
    (tmp_path / "decroche" / "__init__.py").write_text('"""X."""\n\n__version__ = "0.2.0.dev0"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (2026-11-23)\n\n- First.\n")
    (tmp_path / "changelog.d" / "12-b.md").write_text("# Later\n\n- Two.\n")
    (tmp_path / "changelog.d" / "7-a.md").write_text("# Sooner\n\n- One.\n")
    return tmp_path


def test_a_release_puts_the_fragments_together(house: Path) -> None:
    assert faults_in(house) == []
    assert release(house, "0.2.0", DAY) == []
    assert (house / "CHANGELOG.md").read_text() == (
        "# Changelog\n\n## 0.2.0 (2026-12-01)\n\n### Sooner\n\n- One.\n\n### Later\n\n- Two.\n\n"
        "## 0.1.0 (2026-11-23)\n\n- First.\n"
    )
    assert fragments(house) == []
    assert version_in(house) == "0.2.0"
    assert latest_release(house) == (0, 2, 0)
    assert faults_in(house) == []


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("0.1.0", "does not come after"),
        ("0.0.9", "does not come after"),
        ("0.2", "not a version"),
        ("0.2.0.dev1", "not a version"),
    ],
)
def test_a_release_that_makes_no_sense_changes_nothing(
    house: Path, version: str, sentence: str
) -> None:
    before = {path: path.read_text() for path in house.rglob("*") if path.is_file()}
    (fault,) = release(house, version, DAY)
    assert sentence in fault
    assert {path: path.read_text() for path in house.rglob("*") if path.is_file()} == before


def test_what_can_not_be_used_is_said(house: Path) -> None:
    (house / "changelog.d" / "8-c.md").write_text("A line without a title.\n")
    (fault,) = faults_in(house)
    assert fault.startswith("changelog.d/8-c.md: a title")
    assert release(house, "0.2.0", DAY) == [fault]


def test_the_version_follows_the_changelog(house: Path) -> None:
    code = house / "decroche" / "__init__.py"
    code.write_text('__version__ = "0.1.0.dev0"\n')
    assert "ends at 0.1.0" in faults_in(house)[0]
    code.write_text('__version__ = "0.2.0"\n')
    assert faults_in(house) == ["0.2.0 is released: the next version.dev0 belongs into __init__.py"]


def test_the_version_stands_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "decroche/__init__.py"
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"decroche {__version__}\n"


def test_the_version_is_said_without_a_data_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "decroche", "--version"],
        env={"DECROCHE_DATA": str(tmp_path / "none"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"decroche {__version__}\n"
    assert not (tmp_path / "none").exists()
