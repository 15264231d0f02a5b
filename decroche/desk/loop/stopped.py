"""Promises of today that the law forbids to keep, as the call screen shows them for her to
decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decroche.database.fetching import Fetch, fetch_now
from decroche.desk.loop.before import promised_when
from decroche.followups.forbidden import later_today, stopped_now
from decroche.followups.models import FollowUp
from decroche.followups.wording import possible_again_in_words, stopped_in_words
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class StoppedPromise:
    """A promise of today that may not be kept by a call at its hour.

    `due` is when it was promised for, `words` what the law says, `again` when a call is possible
    again, in words that can be typed; `decides` says that no call is possible later today, so that
    she has to decide.
    """

    row: FollowUp
    due: str
    words: str
    again: str
    decides: bool


def stopped_promises(
    workspace: Workspace, at: datetime, fetch: Fetch = fetch_now
) -> tuple[StoppedPromise, ...]:
    """Returns the first promises of the day that the law stops."""
    return tuple(
        StoppedPromise(
            row,
            promised_when(row, at),
            stopped_in_words(verdict, at),
            possible_again_in_words(verdict, at),
            not later_today(verdict, at),
        )
        for row, verdict in stopped_now(workspace, at, fetch)
    )
