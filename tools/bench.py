"""The measures, as ratios against a limit taken in the same run: bin/bench [import] [loop] [search]
[callers] [start] [mail] [doubles] [stock] [paper] [ranking] [queue] [bilan] [pages].
"""

from __future__ import annotations

import os
import sys
import tempfile

NAMES = (
    "import",
    "loop",
    "search",
    "callers",
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


def main() -> int:
    """Runs the measures named, or all."""
    chosen = sys.argv[1:] or list(NAMES)
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
        import django

        django.setup()
        from tools import (
            measures,
            measures_doubles,
            measures_mail,
            measures_pages,
            measures_paper,
            measures_queue,
            measures_ranking,
            measures_stock,
        )

        for name in chosen:
            homes = {
                "mail": measures_mail,
                "doubles": measures_doubles,
                "stock": measures_stock,
                "paper": measures_paper,
                "ranking": measures_ranking,
                "queue": measures_queue,
                "bilan": measures_queue,
                "pages": measures_pages,
            }
            home = homes.get(name, measures)
            getattr(home, f"measure_{name}")(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
