"""What outcomes do to follow-ups, inside the call's own transaction."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from decroche.calls.events import CallGathered, NoteCorrected, OutcomeRecorded, PromiseAsked
from decroche.calls.queries import last_calls
from decroche.calls.rules import APPOINTMENTS, HANG_UPS, KEEPS_FOLLOW_UPS, NUMBER_ONLY, REFUSALS
from decroche.followups.actions import put_off
from decroche.followups.models import FollowUp
from decroche.followups.queries import call_promised, open_queries, open_with
from decroche.followups.rules import CallMade, after_call
from decroche.journal.staying import changed_by, say_why_it_stays
from decroche.prospects.events import (
    CompaniesMerged,
    CompanyOpposed,
    OppositionLifted,
    PersonOpposed,
)
from decroche.shared.clock import now
from decroche.shared.events import on

changed_by(FollowUp, "due_at", "purpose")  # its note follows that of its call
say_why_it_stays(
    FollowUp,
    {"changed": _("What is due with %(what)s stays: it was moved since.")},
    name=lambda row: row.company.name,
)


_LONGEST = 500
"""Characters of a note that a next step repeats."""


@on(CallGathered)
def ask_beforehand(event: CallGathered) -> None:
    """Each call needs what is open with its company: its query is added."""
    event.queries.extend(open_queries(event.by.workspace_id, event.company.pk))


@on(PromiseAsked)
def tell_promise(event: PromiseAsked) -> None:
    """Tells whether a call to this company is promised for now or was for an earlier moment: then
    no rest hides it.
    """
    rows = open_with(event.company.workspace_id, event.company.pk, event.verb.known)
    event.due = call_promised(rows, event.at)


@on(OutcomeRecorded)
def follow(event: OutcomeRecorded) -> None:
    """Applies a call to what was open with the company, and opens the next step that its
    consequence asks for.
    """
    to_come = _settle(event)
    if to_come:
        _not_before(event, min(to_come))
    if event.consequence.follow_up and event.consequence.at:
        _open_next(event, event.consequence.at)


def _settle(event: OutcomeRecorded) -> list[datetime]:
    """Closes the follow-ups that the call answered and puts off the others (rules.after_call).
    Returns when the promises that are still to be kept by a call are due.
    """
    call, gives = event.call, event.consequence
    made = CallMade(
        call.at,
        talked=call.outcome not in KEEPS_FOLLOW_UPS,
        number_only=call.outcome in NUMBER_ONLY,
        gives_promise=gives.follow_up == "promised",
        appointment=call.outcome in APPOINTMENTS,
        refused=call.outcome in REFUSALS and call.outcome not in HANG_UPS,
        contact=call.contact_id,
    )
    to_come: list[datetime] = []
    for row in open_with(event.by.workspace_id, event.company.pk, event.verb.known):
        if row.closed_at is not None:  # by an opposition of this call
            continue
        promised, appointment = row.kind == FollowUp.Kind.PROMISED, row.in_person
        fate = after_call(
            made,
            promised=promised,
            appointment=appointment,
            due=row.due_at,
            contact=row.contact_id,
        )
        if fate == "closed":
            event.verb.update(row, closed_at=call.at, closed_how=FollowUp.ClosedHow.CALLED)
        elif fate == "again" and promised:
            event.verb.update(row, retry_at=gives.at)
        elif fate == "again" and gives.at:
            put_off(verb=event.verb, follow_up=row, due_at=gives.at, precision="half_day")
        elif promised and not appointment and not made.number_only:
            to_come.append(row.due_at)
    return to_come


def _not_before(event: OutcomeRecorded, promised: datetime) -> None:
    """Keeps the queue from offering the card before the day she promised."""
    state = event.company.state
    if state.not_before is None or state.not_before < promised:
        event.verb.update(state, not_before=promised)


def _open_next(event: OutcomeRecorded, due_at: datetime) -> None:
    event.verb.create(
        FollowUp(
            workspace_id=event.by.workspace_id,
            company=event.company,
            contact_id=event.call.contact_id,
            call=event.call,
            kind=event.consequence.follow_up,
            purpose=event.call.outcome,
            due_at=due_at,
            precision=event.precision if event.when else "day",
            note=_words(event)[:_LONGEST],
            created_at=event.call.at,
            member=event.by,
        )
    )


def _words(event: OutcomeRecorded) -> str:
    """Her note of the call, else her last note on the card, so that a follow-up without a note
    still says something.
    """
    before = last_calls(event.company, event.verb.known)
    notes = (call.note for call in [event.call, *before] if call.note)
    return next(notes, "")


@on(NoteCorrected)
def correct_words(event: NoteCorrected) -> None:
    """Gives the open next steps that repeat the note of a call its corrected words; without any,
    her last note on the card, as when they were opened.
    """
    call = event.call
    rows = FollowUp.objects.filter(
        workspace_id=call.workspace_id, company_id=call.company_id, closed_at=None
    )
    repeated = {"note": event.before[:_LONGEST]} if event.before else {"call": call}
    noted = (one.note for one in [call, *last_calls(call.company)] if one.note)
    event.verb.update_all(rows.filter(**repeated), note=next(noted, "")[:_LONGEST])


@on(CompanyOpposed)
def close_for_good(event: CompanyOpposed) -> None:
    """Closes everything that is open with a company that must be left alone."""
    rows = open_with(event.company.workspace_id, event.company.pk, event.fetch)
    event.verb.update_read(rows, closed_at=now(), closed_how=FollowUp.ClosedHow.OPPOSED)


@on(PersonOpposed)
def close_with_person(event: PersonOpposed) -> None:
    """Closes what is open with this person; what is open with others of the company stays."""
    for row in FollowUp.objects.filter(
        workspace_id=event.person.workspace_id, contact=event.person, closed_at=None
    ):
        event.verb.update(row, closed_at=now(), closed_how=FollowUp.ClosedHow.OPPOSED)


@on(OppositionLifted)
def open_again(event: OppositionLifted) -> None:
    """An opposition that was lifted never was: what it closed is due again, as she gave it."""
    closed = FollowUp.objects.filter(
        workspace_id=event.company.workspace_id,
        company=event.company,
        closed_how=FollowUp.ClosedHow.OPPOSED,
        closed_at__gte=event.since,
    )
    if event.person is not None:
        closed = closed.filter(contact=event.person)
    event.verb.update_all(closed, closed_at=None, closed_how="")


@on(CompaniesMerged)
def move_follow_ups(event: CompaniesMerged) -> None:
    """Moves the follow-ups of the other card to the card that is kept."""
    event.verb.update_all(
        FollowUp.objects.filter(workspace_id=event.by.workspace_id, company=event.other),
        company_id=event.kept.pk,
    )
