"""What outcomes do to follow-ups, inside the call's own transaction."""

from __future__ import annotations

from decroche.calls.events import OutcomeRecorded
from decroche.calls.rules import APPOINTMENTS, KEEPS_FOLLOW_UPS, NUMBER_ONLY
from decroche.followups.models import FollowUp
from decroche.prospects.events import CompaniesMerged, CompanyOpposed, PersonOpposed
from decroche.shared.clock import now
from decroche.shared.events import on
from decroche.team.prepared import Prepared

_OPEN = Prepared(
    lambda workspace, company: FollowUp.objects.filter(
        workspace_id=workspace, company_id=company, closed_at=None
    )
)


@on(OutcomeRecorded)
def follow(event: OutcomeRecorded) -> None:
    """A call that was answered closes what was open with the company; its consequence opens the
    next step.

    A call that reached nobody keeps the promise: a follow-up that was due moves to the retry, still
    promised; a meeting to come stays as it is, one that is past is over. A wrong number changes
    nothing.
    """
    for row in _OPEN(event.by.workspace_id, event.company.pk):
        if event.call.outcome in NUMBER_ONLY:
            continue
        if event.call.outcome in KEEPS_FOLLOW_UPS and row.purpose not in APPOINTMENTS:
            if row.due_at <= event.call.at and event.consequence.at:
                event.verb.update(row, due_at=event.consequence.at, precision="half_day")
        elif event.call.outcome not in KEEPS_FOLLOW_UPS or row.due_at <= event.call.at:
            event.verb.update(row, closed_at=event.call.at, closed_how="called")
    if event.consequence.follow_up and event.consequence.at:
        event.verb.create(
            FollowUp(
                workspace_id=event.by.workspace_id,
                company=event.company,
                contact_id=event.call.contact_id,
                call=event.call,
                kind=event.consequence.follow_up,
                purpose=event.call.outcome,
                due_at=event.consequence.at,
                precision=event.precision if event.when else "day",
                note=event.call.note[:500],
                created_at=event.call.at,
            )
        )


@on(CompanyOpposed)
def close_for_good(event: CompanyOpposed) -> None:
    """Nothing is due any more with a company that must be left alone."""
    for row in _OPEN(event.company.workspace_id, event.company.pk):
        event.verb.update(row, closed_at=now(), closed_how="opposed")


@on(PersonOpposed)
def close_with_her(event: PersonOpposed) -> None:
    """What was due with this person is not due any more; what was due with others of her company
    stays.
    """
    for row in FollowUp.objects.filter(
        workspace_id=event.person.workspace_id, contact=event.person, closed_at=None
    ):
        event.verb.update(row, closed_at=now(), closed_how="opposed")


@on(CompaniesMerged)
def move_follow_ups(event: CompaniesMerged) -> None:
    """What was promised to either card is promised to the one that stays."""
    event.verb.update_all(
        FollowUp.objects.filter(workspace_id=event.by.workspace_id, company=event.other),
        company_id=event.kept.pk,
    )
