"""Moving, finishing and dropping follow-ups."""

from __future__ import annotations

from datetime import datetime

from decroche.calls.actions import note_win
from decroche.followups.events import FollowUpDropped, FollowUpMoved
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.team.models import Member


class ClosedBefore(Exception):
    """The follow-up was finished or dropped meanwhile, in another tab or by a call."""


def move(*, by: Member, follow_up: FollowUp, due_at: datetime, precision: str) -> Entry:
    """Moves a follow-up to another time that she gives; its card is not offered before then. Raises
    ClosedBefore.
    """
    with record("follow_up.moved", by=by, company_id=follow_up.company_id, due=due_at) as verb:
        _lock(follow_up)
        _require_open(follow_up)
        moved = verb.update(follow_up, due_at=due_at, precision=precision, retry_at=None)
        verb.update(follow_up.company.state, not_before=due_at)
        if moved:
            publish(FollowUpMoved(verb, by, follow_up))
    return verb.entry


def put_off(*, verb: Verb, follow_up: FollowUp, due_at: datetime, **fields: str) -> bool:
    """Gives an advised follow-up another time (and note, purpose, precision) inside a verb under
    way; a promise is left as it is. Returns whether it was put off.
    """
    if follow_up.kind == FollowUp.Kind.PROMISED:
        return False
    return verb.update(follow_up, due_at=due_at, retry_at=None, **fields)


def close(*, by: Member, follow_up: FollowUp, how: str, won: bool = False) -> Entry:
    """Closes a follow-up as done (without a call) or dropped; `won`: and the company became her
    client by it. Raises ClosedBefore when it was closed in another way.
    """
    if how not in (FollowUp.ClosedHow.DONE, FollowUp.ClosedHow.DROPPED):
        raise ValueError(f"a follow-up is done or dropped, not {how}")
    with record(f"follow_up.{how}", by=by, company_id=follow_up.company_id) as verb:
        _lock(follow_up)
        if follow_up.closed_how != how:
            _require_open(follow_up)
            verb.update(follow_up, closed_at=now(), closed_how=how)
        if won:
            note_win(verb, by, follow_up.company_id)
        if how == FollowUp.ClosedHow.DROPPED and verb.changes:
            publish(FollowUpDropped(verb, by, follow_up))
    return verb.entry


def pass_on_promises(member: Member, to: Member) -> int:
    """Passes the open promises of a member on to another; returns how many. Part of a verb under
    way.
    """
    return FollowUp.objects.filter(
        workspace_id=member.workspace_id,
        member=member,
        kind=FollowUp.Kind.PROMISED,
        closed_at=None,
    ).update(member=to)


def _lock(follow_up: FollowUp) -> None:
    """Reads it as it stands now, and keeps others from changing it: a colleague may have finished
    it, or a call may have moved it, since the page was made.
    """
    follow_up.refresh_from_db(
        fields=["due_at", "precision", "retry_at", "closed_at", "closed_how"],
        from_queryset=FollowUp.objects.select_for_update(of=("self",)),
    )


def _require_open(follow_up: FollowUp) -> None:
    if follow_up.closed_at is not None:
        raise ClosedBefore(follow_up.pk)
