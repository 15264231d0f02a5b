"""Opens a file in another process before the desk does: a file that takes too much memory or time
is refused with a sentence, and the desk goes on. `python -m decroche.intake.tried FILE` is that
process; it imports no database.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from decroche.intake.limits import run_limited
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.signatures import is_workbook
from decroche.intake.sources.source import Unreadable
from decroche.shared.limits import limit_memory, limit_time

SECONDS = 10.0
"""Processor time to open a file and read its first rows; a large text file gets more."""
_PER_SECOND = 2_000_000
_SMALL = 1_000_000
"""Bytes; a smaller text file is opened without a trial."""
_WAIT = 60.0
"""Seconds that the trial may take in addition, on a busy machine."""


def try_first(path: Path) -> None:
    """Opens a file in another process, if it is a workbook or a large text file. Raises Unreadable
    with what that process said, or too_heavy.
    """
    with path.open("rb") as file:
        if not is_workbook(file.read(16)) and path.stat().st_size < _SMALL:
            return
    done = run_limited(["decroche.intake.tried", str(path)], wait=_WAIT + _seconds(path))
    if done:
        raise Unreadable(*json.loads(done))


def _seconds(path: Path) -> float:
    return SECONDS + path.stat().st_size / _PER_SECOND


def main() -> None:
    """Opens the file that its argument names; prints as JSON why it can't be read, else nothing."""
    path = Path(sys.argv[1])
    limit_memory()
    limit_time(_seconds(path))
    try:
        source = open_source(path)
        source.height()
        next(iter(source.rows()), None)
    except Unreadable as error:
        sys.stdout.write(json.dumps([error.code, error.detail]) + "\n")
    except RecursionError:
        sys.stdout.write(json.dumps(["too_heavy", ""]) + "\n")


if __name__ == "__main__":
    main()
