"""Paper: made-up pages of every layout and flaw, read like a photo she drops; what of numbers and
names is right.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from pathlib import Path

from decroche.intake.paper.kept import Row
from decroche.intake.paper.scan import scan_file
from tools.pages import FLAWS, LAYOUTS, Page, make


def measure_paper(folder: str) -> None:
    """bin/bench paper"""
    sums = [0, 0, 0, 0]
    start = time.perf_counter()
    pages = 0
    for layout in LAYOUTS:
        for flaw in FLAWS:
            found = [0, 0, 0, 0]
            for seed in range(3):
                page = make(layout, flaw, seed)
                path = Path(folder) / f"{layout}-{flaw}-{seed}.png"
                page.picture.save(path)
                found = [
                    one + two
                    for one, two in zip(found, compare(page, scan_file(path).rows), strict=True)
                ]
                pages += 1
            sums = [one + two for one, two in zip(sums, found, strict=True)]
            print(
                (
                    f"paper: {layout}, {flaw}: numbers {found[0]}/{found[1]}, words of names "
                    f"{found[2]}/{found[3]}"
                ),
                flush=True,
            )
    print(
        f"paper: all: numbers {sums[0] / sums[1]:.2%} (limit 98 %), words of names "
        f"{sums[2] / sums[3]:.2%} (limit 97 %), {(time.perf_counter() - start) / pages:.1f} "
        "s a page"
    )


def compare(page: Page, rows: Iterable[Row]) -> list[int]:
    """[numbers right, numbers, words of names right on the card of their number, words of names]"""
    by_number = {
        re.sub(r"\D", "", row.cells["phone"].text): row
        for row in rows
        if row.keep and "phone" in row.cells
    }
    numbers = words = total = 0
    for name, number, _town in page.rows:
        row = by_number.get(re.sub(r"\D", "", number))
        numbers += row is not None
        total += len(name.split())
        if row is not None:
            read = row.cells["name"].text.replace("'", "’").split()
            words += sum(word in read for word in name.replace("'", "’").split())
    return [numbers, len(page.rows), words, total]
