"""What outcomes do to messages."""

from __future__ import annotations

from django.db.models import Q

from decroche.calls.events import AddressGiven, CallGathered, OutcomeRecorded
from decroche.calls.reading import Problem
from decroche.calls.rules import APPOINTMENTS, REFUSALS, WANTS_MAIL
from decroche.correspondence.actions import CannotWrite, check_recipient, recipient_queries
from decroche.correspondence.composing import compose, letter_queries
from decroche.correspondence.inviting import cancel_invitation, invite, move_invitation
from decroche.correspondence.models import Message, Reply
from decroche.correspondence.queries import MAILBOX
from decroche.correspondence.rules import TAKE_BACK, letter_for
from decroche.correspondence.unsent import note_unsent
from decroche.correspondence.wording import cannot_in_words
from decroche.database.prepared import PreparedQuery
from decroche.followups.events import FollowUpDropped, FollowUpMoved
from decroche.followups.models import FollowUp
from decroche.prospects.contacts import keep_address, whose_address
from decroche.prospects.events import CompaniesMerged, CompanyOpposed, PersonOpposed
from decroche.prospects.queries import people_of
from decroche.shared.clock import now
from decroche.shared.events import on
from decroche.shared.language import PROSPECTS_LANGUAGE

_NOT_GONE = (Message.State.DRAFT, Message.State.QUEUED)
_WAITING = PreparedQuery(
    lambda workspace, company: Message.objects.filter(
        workspace_id=workspace, company_id=company, state__in=_NOT_GONE
    )
)


@on(CallGathered)
def ask_beforehand(event: CallGathered) -> None:
    """Adds the queries that decide whether the given address may be written to and that the letter
    is made of; and, when they may be asking for silence, those for the mail that waits to leave.
    """
    by, company, queries = event.by, event.company, event.queries
    if event.outcome in REFUSALS:
        queries.append(_WAITING.bind(by.workspace_id, company.pk))
    if not event.address:
        return
    role = event.raw.get("asked_for", "")
    person = whose_address(event.people, event.contact_id, role, event.address)
    for contact in (None, person):
        queries.extend(recipient_queries(by, company, event.address, contact))
    queries.extend(letter_queries(by.workspace_id, company.pk, PROSPECTS_LANGUAGE))
    queries.append(MAILBOX.bind(by.workspace_id, by.pk))


@on(AddressGiven)
def say_if_not_written_to(event: AddressGiven) -> None:
    """Tells her when the given address bounced before, or asked to be left alone."""
    try:
        check_recipient(
            by=event.by, to=event.address, company=event.company, asked=True, fetch=event.fetch
        )
    except CannotWrite as error:
        sentence = cannot_in_words(error)
        event.problems.append(Problem(event.field, error.code, event.address, sentence))


@on(OutcomeRecorded)
def want_message(event: OutcomeRecorded) -> None:
    """Keeps an address given on the telephone on the card, and notes the mail that she promised;
    with a mailbox it is queued.
    """
    if event.call.outcome not in WANTS_MAIL:
        return
    known = _stood_on_card(event, event.email)
    contact = keep_address(
        verb=event.verb,
        company=event.company,
        contact_id=event.call.contact_id,
        role=event.call.asked_for,
        email=event.email,
        words=(event.call.note, event.company.state.ask_next),
    )
    message = Message(
        workspace_id=event.by.workspace_id,
        company=event.company,
        contact=contact,
        call=event.call,
        to=event.email,
        address_known=known,
        about=event.call.reason,
        created_at=event.call.at,
        member=event.by,
    )
    if event.call.details.get("mail") != "later":
        _queue(event, message)
    event.verb.create(message)


def _stood_on_card(event: OutcomeRecorded, address: str) -> bool:
    """Whether an address that was asked for in a call stood on its card before: the mail then must
    not say that it was given on the telephone.
    """
    people = people_of(event.company, event.verb.known)
    kept = {event.company.email, *(one.email for one in people)}
    return address.casefold() in map(str.casefold, kept)


def _queue(event: OutcomeRecorded, message: Message) -> None:
    """Queues the message to leave in half a minute, if there is a mailbox; else it waits for her.
    She is told what forbids it.
    """
    by = event.by
    known = event.verb.known
    if not known(MAILBOX, by.workspace_id, by.pk):
        return
    try:
        check_recipient(
            by=by,
            to=message.to,
            company=message.company,
            contact=message.contact,
            asked=True,
            fetch=known,
        )
    except CannotWrite as error:
        note_unsent(event.verb, "mail", message.to, error)
        return
    situation, language = letter_for(event.call.outcome, message.about), PROSPECTS_LANGUAGE
    letter = compose(
        by=by,
        message=message,
        situation=situation,
        language=language,
        due=next(iter(event.verb.created(FollowUp)), None),
        fetch=known,
    )
    at = now()
    message.state = Message.State.QUEUED
    message.situation, message.language = letter.situation, letter.language
    message.subject, message.body = letter.subject, letter.body
    message.with_cv = bool(event.call.details.get("cv"))
    message.queued_at, message.send_after = at, at + TAKE_BACK


@on(OutcomeRecorded)
def invite_them(event: OutcomeRecorded) -> None:
    """Invites somebody to a meeting when an address was given: the invitation leaves in half a
    minute.
    """
    to = str(event.call.details.get("invite", ""))
    if event.call.outcome not in APPOINTMENTS or not to:
        return
    follow_up = next(iter(event.verb.created(FollowUp)), None)
    if follow_up:
        known = _stood_on_card(event, to)
        contact = keep_address(
            verb=event.verb,
            company=event.company,
            contact_id=event.call.contact_id,
            role=event.call.asked_for,
            email=to,
            words=(event.call.note, event.company.state.ask_next),
        )
        invite(
            verb=event.verb,
            by=event.by,
            follow_up=follow_up,
            to=to,
            address_known=known,
            call=event.call,
            contact=contact,
        )


@on(FollowUpMoved)
def move_the_meeting(event: FollowUpMoved) -> None:
    """Tells whoever was invited of the new time."""
    if event.follow_up.in_person:
        move_invitation(verb=event.verb, by=event.by, follow_up=event.follow_up)


@on(FollowUpDropped)
def cancel_the_meeting(event: FollowUpDropped) -> None:
    """Tells whoever was invited that the meeting will not take place."""
    if event.follow_up.in_person:
        cancel_invitation(verb=event.verb, by=event.by, follow_up=event.follow_up)


@on(CompanyOpposed)
def drop_unsent_mail(event: CompanyOpposed) -> None:
    """Drops the company's mail that has not left yet."""
    rows = event.fetch(_WAITING, event.company.workspace_id, event.company.pk)
    event.verb.update_read(rows, state=Message.State.DROPPED, closed_at=now())


@on(PersonOpposed)
def drop_unsent_mail_to_person(event: PersonOpposed) -> None:
    """Drops the mail that has not left yet, to a person who asks to be left alone."""
    person = event.person
    hers = Q(contact=person) | (Q(to__iexact=person.email) if person.email else Q(pk=None))
    rows = Message.objects.filter(hers, workspace_id=person.workspace_id, state__in=_NOT_GONE)
    event.verb.update_all(rows, state=Message.State.DROPPED, closed_at=now())


@on(CompaniesMerged)
def move_messages(event: CompaniesMerged) -> None:
    """Moves the messages of the other card, with what came back to them, to the card that is
    kept.
    """
    for model in (Message, Reply):
        event.verb.update_all(
            model._base_manager.filter(workspace_id=event.by.workspace_id, company=event.other),
            company_id=event.kept.pk,
        )
