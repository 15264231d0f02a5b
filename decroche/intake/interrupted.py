"""Settles the imports of a process that was killed, the next time that the data is opened."""

from __future__ import annotations

from decroche.intake.models import Batch
from decroche.intake.steps import Steps
from decroche.intake.under_way import is_written, lock_of, open_cards, withdraw
from decroche.intake.undoing_imports import go_on
from decroche.prospects.models import Provenance


def settle_interrupted() -> int:
    """Removes the imports that were being written when their process was killed, goes on with those
    that were being taken back, and finishes those whose cards are all written. Returns how many
    were removed.
    """
    gone = 0
    for provenance in Provenance.objects.exclude(under_way=Provenance.UnderWay.NO):
        batch = Batch.objects.filter(provenance=provenance).first()
        if batch is None or is_written(batch.pk):
            continue
        if provenance.under_way == Provenance.UnderWay.OPENING:
            open_cards(provenance.pk, Steps())
        elif provenance.under_way == Provenance.UnderWay.LEAVING:
            go_on(batch)
        else:
            withdraw(batch.pk)
            gone += 1
        lock_of(batch.pk).unlink(missing_ok=True)
    return gone
