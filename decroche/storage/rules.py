"""The rule that decides which daily copies are kept. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the newest copy is kept."""


def copies_to_keep(stamps: Iterable[datetime]) -> set[datetime]:
    """The newest copy of each of the last seven days, four weeks and twelve months that have one.

    `stamps` is when the copies were made, in local time. Days without a copy do not count: after a
    month of holidays, the copies of the seven days before it are still kept.
    """
    newest_first = sorted(set(stamps), reverse=True)
    kept = set[datetime]()
    for period, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        newest_of = dict[str, datetime]()
        for stamp in newest_first:
            newest_of.setdefault(stamp.strftime(period), stamp)
        kept.update(list(newest_of.values())[:most])
    return kept
