"""Files of real establishments among which no rule of doubles was made, in shares that are opened
one after the other.

    python -m tools.blind_shares [FOLDER] [--open SHARE]

A figure is blind once: as soon as somebody looks at the errors behind it, the next figure of that
share is worth what any figure of seen data is worth. So each group of alike rows falls, by a hash
with `_SALT`, into one of three shares; `OPENED` says which were read, when, and whether the errors
were looked at afterwards. Without `--open` the opened shares are measured again. Who opens another
one writes it into `OPENED` with the day, in the same commit as its figures.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from math import sqrt
from pathlib import Path

from tools.corrupt import Row
from tools.near_different import (
    SEEN_TOWN_HALLS,
    Score,
    beyond_doubt,
    measured,
    numbered,
    read,
    town_halls,
)

SHARES = ("first", "second", "third")
OPENED = {
    "first": "read on 27 November 2026; its errors were looked at, and rules were made from them",
    "second": "read on 27 November 2026 after these rules; its errors were not looked at",
}
"""{share: when it was first read, and what was done with it afterwards}"""
_SALT = "doubles, 27 November 2026"
_DATA = Path(__file__).resolve().parents[2] / "shared/data"


def share_of(row: Row) -> str:
    """The share that a group with this first row falls into."""
    said = f"{_SALT}|{row.name}|{row.address}|{row.postcode}|{row.phone}".encode()
    return SHARES[sha256(said).digest()[0] % len(SHARES)]


def _in_share(share: str, row: Row) -> bool:
    return share_of(row) == share


def files(data: Path) -> Iterator[tuple[str, list[Row] | None]]:
    """(kind of establishments, its rows); None for the rows of a file that isn't there."""
    for kind, (name, rows_of) in _FILES.items():
        path = data / name
        yield kind, rows_of(path) if path.exists() else None


def _unseen_town_halls(path: Path) -> list[Row]:
    return town_halls(path)[SEEN_TOWN_HALLS:]


def _hospitals(path: Path) -> list[Row]:
    """Hospitals and clinics of the European register of health care (real numbers)."""
    return [
        Row(
            " ".join(filter(None, (row["hospital_name"], row["site_name"]))),
            row["tel"].zfill(len("0199001234")) if row["tel"] else "",
            row["email"],
            f"{row['house_number']} {row['street']}".strip(),
            row["postcode"],
            row["city"],
        )
        for row in read(path, ",")
    ]


def _restaurants(path: Path) -> list[Row]:
    """Restaurants that were inspected; the file has no numbers, so they get made-up ones."""
    return _inspected(read(path, ";"), lambda trade: trade.startswith("Restaurant"))


def _canteens(path: Path) -> list[Row]:
    """Kitchens of schools, crèches, homes for the old and hospitals."""
    return _inspected(read(path, ","), lambda trade: trade.startswith("Restauration collective"))


def _shops(path: Path) -> list[Row]:
    """Shops, markets, chains, and who makes food."""
    return _inspected(read(path, ","), lambda trade: not trade.startswith("Restaura"))


def _inspected(rows: Iterator[dict[str, str]], wanted: Callable[[str], bool]) -> list[Row]:
    """The establishments of a list of inspections, each once, by their SIRET. The SIRET itself is
    left out of the rows: it would say by itself who is who.
    """
    found = dict[str, Row]()
    for row in rows:
        name, siret = row["APP_Libelle_etablissement"].strip(), row["SIRET"]
        if (
            siret
            and name
            and name != _NO_NAME
            and wanted(row["APP_Libelle_activite_etablissement"])
        ):
            town = row["Libelle_commune"]
            found[siret] = Row(name, "", "", row["ods_adresse"], row["Code_postal"], town)
    return numbered(list(found.values()))


_NO_NAME = "SIEGE SOCIAL"
_FILES: dict[str, tuple[str, Callable[[Path], list[Row]]]] = {
    "town halls": ("companies/town-halls.csv", _unseen_town_halls),
    "hospitals": ("companies/hospitals-france-2020.csv", _hospitals),
    "restaurants": ("companies/inspected-restaurants-2019.csv", _restaurants),
    "shops and makers of food": ("companies/inspected-food-2017.csv", _shops),
    "canteens": ("companies/inspected-food-2017.csv", _canteens),
}


def interval(good: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson), which holds near 0 and 1 too."""
    if not total:
        return 0.0, 1.0
    z = 1.96
    share = good / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return (middle - spread) / whole, (middle + spread) / whole


def said(score: Score) -> str:
    """A score with numerators, denominators and intervals."""
    sure, full = score.found - score.bare_found, score.copies - score.bare
    taken = score.found + score.wrong + score.swallowed
    return ", ".join(
        (
            f"precision {_share(score.found, taken)}",
            f"recall {_share(score.found, score.copies)}",
            f"of copies with more than name and town {_share(sure, full)}",
            f"copies asked {score.copies_asked}/{score.copies}",
            f"alike and different taken for one {score.swallowed}/{score.strangers}",
            f"asked {score.strangers_asked}/{score.strangers}",
        )
    )


def _share(good: int, total: int) -> str:
    low, high = interval(good, total)
    return f"{good}/{total} = {good / max(total, 1):.4f} ({low:.4f}–{high:.4f})"


def measure(data: Path, shares: list[str]) -> None:
    """Prints the figures of shares, by kind and together."""
    there = [(kind, rows) for kind, rows in files(data) if rows is not None]
    for kind in _FILES.keys() - {kind for kind, _ in there}:
        print(f"doubles: {kind}: {data / _FILES[kind][0]} is not on this machine, not measured")
    for share in shares:
        print(f"doubles: {share} share, {OPENED.get(share, 'opened now: write it into OPENED')}")
        totals = {way: [0] * len(Score._fields) for way in _WAYS}
        for kind, rows in there:
            part = partial(_in_share, share)
            for way, exact in _WAYS.items():
                score = measured(rows, part, many=True, exact=exact)
                totals[way] = [a + b for a, b in zip(totals[way], score, strict=True)]
                print(f"doubles: {share} share, {kind}, {way}: {said(score)}")
            new, swallowed, held, again = beyond_doubt(rows, part, many=True)
            print(
                f"doubles: {share} share, {kind}, beyond doubt: {swallowed}/{new} alike and "
                f"different swallowed, {again}/{held} found again as they were",
                flush=True,
            )
        for way, total in totals.items():
            print(f"doubles: {share} share, all kinds, {way}: {said(Score(*total))}")


_WAYS = {"as an import": True, "by likeness alone": False}
"""Whether what is beyond doubt is taken for a card before likeness is asked."""


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_DATA)
    parser.add_argument("--open", choices=SHARES, action="append", default=[])
    given = parser.parse_args()
    csv.field_size_limit(1_000_000)
    measure(given.folder, given.open or list(OPENED))
