"""Which cards the queue may offer, which wait for something she may find out, and which leave a
call possible: all read from the call state, which keeps what the rule said (states.py).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from decroche.calls.models import CALLABLE, CallState
from decroche.team.models import Workspace
from decroche.team.prepared import Literal


def offered(workspace_id: int) -> QuerySet[CallState]:
    """The cards that nothing keeps out of the queue; when their time comes is another question."""
    return CallState.objects.filter(workspace_id=workspace_id, blocked_by=Literal(""))


INCOMPLETE = (
    CallState.BlockedBy.NO_NUMBER,
    CallState.BlockedBy.UNLISTED,
    CallState.BlockedBy.NO_CONSENT,
)
"""Blocks that something she may still find out would take away: another number, another source, a
consent.
"""


def offered_by(path: str) -> Q:
    """The same for rows that lead by `path` to a call state."""
    lookups: dict[str, Any] = {f"{path}__blocked_by": CallState.BlockedBy.NOTHING}
    return Q(**lookups)


def incomplete_by(path: str) -> Q:
    """Rows that lead by `path` to a call state which waits for something she may find out."""
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": INCOMPLETE}
    return Q(**lookups)


def incomplete_states(workspace: Workspace) -> QuerySet[CallState]:
    """Call states of a workspace that wait for something she may find out; found by the index of
    the blocked ones.
    """
    return CallState.objects.filter(
        workspace=workspace, blocked_by__gt=Literal(""), blocked_by__in=INCOMPLETE
    )


def blocked_states(workspace: Workspace, block: CallState.BlockedBy) -> QuerySet[CallState]:
    """Call states of a workspace with one block; the index of the blocked ones has them in the
    order of the file.
    """
    return CallState.objects.filter(
        workspace=workspace, blocked_by__gt=Literal(""), blocked_by=Literal(block)
    )


def callable_by(path: str) -> Q:
    """Rows that lead by `path` to a call state which leaves a call possible: a client may be called
    although the queue does not offer the card.
    """
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": CALLABLE}
    return Q(**lookups)
