"""The register's stock files, by DuckDB: the same search, nothing asked of the network."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from decroche.cli.main import main
from decroche.intake.register import Gathered
from decroche.intake.register_query import CompanySearch, understand_wanted
from decroche.intake.stock import NoStock, gather_from_stock, units_of
from decroche.prospects.models import Company
from decroche.team.models import Member
from tools.measures_stock import generate

TODAY = date(2026, 11, 23)
HEAD = (
    "siret,siren,statutDiffusionEtablissement,trancheEffectifsEtablissement,etablissementSiege,"
    "numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,"
    "codePostalEtablissement,libelleCommuneEtablissement,etatAdministratifEtablissement,"
    "activitePrincipaleEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,"
    "activitePrincipaleNAF25Etablissement"
)
ROWS = """\
73282901500013,732829015,O,21,true,12,RUE,DU PORT,59000,LILLE,A,18.12Z,LES PRESSES DU CANAL,,18.12Y
73282901500021,732829015,O,21,false,3,QUAI,BAS,59140,DUNKERQUE,F,18.12Z,LES PRESSES DU CANAL,,18.12Y
73282902300017,732829023,P,31,true,[ND],[ND],[ND],59000,LILLE,A,18.12Z,,,18.12Y
73282903100010,732829031,O,31,true,1,RUE,HAUTE,13002,MARSEILLE,A,18.12Z,IMPRIMERIE DU MIDI,,18.12Y
73282904900018,732829049,O,31,true,1,RUE,HAUTE,20200,BASTIA,A,18.12Z,IMPRIMERIE DU CAP,,18.12Y
73282905600016,732829056,O,02,true,1,RUE,HAUTE,59000,LILLE,A,18.12Z,PETITE PRESSE,,18.12Y
73282906400011,732829064,O,31,true,4,RUE,BASSE,59000,LILLE,A,18.12Z,,,18.12Y"""
UNITS_HEAD = (
    "siren,denominationUniteLegale,nomUniteLegale,prenomUsuelUniteLegale,sigleUniteLegale,"
    "categorieEntreprise,statutDiffusionUniteLegale"
)
UNITS = """732829015,IMPRIMERIE DU CANAL SARL,,,,PME,O
732829064,,VASSEUR,HELENE,,PME,O"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "StockEtablissement_utf8.csv", tmp_path / "StockUniteLegale_utf8.csv"
    one.write_text(f"{HEAD}\n{ROWS}\n", encoding="utf-8")
    two.write_text(f"{UNITS_HEAD}\n{UNITS}\n", encoding="utf-8")
    return one, two


def found(
    words: str, files: tuple[Path, Path | None], done: Gathered | None = None
) -> list[tuple[str, str]]:
    units = units_of(understand_wanted(words, TODAY), files[0], files[1], done or Gathered())
    return [(unit.siret, unit.name) for unit in units]


def test_by_trade_place_and_size_with_closed_and_private_left_out(files: tuple[Path, Path]) -> None:
    done = Gathered()
    assert found("imprimeries, Nord, 50 salariés et plus", files, done) == [
        ("73282901500013", "IMPRIMERIE DU CANAL SARL"),
        ("73282906400011", "HELENE VASSEUR"),
    ]
    assert done.private == 1
    assert found("imprimeries, 2B", files) == [("73282904900018", "IMPRIMERIE DU CAP")]
    assert found("18.12Y, 13002", files) == [("73282903100010", "IMPRIMERIE DU MIDI")]
    assert [siret for siret, _ in found("petite presse, 59", files)] == ["73282905600016"]


def test_columns_are_read_by_name_wherever_they_stand(files: tuple[Path, Path]) -> None:
    names = HEAD.split(",")
    rows = [dict(zip(names, row.split(","), strict=True)) for row in ROWS.split("\n")]
    files[0].write_text(
        "\n".join(
            ",".join(row[name] for name in reversed(names))
            for row in [dict(zip(names, names, strict=True)), *rows]
        ),
        encoding="utf-8",
    )
    assert len(found("imprimeries, Nord, 50 salariés et plus", files)) == 2


def test_parquet_as_well_as_csv(tmp_path: Path) -> None:
    one, two = tmp_path / "e.parquet", tmp_path / "u.parquet"
    generate(one, two, 20_000)
    every = found("18.12Z", (one, two))
    line = duckdb.connect()
    expected = line.execute(
        f"SELECT count(*) FROM read_parquet('{one}') WHERE activitePrincipaleEtablissement = "
        "'18.12Z' AND etatAdministratifEtablissement = 'A' AND statutDiffusionEtablissement "
        "= 'O'"
    ).fetchone()
    assert expected
    assert len(every) == expected[0] > 5
    assert all(name.startswith("SOCIETE") for _, name in every)


def test_what_is_no_stock_file_is_refused(tmp_path: Path, files: tuple[Path, Path]) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NoStock, match="not_stock siren"):
        found("imprimeries", (tmp_path / "other.csv", None))
    with pytest.raises(NoStock, match="missing"):
        found("imprimeries", (tmp_path / "nowhere.parquet", None))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(NoStock, match="unreadable"):
        found("imprimeries", (tmp_path / "broken.parquet", None))
    with pytest.raises(NoStock, match="no_place"):
        list(units_of(CompanySearch(around=("Lille", 20.0)), files[0], None, Gathered()))


def test_without_duckdb_there_is_a_sentence(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(NoStock, match="no_duckdb"):
        gather_from_stock(
            CompanySearch(activities=("18.12Z",)), files[0], None, tmp_path / "out.csv"
        )


def test_the_command_brings_them_in(
    member: Member, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = "imprimeries, Nord, 50 salariés et plus"
    assert (
        main(
            [
                "--json",
                "register",
                words,
                "--establishments",
                str(files[0]),
                "--companies",
                str(files[1]),
                "--list",
                "Nord",
            ]
        )
        == 0
    )
    answer = json.loads(capsys.readouterr().out)
    assert (answer["created"], answer["private"]) == (2, 1)
    assert answer["understood"]["activities"] == {
        "18.11Z": "Imprimerie de journaux",
        "18.12Z": "Autre imprimerie (labeur)",
    }
    assert (
        Company.objects.get(siret="73282901500013").name
        == "Les Presses du Canal (Imprimerie du Canal SARL)"
    )
    assert main(["register", "50 salariés et plus"]) == 2
    assert main(["register", words, "--establishments", "nowhere.parquet"]) == 1
    assert "nowhere.parquet" in capsys.readouterr().err
