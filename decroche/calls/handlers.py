"""What changes in calls, call states and texts when a package below publishes an event."""

from __future__ import annotations

from decroche.calls.correcting import AMENDED
from decroche.calls.counted_again import count_again, recount
from decroche.calls.drafts import bring_back_draft, join_drafts
from decroche.calls.joined_again import join_again
from decroche.calls.models import Call, CallSession, CallState, Moment, Note, Qualification, Win
from decroche.calls.notes import NOTED
from decroche.calls.scripts import texts_changed
from decroche.calls.states import add_state, join_states, work_out, work_out_undone
from decroche.journal.events import Undone
from decroche.journal.joined import card_now
from decroche.journal.staying import changed_by, part_of
from decroche.journal.verbs import JOINED, LOGGED
from decroche.offer.events import OfferChanged
from decroche.prospects.events import CompaniesChanged, CompaniesMerged, CompanyAdded
from decroche.shared.clock import now
from decroche.shared.events import on
from decroche.team.models import Workspace

_SAID = ("calls.script", "calls.answer", "calls.question", "offer.service", "offer.step")
"""Tables of her texts, of which every process keeps a copy."""
changed_by(Call)
changed_by(CallSession)
changed_by(CallState)
part_of(CallState, "company")


@on(OfferChanged)
def refresh_texts(event: OfferChanged) -> None:
    """Has her texts read again: the answer to “where do your missions start and stop?” comes from
    the offer.
    """
    texts_changed(event.by.workspace)


@on(CompanyAdded)
def begin_state(event: CompanyAdded) -> None:
    """Gives a new card its call state."""
    add_state(event.verb, event.company, first=event.first)


@on(CompaniesChanged)
def follow_cards(event: CompaniesChanged) -> None:
    """Works out again whether these companies may be called."""
    work_out(event.verb, event.workspace_id, event.keys)


@on(Undone)
def follow_undo(event: Undone) -> None:
    """Works out again what follows from the rows that an undo put back: the counts of calls,
    whether each card may be called (it may have been opposed since), her draft, her texts. Where a
    card was joined with another one since, the card that stayed is worked out.
    """
    entry, card = event.entry, card_now(event.entry)
    stayed = join_again(entry)
    if entry.verb in (AMENDED, NOTED):
        recount(entry)
    if entry.verb in (LOGGED, JOINED):
        count_again(entry, stayed)
    if entry.verb == LOGGED and entry.member is not None and card is not None:
        bring_back_draft(entry.member, card, entry.particulars, now())
    work_out_undone(entry, stayed)
    if any(image[1] in _SAID for image in entry.changes):
        texts_changed(Workspace.objects.get(pk=entry.workspace_id))


@on(CompaniesMerged)
def move_calls(event: CompaniesMerged) -> None:
    """Moves the calls, notes, answers and drafts of a card to the one that it was joined with."""
    join_states(
        event.verb,
        CallState.objects.get(pk=event.kept.pk),
        CallState.objects.get(pk=event.other.pk),
    )
    join_drafts(event.verb, event.kept, event.other)
    for model in (Call, Note, Qualification, Moment):
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
