"""What becomes of an event in her calendar and of its follow-up in Décroche. No Django.

Both are compared with the time at which they last agreed. When one of them was moved, the other
follows; when both were, she is asked, and so she is before anything is ended or sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Then = Literal["nothing", "write", "follow", "ask_moved", "ask_gone"]
"""What is done: nothing; the event is written again; the follow-up is moved to the time of the
event; she is asked about a move; she is asked about a deletion.
"""


FARTHEST = timedelta(days=3 * 365)
"""She is asked about a move by more than this: it may be a slip in the year, or an error of the
calendar.
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """When an event begins; of a `whole_day` event only the day counts."""

    at: datetime
    whole_day: bool

    def same(self, other: Beginning) -> bool:
        """Whether it is the same moment, as a calendar shows it."""
        if self.whole_day != other.whole_day:
            return False
        return self.at.date() == other.at.date() if self.whole_day else self.at == other.at


def suspicious(*, expected: int, missing: int) -> bool:
    """Whether an error of the server is likelier than that she deleted what is missing: three
    objects or more, and most of those that should be there.
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
    """What is done with an event. `agreed` is its beginning at the last synchronisation, `here`
    that of the follow-up, `there` that of the event in her calendar (None when it was deleted or
    cancelled). `changed_here`: the event that would be written differs from the one last written;
    `invited`: somebody was invited, and would get a new invitation when it is moved.

    All three are in the same time zone.
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
    """(due, precision) of a follow-up whose event was moved; moved to a whole day, it keeps its
    hour.
    """
    if not there.whole_day:
        return there.at, "minute"
    return here.at + timedelta(days=(there.at.date() - here.at.date()).days), "day"
