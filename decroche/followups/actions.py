"""Moving, finishing and dropping follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from decroche.calls.actions import note_win
from decroche.calls.returns import MORNING
from decroche.calls.rules import AFTER_APPOINTMENT
from decroche.followups.events import FollowUpDropped, FollowUpMoved
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.shared.calendar import working_day_from
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.places import tz
from decroche.team.models import Member

_LONGEST = 500
"""Characters of what comes next that are kept."""


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


@dataclass(frozen=True, slots=True)
class ComesNext:
    """What she said comes next after a meeting: words, and the moment when she named one."""

    words: str = ""
    due_at: datetime | None = None
    precision: str = "day"


def hold(*, by: Member, appointment: FollowUp, after: ComesNext) -> tuple[Entry, FollowUp]:
    """Closes a meeting that took place, and opens what comes next with the company: her promise for
    the moment that she named; without one, a step of the next working day, so that the company
    stays in the list. Returns what comes next too. Raises ClosedBefore.
    """
    with record("follow_up.done", by=by, company_id=appointment.company_id) as verb:
        _lock(appointment)
        _require_open(appointment)
        at, state = now(), appointment.company.state
        verb.update(appointment, closed_at=at, closed_how=FollowUp.ClosedHow.DONE)
        step = FollowUp(
            workspace_id=appointment.workspace_id,
            company=appointment.company,
            contact_id=appointment.contact_id,
            call_id=appointment.call_id,
            kind=FollowUp.Kind.PROMISED if after.due_at else FollowUp.Kind.ADVISED,
            purpose=AFTER_APPOINTMENT[0] if after.due_at else FollowUp.OtherPurpose.HELD,
            due_at=after.due_at or _next_morning(at, state.zone),
            precision=after.precision if after.due_at else "day",
            note=after.words[:_LONGEST] or appointment.note,
            created_at=at,
            member=by,
        )
        verb.create(step)
        verb.update(state, not_before=step.due_at)
    return verb.entry, step


def _next_morning(at: datetime, zone: str) -> datetime:
    """The morning of the next working day, on the clock of the company."""
    today = at.astimezone(tz(zone)).date()
    return datetime.combine(working_day_from(today + timedelta(days=1), zone), MORNING, tz(zone))


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
