"""Why a card is next, as a value that can be kept and counted: what the queue found it by, and how
likely somebody is reached. Pure: no Django. The order itself is made in planning.py and
ordering.py.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Source = Literal["held", "promise", "follow_up", "fresh", "retry", "passed"]


AGE_LIMITS = (91, 365, 3 * 365)
"""Days after which a source is in the next band of ages: three months, a year, three years."""

FEW = 5
"""Below this many calls like it, no figure of its own is shown."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How likely somebody is reached now, and what that rests on.

    `chance`, `low`, `high` are shares (80 % interval); of `calls` like this one `reached` reached
    somebody, of all of hers `all_reached` of `all_calls`. `line`, `day` are levels of the ranking,
    `hour` is on the company's clock; `more` and `less` name the block and level that speak most for
    and against (“line mobile”), empty when nothing does.
    """

    chance: float
    low: float
    high: float
    line: str
    day: str
    hour: int
    reached: int
    calls: int
    all_reached: int
    all_calls: int
    more: str = ""
    less: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this card now.

    `source` is where it came from in the order; the rest are the facts it rests on.
    """

    source: Source
    due: str = ""
    late_minutes: int = 0
    attempts: int = 0
    last_outcome: str = ""
    note: str = ""
    arm: str = "chosen"
    propensity: float = 0.0
    outlook: Outlook | None = None
    precision: str = "minute"
    """How exact the moment was that is due (shared/spoken)."""
    origin: str = ""
    """calls.rules.ORIGINS: she holds the card to log a call that came in, or that she made away
    from the desk. Such a card was not offered by the queue, and need not be due.
    """

    def stored(self) -> dict[str, Any]:
        """As a claim keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Reason:
        """Back from a claim, whichever version wrote it."""
        known = {name: value for name, value in stored.items() if name in cls.__slots__}
        outlook = known.pop("outlook", None)
        return cls(**known, outlook=Outlook(**outlook) if outlook else None)
