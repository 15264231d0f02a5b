"""A desk started by a click, without a terminal."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from decroche.cli import windowed
from tests.cli.conftest import ROOT
from tests.waiting import until


def test_a_refusal_is_a_page_that_the_browser_is_given_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    got: list[str] = []

    def browser(address: str) -> bool:
        got.append(urllib.request.urlopen(address, timeout=10).read().decode())
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    windowed.show_refusal("Le dossier <b>/tmp</b> est partagé.")
    until(lambda: bool(got), "the browser has read it")
    (page,) = got
    assert "<p>Le dossier &lt;b&gt;/tmp&lt;/b&gt; est partagé.</p>" in page


def test_nothing_hangs_when_no_browser_comes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    monkeypatch.setattr(windowed, "_WAIT", 0.2)
    windowed.show_refusal("Rien.")
    assert capsys.readouterr().err == "Rien.\n"


def test_what_is_said_goes_into_a_file_that_does_not_grow_for_ever(tmp_path: Path) -> None:
    speak = (
        "import os, sys; from pathlib import Path; from decroche.cli import windowed;"
        "windowed._LARGEST_LOG = 10; windowed.redirect_output(Path(sys.argv[1]));"
        "print('said'); os.write(2, b'by the system\\n')"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", speak, str(tmp_path)],
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
        assert (done.stdout, done.stderr) == (b"", b"")
    for name in (windowed.LOG, "decroche.old.log"):
        assert (tmp_path / name).read_text() == "said\nby the system\n"
