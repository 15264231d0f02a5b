"""The supply chain: what is locked is listed whole, nothing is built or run while it is
installed, and what can't be asked is not said to be fine.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import audit, sbom
from tools.audit import Answer, verdict

ROOT = Path(__file__).resolve().parents[2]


def test_what_could_not_be_asked_is_not_said_to_be_fine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "_asked", lambda *_: "")
    assert audit.main() == audit.NOT_ASKED
    assert capsys.readouterr().out.count("NOT ASKED") == 2
    packages = [{"name": "x", "skip_reason": "not there"}, {"name": "y", "vulns": []}]
    monkeypatch.setattr(audit, "_asked", lambda *_: json.dumps({"dependencies": packages}))
    assert audit.main() == audit.NOT_ASKED
    assert "NOT ASKED: 1 of 2 packages" in capsys.readouterr().out
    monkeypatch.setattr(
        audit,
        "_asked",
        lambda *_: '{"dependencies": [{"name": "x", "vulns": [{"id": "Y-1"}]}]}',
    )
    assert audit.main() == audit.FOUND
    assert "x: Y-1" in capsys.readouterr().out
    assert verdict([Answer([]), Answer([])]) == 0


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "A" * 60,
        "key = AKIA" + "ABCDEFGHIJKLMNOP",
        "gh" + "p_" + "a1" * 18,
        "postgres://me:" + "hunter22@db.internal/x",
    ],
)
def test_a_secret_is_found_where_it_stands(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.py"
    path.write_text(f"\n\n{text}\n")
    (found,) = audit.secrets([path])
    assert found.startswith(f"{path}:3: ")


def test_a_licence_that_does_not_go_with_ours_is_found() -> None:
    parts = [
        sbom.Part("pypi", "a", "1", licence, [])
        for licence in ("MIT", "BSD License", "Proprietary", "GPL-2.0-only", "Whatever")
    ]
    found = [line.partition(": ")[2] for line in audit.bad_licences(parts)]
    assert found == ["Proprietary", "GPL-2.0-only", "Whatever"]


def test_the_bill_lists_everything_locked_with_its_hash(tmp_path: Path) -> None:
    target = tmp_path / "bill.json"
    assert sbom.main([str(target)]) == 0
    bill = json.loads(target.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "locks" / "run.txt").read_text(), re.MULTILINE)
    listed = [one for one in bill["components"] if one["purl"].startswith("pkg:pypi/")]
    assert [one["name"] for one in listed] == pins
    assert all(one["hashes"] for one in bill["components"])
    assert {"echarts", "@noble/ciphers"} <= {one["name"] for one in bill["components"]}
    assert len({one["bom-ref"] for one in bill["components"]}) == len(bill["components"])


def commands() -> list[tuple[str, str]]:
    """(where, the command) of everything that installs packages."""
    paths = [path for path in (ROOT / "bin").rglob("*") if path.is_file()]
    paths += [*(ROOT / "tools").glob("*.py")]
    return [
        (path.name, line.strip())
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"pip\"? (?:install|sync)|npm_command\(\), \"ci", line)
    ]


def test_no_installer_runs_what_a_package_brings() -> None:
    """No source is built (--only-binary) and no script of a package is run (--ignore-scripts); each
    package is checked by its hash.
    """
    found = commands()
    assert len(found) >= 3
    for where, command in found:
        if "npm" in command:
            assert "--ignore-scripts" in command, where
        else:
            assert "--only-binary" in command, (where, command)
            assert "--require-hashes" in command, (where, command)
