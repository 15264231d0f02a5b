"""The work beside the mailbox's pages: one at a time for each mailbox, with a Trial as its
result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from decroche.background import beside
from decroche.correspondence.queries import worked_since
from decroche.correspondence.trial import Trial
from decroche.correspondence.whose import kept_of, whose_of
from decroche.shared.clock import now
from decroche.team.access import MemberRequest

_WITHIN = 100.0
"""Seconds that the test may take: a server may take up to thirty for a step, and twenty to
deliver.
"""


def errand_of(request: MemberRequest) -> str:
    """The name of the work on this mailbox."""
    return f"trial-{whose_of(request.member).key}"


def begin_trial(request: MemberRequest, work: Callable[[], Trial]) -> None:
    """Begins the work; its result is kept with the time at which it ended."""
    beside.begin(
        errand_of(request),
        lambda: {**asdict(work()), "ended_at": now().isoformat()},
        within=_WITHIN,
    )


def tried(request: MemberRequest) -> Trial | None:
    """The result of the latest test while it is recent; None also when it failed and the mailbox
    has worked since.
    """
    found = beside.look(errand_of(request))
    if found.state in ("late", "broken"):
        return Trial("smtp", "connect")
    if found.state != "done":
        return None
    told = dict(found.result)
    ended_at = datetime.fromisoformat(told.pop("ended_at"))
    trial = Trial(**told)
    kept = kept_of(whose_of(request.member))
    return None if trial.failed and kept and worked_since(kept, ended_at) else trial
