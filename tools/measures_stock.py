"""A search in a stock file of the whole country: fifteen million generated rows of the true schema,
time and memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from decroche.intake.register import Gathered
from decroche.intake.register_query import understand_wanted
from decroche.intake.stock import units_of
from tools.scale import scale

_FILLERS = (
    "nic",
    "dateCreationEtablissement",
    "anneeEffectifsEtablissement",
    "dateDernierTraitementEtablissement",
    "nombrePeriodesEtablissement",
    "complementAdresseEtablissement",
    "indiceRepetitionEtablissement",
    "distributionSpecialeEtablissement",
    "codeCommuneEtablissement",
    "codeCedexEtablissement",
    "libelleCedexEtablissement",
    "dateDebut",
    "enseigne2Etablissement",
    "enseigne3Etablissement",
    "nomenclatureActivitePrincipaleEtablissement",
    "caractereEmployeurEtablissement",
)
# What the made-up stock holds, column by column; `i` is the number of the row.
_COLUMNS = {
    "siren": "lpad(CAST(i // 2 AS VARCHAR), 9, '0')",
    "siret": "lpad(CAST(i AS VARCHAR), 14, '0')",
    "statutDiffusionEtablissement": "CASE WHEN hash(i) % 12 = 0 THEN 'P' ELSE 'O' END",
    "trancheEffectifsEtablissement": (
        "['NN','NN','NN','NN','NN','00','01','01','02','03','11','12','21','22','31','41']"
        "[1 + CAST(hash(i, 1) % 16 AS BIGINT)]"
    ),
    "etablissementSiege": "i % 2 = 0",
    "numeroVoieEtablissement": "CAST(1 + i % 200 AS VARCHAR)",
    "typeVoieEtablissement": "'RUE'",
    "libelleVoieEtablissement": "'DU PORT ' || i % 9999",
    "codePostalEtablissement": (
        "lpad(CAST(1000 + CAST(hash(i, 2) % 94000 AS BIGINT) AS VARCHAR), 5, '0')"
    ),
    "libelleCommuneEtablissement": "'VILLE ' || CAST(hash(i, 3) % 35000 AS BIGINT)",
    "etatAdministratifEtablissement": (
        "CASE WHEN CAST(hash(i, 4) % 10 AS BIGINT) < 4 THEN 'F' ELSE 'A' END"
    ),
    "activitePrincipaleEtablissement": (
        "lpad(CAST(1 + CAST(hash(i, 5) % 95 AS BIGINT) AS VARCHAR), 2, '0') || '.' || "
        "lpad(CAST(10 + CAST(hash(i, 6) % 6 AS BIGINT) AS VARCHAR), 2, '0') || 'Z'"
    ),
    "enseigne1Etablissement": "NULL",
    "denominationUsuelleEtablissement": "NULL",
    "activitePrincipaleNAF25Etablissement": "'18.12Y'",
    **dict.fromkeys(_FILLERS, "CAST(i % 97 AS VARCHAR)"),
}
_UNIT_COLUMNS = {
    "siren": "lpad(CAST(i AS VARCHAR), 9, '0')",
    "denominationUniteLegale": "'SOCIETE ' || i",
    "nomUniteLegale": "NULL",
    "prenomUsuelUniteLegale": "NULL",
    "sigleUniteLegale": "NULL",
    "categorieEntreprise": "'PME'",
    "statutDiffusionUniteLegale": "'O'",
}


def generate(establishments: Path, units: Path, rows: int) -> None:
    """Parquet files of made-up establishments, four in ten closed as in the real stock, and of
    their companies.
    """
    import duckdb

    line = duckdb.connect()
    line.execute("SET memory_limit = '2GB'; SET threads = 2; SET preserve_insertion_order = false")
    for path, columns, count in (
        (establishments, _COLUMNS, rows),
        (units, _UNIT_COLUMNS, rows // 2),
    ):
        named = ", ".join(f"{value} AS {name}" for name, value in columns.items())
        line.execute(f"COPY (SELECT {named} FROM range({count}) t(i)) TO '{path}' (FORMAT parquet)")


def measure_stock(folder: str) -> None:
    """bin/bench stock"""
    establishments, units = (
        Path(folder) / "StockEtablissement.parquet",
        Path(folder) / "StockUniteLegale.parquet",
    )
    start = time.perf_counter()
    generate(establishments, units, scale().stock)
    print(
        f"stock: {scale().stock:,} rows generated in {time.perf_counter() - start:.0f} s, "
        f"{establishments.stat().st_size >> 20} MB of Parquet"
    )
    start = time.perf_counter()
    establishments.read_bytes()
    print(f"stock: reading the bare bytes takes {time.perf_counter() - start:.2f} s")
    script = (
        f"from tools.measures_stock import search; search({str(establishments)!r}, {str(units)!r})"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def search(establishments: str, units: str) -> None:
    """One search, in its own process so that its memory is its own."""
    wanted = understand_wanted("18.12Z, Nord, 50 salariés et plus", date(2026, 11, 23))
    for name, companies in (("with the companies' names", Path(units)), ("by sign only", None)):
        done = Gathered()
        start = time.perf_counter()
        found = sum(1 for _ in units_of(wanted, Path(establishments), companies, done))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            (
                f"stock: a search {name}: {time.perf_counter() - start:.1f} s, {found} found, "
                f"{done.private} private left out, {peak} MB (limit 1000)"
            ),
            flush=True,
        )
