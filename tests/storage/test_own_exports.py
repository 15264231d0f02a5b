"""What this program exports, it reads again: the same data, twice the same file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from decroche.intake.models import Batch
from decroche.intake.sources.workbook import WorkbookSource
from decroche.prospects.models import Company
from decroche.storage.whole import export_whole
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log
from tests.cli.conftest import Run
from tests.intake.test_under_way import bring

_HEADER = (
    "Société;Téléphone;Fax;Ville;CP;Email;Contact;Fonction;Mobile;Notes;SIRET;Statut;Machine;Tags"
)
_ROWS = (
    "+Plus Fort;01 99 00 12 34 poste 12;01 99 00 12 35;Lille;59000;a@plusfort.example;"
    'Marie Durand;Directrice;06 39 98 12 34;"ligne 1\nligne 2; suite";73282932000074;tiède;Scie;'
    "bois, nord",
    "Canal;3949;;Paris;75011;;;;;;;;;",
    '"L\'Œuvre ""d\'art""";02 61 91 12 34;;Brest;29200;b@oeuvre.example;;;;;;;;',
)
TABLE = "\n".join((_HEADER, *_ROWS, ""))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf", "json"])
def test_an_export_comes_back_whole(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "f.csv", "--source", "essai")[1]["created"] == 3
    assert run("export", f"one.{ending}")[1]["companies"] == 3
    assert run("export", "first.json")[1]["companies"] == 3
    other = str(tmp_path / "other")
    back = run("import", f"one.{ending}", "--source", "essai", DECROCHE_DATA=other)[1]
    assert (back["created"], back["kept_aside"]) == (3, 0)
    run("export", "second.json", DECROCHE_DATA=other)
    first, second = ((tmp_path / f"{name}.json").read_text() for name in ("first", "second"))
    assert _same(first) == _same(second)


def _same(text: str) -> list[dict[str, object]]:
    """The companies without what follows from the program's own history."""
    rows = json.loads(text)
    for row in rows:
        for name in ("last_outcome", "last_called_at", "attempts", "source"):
            row.pop(name)
            row["details"].pop(name, None)
    return sorted(rows, key=lambda row: row["name"])


def test_cards_come_back_with_their_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    run("import", "f.csv", "--source", "essai")
    run("export", "one.vcf")
    other = str(tmp_path / "other")
    assert run("import", "one.vcf", "--source", "essai", DECROCHE_DATA=other)[1]["created"] == 3
    found = run("search", "marie durand", DECROCHE_DATA=other)[1]["results"]
    assert [one["company"]["name"] for one in found] == ["+Plus Fort"]


def test_the_calls_beside_the_companies_of_a_workbook_make_no_cards(
    member: Member, tmp_path: Path
) -> None:
    first, second, *_ = file_of(member)
    log(member, first, "call_back", when=TUESDAY + timedelta(days=1))
    log(member, second, "email_requested", email="a@b.example", note="ou sinon c@d.example")
    file = tmp_path / "whole.xlsx"
    with export_whole(member.workspace, "xlsx", "fr") as exported:
        file.write_bytes(exported.read())
    assert list(WorkbookSource(file).sheets) == ["Décroche", "Appels", "Relances"]
    before = Company.objects.count()
    batch = bring(member, file)
    assert (batch.state, batch.created_count, batch.rows) == (Batch.State.DONE, 0, before)
    assert Company.objects.count() == before


def test_a_sheet_of_companies_put_beside_them_is_read(member: Member, tmp_path: Path) -> None:
    file_of(member)
    file = tmp_path / "whole.xlsx"
    with export_whole(member.workspace, "xlsx", "fr") as exported:
        book = load_workbook(exported)
    more = book.create_sheet("Salon")
    more.append(["Entreprise", "Téléphone"])
    more.append(["Verrerie du Salon", "01 99 00 77 12"])
    book.save(file)
    assert WorkbookSource(file).sheets_read == ["Décroche", "Salon"]


def test_a_sheet_of_dates_is_no_sheet_of_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Entreprise", "Téléphone", "Ville"])  # type: ignore[union-attr]
    book.active.append(["Bois Vasseur", "01 99 00 12 34", "Lille"])  # type: ignore[union-attr]
    calls = book.create_sheet("Appels")
    calls.append(["Entreprise", "Quand", "Note"])
    calls.append(["Bois Vasseur", datetime(2026, 11, 24, 9, 27), "personne"])
    book.save(tmp_path / "list.xlsx")
    assert WorkbookSource(tmp_path / "list.xlsx").sheets_read == ["Sheet"]
