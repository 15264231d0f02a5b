"""Invitations: a meeting goes into both calendars, moves there and is cancelled there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.calls.models import Call
from decroche.correspondence.actions import CannotWrite, check_recipient
from decroche.correspondence.composing import compose, when_in_letter
from decroche.correspondence.models import Message
from decroche.correspondence.queries import MAILBOX
from decroche.correspondence.rules import TAKE_BACK, letter_for, one_line
from decroche.correspondence.unsent import note_unsent
from decroche.followups.models import FollowUp
from decroche.gateways.calendar import CalendarEvent, Method, invitation
from decroche.journal.record import Verb
from decroche.offer.queries import offer_of
from decroche.prospects.models import Contact
from decroche.shared.clock import now
from decroche.shared.places import tz
from decroche.team.fetching import first
from decroche.team.language import member_language
from decroche.team.models import Member


def invite(
    *,
    verb: Verb,
    by: Member,
    follow_up: FollowUp,
    to: str,
    call: Call | None,
    contact: Contact | None,
) -> Message | None:
    """Sends (or prepares, without a mailbox) the invitation to a meeting that was just agreed on;
    None when they may not be written to, which is told (unsent.py).
    """
    try:
        address = check_recipient(
            by=by, to=to, company=follow_up.company, contact=contact, asked=True, fetch=verb.known
        )
    except CannotWrite as error:
        note_unsent(verb, "invitation", to, error)
        return None
    message = Message(
        workspace_id=by.workspace_id,
        company=follow_up.company,
        contact=contact,
        call=call,
        member=by,
        to=address,
        follow_up=follow_up,
        created_at=now(),
    )
    situation = letter_for(follow_up.purpose, "")
    letter = compose(
        by=by,
        message=message,
        situation=situation,
        language=member_language(by),
        due=follow_up,
        fetch=verb.known,
    )
    return _ready(
        verb,
        by,
        message,
        follow_up,
        "REQUEST",
        subject=letter.subject,
        body=letter.body,
        with_presentation=True,
        sequence=0,
    )


def move_invitation(*, verb: Verb, by: Member, follow_up: FollowUp) -> Message | None:
    """The meeting has another hour: the calendar of the other side follows. Nothing when nobody was
    invited.
    """
    return _again(verb, by, follow_up, "REQUEST")


def cancel_invitation(*, verb: Verb, by: Member, follow_up: FollowUp) -> Message | None:
    """The meeting will not take place: it leaves the other side's calendar too."""
    return _again(verb, by, follow_up, "CANCEL")


def _again(verb: Verb, by: Member, follow_up: FollowUp, method: Method) -> Message | None:
    last = _invitations(follow_up).order_by("-id").first()
    if last is None or last.calendar_method == "CANCEL":
        return None
    if last.state in (Message.State.DRAFT, Message.State.QUEUED):
        # It has not left: the new one takes its place.
        waiting = Message.objects.select_for_update().filter(pk=last.pk, state=last.state)
        taken = verb.update_all(waiting, state=Message.State.DROPPED, closed_at=now())
        if (
            taken
            and method == "CANCEL"
            and not _invitations(follow_up).exclude(pk=last.pk).exists()
        ):
            return None  # nobody ever heard of it
    message = Message(
        workspace_id=by.workspace_id,
        company=follow_up.company,
        contact=last.contact,
        call=last.call,
        member=by,
        to=last.to,
        follow_up=follow_up,
        created_at=now(),
    )
    language = member_language(by)
    when = when_in_letter(
        follow_up.due_at,
        follow_up.company.state.zone,
        language,
        exact=follow_up.precision == "minute",
    )
    with override(language):
        if method == "CANCEL":
            subject, body = (
                _("Our meeting is cancelled – %(name)s"),
                _(
                    "Hello,\n\nOur meeting will not take place. I am sorry for the change "
                    "and will be in touch.\n\nKind regards,"
                ),
            )
        else:
            subject, body = (
                _("Our meeting has moved – %(name)s"),
                _(
                    "Hello,\n\nOur meeting is now %(when)s. The enclosed invitation replaces "
                    "the one before.\n\nKind regards,"
                ),
            )
        return _ready(
            verb,
            by,
            message,
            follow_up,
            method,
            subject=subject % {"name": by.name},
            body=body % {"when": when} if "%(when)s" in body else body,
            with_presentation=False,
            sequence=_invitations(follow_up).count(),
        )


def _ready(
    verb: Verb,
    by: Member,
    message: Message,
    follow_up: FollowUp,
    method: Method,
    *,
    subject: str,
    body: str,
    with_presentation: bool,
    sequence: int,
) -> Message:
    mailbox, at = first(verb.known(MAILBOX, by.workspace_id)), now()
    sender = mailbox.address if mailbox else offer_of(by, verb.known).email or "moi@localhost"
    place = str(message.call.details.get("place", "")) if message.call else ""
    title = _("Meeting %(one)s – %(two)s") % {"one": by.name, "two": follow_up.company.name}
    entry = CalendarEvent(
        f"meeting-{follow_up.pk}@{sender.rpartition('@')[2]}",
        follow_up.due_at.astimezone(tz(follow_up.company.state.zone)),
        one_line(title),
        place=place,
    )
    message.calendar = invitation(
        entry,
        organizer=(by.name, sender),
        attendee=(message.contact.name if message.contact else "", message.to),
        method=method,
        sequence=sequence,
        stamp=at,
    )
    message.calendar_method, message.subject, message.body, message.situation = (
        method,
        one_line(subject),
        body,
        letter_for(follow_up.purpose, ""),
    )
    message.language, message.with_presentation = member_language(by), with_presentation
    if mailbox:
        message.state, message.queued_at, message.send_after = (
            Message.State.QUEUED,
            at,
            at + TAKE_BACK,
        )
    return verb.create(message)


def _invitations(follow_up: FollowUp) -> QuerySet[Message]:
    return Message.objects.filter(workspace_id=follow_up.workspace_id, follow_up=follow_up).exclude(
        calendar_method=""
    )
