"""Which cards the queue may offer, which are incomplete (she may still find out what is missing),
and which may be called at all. Everything is read from the call state, which keeps what the rule
said (states.py).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from decroche.calls.models import CALLABLE, CallState
from decroche.database.prepared import WrittenOut
from decroche.team.models import Workspace


def offered(workspace_id: int) -> QuerySet[CallState]:
    """Returns the states of the cards that nothing keeps out of the queue, whether or not their
    time has come.
    """
    return CallState.objects.filter(workspace_id=workspace_id, blocked_by=WrittenOut(""))


INCOMPLETE = (
    CallState.BlockedBy.NO_NUMBER,
    CallState.BlockedBy.UNLISTED,
    CallState.BlockedBy.NO_CONSENT,
)
"""Blocks that end when she finds out something: another number, another source, a consent."""


def offered_by(path: str) -> Q:
    """Returns the condition for rows whose call state, found by `path`, may be offered."""
    lookups: dict[str, Any] = {f"{path}__blocked_by": CallState.BlockedBy.NOTHING}
    return Q(**lookups)


def incomplete_by(path: str) -> Q:
    """Returns the condition for rows whose call state, found by `path`, is incomplete."""
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": INCOMPLETE}
    return Q(**lookups)


def incomplete_states(workspace: Workspace) -> QuerySet[CallState]:
    """Returns the incomplete call states of a workspace, found by the index of blocked states."""
    return CallState.objects.filter(
        workspace=workspace, blocked_by__gt=WrittenOut(""), blocked_by__in=INCOMPLETE
    )


def blocked_states(workspace: Workspace, block: CallState.BlockedBy) -> QuerySet[CallState]:
    """Returns the call states of a workspace with one block; the index of blocked states has them
    in the order of the file.
    """
    return CallState.objects.filter(
        workspace=workspace, blocked_by__gt=WrittenOut(""), blocked_by=WrittenOut(block)
    )


def callable_by(path: str) -> Q:
    """Returns the condition for rows whose call state, found by `path`, leaves a call possible: a
    client may be called although the queue does not offer the card.
    """
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": CALLABLE}
    return Q(**lookups)
