"""A copy is put in place whole, or nothing changes, whatever the copy and the present file are."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from decroche.config.locks import folder_lock
from decroche.storage.checksum import write_checksum
from tests.cli.conftest import Run
from tests.cli.test_serving import Desk
from tests.intake.test_import import TABLE
from tests.upgrades.conftest import MADE

pytestmark = pytest.mark.sqlite
NEWER = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('calls', '0099_later', '2027-11-25')"
)


def statement(sql: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.executescript(sql)
        write_checksum(path)  # by a program that knows of it

    return spoil


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 17])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(4096 * 2, len(content), 977):
        content[place] ^= 0xFF
    path.write_bytes(content)


def a_letter(path: Path) -> None:
    """A name is another; to SQLite that is no damage."""
    with closing(sqlite3.connect(path)) as file:
        name = file.execute("SELECT name FROM prospects_company").fetchone()[0].encode()
    content = path.read_bytes()
    path.write_bytes(content.replace(name, bytes([name[0] ^ 1]) + name[1:], 1))


def appended(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x" * 4096)


def no_database(path: Path) -> None:
    path.write_text("bonjour", encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


COPIES: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut": (cut, "not a whole backup"),
    "flipped": (flipped, "not a whole backup"),
    "a letter": (a_letter, "it was altered after it was made"),
    "appended": (appended, "added at its end"),
    "no database": (no_database, "not a backup"),
    "empty": (empty, "not a backup"),
    "gone": (gone, "not a backup"),
    "a folder": (a_folder, "not a backup"),
    "newer": (statement(NEWER), "made by a newer version"),
    "no migrations": (statement("DELETE FROM django_migrations"), "nothing has been changed"),
    "another product": (statement("DROP TABLE prospects_company"), "nothing has been changed"),
    "a view": (statement("CREATE VIEW one AS SELECT 1"), "no version of Décroche made (one)"),
    "a trigger": (
        statement(
            "CREATE TRIGGER mine AFTER INSERT ON calls_call BEGIN DELETE FROM "
            "compliance_suppression; END"
        ),
        "no version of Décroche made (mine)",
    ),
    "a column more": (
        statement("ALTER TABLE calls_call ADD COLUMN mine TEXT"),
        "differs from what this version makes (calls_call)",
    ),
    "a table more": (statement("CREATE TABLE mine (x)"), "this version makes (mine)"),
    "a rule less": (
        statement("DROP INDEX suppression_print"),
        "this version makes (suppression_print)",
    ),
    "a broken reference": (
        statement(
            "PRAGMA foreign_keys=OFF; UPDATE calls_callstate SET company_id = 99999 "
            "WHERE company_id = 1"
        ),
        "nothing has been changed",
    ),
}


def everything(folder: Path) -> dict[str, bytes]:
    """Returns the files of the folder, without those that SQLite makes when a file is only read."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.suffix not in (".lock", ".sqlite3-shm") and path.stat().st_size
    }


@pytest.mark.parametrize("kind", COPIES)
def test_a_bad_copy_is_one_sentence_and_nothing_changes(
    run: Run, tmp_path: Path, kind: str
) -> None:
    spoil, sentence = COPIES[kind]
    run("demo", "--companies", "5")
    run("backup", "b.sqlite3")
    spoil(tmp_path / "b.sqlite3")
    before = everything(tmp_path / "data")
    code, answer, error = run("restore", "b.sqlite3")
    assert code == 1
    assert sentence in answer["error"]
    assert len(error.strip().splitlines()) == 1, error
    assert everything(tmp_path / "data") == before
    assert run("check")[0] == 0


def test_the_present_data_is_no_copy_of_itself(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "5")
    before = everything(tmp_path / "data")
    code, answer, _error = run("restore", str(tmp_path / "data" / "decroche.sqlite3"))
    assert code == 1
    assert "the present data itself" in answer["error"]
    assert everything(tmp_path / "data") == before


def test_a_trigger_under_one_of_our_names_is_made_again(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "5")
    run("backup", "b.sqlite3")
    statement(
        "DROP TRIGGER prospects_search_update; CREATE TRIGGER prospects_search_update AFTER UPDATE "
        "ON calls_call BEGIN DELETE FROM compliance_suppression; END"
    )(tmp_path / "b.sqlite3")
    assert run("restore", "b.sqlite3")[0] == 0
    with closing(sqlite3.connect(tmp_path / "data" / "decroche.sqlite3")) as file:
        (sql,) = file.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'prospects_search_update'"
        ).fetchone()
    assert "compliance_suppression" not in sql
    assert run("check")[0] == 0


def test_restore_is_refused_while_the_desk_is_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    desk.command("demo", "--companies", "3")
    desk.command("backup", str(tmp_path / "b.sqlite3"))
    desk.start()
    refused = desk.command("restore", str(tmp_path / "b.sqlite3"))
    assert "is open" in str(refused["error"])
    desk.log(1, "still-there")
    assert desk.command("stats")["calls"] == 1
    desk.kill()
    assert "kept" in desk.command("restore", str(tmp_path / "b.sqlite3"))


def test_restore_is_refused_while_a_command_or_another_program_uses_the_folder(
    run: Run, tmp_path: Path
) -> None:
    run("demo", "--companies", "3")
    run("backup", "b.sqlite3")
    with folder_lock(tmp_path / "data"):
        assert "is open" in run("restore", "b.sqlite3")[1]["error"]
    with closing(sqlite3.connect(tmp_path / "data" / "decroche.sqlite3")) as other:
        other.execute("SELECT count(*) FROM calls_call").fetchone()
        assert "Another program" in run("restore", "b.sqlite3")[1]["error"]
    assert run("restore", "b.sqlite3")[0] == 0


@pytest.mark.parametrize("kind", ["cut", "flipped", "no database", "empty", "gone"])
def test_a_damaged_or_absent_file_is_replaced_by_a_good_copy_and_kept(
    run: Run, tmp_path: Path, kind: str
) -> None:
    run("demo", "--companies", "40")
    run("backup", "b.sqlite3")
    path = tmp_path / "data" / "decroche.sqlite3"
    if kind == "gone":
        path.unlink()
    else:
        COPIES[kind][0](path)
    damaged = path.read_bytes() if path.exists() else b""
    code, answer, error = run("restore", "b.sqlite3")
    assert (code, answer.get("error")) == (0, None), answer
    assert "Traceback" not in error
    if kind == "gone":
        assert answer["kept"] is None
    else:
        assert Path(answer["kept"]).read_bytes() == damaged
    assert run("check")[0] == 0
    assert run("search", "a", "--limit", "50")[0] == 0


def test_what_a_damaged_file_still_says_of_oppositions_is_carried_over(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "papier")
    run("backup", "b.sqlite3")
    run("oppose", "+33 (0)3 53 01 01 42")
    path = tmp_path / "data" / "decroche.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = file.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'journal_entry'"
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    code, answer, told = run("restore", "b.sqlite3")
    assert (code, answer["carried"]["oppositions"] > 0) == (0, True)
    assert "could not be read to its end" in told
    assert run("search", "vasseur")[1]["results"][0]["company"]["callable"] is False


ODD = "co#pie ?100%20 é'\".sqlite3"


def test_names_with_signs_of_addresses_are_names(run: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "don#nées ?x=1%41")
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "papier", DECROCHE_DATA=folder)
    assert run("backup", ODD, DECROCHE_DATA=folder)[0] == 0
    run("oppose", "+33 (0)3 53 01 01 42", DECROCHE_DATA=folder)
    code, answer, _ = run("restore", ODD, DECROCHE_DATA=folder)
    assert (code, answer["carried"]["oppositions"] > 0) == (0, True)
    assert run("check", DECROCHE_DATA=folder)[0] == 0


def test_an_erased_person_stays_erased(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "papier")
    run("backup", "b.sqlite3")
    company = str(run("search", "vasseur")[1]["results"][0]["company"]["id"])
    with closing(sqlite3.connect(tmp_path / "data" / "decroche.sqlite3")) as file:
        ((person,),) = file.execute(
            "SELECT id FROM prospects_contact WHERE company_id = ? AND name <> ''", (company,)
        ).fetchall()
    assert run("erase", "--company", company, "--person", str(person))[0] == 0
    answer = run("restore", "b.sqlite3", DECROCHE_NOW="2026-11-24T10:06")[1]
    assert answer["carried"]["erased"] == 1
    assert b"Roussel" not in (tmp_path / "data" / "decroche.sqlite3").read_bytes()
    assert Path(answer["kept"]).exists()


def test_two_restores_within_a_second_keep_two_files(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "3")
    run("backup", "b.sqlite3")
    first, second = (run("restore", "b.sqlite3")[1]["kept"] for _ in range(2))
    assert first != second
    assert run("restore", str(tmp_path / "data" / "decroche.sqlite3"))[0] == 1


def test_a_restore_killed_at_any_step_leaves_the_old_data_or_the_new(
    run: Run, tmp_path: Path
) -> None:
    """The restore is killed before each call that changes a file; then the data must open and be
    complete.
    """
    run("demo", "--companies", "3")
    run("backup", "b.sqlite3")
    run("log", "no_answer", "--company", "1")
    data = tmp_path / "data"
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "import shutil\n"
        "left = [int(sys.argv.pop(1))]\n"
        "def watch(event, arguments):\n"
        "    if event in ('os.rename', 'os.remove', 'shutil.copyfile', 'os.chmod') and any(\n"
        "        'sqlite3' in str(one) for one in arguments):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0:\n"
        "            os.kill(os.getpid(), 9)\n"
        "sys.addaudithook(watch)\n"
        "from decroche.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    seen = []
    for step in range(0, 60, 2):
        done = subprocess.run(
            [sys.executable, "-c", script, str(step), "restore", "b.sqlite3", "--json"],
            env={
                "PATH": "/usr/bin:/bin",
                "DECROCHE_DATA": str(data),
                "DECROCHE_NOW": "2026-11-24T10:07",
                "PYTHONPATH": root,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            assert json.loads(done.stdout)["kept"]
            break
        assert done.returncode == -9, done.stderr
        with closing(sqlite3.connect(data / "decroche.sqlite3")) as file:
            seen.append(file.execute("SELECT count(*) FROM calls_call").fetchone()[0])
            assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert seen[-1] in (0, 1)
    assert len(seen) > 5
    assert run("stats")[1]["calls"] == 0
    assert not list(data.glob("restoring*"))


def test_a_damaged_file_is_exported_as_far_as_it_reads(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "400")
    assert run("log", "do_not_call", "--company", "7")[0] == 0
    path = tmp_path / "data" / "decroche.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        leaves = [
            row[0]
            for row in file.execute(
                "SELECT pageno FROM dbstat WHERE name = 'prospects_company' AND pagetype = 'leaf'"
            )
        ]
        file.execute("UPDATE prospects_company SET name = 'Silence & Fils' WHERE id = 7")
        file.commit()
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    for page in leaves[5:8]:
        content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    code, answer, told = run("check")
    assert code == 1
    assert "Traceback" not in told
    code, answer, told = run("export", "out.csv")
    assert code == 0, answer
    assert 300 < answer["companies"] < 400
    assert answer["unread"] > 0
    written = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "Silence" not in written
    assert answer["opposed"] == 1
    assert "+33" in written


def test_a_file_of_which_nothing_reads_is_one_sentence(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "3")
    no_database(tmp_path / "data" / "decroche.sqlite3")
    for command in (["export", "out.csv"], ["check"], ["next"]):
        code, answer, error = run(*command)
        assert code == 1
        assert "restore" in answer["error"]
        assert "Traceback" not in error


def test_dates_ahead_of_the_clock_are_found_and_said(run: Run) -> None:
    run("demo", "--companies", "3", DECROCHE_NOW="2027-11-24T10:05")
    assert run("next", DECROCHE_NOW="2026-11-24T10:05")[0] == 0
    code, answer, _ = run("check", DECROCHE_NOW="2026-11-24T10:05")
    assert code == 1
    assert "2027-11-24 10:05" in answer["error"]
    assert "Set the clock right" in answer["error"]
    assert run("check", DECROCHE_NOW="2027-11-24T10:05")[0] == 0


@pytest.mark.parametrize(
    "sql", [NEWER, "DELETE FROM django_migrations"], ids=["newer", "without migrations"]
)
def test_data_that_this_version_cannot_open_are_replaced_by_a_good_copy(
    run: Run, tmp_path: Path, sql: str
) -> None:
    run("demo", "--companies", "3")
    run("backup", "b.sqlite3")
    statement(sql)(tmp_path / "data" / "decroche.sqlite3")
    assert run("check")[0] == 1
    assert run("restore", "b.sqlite3")[0] == 0
    assert run("check")[0] == 0


def test_a_copy_of_0_1_0_is_brought_up_to_date_beside(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.sqlite3").write_bytes(gzip.decompress(MADE.read_bytes()))
    run("demo", "--companies", "3")
    assert run("restore", "old.sqlite3")[0] == 0
    assert run("check", DECROCHE_NOW="2026-12-24T10:05")[0] == 0
    assert run("stats")[1]["calls"] > 0
