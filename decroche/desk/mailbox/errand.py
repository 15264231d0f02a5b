"""The work beside the mailbox's pages: one at a time for a workspace, its result a Trial."""

from __future__ import annotations

from decroche.correspondence.trial import Trial
from decroche.team import beside
from decroche.team.access import MemberRequest

TRIED_WITHIN = 100.0
"""Seconds: a server may take up to thirty for a step, and twenty to deliver."""


def errand_of(request: MemberRequest) -> str:
    """Its name."""
    return f"trial-{request.workspace.pk}"


def tried(request: MemberRequest) -> Trial | None:
    """What the latest test gave, while it is fresh."""
    found = beside.look(errand_of(request))
    if found.state in ("late", "broken"):
        return Trial("smtp", "connect")
    return Trial(**found.result) if found.state == "done" else None
