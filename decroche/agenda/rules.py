"""What becomes of an event that stands in her calendar and of a follow-up here. No Django.

Here and there are each compared with what was last agreed. What one side moved alone, the other
follows; what both moved is asked, and so is all that would end or send something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Then = Literal["nothing", "write", "follow", "ask_moved", "ask_gone"]
"""Nothing is to be done; it is written there anew; here follows what she moved there; she is asked
about a move; she is asked about a deletion.
"""


FARTHEST = timedelta(days=3 * 365)
"""A move by more than this is asked about: a slip in a year, or a calendar's own error."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A beginning; of a `whole_day` event its day counts only."""

    at: datetime
    whole_day: bool

    def same(self, other: Beginning) -> bool:
        """Whether it is the same moment, as a calendar shows it."""
        if self.whole_day != other.whole_day:
            return False
        return self.at.date() == other.at.date() if self.whole_day else self.at == other.at


def suspicious(*, expected: int, missing: int) -> bool:
    """Whether so much is missing that an error of the server is likelier than that she deleted it:
    three or more, and most of what should stand there.
    """
    return missing >= _MANY and missing * 2 > expected


_MANY = 3


def what_then(
    *,
    agreed: Beginning,
    here: Beginning,
    there: Beginning | None,
    changed_here: bool,
    invited: bool,
) -> Then:
    """What is done with an event. `there`: as it stands in her calendar, None when it is deleted or
    cancelled there; `changed_here`: what would be written differs from what was; `invited`:
    somebody has an invitation to it, which moving it would send again.

    All three places are in the same time zone.
    """
    if there is None:
        return "ask_gone"
    if there.same(agreed):
        return "write" if changed_here or not here.same(agreed) else "nothing"
    if there.same(here):
        return "write"
    if abs(there.at - here.at) > FARTHEST:
        return "ask_moved"
    return "ask_moved" if invited or not here.same(agreed) else "follow"


def moved_to(here: Beginning, there: Beginning) -> tuple[datetime, str]:
    """(due, precision) of a follow-up that was moved there: a whole day keeps the hour it had."""
    if not there.whole_day:
        return there.at, "minute"
    return here.at + timedelta(days=(there.at.date() - here.at.date()).days), "day"
