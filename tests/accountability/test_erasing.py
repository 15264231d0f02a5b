"""An erasure leaves nothing: every file is searched for the bytes, in every spelling; the figures
stay as they were.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite

_IMPORTED = """
import json
from decroche.cli.main import main
assert main(["import", "f.csv", "--source", "annuaire", "--list", "Nord", "--json"]) == 0
from tests.accountability import life
print(json.dumps(life.{asked}, default=str))
"""
ADDRESS = "heloise.brulefer@exemple-brulefer.example"
TABLE = f"""Société;CP;Ville;Tél.;E-mail;Contact;Fonction;Mobile
Héloïse Brûlefer EI;59000;Lille;03 53 01 47 10;{ADDRESS};Héloïse Brûlefer;Directrice;06 39 98 47 11
Verrerie de l’Œillet;75011;Paris;01 99 00 05 31;;;;
Laiterie du Marais;80000;Amiens;02 61 91 04 20;;;;
;;chez Héloïse Brûlefer;;;;;
"""
SECRETS = (
    "Brûlefer",
    "brulefer",
    "BRULEFER",
    "Br\\u00fblefer",
    "0639984711",
    "06 39 98 47 11",
    "06.39.98.47.11",
    "+33639984711",
    "639984711",
    "0353014710",
    "03 53 01 47 10",
    "353014710",
    "heloise.brulefer",
)


def run(folder: Path, *words: str, code: str = "") -> Any:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DECROCHE_NOW")
    }
    environment |= {
        "DECROCHE_DATA": str(folder / "data"),
        "PYTHONPATH": str(ROOT),
        "DECROCHE_NOW": "2026-11-24T10:05",
    }
    command = (
        [sys.executable, "-c", code]
        if code
        else [sys.executable, "-m", "decroche", *words, "--json"]
    )
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def found_in(folder: Path) -> list[tuple[str, str]]:
    """[(file, secret)] of the secrets whose bytes are still in a file."""
    return [
        (str(path.relative_to(folder)), secret)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "f.csv"
        for secret in SECRETS
        if secret.encode() in path.read_bytes()
    ]


def erased(folder: Path, whom: str) -> Any:
    """Imports the table, erases the company or the person, and writes every file that the program
    makes; what was told of it.
    """
    (folder / "f.csv").write_text(TABLE, encoding="utf-8")
    told = run(folder, code=_IMPORTED.format(asked=f"erase({whom!r})"))
    assert told["before"] == told["after"], "the figures are not as they were"
    assert told["before"]["funnel"]["calls"] == 3
    run(folder, "backup", "copy.sqlite3")
    run(folder, "export", "out.json")
    run(folder, "export", "out.csv")
    run(folder, "check")
    return told


def test_of_an_erased_company_no_file_has_a_byte_and_it_stays_opposed(tmp_path: Path) -> None:
    told = erased(tmp_path, "company")
    assert found_in(tmp_path) == []
    assert (told["found"], told["name"]) == (0, "—")
    words = ["import", "f.csv", "--source", "fichier", "--list", "Nord", "--on-duplicate", "create"]
    brought_in = run(tmp_path, *words)
    assert (brought_in["created"], brought_in["not_to_be_called"]["rows"]) == (2, 1)
    assert run(tmp_path, "search", "Brûlefer")["results"] == []


def test_of_an_erased_person_only_what_is_the_company_s_too_is_left(tmp_path: Path) -> None:
    """The company has her name: its own name, number and address stay."""
    told = erased(tmp_path, "person")
    assert {secret for _, secret in found_in(tmp_path)} <= {
        "Brûlefer",
        "brulefer",
        "Br\\u00fblefer",
        "0353014710",
        "03 53 01 47 10",
        "353014710",
        "heloise.brulefer",
    }
    assert told["done"]["rows"]["prospects.contact"] == 1


def test_an_erasure_asked_for_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    told = run(tmp_path, code=_IMPORTED.format(asked="erase_twice()"))
    assert told == "AlreadyClosed"
