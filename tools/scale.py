"""How large the measures of bin/bench are; with `--toy` all are small, to see that they run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace

TOY = "DECROCHE_BENCH_TOY"
"""Set to 1 in the environment by `bin/bench --toy`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes: companies of a file, and how often each thing is done."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    """Files of the measures that compare sizes."""
    imported: int = 100_000
    """Rows that are imported in earnest; a larger file is made by copying (tools/growing.py)."""
    million: int = 1_000_000
    """Rows of the import whose memory is measured, and companies of the largest file."""
    calls: int = 300
    """Calls of one caller."""
    warm: int = 20
    """Calls before those that are measured."""
    at_once: int = 20
    """Callers at the same time."""
    each: int = 100
    """Calls of each of them."""
    crowd: int = 34_861
    """Rows of the import beside which the callers call."""
    history: int = 10_000
    """Calls made before, of the pages and of the order of the cards."""
    bilan: int = 50_000
    """Calls made before, of the figures."""
    mails: int = 500
    stock: int = 15_000_000
    """Establishments of the made-up register."""
    repeats: int = 20
    """How often a page or a search is asked for."""
    team_callers: tuple[int, ...] = (20, 100, 200)
    """Members who call at the same time, in turns."""
    team_calls: int = 2_000
    """Calls of all of them together."""
    team_companies: int = 10_000


_SMALL = Scale(
    sizes=(60, 120, 180),
    imported=200,
    million=400,
    calls=5,
    warm=2,
    at_once=3,
    each=4,
    crowd=200,
    history=150,
    bilan=150,
    mails=5,
    stock=2_000,
    repeats=2,
    team_callers=(2, 3),
    team_calls=12,
    team_companies=60,
)
TEAM = "DECROCHE_BENCH_TEAM"
"""Other sizes of the measure of a team, as JSON: what `bin/bench team --callers …` was given."""


def scale() -> Scale:
    """The sizes of this run."""
    found = _SMALL if os.environ.get(TOY) else Scale()
    given = json.loads(os.environ.get(TEAM, "{}"))
    if "team_callers" in given:
        given["team_callers"] = tuple(given["team_callers"])
    return replace(found, **given)
