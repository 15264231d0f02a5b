"""Which cards are alike for the ranking: same sector, size and kind of number. Pure, no Django.

A stratum is one number made of these three. It is worked out when a card is written, so that the
queue finds similar cards in an index.
"""

from __future__ import annotations

from functools import lru_cache

LINES = ("switchboard", "direct", "mobile", "unknown")
SIZES = ("nobody", "under_10", "under_50", "from_50", "unknown")
SECTORS = (
    "industry",
    "building",
    "trade",
    "transport_food",
    "information",
    "finance_property",
    "services",
    "public",
    "unknown",
)

_SECTOR_OF = (
    (1, 3, 0),
    (5, 39, 0),
    (41, 43, 1),
    (45, 47, 2),
    (49, 53, 3),
    (55, 56, 3),
    (58, 63, 4),
    (64, 68, 5),
    (69, 82, 6),
    (84, 88, 7),
    (90, 99, 6),
)
"""(first division, last division, place in SECTORS) of the NAF; its revisions 2 and 2025 have the
same divisions at this level of detail.
"""
_LEAST_OF_SIZE = (1, 10, 50)
"""Employees with which the second, third and fourth of SIZES begin."""


def sector_of(naf: str) -> int:
    """Returns the place in SECTORS of an activity code (“18.12Z”); that of "unknown" when the code
    says nothing.
    """
    division = int(naf[:2]) if naf[:2].isdecimal() else 0
    return next(
        (sector for first, last, sector in _SECTOR_OF if first <= division <= last),
        len(SECTORS) - 1,
    )


def size_of(headcount_min: int | None) -> int:
    """Returns the place in SIZES of a number of employees, None when that is not known."""
    if headcount_min is None:
        return SIZES.index("unknown")
    return sum(headcount_min >= least for least in _LEAST_OF_SIZE)


@lru_cache(4096)
def stratum(naf: str, headcount_min: int | None, line: str) -> int:
    """Sector, size and line type in one number: cards of one stratum are equally likely to answer,
    all else being equal.
    """
    kind = LINES.index(line if line in LINES else "unknown")
    return (sector_of(naf) * len(SIZES) + size_of(headcount_min)) * len(LINES) + kind
