"""The law on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.intake.test_import import TABLE

pytestmark = pytest.mark.sqlite


def test_oppose_and_lift_with_a_reason(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "papier")
    assert run("oppose", "+33 (0)3 53 01 01 42")[1] == {"opposed": ["number"], "cards": 1}
    assert run("search", "vasseur")[1]["results"][0]["company"]["opposed"] is True
    assert run("oppose", "patate")[0] == 2
    assert run("oppose", "0353010142", "--lift", "oui")[0] == 2
    assert run("oppose", "0353010142", "--lift", "numéro mal noté sur la fiche")[1]["lifted"] >= 1
    assert run("search", "vasseur")[1]["results"][0]["company"]["callable"] is True


def test_a_restored_copy_forgets_no_opposition_and_no_erasure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "papier")
    run("backup", "old.sqlite3")
    opposed = run("search", "vasseur")[1]["results"][0]["company"]["id"]
    erased = run("search", "laiterie")[1]["results"][0]["company"]["id"]
    run("log", "do_not_call", "--company", str(opposed))
    assert run("erase", "--company", str(erased), "--leave-alone")[1]["rewritten"] is True
    answer = run("restore", "old.sqlite3")[1]
    assert answer["carried"]["erased"] == 1
    assert answer["carried"]["oppositions"] >= 2
    assert run("search", "vasseur")[1]["results"][0]["company"]["callable"] is False
    assert run("search", "laiterie")[1]["results"] == []
    assert run("check")[1]["ok"] is True


def test_documents_and_the_access_copy_are_written_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "le fichier papier")
    pk = str(run("search", "vasseur")[1]["results"][0]["company"]["id"])
    run("log", "no_answer", "--company", pk, "--note", "rappeler Mme Roussel")
    for which in ("register", "balancing", "notice"):
        assert run("paper", which, f"{which}.pdf")[0] == 0
        assert (tmp_path / f"{which}.pdf").read_bytes().startswith(b"%PDF")
        assert run("paper", which, f"{which}.txt")[0] == 0
    assert "le fichier papier" in (tmp_path / "register.txt").read_text(encoding="utf-8")
    assert run("access", "a.txt", "--company", pk)[0] == 0
    told = (tmp_path / "a.txt").read_text(encoding="utf-8")
    for words in (
        "Imprimerie Vasseur & Fils",
        "03 53 01 01 42",
        "rappeler Mme Roussel",
        "le fichier papier",
        "Mme Roussel",
        "DRH",
        "CNIL",
    ):
        assert words in told, words
    assert run("access", "a.txt", "--company", pk)[0] == 1
    assert run("access", "a.doc", "--company", pk)[0] == 2
    assert run("access", "b.json", "--company", "999")[0] == 1


def test_oppositions_of_one_file_are_carried_over_by_its_restore(run: Run) -> None:
    code, _, error = run("carry-over", "decroche_before")
    assert code == 2
    assert "decroche restore" in str(error)
