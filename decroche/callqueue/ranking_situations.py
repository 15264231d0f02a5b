"""The situation a call is made in: what of a card and a moment bears on whether somebody is
reached.

numpy is loaded late: it is needed only once a card is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from decroche.calls.models import CallState
from decroche.calls.rules import RIGHT_PARTY_CONTACT
from decroche.calls.strata import stratum
from decroche.shared.calendar import is_morning
from decroche.shared.clock import day_of
from decroche.shared.places import tz

if TYPE_CHECKING:
    from decroche.callqueue.features import Situation


@dataclass(frozen=True, slots=True)
class PreviousCall:
    """The call before: what it gave and when."""

    outcome: str
    at: datetime


def situation_of_call(
    state: CallState,
    at: datetime,
    *,
    line: str,
    before: PreviousCall | None,
    attempts: int,
) -> Situation:
    """The situation of a call to a company: `line` is the kind of its number, `attempts` how many
    calls were made before.
    """
    from decroche.callqueue.features import Situation

    local = at.astimezone(tz(state.zone))
    return Situation(
        stratum(state.company.naf, state.company.headcount_min, line),
        local,
        attempts,
        same_part(before, local),
        age_in_days(state.known_since, at),
    )


def age_in_days(known_since: date, at: datetime) -> int:
    """How long the source of a card is known."""
    return max(0, (day_of(at) - known_since).days)


def same_part(before: PreviousCall | None, local: datetime) -> bool:
    """Whether the call before was in vain, and in the same part of the day as `local` (on the
    company's clock).
    """
    if before is None or before.outcome in RIGHT_PARTY_CONTACT:
        return False
    return is_morning(before.at.astimezone(local.tzinfo).time()) == is_morning(local.time())
