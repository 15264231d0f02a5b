"""Data of a version that this one can't open is refused in one sentence, and nothing is changed."""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from decroche import __version__
from decroche.cli import serving
from decroche.cli.grammar import build_parser
from decroche.cli.main import main
from decroche.storage.upgrading import OF_0_1_0, DatabaseState, age, read_state, stamp_of

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "import": ["f.csv", "--source", "x"],
    "undo-import": ["1"],
    "export": ["out.csv"],
    "register": ["imprimeries, Nord"],
    "search": ["vasseur"],
    "log": ["no_answer", "--company", "1"],
    "oppose": ["03 53 01 01 42"],
    "erase": ["--company", "1"],
    "access": ["a.pdf", "--company", "1"],
    "paper": ["register", "p.pdf"],
    "backup": ["b.sqlite3"],
    "carry-over": ["decroche_before"],
    "when": ["jeudi"],
    "number": ["03 53 01 01 42"],
    "serve": ["--no-browser", "--port", "8399"],
}
"""What each command needs to be called with."""


def commands() -> list[str]:
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            # a restore needs nothing of the present data (tests/storage/test_restoring.py); open
            # only asks the desk that runs already, which made its data ready; doctor looks at the
            # computer, shortcut writes an entry of its menu; unseal opens a copy beside the data
            without = ("restore", "open", "doctor", "shortcut", "unseal")
            return [one for one in action.choices if one not in without]
    raise AssertionError("no commands")


def spoil(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


OLDER = "DELETE FROM django_migrations WHERE app = 'prospects' AND name = '0007_audience'"
NEWER = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('calls', '0099_of_next_year', '2027-11-25')"
)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("command", commands())
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [(OLDER, "made by a version before 0.1.0"), (NEWER, "made by a newer version of Décroche")],
    ids=["older", "newer"],
)
@pytest.mark.sqlite
def test_every_command_refuses_in_one_sentence_and_changes_nothing(
    data: Path,
    command: str,
    statement: str,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(data.parent)
    monkeypatch.setattr(serving, "_run", lambda *_: pytest.fail("the desk was opened"))
    with closing(sqlite3.connect(data)) as file:
        file.execute(statement)
        file.commit()
    before = everything(data.parent)
    assert main([command, *GIVEN.get(command, [])]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert sentence in said.err
    assert "nothing has been changed" in said.err
    connection.close()
    assert everything(data.parent) == before


@pytest.mark.parametrize("statement", [OLDER, NEWER], ids=["older", "newer"])
def test_both_databases_are_looked_at_before_anything_is_done(
    data: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(statement)
    before = read_state(connection)
    assert main(["check"]) == 1
    assert "nothing has been changed" in capsys.readouterr().err
    assert read_state(connection) == before


@pytest.mark.sqlite
def test_bin_start_says_the_same(data: Path) -> None:
    with closing(sqlite3.connect(data)) as file:
        file.execute(NEWER)
        file.commit()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [ROOT / "bin" / "start", "--data", data.parent, "--no-browser", "--port", "8398"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip().splitlines()[-1].startswith("decroche: This data was made by a newer")
    )


@pytest.mark.sqlite
def test_the_newer_version_is_named_when_it_left_its_stamp(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(data)) as file:
        file.execute(NEWER)
        file.execute("PRAGMA user_version = 10203")
        file.commit()
    main(["check"])
    assert f"Décroche (1.2.3) than this one ({__version__})" in capsys.readouterr().err


@pytest.mark.sqlite
def test_a_copy_of_a_newer_version_is_not_restored(
    data: Path, old_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(old_file.read_bytes())
    with closing(sqlite3.connect(copy)) as file:
        file.execute(NEWER)
        file.commit()
    assert main(["check"]) == 0
    before = sorted(path.name for path in data.parent.iterdir())
    assert main(["restore", str(copy)]) == 1
    assert "made by a newer version" in capsys.readouterr().err
    assert sorted(path.name for path in data.parent.iterdir()) == before
    assert main(["check"]) == 0


KNOWN = frozenset({("prospects", "0001_initial"), ("prospects", "0002_plain_names")})
FIRST = frozenset({("prospects", "0001_initial")})
WHOLE, BEFORE = frozenset({"name", "audience"}), frozenset({"name"})


@pytest.mark.parametrize(
    ("applied", "columns", "expected"),
    [
        (frozenset(), frozenset(), "new"),
        (KNOWN, WHOLE, "fits"),
        (FIRST, WHOLE, "fits"),  # a first start that was cut short
        (FIRST | OF_0_1_0, WHOLE, "fits"),
        (KNOWN | OF_0_1_0, WHOLE, "fits"),
        (KNOWN | OF_0_1_0, BEFORE, "fits"),  # a later migration took the column away
        (FIRST, BEFORE, "older"),  # the very first databases
        (FIRST | OF_0_1_0 - {("prospects", "0007_audience")}, BEFORE, "older"),
        (FIRST | {("prospects", "0002_search")}, BEFORE, "older"),
        (KNOWN | {("prospects", "0003_later")}, WHOLE, "newer"),
        (KNOWN | {("webhooks", "0001_initial")}, WHOLE, "newer"),
    ],
)
def test_the_age_of_data_is_told_by_its_migrations(
    applied: frozenset[tuple[str, str]], columns: frozenset[str], expected: str
) -> None:
    assert age(DatabaseState(applied, columns), KNOWN) == expected


def test_a_version_is_one_number_in_order() -> None:
    versions = ["0.1.0", "0.1.12", "0.2.0.dev0", "0.10.0", "1.0.0"]
    stamps = [stamp_of(version) for version in versions]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(stamps)
