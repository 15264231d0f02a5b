"""The same search in the monthly stock files of the whole country (Sirene, by DuckDB, an optional
extra): nothing leaves the machine.

StockEtablissement has tens of millions of rows; columns are read by name, never by position (their
order has changed before).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decroche.gateways.sirene import Unit
from decroche.intake.headcounts import bands
from decroche.intake.register import AT_MOST, HEADER, Gathered, asked_as, fits, row_of
from decroche.intake.register_query import CompanySearch
from decroche.shared.folding import strip_marks

if TYPE_CHECKING:
    import duckdb

MEMORY = "700MB"
_NEEDED = (
    "siren",
    "siret",
    "statutDiffusionEtablissement",
    "trancheEffectifsEtablissement",
    "etablissementSiege",
    "numeroVoieEtablissement",
    "typeVoieEtablissement",
    "libelleVoieEtablissement",
    "codePostalEtablissement",
    "libelleCommuneEtablissement",
    "etatAdministratifEtablissement",
    "activitePrincipaleEtablissement",
    "enseigne1Etablissement",
    "denominationUsuelleEtablissement",
)
_NEEDED_UNITS = (
    "siren",
    "denominationUniteLegale",
    "nomUniteLegale",
    "prenomUsuelUniteLegale",
    "sigleUniteLegale",
    "categorieEntreprise",
    "statutDiffusionUniteLegale",
)


class NoStock(Exception):
    """A stock file can't be used; `code` is no_duckdb, missing, not_stock (with the columns that
    are missing), unreadable or no_place.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


def gather_from_stock(
    wanted: CompanySearch,
    establishments: Path,
    units: Path | None,
    path: Path,
    *,
    memory: str = MEMORY,
) -> Gathered:
    """Writes the wanted establishments as a file of companies; closed and non-public ones are left
    out and counted. Raises NoStock.
    """
    done = Gathered()
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        for unit in units_of(wanted, establishments, units, done, memory=memory):
            if done.found == AT_MOST:
                done.cut = True
                break
            done.found += 1
            table.writerow(row_of(unit))
    return done


def units_of(
    wanted: CompanySearch,
    establishments: Path,
    units: Path | None,
    done: Gathered,
    *,
    memory: str = MEMORY,
) -> Iterator[Unit]:
    """Yields the wanted establishments of a stock file; `units` (StockUniteLegale) has the names of
    their companies.
    """
    wanted = _without_distance(wanted)
    line = _connected(memory)
    columns = _columns(line, establishments, _NEEDED)
    if units is not None:
        _columns(line, units, _NEEDED_UNITS)
    question, values = _question(wanted, establishments, units, columns)
    rows = _asked(line, question, values)
    while part := rows.fetchmany(1000):
        for unit in map(_unit, part):
            if unit.private:
                done.private += 1
            elif unit.closed:
                done.closed += 1
            elif _is_wanted(unit, wanted, with_category=units is not None):
                yield unit


def _without_distance(wanted: CompanySearch) -> CompanySearch:
    """Returns a search without distances, which the files don't have: words that may be a town are
    looked for in names. Raises NoStock for a place that can't be a name.
    """
    if wanted.around and wanted.or_words:
        words = (*wanted.words, wanted.or_words)
        return replace(wanted, around=None, activities=(), words=words)
    if wanted.around:
        raise NoStock("no_place", wanted.around[0])
    return wanted


def _is_wanted(unit: Unit, wanted: CompanySearch, *, with_category: bool) -> bool:
    """`with_category` says that the file has the category of companies."""
    other = with_category and wanted.category and unit.category != wanted.category
    return bool(unit.name) and fits(unit, wanted) and not other


def _question(
    wanted: CompanySearch, establishments: Path, units: Path | None, columns: set[str]
) -> tuple[str, list[Any]]:
    """Returns (the statement for the files, its values); its columns are those that
    `_unit` reads.
    """
    new = (
        "e.activitePrincipaleNAF25Etablissement"
        if "activitePrincipaleNAF25Etablissement" in columns
        else "''"
    )
    names, joined = _names(units)
    where, values = _where(wanted, new)
    return (
        f"""
        WITH e AS (SELECT * FROM {_table(establishments)} e WHERE {where} LIMIT {AT_MOST * 3})
        SELECT e.siren, e.siret, {names},
          coalesce(e.enseigne1Etablissement, e.denominationUsuelleEtablissement, ''),
          e.activitePrincipaleEtablissement, {new},
          coalesce(e.trancheEffectifsEtablissement, ''),
          concat_ws(
            ' ', e.numeroVoieEtablissement, e.typeVoieEtablissement, e.libelleVoieEtablissement
          ),
          e.codePostalEtablissement, e.libelleCommuneEtablissement,
          CAST(e.etablissementSiege AS VARCHAR) = 'true',
          e.etatAdministratifEtablissement, e.statutDiffusionEtablissement
        FROM e {joined} ORDER BY e.siret""",
        values,
    )


def _names(units: Path | None) -> tuple[str, str]:
    """Returns (the columns for the name, the category and whether it is public, the table they are
    in).
    """
    if units is None:
        own = "coalesce(e.denominationUsuelleEtablissement, e.enseigne1Etablissement, '')"
        return f"{own}, '', 'O'", ""
    person = "trim(coalesce(u.prenomUsuelUniteLegale, '') || ' ' || coalesce(u.nomUniteLegale, ''))"
    return (
        f"coalesce(u.denominationUniteLegale, {person}, ''), coalesce(u.categorieEntreprise, ''), "
        "coalesce(u.statutDiffusionUniteLegale, 'O')",
        f"LEFT JOIN {_table(units)} u ON u.siren = e.siren",
    )


def _unit(row: tuple[Any, ...]) -> Unit:
    (
        siren,
        siret,
        name,
        category,
        published,
        sign,
        activity,
        new,
        headcount,
        street,
        postcode,
        city,
        seat,
        state,
        diffused,
    ) = row
    return Unit(
        siren=str(siren),
        siret=str(siret),
        name=str(name or sign or ""),
        sign=str(sign or ""),
        activity=str(activity or ""),
        activity_2025=str(new or ""),
        headcount=str(headcount or ""),
        category=str(category or ""),
        address=str(street or ""),
        postcode=str(postcode or ""),
        city=str(city or ""),
        head_office=bool(seat),
        closed="?" if state == "F" else "",
        private="P" in (published, diffused) or "[ND]" in (name, street),
    )


def _where(wanted: CompanySearch, new: str) -> tuple[str, list[Any]]:
    """Returns (condition, values) over the columns of StockEtablissement `e`."""
    parts, values = ["e.etatAdministratifEtablissement = 'A'"], list[Any]()
    codes = list(dict.fromkeys(code for chosen in wanted.activities for code in asked_as(chosen)))
    if codes:
        condition = f"e.activitePrincipaleEtablissement IN ({_marks(codes)})"
        parts.append(
            f"({condition} OR {new} IN ({_marks(list(wanted.activities))}))"
            if new != "''"
            else condition
        )
        values += codes + (list(wanted.activities) if new != "''" else [])
    places = [
        f"{code}%" for code in wanted.departments if not code.startswith("2") or code[1:].isdigit()
    ]
    places += [
        {"2A": "200%", "2B": "202%"}[code] for code in wanted.departments if code in ("2A", "2B")
    ]
    places += [
        {"2A": "201%", "2B": "206%"}[code] for code in wanted.departments if code in ("2A", "2B")
    ]
    if places or wanted.postcodes:
        likes = ["e.codePostalEtablissement LIKE ?"] * len(places) + [
            "e.codePostalEtablissement = ?"
        ] * len(wanted.postcodes)
        parts.append(f"({' OR '.join(likes)})")
        values += [*places, *wanted.postcodes]
    sizes = bands(wanted.least, wanted.most)
    if sizes:
        parts.append(f"e.trancheEffectifsEtablissement IN ({_marks(list(sizes))})")
        values += sizes
    for words in wanted.words:
        parts.append(
            "(strip_accents(lower(coalesce(e.enseigne1Etablissement, '') || ' ' || "
            "coalesce(e.denominationUsuelleEtablissement, ''))) LIKE ?)"
        )
        values.append(f"%{strip_marks(words)}%")
    return " AND ".join(parts), values


def _marks(values: list[Any]) -> str:
    return ", ".join("?" * len(values))


def _connected(memory: str) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        raise NoStock("no_duckdb") from None
    line = duckdb.connect()
    line.execute(f"SET memory_limit = '{memory}'")
    line.execute("SET threads = 2")
    line.execute("SET preserve_insertion_order = false")
    line.execute("SET autoinstall_known_extensions = false")  # nothing is fetched from anywhere
    return line


def _table(path: Path | None) -> str:
    quoted = str(path).replace("'", "''")
    with open(str(path), "rb") as file:
        parquet = file.read(4) == b"PAR1"
    return (
        f"read_parquet('{quoted}')"
        if parquet
        else f"read_csv('{quoted}', all_varchar = true, header = true)"
    )


def _columns(line: duckdb.DuckDBPyConnection, path: Path, needed: tuple[str, ...]) -> set[str]:
    if not path.is_file():
        raise NoStock("missing", str(path))
    found = {
        str(row[0]) for row in _asked(line, f"DESCRIBE SELECT * FROM {_table(path)}", []).fetchall()
    }
    if lacking := [name for name in needed if name not in found]:
        raise NoStock("not_stock", ", ".join(lacking[:4]))
    return found


def _asked(
    line: duckdb.DuckDBPyConnection, question: str, values: list[Any]
) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return line.execute(question, values)
    except (duckdb.Error, OSError) as error:
        raise NoStock("unreadable", str(error).splitlines()[0][:200]) from None
