"""How one member calls: for themselves at any time, for an owner only from the moment on at which
the members were told (membership/figures.py).

Sums of a span and nothing finer: no hour, no pause, no order of the members, no comparison with
another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decroche.calls.models import Call
from decroche.calls.rules import ANSWERED, APPOINTMENTS, CONVERSATIONS
from decroche.insights.periods import Span
from decroche.insights.rules import Rate, rate
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What the calls of one member came to in a span."""

    calls: int
    answered: int
    talks: int
    meetings: int

    @property
    def talk_rate(self) -> Rate:
        """Talks with who decides, per call."""
        return rate(self.talks, self.calls)


def figures_of(member: Member, span: Span, since: datetime | None = None) -> OwnFigures:
    """The calls a member made in a span; with `since` none from before it."""
    rows = Call.objects.attempts().filter(workspace_id=member.workspace_id, member=member)
    for start in filter(None, (span.starts, since)):
        rows = rows.filter(at__gte=start)
    if span.ends:
        rows = rows.filter(at__lt=span.ends)
    counted = list(rows.values_list("outcome", "relayed"))
    talks = [outcome for outcome, relayed in counted if outcome in CONVERSATIONS and not relayed]
    return OwnFigures(
        calls=len(counted),
        answered=sum(outcome in ANSWERED for outcome, _relayed in counted),
        talks=len(talks),
        meetings=sum(outcome in APPOINTMENTS for outcome in talks),
    )
