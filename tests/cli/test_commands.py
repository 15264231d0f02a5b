from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.intake.test_import import TABLE

pytestmark = pytest.mark.sqlite


def test_a_morning_on_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    code, batch, _ = run("import", "f.csv", "--source", "papier", "--list", "Nord")
    assert code == 0
    assert (
        batch["rows"]
        == batch["created"] + batch["updated"] + batch["duplicates"] + batch["kept_aside"]
        == 6
    )
    assert Path(batch["aside_file"]).exists()
    code, card, _ = run("next")
    # any of the three: one card in ten is drawn at random, from a seed of this very data folder
    callable_now = {
        "Imprimerie Vasseur & Fils": "+33353010142",
        "Laiterie du Marais": "+33261910420",
        "Verrerie de l’Œillet": "+33199000531",
    }
    assert (code, card["number"]["e164"], card["number"]["kind"]) == (
        0,
        callable_now[card["company"]["name"]],
        "switchboard",
    )
    number = str(card["company"]["id"])
    code, logged, _ = run(
        "log", "call_back", "--company", number, "--when", "jeudi 10h", "--key", "k"
    )
    assert (code, logged["follow_up"]["kind"], logged["replayed"]) == (0, "promised", False)
    assert run("log", "call_back", "--company", number, "--when", "jeudi 10h", "--key", "k")[1] == {
        **logged,
        "replayed": True,
    }
    assert run("stats")[1]["decision_makers"] == 1
    assert run("next", DECROCHE_NOW="2026-11-26T10:02")[1]["company"]["id"] == card["company"]["id"]
    code, _, error = run("undo", "--entry", str(logged["entry"] - 1))
    assert (code, "Traceback" in error) == (3, False)
    code, back, _ = run("undo", "--entry", str(logged["entry"]))
    assert (code, back["stays"]) == (0, [])
    assert back["undone"] == {
        "entry": logged["entry"],
        "verb": "call.logged",
        "at": "2026-11-24T09:05:00+00:00",
        "call": logged["call"],
        "company": {"id": int(number), "name": card["company"]["name"]},
    }
    assert run("undo", "--entry", str(logged["entry"]))[0] == 1
    assert (
        run("search", "OEILLET", "--limit", "1")[1]["results"][0]["company"]["city"] == "Châtillon"
    )
    assert run("undo-import", str(batch["batch"]))[1] == {"removed": 4, "kept": 0}
    assert run("check")[1]["ok"] is True
    assert run("next")[0] == 3


def test_tools_need_no_file(run: Run) -> None:
    assert (
        run("when", "dans un mois et demi", "--now", "2026-11-23T09:15")[1]["at"]
        == "2027-01-07T09:00:00+01:00"
    )
    code, answer, error = run("when", "patate")
    assert (code, "jeudi 10h" in answer["error"]) == (1, True)
    assert "Traceback" not in error
    assert [n["e164"] for n in run("number", "03 53 01 12 34 / 06 39 98 12 34")[1]["numbers"]] == [
        "+33353011234",
        "+33639981234",
    ]
    assert (
        run("number", "0976 12 34 56", "--postcode", "97200")[1]["numbers"][0]["timezone"]
        == "America/Martinique"
    )


def test_wrong_usage_is_two_and_a_refusal_one_sentence(run: Run, tmp_path: Path) -> None:
    for words in (
        ["nonsense"],
        ["log"],
        ["import", "f.csv"],
        ["when", "demain", "--now", "x"],
        ["stats", "--from", "hier"],
    ):
        code, _, error = run(*words)
        assert code == 2
        assert "Traceback" not in error
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    for words in (
        ["import", "none.csv", "--source", "x"],
        ["log", "nonsense", "--company", "1"],
        ["log", "no_answer", "--company", "99"],
        ["undo-import", "7"],
        ["restore", "f.csv"],
        ["export", "x.doc"],
    ):
        code, answer, error = run(*words)
        assert (code, bool(answer["error"])) == (1, True)
        assert len(error.strip().splitlines()) == 1
    assert run("import", "f.csv", "--source", "x", "--map", "name=Rien")[0] == 2
    assert run("undo")[0] == 3


def test_a_trial_run_gives_no_batch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "f.csv", "--source", "x", "--dry-run")[1]["batch"] is None
    assert run("search", "vasseur")[1] == {"results": []}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "vcf"])
def test_exports_come_back_as_they_went(run: Run, tmp_path: Path, ending: str) -> None:
    run("demo", "--companies", "25", "--seed", "3")
    assert run("export", f"out.{ending}")[1]["companies"] == 25
    assert run("export", f"out.{ending}")[0] == 1
    if ending in ("csv", "xlsx"):
        assert run("import", f"out.{ending}", "--source", "retour")[1]["created"] == 0


def test_the_demo_is_the_same_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "5", "--seed", "9")
    run("export", "a.json")
    run("demo", "--companies", "5", "--seed", "9", DECROCHE_DATA=str(tmp_path / "other"))
    run("export", "b.json", DECROCHE_DATA=str(tmp_path / "other"))
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()


def test_a_backup_restores_everything_and_keeps_what_was_there(run: Run, tmp_path: Path) -> None:
    run("demo", "--companies", "5")
    run("log", "no_answer", "--company", "1")
    assert run("backup", "b.sqlite3")[0] == 0
    assert run("backup", "b.sqlite3")[0] == 1
    run("log", "hung_up", "--company", "2")
    kept = run("restore", "b.sqlite3")[1]["kept"]
    assert run("stats")[1]["calls"] == 1
    assert run("check")[0] == 0
    assert sqlite3.connect(kept).execute("SELECT count(*) FROM calls_call").fetchone()[0] == 2


def test_a_data_folder_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, answer, error = run("stats", "--data", str(tmp_path / "file" / "sub"))
    assert (code, "can't be written" in answer["error"]) == (1, True)
    assert "Traceback" not in error


def test_a_search_that_lost_its_trigger_is_put_right_at_the_next_start(
    run: Run, tmp_path: Path
) -> None:
    run("demo", "--companies", "3")
    with sqlite3.connect(tmp_path / "data" / "decroche.sqlite3") as database:
        database.execute("DROP TRIGGER prospects_search_update")
    database.close()
    code, said, told = run("check")
    assert (code, said["ok"]) == (0, True)
    assert "The search index was incomplete and has been made anew." in told
    assert "made anew" not in run("check")[2]


def test_a_row_of_somebody_not_to_be_called_is_counted_and_not_added(
    run: Run, tmp_path: Path
) -> None:
    run("oppose", "03 53 01 12 34")
    (tmp_path / "f.csv").write_text(
        "Société;Tél.\nAtelier Nord;03.53.01.12.34\nStudio Sud;03 53 01 12 35\n", encoding="utf-8"
    )
    for dry in ((), ("--dry-run",)):
        code, batch, said = run("import", "f.csv", "--source", "papier", *dry)
        assert (code, batch["kept_aside"]) == (0, 1)
        assert batch["not_to_be_called"] == {
            "rows": 1,
            "first": [{"line": 2, "name": "Atelier Nord"}],
        }
        assert "Not to be called: 1 of the rows, not added" in said
        assert "Lines 2." in said
