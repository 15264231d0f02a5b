"""What may bear on whether somebody is reached: the blocks of the ranking and how a card falls into
them. No Django.

Prior means and spreads are those of docs/decisions/0015-the-ranking.md: measured where data was
found, judgement where it was not, and weak enough for a few dozen calls to overrule them. A name, a
gender, an inferred origin or how somebody behaved is never among them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from decroche.callqueue.ranking import Levels, Prior, block, logit
from decroche.callqueue.rules import AGE_LIMITS
from decroche.calls.strata import LINES, SECTORS, SIZES

HOURS = ("before_9", "at_9", "at_10", "at_11", "noon", "at_14", "at_16", "from_17")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "weekend")
GROUPS = ("makers", "sellers", "offices", "others")
ATTEMPTS = ("first", "second", "third", "fourth", "later")
PARTS = ("other_part", "same_part")
AGES = ("under_3_months", "under_a_year", "under_3_years", "older")

PRIOR = Prior(
    logit(0.10),
    0.7,
    (
        block("line", LINES, 0.3, (-0.55, 0.20, 0.50, 0.0)),
        block("size", SIZES, 0.3, (0.4, 0.2, -0.2, -0.6, 0.0)),
        block("sector", SECTORS, 0.3),
        block("hour", HOURS, 0.25),
        block("day", DAYS, 0.15),
        block("group_hour", tuple(f"{group} {hour}" for group in GROUPS for hour in HOURS), 0.25),
        block("attempt", ATTEMPTS, 0.25, (0.0, -0.25, -0.45, -0.6, -0.7)),
        block("part", PARTS, 0.2, (0.0, -0.2)),
        block("age", AGES, 0.25, (0.05, 0.02, -0.05, -0.13)),
    ),
)
LINE, SIZE, SECTOR, HOUR, DAY, GROUP_HOUR, ATTEMPT, PART, AGE = range(len(PRIOR.blocks))
"""Where the level of each block stands in the levels of a call."""
_GROUP_OF = (0, 0, 1, 1, 2, 2, 2, 3, 3)
_HOUR_OF = {9: 1, 10: 2, 11: 3, 12: 4, 13: 4, 14: 5, 15: 5, 16: 6}


def hour_slot(local: datetime) -> int:
    """Which of the eight parts of the day."""
    return 0 if local.hour < 9 else _HOUR_OF.get(local.hour, 7)


def day_slot(local: datetime) -> int:
    """Monday to Friday, then the weekend."""
    return min(local.weekday(), 5)


def age_band(days: int) -> int:
    """How old the record is, in days since its source was brought in."""
    return bisect_right(AGE_LIMITS, days)


@dataclass(frozen=True, slots=True)
class Situation:
    """One call that could be made: a card and a moment on its own clock. `attempts` were made
    before; `age` in days.
    """

    stratum: int
    local: datetime
    attempts: int = 0
    same_part: bool = False
    age: int = 0

    def levels(self) -> tuple[int, ...]:
        """Which level of each block holds."""
        rest, line = divmod(self.stratum, len(LINES))
        sector, size = divmod(rest, len(SIZES))
        hour = hour_slot(self.local)
        return (
            line,
            size,
            sector,
            hour,
            day_slot(self.local),
            _GROUP_OF[sector] * len(HOURS) + hour,
            min(self.attempts, 4),
            int(self.same_part and self.attempts > 0),
            age_band(self.age),
        )


def table(situations: list[Situation]) -> Levels:
    """All their levels, shape (situations, blocks)."""
    return np.array([one.levels() for one in situations], dtype=np.intp).reshape(
        len(situations), len(PRIOR.blocks)
    )


def written(levels: tuple[int, ...]) -> str:
    """Levels as a text, as they are saved with a call."""
    return ",".join(map(str, levels))


def read(text: str) -> tuple[int, ...] | None:
    """The levels in a saved text; None when they were written by another set of blocks."""
    try:
        found = tuple(int(part) for part in text.split(","))
    except ValueError:
        return None
    if len(found) != len(PRIOR.blocks):
        return None
    fits = all(0 <= place < len(one.levels) for place, one in zip(found, PRIOR.blocks, strict=True))
    return found if fits else None
