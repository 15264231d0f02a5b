"""What changes in the calls, their states and texts when something below changes."""

from __future__ import annotations

from decroche.calls.models import Call, CallState, Moment, Qualification, Win
from decroche.calls.scripts import texts_changed
from decroche.calls.states import add_state, join_states, work_out, work_out_undone
from decroche.journal.events import Undone
from decroche.offer.events import OfferChanged
from decroche.prospects.events import CompaniesChanged, CompaniesMerged, CompanyAdded
from decroche.shared.events import on


@on(OfferChanged)
def say_it_anew(event: OfferChanged) -> None:
    """The answer to “where do your missions start and stop?” comes from the offer."""
    texts_changed(event.by.workspace)


@on(CompanyAdded)
def begin_state(event: CompanyAdded) -> None:
    """A card has a state from the start."""
    add_state(event.verb, event.company, first=event.first)


@on(CompaniesChanged)
def follow_cards(event: CompaniesChanged) -> None:
    """Whether they may be called follows from what the cards say now."""
    work_out(event.verb, event.workspace_id, event.keys)


@on(Undone)
def follow_undo(event: Undone) -> None:
    """An older line taken back never puts a card that was opposed since into the queue again."""
    work_out_undone(event.entry)


@on(CompaniesMerged)
def move_calls(event: CompaniesMerged) -> None:
    """The calls of both cards are the calls of one."""
    join_states(
        event.verb,
        CallState.objects.get(pk=event.kept.pk),
        CallState.objects.get(pk=event.other.pk),
    )
    for model in (Call, Qualification, Moment):
        event.verb.update_all(
            model._base_manager.filter(workspace_id=event.by.workspace_id, company=event.other),
            company_id=event.kept.pk,
        )
    won = Win.objects.filter(workspace_id=event.by.workspace_id, company=event.other)
    if Win.objects.filter(workspace_id=event.by.workspace_id, company=event.kept).exists():
        for row in won:
            event.verb.delete(row)
    else:
        event.verb.update_all(won, company_id=event.kept.pk)
