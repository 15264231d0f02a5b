"""Invitations: a meeting goes into both calendars, moves there and is cancelled there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.calls.models import Call
from decroche.correspondence.actions import CannotWrite, check_recipient
from decroche.correspondence.building import NOBODY, language_of
from decroche.correspondence.composing import compose, when_in_letter
from decroche.correspondence.meeting_place import place_in_calendar
from decroche.correspondence.models import Message
from decroche.correspondence.queries import MAILBOX
from decroche.correspondence.rules import TAKE_BACK, letter_for, one_line
from decroche.correspondence.unsent import note_unsent
from decroche.database.fetching import first
from decroche.followups.models import FollowUp
from decroche.gateways.calendar import CalendarEvent, Method, invitation, uid_of
from decroche.journal.record import Verb
from decroche.offer.queries import lacking, offer_of
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from decroche.shared.language import PROSPECTS_LANGUAGE, Language
from decroche.shared.places import tz
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written with an invitation, and whether the presentation goes with it."""

    subject: str
    body: str
    with_presentation: bool = False


def invite(
    *,
    verb: Verb,
    by: Member,
    follow_up: FollowUp,
    to: str,
    call: Call | None,
    contact: Contact | None,
    address_known: bool = False,
) -> Message | None:
    """Sends (or prepares, without a mailbox) the invitation to a meeting that was just agreed on;
    None when they may not be written to, which is told (unsent.py). `address_known`: the address
    stood on the card before the call.
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
        address_known=address_known,
        follow_up=follow_up,
        language=PROSPECTS_LANGUAGE,
        created_at=now(),
    )
    situation = letter_for(follow_up.purpose, "")
    letter = compose(
        by=by,
        message=message,
        situation=situation,
        language=PROSPECTS_LANGUAGE,
        due=follow_up,
        fetch=verb.known,
    )
    enclosed = "offer" not in lacking(by.workspace, verb.known)
    words = _Words(letter.subject, letter.body, with_presentation=enclosed)
    return _ready(verb, message, words, by=by, follow_up=follow_up, method="REQUEST", sequence=0)


def move_invitation(*, verb: Verb, by: Member, follow_up: FollowUp) -> Message | None:
    """Sends the invitation to a meeting again, with its new time; None when nobody was invited."""
    return _again(verb, by, follow_up, "REQUEST")


def cancel_invitation(*, verb: Verb, by: Member, follow_up: FollowUp) -> Message | None:
    """Sends the cancellation of a meeting, which removes it from the other side's calendar. Of one
    whose hour is past nothing is sent: there is nothing left to cancel.
    """
    if follow_up.due_at <= now():
        if last := _invitations(follow_up).order_by("-id").first():
            _drop_unsent(verb, last)
        return None
    return _again(verb, by, follow_up, "CANCEL")


def _again(verb: Verb, by: Member, follow_up: FollowUp, method: Method) -> Message | None:
    """Sends the invitation again, with the new time or as a cancellation; None when nobody was
    invited, or when the invitation had not left and is only dropped.
    """
    last = _invitations(follow_up).order_by("-id").first()
    if last is None or last.calendar_method == "CANCEL":
        return None
    if _drop_unsent(verb, last) and method == "CANCEL" and not _was_sent_before(follow_up, last):
        return None
    message = Message(
        workspace_id=by.workspace_id,
        company=follow_up.company,
        contact=last.contact,
        call=last.call,
        member=by,
        to=last.to,
        address_known=last.address_known,
        follow_up=follow_up,
        language=language_of(last),
        created_at=now(),
    )
    with override(language_of(last)):
        words = _cancelled(by) if method == "CANCEL" else _moved(by, follow_up, language_of(last))
        number = _invitations(follow_up).count()
        return _ready(
            verb,
            message,
            words,
            by=by,
            follow_up=follow_up,
            method=method,
            sequence=number,
            uid=uid_of(last.calendar),
        )


def _drop_unsent(verb: Verb, last: Message) -> bool:
    """Drops an invitation that has not left, since the new one takes its place; returns whether it
    did.
    """
    if last.state not in (Message.State.DRAFT, Message.State.QUEUED):
        return False
    waiting = Message.objects.select_for_update().filter(pk=last.pk, state=last.state)
    return bool(verb.update_all(waiting, state=Message.State.DROPPED, closed_at=now()))


def _was_sent_before(follow_up: FollowUp, last: Message) -> bool:
    """Whether there is another invitation to this meeting besides the last one."""
    return _invitations(follow_up).exclude(pk=last.pk).exists()


def _moved(by: Member, follow_up: FollowUp, language: Language) -> _Words:
    """What is written with the new time of a meeting."""
    when = when_in_letter(
        follow_up.due_at,
        follow_up.company.state.zone,
        language,
        exact=follow_up.precision == "minute",
    )
    body = _(
        "Hello,\n\nOur meeting is now %(when)s. The enclosed invitation replaces "
        "the one before.\n\nKind regards,"
    )
    subject = _("Our meeting has moved – %(name)s")
    return _Words(subject % {"name": by.name}, body % {"when": when})


def _cancelled(by: Member) -> _Words:
    """What is written with the cancellation of a meeting."""
    body = _(
        "Hello,\n\nOur meeting will not take place. I am sorry for the change "
        "and will be in touch.\n\nKind regards,"
    )
    return _Words(_("Our meeting is cancelled – %(name)s") % {"name": by.name}, body)


def _ready(
    verb: Verb,
    message: Message,
    words: _Words,
    *,
    by: Member,
    follow_up: FollowUp,
    method: Method,
    sequence: int,
    uid: str = "",
) -> Message:
    """Saves the message with its words and its calendar text; with a mailbox it is queued.
    `sequence` counts the invitations to the meeting (RFC 5546): a higher one of the same `uid`
    replaces the others. The first has none yet: its own is in the domain of the sender, as
    calendars expect.
    """
    mailbox, at = first(verb.known(MAILBOX, by.workspace_id, by.pk)), now()
    sender = mailbox.address if mailbox else offer_of(by, verb.known).email or NOBODY
    message.calendar = invitation(
        _meeting(
            by, message, follow_up, uid or f"meeting-{follow_up.pk}@{sender.rpartition('@')[2]}"
        ),
        organizer=(by.name, sender),
        attendee=(message.contact.name if message.contact else "", message.to),
        method=method,
        sequence=sequence,
        stamp=at,
    )
    message.calendar_method = method
    message.subject, message.body = one_line(words.subject), words.body
    message.situation = letter_for(follow_up.purpose, "")
    message.with_presentation = words.with_presentation
    if mailbox:
        message.state, message.queued_at = Message.State.QUEUED, at
        message.send_after = at + TAKE_BACK
    return verb.create(message)


def _meeting(by: Member, message: Message, follow_up: FollowUp, uid: str) -> CalendarEvent:
    """The event of a meeting."""
    place = str(message.call.details.get("place", "")) if message.call else ""
    with override(language_of(message)):
        title = _("Meeting %(one)s – %(two)s") % {"one": by.name, "two": follow_up.company.name}
    return CalendarEvent(
        uid,
        follow_up.due_at.astimezone(tz(follow_up.company.state.zone)),
        one_line(title),
        place=place_in_calendar(place, _address(follow_up.company), language_of(message)),
    )


def _address(company: Company) -> str:
    """A company’s address on one line; "" when its street is not known."""
    if not company.address.strip():
        return ""
    town = f"{company.postcode} {company.city}".strip()
    return one_line(", ".join(part for part in (company.name, company.address, town) if part))


def _invitations(follow_up: FollowUp) -> QuerySet[Message]:
    return Message.objects.filter(workspace_id=follow_up.workspace_id, follow_up=follow_up).exclude(
        calendar_method=""
    )
