"""Which daily copies are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many days, weeks and months with a copy are remembered."""


def copies_to_keep(stamps: Iterable[datetime]) -> set[datetime]:
    """The newest copy of each of the last seven days, four weeks and twelve months that have one.

    `stamps`: when the copies were made, in the time of her place. A day without a copy does not
    count: after a holiday of a month the seven days before it are still there.
    """
    newest_first = sorted(set(stamps), reverse=True)
    kept = set[datetime]()
    for span, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        newest = dict[str, datetime]()
        for stamp in newest_first:
            newest.setdefault(stamp.strftime(span), stamp)
        kept.update(list(newest.values())[:most])
    return kept
