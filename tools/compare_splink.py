"""splink over two files of companies, as its manual says: run by `bin/bench doubles` in an
environment of its own, since splink is no dependency of ours.

    python tools/compare_splink.py FOLDER SIZE

FOLDER holds left.json and right.json; the row of the same company has the number 10,000,000 higher
in right.json. Prints one JSON document: seconds, precision, recall.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

OFFSET = 10_000_000


def main(folder: str, size: int) -> None:
    """Compares the two files and prints what was found."""
    base = duckdb.connect()
    for name in ("left", "right"):
        base.execute(
            f"create table {name}_rows as select * from read_json_auto('{folder}/{name}.json')"
        )
    start = time.perf_counter()
    linker = _linker(DuckDBAPI(base))
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("phone")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("postcode", "phone"):
        training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=0.5)
    rows = base.execute(
        f"select unique_id_l, unique_id_r, match_probability from {found.physical_name}"
    ).fetchall()
    pairs = _best(rows)
    good = sum(right - OFFSET == left for left, right in pairs)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "precision": good / max(len(pairs), 1),
                "recall": good / size,
            }
        )
    )


def _linker(api: Any) -> Any:
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.92, 0.8]),
            cl.ExactMatch("phone"),
            cl.ExactMatch("email"),
            cl.ExactMatch("postcode"),
            cl.JaroWinklerAtThresholds("address", [0.92, 0.8]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("email"),
            block_on("postcode", "substr(name,1,4)"),
            block_on("postcode", "substr(address,1,6)"),
        ],
    )
    try:
        return Linker([api.register("left_rows"), api.register("right_rows")], settings)
    except (AttributeError, TypeError):  # older releases take the names of the tables
        return Linker(["left_rows", "right_rows"], settings, db_api=api)


def _best(rows: list[tuple[Any, Any, float]]) -> list[tuple[int, int]]:
    """(left, right) of the likeliest pair of each right row, if its probability is 0.9 or more."""
    best: dict[int, tuple[float, int]] = {}
    for one, other, probability in rows:
        left, right = sorted((int(one), int(other)))
        if probability > best.get(right, (0.0, 0))[0]:
            best[right] = (probability, left)
    return [(left, right) for right, (probability, left) in best.items() if probability >= 0.9]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
