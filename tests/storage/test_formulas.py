"""No text of a card runs as a formula in any file that leaves: not in a cell, not above one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from decroche.intake.cells import unguarded
from decroche.shared.spreadsheets import harmless
from tests.cli.conftest import Run

_RUN = '=HYPERLINK("https://evil.example";"x")'
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The same signs in full width, which spreadsheets of some countries take for the narrow ones."""
TABLE = (
    "Société;Téléphone;Ville;@SUM(1);Notes\n"
    f"{_RUN.replace(';', ',')};{_RUN.replace(';', ',')};-2+3;+1;\t=1\n"
    ";;;;=1+1\n"
    "\uff1d1+1;01 99 00 12 36;\uff0b1;\uff0d1;\uff20x\n"
    "Canal;01 99 00 12 35;+x;;\n"
    "Canal;01 99 00 12 35;+x;;\n"
    f"{_RUN.replace(';', ',')};{_RUN.replace(';', ',')};-2+3;+1;\t=1\n"
)


def cells_of(path: Path) -> list[str]:
    """The texts of a file, those of a workbook with its formulas as they are written."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [cell for row in csv.reader(file, delimiter=";") for cell in row]
    sheets = load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    return [str(cell.value) for cell in cells if cell.value is not None]


def runs(cell: str) -> bool:
    number = cell.startswith("+") and cell[1:].isdigit()
    return cell.startswith(("=", "+", "-", "@", "\t", "\r", *_WIDE)) and not number


@pytest.mark.sqlite
def test_no_text_in_a_file_that_leaves_runs_as_a_formula(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    done = run("import", "f.csv", "--source", "essai")[1]
    assert done["kept_aside"]
    assert done["duplicates"]
    for ending in ("csv", "xlsx"):
        run("export", f"out.{ending}")
    imports = sorted((tmp_path / "data" / "imports").glob("*.csv"))
    assert {path.stem.partition("-")[2] for path in imports} >= {"kept-aside", "already-there"}
    found = {path.name: cells_of(path) for path in (*tmp_path.glob("out.*"), *imports)}
    assert {name: bad for name, cells in found.items() if (bad := [*filter(runs, cells)])} == {}
    assert any("HYPERLINK" in cell for cell in found["out.xlsx"])


@pytest.mark.parametrize("cell", ["=1+1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", "\n=1"])
def test_an_import_takes_the_apostrophe_off_again(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert unguarded(harmless(cell)) == cell
