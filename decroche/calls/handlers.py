"""What changes in the texts of the calls when something below changes."""

from __future__ import annotations

from decroche.calls.scripts import texts_changed
from decroche.offer.events import OfferChanged
from decroche.shared.events import on


@on(OfferChanged)
def say_it_anew(event: OfferChanged) -> None:
    """The answer to “where do your missions start and stop?” comes from the offer."""
    texts_changed(event.by.workspace)
