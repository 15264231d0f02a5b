"""What changes when a mail has left: whether it carried her presentation is saved, and the
follow-up that asks what became of it counts from that day.
"""

from __future__ import annotations

from datetime import datetime

from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.rules import WANTS_MAIL, consequence
from decroche.correspondence.models import Message
from decroche.followups.actions import put_off
from decroche.followups.queries import advised_by, moved_by_hand
from decroche.journal.record import Verb, record
from decroche.offer.queries import lacking
from decroche.shared.clock import day_of
from decroche.team.models import Member
from decroche.team.preferences import preferred


def carries_presentation(message: Message) -> bool:
    """Whether her presentation is attached: she wants it so, and has kept her offer."""
    return message.with_presentation and "offer" not in lacking(message.workspace)


def note_left(*, by: Member, message: Message, at: datetime) -> None:
    """Notes that the program has sent a mail; in the journal only if that was on a later day than
    it was asked for.
    """
    if not _left_later(message, at):
        return
    with record("follow_up.counted", by=by, company_id=message.company_id, undoable=False) as verb:
        count_from_leaving(verb=verb, message=message, at=at)
        verb.nothing_done = not verb.changes


def count_from_leaving(*, verb: Verb, message: Message, at: datetime) -> None:
    """Moves the follow-up of a mail as if the mail had been asked for on the day it left. One that
    she moved herself, or that she promised, stays.
    """
    call = message.call
    if call is None or not _left_later(message, at):
        return
    row = advised_by(message.workspace, call.pk)
    if row is None or moved_by_hand(row):
        return
    state = message.company.state
    delays = preferred(message.workspace, Delays)
    due = consequence(call.outcome, CallHistory(zone=state.zone), at, delays).at
    if due is None or due <= row.due_at:
        return
    if state.not_before == row.due_at:
        verb.update(state, not_before=due)
    put_off(verb=verb, follow_up=row, due_at=due, precision="day")


def _left_later(message: Message, at: datetime) -> bool:
    """Whether they asked for it on an earlier day than `at`."""
    call = message.call
    return call is not None and call.outcome in WANTS_MAIL and day_of(call.at) < day_of(at)
