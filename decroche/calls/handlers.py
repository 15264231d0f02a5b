"""What changes in the texts of the calls when something below changes."""

from __future__ import annotations

from decroche.calls.models import Call, Moment, Qualification, Win
from decroche.calls.scripts import texts_changed
from decroche.offer.events import OfferChanged
from decroche.prospects.events import CompaniesMerged
from decroche.shared.events import on


@on(OfferChanged)
def say_it_anew(event: OfferChanged) -> None:
    """The answer to “where do your missions start and stop?” comes from the offer."""
    texts_changed(event.by.workspace)


@on(CompaniesMerged)
def move_calls(event: CompaniesMerged) -> None:
    """The calls of both cards are the calls of one."""
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
