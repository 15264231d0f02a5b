"""The verbs of a sitting: begin with a goal, pause, take up again, end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from decroche.calls.models import Call, CallSession
from decroche.calls.queries import session_of
from decroche.calls.rules import GOAL, read_goal
from decroche.journal.record import Verb
from decroche.journal.sent import note_done
from decroche.shared.clock import PARIS, now
from decroche.team.models import Member


def open_session(member: Member) -> CallSession | None:
    """Her sitting under way, paused or not."""
    return (
        CallSession.objects.filter(workspace_id=member.workspace_id, member=member, ended_at=None)
        .order_by("-id")
        .first()
    )


def of_an_earlier_day(session: CallSession, at: datetime) -> bool:
    """Whether a sitting was begun before the day of a moment, in Paris."""
    return session.started_at.astimezone(PARIS).date() < at.astimezone(PARIS).date()


def sitting_of_call(
    verb: Verb, by: Member, at: datetime, on_its_page: int | None
) -> CallSession | None:
    """The sitting that a call of this moment belongs to: the one under way, unless the call was
    made before it began and arrives late, or on a later day. Else the one `on_its_page` (its key),
    of the same day: ended in another window meanwhile, it lasts until this call, with a pause
    before it. None without any.
    """
    found = session_of(by, verb.known)
    if found is not None and _holds(found, at):
        return found
    if on_its_page is None:
        return None
    own = CallSession.objects.filter(workspace_id=by.workspace_id, member=by, pk=on_its_page)
    ended = own.first()
    if ended is None or not _holds(ended, at):
        return None
    if ended.ended_at is not None and ended.ended_at < at:
        pause = int((at - ended.ended_at).total_seconds())
        verb.update(ended, ended_at=at, paused_seconds=ended.paused_seconds + pause)
    return ended


def _holds(session: CallSession, at: datetime) -> bool:
    """Whether a sitting had begun at a moment of the same day."""
    return session.started_at <= at and not of_an_earlier_day(session, at)


def _close(session: CallSession) -> None:
    """Ends a sitting that was left open: it lasted until its last call, or until its pause."""
    last = Call.objects.filter(workspace_id=session.workspace_id, session=session).order_by("-at")
    moments = [session.started_at, *last.values_list("at", flat=True)[:1]]
    session.ended_at = max([*moments, session.paused_at] if session.paused_at else moments)
    session.save(update_fields=["ended_at"])


@transaction.atomic
def begin(*, by: Member, goal: int = GOAL) -> CallSession:
    """A new sitting, or the one under way, taken up again; one of an earlier day is over."""
    session = open_session(by)
    if session is not None and of_an_earlier_day(session, now()):
        _close(session)
        session = None
    if session is None:
        return CallSession.objects.create(
            workspace_id=by.workspace_id, member=by, goal=read_goal(goal), started_at=now()
        )
    return resume(by=by) or session


@transaction.atomic
def pause(*, by: Member) -> CallSession | None:
    """Stops the clock of the sitting."""
    session = open_session(by)
    if session and session.paused_at is None:
        session.paused_at = now()
        session.save(update_fields=["paused_at"])
    return session


@transaction.atomic
def resume(*, by: Member) -> CallSession | None:
    """Starts it again."""
    session = open_session(by)
    if session and session.paused_at is not None:
        session.paused_seconds += int((now() - session.paused_at).total_seconds())
        session.paused_at = None
        session.save(update_fields=["paused_at", "paused_seconds"])
    return session


@transaction.atomic
def toggle_pause(*, by: Member) -> CallSession | None:
    """Takes a paused sitting up again; pauses one under way, begun just now if there was none. One
    that was paused on an earlier day is over: None.
    """
    session = open_session(by)
    note_done()
    if session and session.paused_at:
        if of_an_earlier_day(session, now()):
            _close(session)
            return None
        return resume(by=by)
    begin(by=by)
    return pause(by=by)


@transaction.atomic
def end(*, by: Member) -> CallSession | None:
    """Closes the sitting; its recap stays."""
    session = open_session(by)
    if session and of_an_earlier_day(session, now()):
        _close(session)
    elif session:
        session = resume(by=by) or session
        session.ended_at = now()
        session.save(update_fields=["ended_at"])
    return session
