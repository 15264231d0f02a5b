"""Duplicates: quality on real and corrupted files, time and memory as a file grows, and splink on
DuckDB beside it.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import time
import venv
from functools import partial
from pathlib import Path

from decroche.prospects.blocking import links
from decroche.prospects.likeness import ASK, SAME
from decroche.prospects.traits import Traits, traits
from decroche.shared.numbers import read_numbers
from tools import blind_shares
from tools.corrupt import Row, corrupted
from tools.near_different import HALVES, Score, beyond_doubt, half_of, measured, siblings, sources

_OTHER = 10_000_000
_SPLINK = Path(__file__).with_name("compare_splink.py")
_TRADES = [
    "Imprimerie",
    "Laiterie",
    "Mutuelle",
    "Transports",
    "Brasserie",
    "Clinique",
    "Menuiserie",
    "Verrerie",
    "Filature",
    "Coopérative",
    "Chocolaterie",
    "Conserverie",
    "Papeterie",
    "Ateliers",
    "Garage",
    "Pharmacie",
    "Cabinet",
    "Boulangerie",
    "Hôtel",
    "Restaurant",
]
_SOUNDS = [
    "ba",
    "be",
    "bi",
    "bo",
    "bu",
    "ca",
    "ce",
    "co",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fe",
    "ga",
    "go",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "po",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "vo",
    "char",
    "chan",
    "bert",
    "mont",
    "pont",
    "grand",
    "beau",
]
_RANGES = ("019900", "026191", "035301", "046571", "053649", "063998")


def measure_doubles(folder: str) -> None:
    """bin/bench doubles"""
    schools = (
        Path(__file__).resolve().parent.parent.parent / "shared/data/companies/schools-rennes.csv"
    )
    if schools.exists():
        _schools(schools)
    else:
        print(
            "doubles: the real schools are not on this machine: only made-up companies are measured"
        )
    _alike_and_different(schools.parents[1])
    blind_shares.measure(schools.parents[1], list(blind_shares.OPENED))
    for size in (25_000, 50_000, 100_000):
        _in_a_process(size)
    _splink(Path(folder))


def made_up(count: int, chance: random.Random) -> list[Row]:
    """Companies that don't exist, in 35,000 made-up towns of uneven size; six in ten have a number,
    of those set aside for fiction.
    """

    def word() -> str:
        return "".join(chance.choice(_SOUNDS) for _ in range(chance.randint(2, 3))).capitalize()

    towns = [
        (
            f"{chance.randint(1, 95):02d}{chance.randint(0, 999):03d}",
            word() + chance.choice(["", "-sur-" + word(), "-le-Vieux"]),
        )
        for _ in range(35_000)
    ]
    sizes = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(towns))))
    numbers = [f"{start}{end:04d}" for start in _RANGES for end in range(10_000)]
    chance.shuffle(numbers)
    rows = []
    for index in range(count):
        postcode, town = chance.choices(towns, cum_weights=sizes)[0]
        name = f"{chance.choice(_TRADES)} {word()}" + chance.choice(
            ["", " & Fils", " SARL", f" {word()}", f" {town}"]
        )
        phone = numbers[index % len(numbers)] if chance.random() < 0.6 else ""
        email = (
            f"contact@{word().lower()}-{word().lower()}.example" if chance.random() < 0.5 else ""
        )
        ways = chance.choice(["rue", "avenue", "boulevard", "place", "chemin", "route"])
        rows.append(
            Row(
                name,
                phone,
                email,
                f"{chance.randint(1, 200)} {ways} {word()} {word()}",
                postcode,
                town,
            )
        )
    return rows


def card(key: int, row: Row) -> Traits:
    """The traits of a row."""
    numbers = [number.e164 or number.national for number in read_numbers(row.phone).numbers]
    siret = row.siret if len(row.siret) == 14 else ""
    return traits(
        key,
        row.name,
        numbers,
        siret=siret,
        email=row.email,
        postcode=row.postcode,
        city=row.city,
        address=row.address,
    )


def schools(path: Path) -> list[Row]:
    """The real schools, as rows to corrupt."""
    with path.open(encoding="utf-8-sig") as file:
        return [
            Row(
                row["Nom_etablissement"],
                row["Telephone"],
                row["Mail"],
                row["Adresse_1"],
                row["Code postal"],
                row["Nom_commune"],
                row["SIREN_SIRET"],
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def _schools(path: Path) -> None:
    rows = schools(path)
    original = [card(key, row) for key, row in enumerate(rows)]
    for seed in range(5):
        chance = random.Random(seed)
        touched = chance.sample(range(len(rows)), len(rows) // 5)
        copy = [card(_OTHER + key, corrupted(rows[key], chance)) for key in touched]
        print(f"doubles: schools, the corrupted fifth, seed {seed}: {score(original, copy)}")


def score(left: list[Traits], right: list[Traits]) -> str:
    """Precision and recall of “same” against the keys' truth, and how many rows are asked about."""
    found = links(left, right)
    same = [pair for pair in found if pair.likeness.verdict == SAME]
    good = sum(pair.two - _OTHER == pair.one for pair in same)
    asked = len({pair.two for pair in found if pair.likeness.verdict == ASK})
    return (
        f"precision {good / max(len(same), 1):.4f} (limit 0.995), recall {good / len(right):.4f} "
        f"(limit 0.97), asked {asked / len(right):.2%} (limit 3 %)"
    )


def _in_half(half: str, row: Row) -> bool:
    return half_of(row) == half


def _alike_and_different(data: Path) -> None:
    """Rows that are alike and not the same, by file and half (near_different.py)."""
    files = list(sources(data)) if data.exists() else []
    chance = random.Random(7)
    files.append(("made-up siblings", siblings(made_up(3000, chance), chance)))
    for half in HALVES:
        total = [0] * len(Score._fields)
        for name, rows in files:
            part = partial(_in_half, half)
            score_of_file = measured(rows, part)
            total = [a + b for a, b in zip(total, score_of_file, strict=True)]
            new, swallowed, there, again = beyond_doubt(rows, part)
            print(f"doubles: {name}, {half} half: {score_of_file}")
            print(
                f"doubles: {name}, {half} half, beyond doubt: {swallowed} of {new} alike and "
                f"different swallowed, {again} of {there} found again as they were"
            )
        print(f"doubles: alike and different, all files, {half} half: {Score(*total)}", flush=True)


def _in_a_process(size: int) -> None:
    """In its own process, so that its memory is its own."""
    script = f"from tools.measures_doubles import grow; grow({size})"
    subprocess.run([sys.executable, "-c", script], check=True)


def grow(size: int) -> None:
    """`size` made-up companies against a copy of which one in five rows is corrupted."""
    left, right = _both(size)
    start = time.perf_counter()
    said = score(left, right)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        (
            f"doubles: {size:,} against {size:,}: {taken:.1f} s ({taken / size * 1e6:.0f} µs a "
            f"row; limit 60 s at 100,000), {peak} MB (limit 1000); {said}"
        ),
        flush=True,
    )


def _both(size: int) -> tuple[list[Traits], list[Traits]]:
    left, right = _rows(size)
    return [card(key, row) for key, row in enumerate(left)], [
        card(_OTHER + key, row) for key, row in enumerate(right)
    ]


def _rows(size: int) -> tuple[list[Row], list[Row]]:
    chance = random.Random(1)
    rows = made_up(size, chance)
    return rows, [corrupted(row, chance) if chance.random() < 0.2 else row for row in rows]


def _splink(folder: Path, size: int = 25_000) -> None:
    """The same two files through splink on DuckDB, in an environment of its own: it is no
    dependency of ours.
    """
    home = folder / "splink"
    venv.create(home, with_pip=True)
    got = subprocess.run(
        [home / "bin/pip", "install", "-q", "splink"], capture_output=True, text=True, check=False
    )
    if got.returncode:
        print(
            "doubles: splink could not be installed, so nothing is compared: "
            f"{got.stderr.strip().splitlines()[-1]}"
        )
        return
    left, right = _rows(size)
    for name, rows, offset in (("left", left, 0), ("right", right, _OTHER)):
        (folder / f"{name}.json").write_text(
            json.dumps([_flat(offset + key, row) for key, row in enumerate(rows)]), encoding="utf-8"
        )
    run = subprocess.run(
        [home / "bin/python", _SPLINK, str(folder), str(size)],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        print(f"doubles: splink failed: {run.stderr[-600:]}")
        return
    theirs = json.loads(run.stdout.strip().splitlines()[-1])
    start = time.perf_counter()
    ours = score(*_both(size))
    print(
        f"doubles: splink, {size:,} against {size:,}: {theirs['seconds']:.1f} s, precision "
        f"{theirs['precision']:.4f}, recall {theirs['recall']:.4f}"
    )
    print(
        f"doubles: ours, the same files, reading included: {time.perf_counter() - start:.1f} "
        f"s, {ours}"
    )


def _flat(key: int, row: Row) -> dict[str, object]:
    """A row as splink is given it: folded the same way, so that only the comparing differs."""
    one = card(key, row)
    return {
        "unique_id": key,
        "name": " ".join(one.name) or None,
        "phone": next(iter(one.numbers), None),
        "email": one.email or None,
        "postcode": one.postcode or None,
        "address": re.sub(r"\s+", " ", f"{one.house} {' '.join(one.street)}").strip() or None,
    }
