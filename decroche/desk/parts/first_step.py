"""The one step that an empty page offers: calls only when there is a card to call."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from decroche.callqueue.queries import ready_count
from decroche.prospects.queries import counts
from decroche.team.access import MemberRequest
from decroche.team.needs import CALL, OWN, allows

FirstStep = Literal["call", "bring", "wait", ""]


def first_step(request: MemberRequest, at: datetime) -> FirstStep:
    """“call” when a card can be called at this moment, “bring” while the file has no company,
    “wait” when it has some and none of them can be called; "" for who may do neither.
    """
    if not allows(request.member, CALL):
        return ""
    if ready_count(request.workspace, at):
        return "call"
    if counts(request.workspace):
        return "wait"
    return "bring" if allows(request.member, OWN) else ""
