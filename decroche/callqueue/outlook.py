"""How likely somebody is reached on a card now, with the counts it rests on. numpy is loaded late:
it is needed only once a card is asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from decroche.callqueue.back_filling import strata_of
from decroche.callqueue.learning import learned
from decroche.callqueue.ranking_situations import PreviousCall, situation_of_call
from decroche.callqueue.rules import Outlook
from decroche.calls.models import CallState
from decroche.calls.strata import LINES
from decroche.database.fetching import Fetch, fetch_now
from decroche.shared.places import tz
from decroche.team.models import Workspace

_SAID = 0.05
"""A contribution below this (in log-odds) is not mentioned."""


class _Contribution(NamedTuple):
    """What one thing about the card and the moment adds to the chance, in log-odds, and what it is:
    a block of the model and the level in it.
    """

    log_odds: float
    name: str


def _stratum(state: CallState) -> int:
    """The stratum of a card; worked out when the card was written without one."""
    if state.stratum is not None:
        return state.stratum
    return strata_of(state.workspace_id, [state.pk])[state.pk]


def outlook(
    workspace: Workspace, state: CallState, at: datetime, fetch: Fetch = fetch_now
) -> Outlook:
    """How likely somebody is reached, by the model as it is after the last call."""
    from decroche.callqueue.features import DAY, DAYS, HOUR, LINE, PRIOR

    alike = _stratum(state)
    line = LINES[alike % len(LINES)]
    before = (
        PreviousCall(state.last_outcome, state.last_called_at) if state.last_called_at else None
    )
    situation = situation_of_call(state, at, line=line, before=before, attempts=state.attempts)
    known, levels = learned(workspace, fetch), situation.levels()
    chance, low, high = known.model.expected(levels)
    reached, calls = known.counted(line=levels[LINE], day=levels[DAY], hour=levels[HOUR])
    parts = [
        _Contribution(log_odds, f"{block.name} {block.levels[level]}")
        for log_odds, block, level in zip(
            known.model.contributions(levels), PRIOR.blocks, levels, strict=True
        )
    ]
    parts.sort(key=lambda part: part.log_odds)
    least, most = parts[0], parts[-1]
    return Outlook(
        chance=round(chance, 4),
        low=round(low, 4),
        high=round(high, 4),
        line=line,
        day=DAYS[levels[DAY]],
        hour=at.astimezone(tz(state.zone)).hour,
        reached=reached,
        calls=calls,
        all_reached=int(known.reached.sum()),
        all_calls=len(known.keys),
        more=most.name if most.log_odds > _SAID else "",
        less=least.name if least.log_odds < -_SAID else "",
    )
