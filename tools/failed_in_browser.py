"""python -m tools.failed_in_browser: did the last run of the tests fail in the browser only?

Exit code 0 when between one and five browser tests failed, and nothing else; it prints them.
1 in any other case: more are no chance, and a test without a browser does not depend on it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

MOST = 5
LAST = Path(".pytest_cache/v/cache/lastfailed")


def failed_in_browser_only(failed: list[str]) -> bool:
    """Whether these tests, by their ids, are few and all of the browser."""
    return 0 < len(failed) <= MOST and all(one.startswith("tests/browser/") for one in failed)


def main() -> int:
    failed = sorted(json.loads(LAST.read_text("utf-8"))) if LAST.exists() else []
    if not failed_in_browser_only(failed):
        return 1
    sys.stdout.write("".join(f"failed once: {one}\n" for one in failed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
