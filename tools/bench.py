"""The measures, as ratios against a limit taken in the same run: bin/bench [--toy] [NAME]…

The names are those of NAMES; without one, all are run. `--toy`: small sizes, to see that they run.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module

from tools.scale import TOY

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
    "start",
    "mail",
    "doubles",
    "stock",
    "paper",
    "ranking",
    "queue",
    "bilan",
    "pages",
)
_HOMES = {
    "first": "measures_cards",
    "next": "measures_cards",
    "painted": "measures_cards",
    "crowd": "measures_crowd",
    "mail": "measures_mail",
    "doubles": "measures_doubles",
    "stock": "measures_stock",
    "paper": "measures_paper",
    "ranking": "measures_ranking",
    "queue": "measures_queue",
    "bilan": "measures_queue",
    "pages": "measures_pages",
}
"""Modules of the measures that are not in measures.py."""


def measure_of(name: str) -> Callable[[str], None]:
    """The measure of that name; it is given a folder to work in."""
    home = import_module(f"tools.{_HOMES.get(name, 'measures')}")
    found: Callable[[str], None] = getattr(home, f"measure_{name}")
    return found


def main() -> int:
    """Runs the measures named, or all."""
    chosen = [name for name in sys.argv[1:] if name != "--toy"] or list(NAMES)
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
        if "--toy" in sys.argv:
            os.environ[TOY] = "1"
        import django

        django.setup()
        for name in chosen:
            measure_of(name)(folder)
            print(f"        load average {os.getloadavg()[0]:.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
