"""The measures, as ratios against a limit taken in the same run: bin/bench [--toy] [NAME]…

The names are those of NAMES; without one, all are run. `--toy`: small sizes, to see that they run.
Of `team`: `--callers 20,100,200`, how many members call at the same time; `--calls`, how many calls
they make together; `--companies` of their file.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module

from tools.scale import TEAM, TOY

NAMES = (
    "import",
    "memory",
    "loop",
    "first",
    "next",
    "painted",
    "search",
    "callers",
    "crowd",
    "telephone",
    "start",
    "mail",
    "doubles",
    "stock",
    "paper",
    "ranking",
    "queue",
    "bilan",
    "pages",
    "team",
)
_HOMES = {
    "first": "measures_cards",
    "next": "measures_cards",
    "painted": "measures_cards",
    "crowd": "measures_crowd",
    "telephone": "measures_telephone",
    "mail": "measures_mail",
    "doubles": "measures_doubles",
    "stock": "measures_stock",
    "paper": "measures_paper",
    "ranking": "measures_ranking",
    "queue": "measures_queue",
    "bilan": "measures_queue",
    "pages": "measures_pages",
    "team": "measures_team",
}
"""Modules of the measures that are not in measures.py."""


def measure_of(name: str) -> Callable[[str], None]:
    """The measure of that name; it is given a folder to work in."""
    home = import_module(f"tools.{_HOMES.get(name, 'measures')}")
    found: Callable[[str], None] = getattr(home, f"measure_{name}")
    return found


def main() -> int:
    """Runs the measures named, or all."""
    options = _options()
    chosen = options.names or list(NAMES)
    unknown = set(chosen) - set(NAMES)
    if unknown:
        print(
            f"No such measure: {', '.join(sorted(unknown))}. There are {', '.join(NAMES)}.",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="decroche-bench-") as folder:
        os.environ["DECROCHE_DATA"] = folder
        os.environ["DECROCHE_NOW"] = "2026-11-24T10:05"
        os.environ["DJANGO_SETTINGS_MODULE"] = "decroche.config.settings"
        os.environ.pop("DATABASE_URL", None)
        if options.toy:
            os.environ[TOY] = "1"
        os.environ[TEAM] = json.dumps(_team(options))
        import django

        django.setup()
        for name in chosen:
            measure_of(name)(folder)
            print(f"        load average {os.getloadavg()[0]:.1f}", flush=True)
    return 0


def _options() -> Namespace:
    reader = ArgumentParser(prog="bin/bench")
    reader.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    reader.add_argument("--toy", action="store_true", help="small sizes, to see that they run")
    for name in ("callers", "calls", "companies"):
        reader.add_argument(f"--{name}", help="of team")
    return reader.parse_args()


def _team(options: Namespace) -> dict[str, object]:
    """The sizes of a team that were given, by their names in scale.Scale."""
    given: dict[str, object] = {}
    if options.callers:
        given["team_callers"] = [int(number) for number in options.callers.split(",")]
    for name in ("calls", "companies"):
        if getattr(options, name):
            given[f"team_{name}"] = int(getattr(options, name))
    return given


if __name__ == "__main__":
    sys.exit(main())
