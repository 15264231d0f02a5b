"""The entry of the menu, as a plan for each system and made for real on this one."""

from __future__ import annotations

import base64
import io
import os
import plistlib
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from decroche.cli.icon import icon_picture, icon_svg
from decroche.cli.shortcut import Start, desktop_entry, for_mac, for_windows, how_to_start
from tests.cli.conftest import ROOT, Run
from tests.waiting import until

START = Start(("/opt/it's mine/décroche-desk", "--data", 'a "$b" \\ 100 %'), Path("/opt/it's"))


def read_as_a_menu_does(line: str) -> list[str]:
    """The words of Exec: unescaped as a string, then unquoted, as freedesktop.org says."""
    text = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    return shlex.split(text.replace("\\$", "$").replace("\\`", "`"))


def test_every_sign_of_a_path_survives_the_entry_of_linux() -> None:
    text = desktop_entry(START.words, "decroche", START.folder)
    (line,) = [line for line in text.splitlines() if line.startswith("Exec=")]
    assert read_as_a_menu_does(line) == list(START.words)
    assert "Comment[fr]=Appeler des entreprises" in text
    assert "Comment=Call companies" in text


def test_the_application_of_macos_starts_the_desk_and_ends(tmp_path: Path) -> None:
    program = tmp_path / "it's a program"
    program.write_text(
        f"#!/bin/sh\ncd '{tmp_path}'\nwhile [ ! -e go ]; do sleep 0.05; done\n"
        'printf "%s" "$*" > part && mv part started\n'
    )
    program.chmod(0o755)
    start = Start((str(program), "serve", "l'été"), tmp_path)
    files = {one.path.name: one for one in for_mac(start, tmp_path, icon_picture("ICNS")).files}
    about = plistlib.loads(files["Info.plist"].content)
    assert about["CFBundleExecutable"] in files
    assert Image.open(io.BytesIO(files[about["CFBundleIconFile"]].content)).size == (1024, 1024)
    script = files["decroche"]
    assert script.mode == 0o755
    done = subprocess.run(["/bin/sh", "-c", script.content], check=False, timeout=10)
    assert done.returncode == 0
    assert not (tmp_path / "started").exists()  # it did not wait for the desk
    (tmp_path / "go").touch()
    until((tmp_path / "started").exists, "it started")
    assert (tmp_path / "started").read_text() == "serve l'été"


def test_the_links_of_windows_are_told_their_words_apart(tmp_path: Path) -> None:
    plan = for_windows(START, tmp_path, icon_picture("ICO"))
    with Image.open(io.BytesIO(plan.files[0].content)) as icon:
        assert {(16, 16), (32, 32), (256, 256)} <= icon.info["sizes"]
    script = base64.b64decode(plan.command[-1]).decode("utf-16-le")
    told = dict(plan.environment)
    assert told["DECROCHE_PROGRAM"] == START.words[0]
    assert told["DECROCHE_ARGUMENTS"] == '--data "a \\"$b\\" \\ 100 %"'
    assert all(f"$env:{name}" in script for name in told)
    assert "mine" not in script  # nothing of a path is read as a command


def test_a_clone_is_started_by_its_own_command() -> None:
    assert how_to_start("").words == (str(ROOT / "bin" / "start"), "--no-console")


def test_an_installed_desk_is_started_by_its_own_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.PACKAGE = tmp_path / "decroche"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    words = how_to_start("").words
    assert words == (sys.executable, "-m", "decroche", "serve", "--no-console")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "decroche-desk").touch()
    data = os.fspath(tmp_path / "data")
    assert how_to_start(data).words == (str(tmp_path / "bin" / "decroche-desk"), "--data", data)


@pytest.mark.parametrize(
    ("language", "made", "gone"),
    [
        ("fr_FR.UTF-8", "Décroche s’ouvre désormais d’un clic\u00a0: ", "est retirée\u00a0: "),
        ("en_GB.UTF-8", "From now on Décroche is opened by a click: ", "by a click is gone: "),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the entry of this system")
def test_a_human_is_told_in_her_language(
    tmp_path: Path, language: str, made: str, gone: str
) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-m", "decroche", *("--data", tmp_path / "data"), "shortcut", *more],
            env={**os.environ, "LC_ALL": language, "LANGUAGE": "", "XDG_DATA_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for more in ((), ("--remove",))
    ]
    assert made in said[0]
    assert gone in said[1]
    assert "decroche.desktop" in said[0]


@pytest.mark.skipif(sys.platform != "linux", reason="the entry of this system")
def test_the_entry_is_made_and_taken_away_again(run: Run, tmp_path: Path) -> None:
    code, answer, _ = run("shortcut", XDG_DATA_HOME=str(tmp_path / "share"))
    entry = tmp_path / "share" / "applications" / "decroche.desktop"
    assert (code, answer) == (0, {"made": str(entry)})
    lines = dict(
        line.split("=", 1) for line in entry.read_text("utf-8").splitlines() if "=" in line
    )
    assert Path(lines["Icon"]).read_bytes() == icon_svg()
    assert run("shortcut", "--remove", XDG_DATA_HOME=str(tmp_path / "share"))[0] == 0
    assert not [path for path in (tmp_path / "share").rglob("*") if path.is_file()]
