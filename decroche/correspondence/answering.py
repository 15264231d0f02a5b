"""What an answer changes on the card; the same whether it was sure from the start, or she said what
it is. Each function is called inside a verb. Only advised follow-ups are closed or moved, never
promises.
"""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Q

from decroche.calls.rules import APPOINTMENTS
from decroche.compliance.actions import oppose
from decroche.correspondence.absence import day_back, return_said
from decroche.correspondence.models import DeadAddress, Message
from decroche.correspondence.queries import writer_of
from decroche.followups.actions import put_off
from decroche.followups.models import FollowUp
from decroche.journal.record import Verb
from decroche.prospects.opposition import oppose_company
from decroche.shared.clock import now
from decroche.shared.places import tz
from decroche.team.models import Member

_OPENING = time(9, 0)


def advised(message: Message, *, but: FollowUp | None = None) -> FollowUp | None:
    """The open advised follow-up of the call that led to the message, else the first one of the
    company. A promise is never among them.
    """
    rows = FollowUp.objects.filter(
        workspace_id=message.workspace_id,
        company_id=message.company_id,
        closed_at=None,
        kind=FollowUp.Kind.ADVISED,
    ).exclude(Q(purpose__in=APPOINTMENTS) | Q(pk=but.pk if but else None))
    return rows.filter(call_id=message.call_id or 0).first() or rows.order_by("due_at").first()


def heard_from(verb: Verb, message: Message) -> None:
    """They wrote themselves: the message arrived, and the card's retention starts again."""
    verb.update(message, replied_at=now(), state=Message.State.SENT)
    verb.update(message.company, last_contact_at=now())


def close_as_answered(verb: Verb, message: Message, *, but: FollowUp | None = None) -> None:
    """Closes the advised follow-up that waited for an answer; `but` stays open."""
    follow_up = advised(message, but=but)
    if follow_up:
        verb.update(follow_up, closed_at=now(), closed_how=FollowUp.ClosedHow.REPLIED)


def add_step_to_read(verb: Verb, message: Message, text: str) -> FollowUp:
    """Adds an advised follow-up for today: to read what they wrote. It is for who wrote to them."""
    return _advise(
        verb,
        message,
        FollowUp.OtherPurpose.REPLY,
        " ".join(text.split())[:300],
        at=now(),
        member=writer_of(message),
    )


def _advise(
    verb: Verb,
    message: Message,
    purpose: str,
    note: str,
    *,
    at: datetime,
    member: Member | None = None,
) -> FollowUp:
    """Adds an advised follow-up of a message, for the day of that moment."""
    return verb.create(
        FollowUp(
            workspace_id=message.workspace_id,
            company=message.company,
            contact=message.contact,
            call_id=message.call_id,
            kind=FollowUp.Kind.ADVISED,
            purpose=purpose,
            member=member,
            due_at=at,
            precision="day",
            note=note,
            created_at=at,
        )
    )


def step_to_read(message: Message) -> FollowUp | None:
    """The latest open follow-up to read what they wrote."""
    rows = FollowUp.objects.filter(
        workspace_id=message.workspace_id,
        company_id=message.company_id,
        closed_at=None,
        kind=FollowUp.Kind.ADVISED,
        purpose=FollowUp.OtherPurpose.REPLY,
    )
    return rows.order_by("-id").first()


def refuse(verb: Verb, by: Member, message: Message, *, sender: str) -> None:
    """Notes an opposition of the company and of the address that asked for it: no call and no mail
    from then on, whatever is imported later.
    """
    verb.update(message, replied_at=now(), state=Message.State.SENT)
    if sender:
        oppose(verb=verb, by=by, values=[("email", sender)], channel="mail")
    oppose_company(verb=verb, by=by, company=message.company, channel="mail")


def keep_return(verb: Verb, message: Message, text: str) -> None:
    """Puts the advised follow-up off to the day of return, when they name one and it is later."""
    follow_up = advised(message)
    if follow_up is None or follow_up.answered or follow_up.came_back:
        return  # to read an answer, or to ask for an address, does not depend on anybody's return
    zone = message.company.state.zone
    told = return_said(text, now=now().astimezone(tz(zone)))
    if told is None:
        return
    due = datetime.combine(day_back(told, zone), _OPENING, tz(zone))
    if due > follow_up.due_at:
        put_off(verb=verb, follow_up=follow_up, due_at=due, precision="day")
        state = message.company.state
        verb.update(state, not_before=max(state.not_before or due, due))


def note_bounce(verb: Verb, message: Message, words: str, *, dead: bool) -> None:
    """Notes a bounce: the next step is a call, to ask for another address when this one is dead.
    Promises are not changed.
    """
    at, words = now(), words[:500]
    verb.update(message, bounced_at=at, state=Message.State.FAILED, words=words, step="bounce")
    if dead:
        _note_dead_address(verb, message, words, at)
    _call_about_the_bounce(verb, message, f"{message.to}: {words}"[:500], at)


def _note_dead_address(verb: Verb, message: Message, words: str, at: datetime) -> None:
    address = {"workspace_id": message.workspace_id, "address": message.to}
    if not DeadAddress.objects.filter(**address).exists():
        verb.create(DeadAddress(**address, words=words, at=at))


def _call_about_the_bounce(verb: Verb, message: Message, note: str, at: datetime) -> None:
    """Advises a call: by the follow-up of the message, at once, or by a new one."""
    follow_up = advised(message)
    if follow_up:
        put_off(
            verb=verb,
            follow_up=follow_up,
            due_at=min(follow_up.due_at, at),
            note=note,
            purpose=FollowUp.OtherPurpose.BOUNCE,
        )
        return
    _advise(verb, message, FollowUp.OtherPurpose.BOUNCE, note, at=at)
