"""Each wrong value is one sentence of the command line, with its exit code and no traceback."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from decroche.config.locks import folder_lock
from tests.cli.conftest import Run
from tests.intake.test_import import TABLE
from tests.ports import free_port

REFUSED, USAGE = 1, 2


@pytest.fixture(autouse=True)
def _said_in_english(english: None) -> None:
    """Refusals are said in English."""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("when", "zorglub"), REFUSED, "zorglub"),
        (("when", "demain", "--now", "yesterday"), USAGE, "yesterday"),
        (("log", "no_answer", "--company=1", "--at", "9999-12-31T23:59+14:00"), REFUSED, "later"),
        (("import", "empty.csv", "--source", "x"), REFUSED, "empty"),
        (("import", "program.csv", "--source", "x"), REFUSED, "not a table"),
        (("import", "file.csv", "--source", "x", "--map", "name=Nothing"), USAGE, "Nothing"),
        (("register", "imprimeries", "--establishments", "none.parquet"), REFUSED, "none.parquet"),
        (("register", "imprimeries", "--establishments", "file.csv"), REFUSED, "statutDiffusion"),
    ],
)
def test_what_was_given_wrong_is_named_in_one_sentence(
    words: tuple[str, ...], code: int, said: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "program.csv").write_bytes(b"\x7fELF" + bytes(range(256)) * 8)
    (tmp_path / "file.csv").write_text(TABLE, encoding="utf-8")
    found, _answer, error = run(*words)
    assert found == code
    assert len(error.strip().splitlines()) == 1
    assert "Traceback" not in error
    assert said in error


def test_a_register_that_does_not_answer_is_one_sentence(run: Run) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    code, answer, error = run("register", "imprimeries, Nord", DECROCHE_REGISTER_URL=nobody)
    assert (code, answer["code"]) == (REFUSED, "unreachable")
    assert len(error.strip().splitlines()) == 1


def test_a_setting_that_cannot_be_used_is_one_sentence(run: Run) -> None:
    code, _answer, error = run("next", DECROCHE_REGISTER_URL="nonsense")
    assert code == REFUSED
    assert len(error.strip().splitlines()) == 1
    assert "DECROCHE_REGISTER_URL" in error


def test_a_reader_is_told_so(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--companies", "2")[0] == 0
    with closing(sqlite3.connect(tmp_path / "data" / "decroche.sqlite3")) as file, file:
        file.execute("UPDATE team_member SET role = 'reader'")
    code, answer, error = run("log", "no_answer", "--company", "1")
    assert (code, answer["code"]) == (REFUSED, "role")
    assert len(error.strip().splitlines()) == 1


def test_a_damaged_file_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--companies", "40")[0] == 0
    path = tmp_path / "data" / "decroche.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    code, _answer, error = run("next")
    assert code == REFUSED
    assert "Traceback" not in error
    assert "restore" in error


def test_a_folder_in_use_is_said_in_french(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "3")
    run("backup", "b.sqlite3")
    with folder_lock(tmp_path / "data"):
        said = run("restore", "b.sqlite3", LC_ALL="fr_FR.UTF-8")[1]["error"]
    assert "Décroche est ouvert" in said
    assert "rien n’a été changé" in said
