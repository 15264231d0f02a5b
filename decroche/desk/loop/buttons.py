"""The buttons of the outcomes, each with what follows when it is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from decroche.callqueue.search import Pick
from decroche.calls.models import Call
from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.queries import JUDGED, earlier
from decroche.calls.rules import INCOMING, NEVER_INCOMING, call_history, consequence
from decroche.calls.wording import in_short, outcome_words
from decroche.desk.loop.form import panel_id
from decroche.followups.queries import call_promised, open_with
from decroche.team.models import Member
from decroche.team.preferences import preferred
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Button:
    """One outcome on screen, with its consequence worked out before it is pressed."""

    code: str
    words: str
    key: str
    tone: str
    follows: str
    panel: str
    apart: bool


def buttons(
    member: Member, found: Pick, at: datetime, history: list[Call], origin: str = ""
) -> list[Button]:
    """Returns every outcome with what it leads to for this company, by the rule that will apply it;
    for a call that comes in, only the outcomes that it can have.
    """
    delays = preferred(member.workspace, Delays)
    calls = earlier(history[:JUDGED])
    before = call_history(found.state, calls, at, delays, promised=_promised(found, at))
    minute = at.replace(second=0, microsecond=0)
    every = _buttons(before, delays, minute, current_language())
    return [one for one in every if origin != INCOMING or one.code not in NEVER_INCOMING]


def _promised(found: Pick, at: datetime) -> bool:
    """Whether a call to this company was promised for now, or for earlier."""
    state = found.state
    return call_promised(open_with(state.workspace_id, state.pk, found.known), at)


@lru_cache(maxsize=64)
def _buttons(
    history: CallHistory, delays: Delays, minute: datetime, _language: str
) -> tuple[Button, ...]:
    """Returns the buttons of every outcome. They are cached: cards with the same history have the
    same buttons within one minute.
    """
    return tuple(
        Button(
            code,
            outcome_words(code),
            spec.key,
            spec.tone,
            in_short(consequence(code, history, minute, delays), code, minute),
            panel_id(code),
            spec.apart,
        )
        for code, spec in OUTCOMES.items()
    )
