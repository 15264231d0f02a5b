"""The verbs of a sitting: begin with a goal, pause, resume, end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from decroche.calls.models import Call, CallSession
from decroche.calls.rules import GOAL, read_goal
from decroche.calls.sittings import session_of
from decroche.journal.record import Verb
from decroche.journal.sent import note_done
from decroche.shared.clock import PARIS, now
from decroche.team.models import Member


def open_session(member: Member) -> CallSession | None:
    """Returns her sitting under way, paused or not."""
    return (
        CallSession.objects.filter(workspace_id=member.workspace_id, member=member, ended_at=None)
        .order_by("-id")
        .first()
    )


def of_an_earlier_day(session: CallSession, at: datetime) -> bool:
    """Whether a sitting began before the day of the moment `at`, in Paris."""
    return session.started_at.astimezone(PARIS).date() < at.astimezone(PARIS).date()


def sitting_of_call(
    verb: Verb, by: Member, at: datetime, on_its_page: int | None
) -> CallSession | None:
    """Returns the sitting that a call made at `at` belongs to, None when there is none.

    That is her sitting under way, if it had begun by then, on the same day. Else it is the sitting
    `on_its_page` (the key of the one under way when the page of the call was made), if that is of
    the same day. When it was ended in another window before this call, it is prolonged until the
    call, and the time between counts as a pause.
    """
    found = session_of(by, verb.known)
    if found is not None and _had_begun(found, at):
        return found
    if on_its_page is None:
        return None
    own = CallSession.objects.filter(workspace_id=by.workspace_id, member=by, pk=on_its_page)
    ended = own.first()
    if ended is None or not _had_begun(ended, at):
        return None
    if ended.ended_at is not None and ended.ended_at < at:
        pause = int((at - ended.ended_at).total_seconds())
        verb.update(ended, ended_at=at, paused_seconds=ended.paused_seconds + pause)
    return ended


def _had_begun(session: CallSession, at: datetime) -> bool:
    """Whether a sitting had begun by the moment `at`, on the same day."""
    return session.started_at <= at and not of_an_earlier_day(session, at)


def _close(session: CallSession) -> None:
    """Ends a sitting that was left open, at its last call or pause, whichever was later."""
    last = Call.objects.filter(workspace_id=session.workspace_id, session=session).order_by("-at")
    moments = [session.started_at, *last.values_list("at", flat=True)[:1]]
    session.ended_at = max([*moments, session.paused_at] if session.paused_at else moments)
    session.save(update_fields=["ended_at"])


@transaction.atomic
def begin(*, by: Member, goal: int = GOAL) -> CallSession:
    """Returns the sitting under way, resumed, or a new one. A sitting of an earlier day is
    ended.
    """
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
    """Starts the clock of the sitting again."""
    session = open_session(by)
    if session and session.paused_at is not None:
        session.paused_seconds += int((now() - session.paused_at).total_seconds())
        session.paused_at = None
        session.save(update_fields=["paused_at", "paused_seconds"])
    return session


@transaction.atomic
def toggle_pause(*, by: Member) -> CallSession | None:
    """Resumes a paused sitting, or pauses the one under way (when there is none, a new one).
    Returns it; None when it was paused on an earlier day, since it is ended then.
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
    """Ends the sitting under way, and returns it for its recap."""
    session = open_session(by)
    if session and of_an_earlier_day(session, now()):
        _close(session)
    elif session:
        session = resume(by=by) or session
        session.ended_at = now()
        session.save(update_fields=["ended_at"])
    return session
