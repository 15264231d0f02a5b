"""How likely somebody is reached on a card now, with the counts it rests on."""

from __future__ import annotations

from datetime import datetime

from decroche.callqueue.filling import strata_of
from decroche.callqueue.learning import learned
from decroche.callqueue.rules import Outlook
from decroche.callqueue.situations import PreviousCall, situation_of_call
from decroche.calls.models import CallState
from decroche.calls.strata import LINES
from decroche.shared.places import tz
from decroche.team.fetching import Fetch, fetch_now
from decroche.team.models import Workspace

_SAID = 0.05
"""A contribution below this (log-odds) is not worth a word."""


def _stratum(state: CallState) -> int:
    """Worked out when the card was written without it."""
    if state.stratum is not None:
        return state.stratum
    return strata_of(state.workspace_id, [state.pk])[state.pk]


def outlook(
    workspace: Workspace, state: CallState, at: datetime, fetch: Fetch = fetch_now
) -> Outlook:
    """By the model as it is after the last call: nothing here is older than one key press."""
    from decroche.callqueue.features import DAY, DAYS, HOUR, LINE, PRIOR

    alike = _stratum(state)
    line = LINES[alike % len(LINES)]
    before = (
        PreviousCall(state.last_outcome, state.last_called_at) if state.last_called_at else None
    )
    now = situation_of_call(state, at, line=line, before=before, attempts=state.attempts)
    known, levels = learned(workspace, fetch), now.levels()
    chance, low, high = known.model.expected(levels)
    reached, calls = known.counted(line=levels[LINE], day=levels[DAY], hour=levels[HOUR])
    spoken = sorted(
        zip(known.model.contributions(levels), PRIOR.blocks, levels, strict=True),
        key=lambda one: one[0],
    )
    least, most = spoken[0], spoken[-1]
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
        more=f"{most[1].name} {most[1].levels[most[2]]}" if most[0] > _SAID else "",
        less=f"{least[1].name} {least[1].levels[least[2]]}" if least[0] < -_SAID else "",
    )
