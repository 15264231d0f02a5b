"""The figures of an import that is over, each with the words below it."""

from __future__ import annotations

from django.utils.translation import ngettext

from decroche.intake.models import Batch


def tally_of(batch: Batch) -> list[tuple[int, str]]:
    """The figures that say something, in their order: a nought says nothing, save where no card
    came of the file.
    """
    cards = batch.created_count + batch.updated_count
    figures = [
        (batch.created_count, ngettext("new card", "new cards", batch.created_count)),
        (
            batch.updated_count,
            ngettext("card brought up to date", "cards brought up to date", batch.updated_count),
        ),
        (
            batch.duplicate_count,
            ngettext("row already there", "rows already there", batch.duplicate_count),
        ),
        (batch.aside_count, ngettext("row set aside", "rows set aside", batch.aside_count)),
        (batch.valid_numbers, ngettext("valid number", "valid numbers", batch.valid_numbers)),
        (
            batch.invalid_numbers,
            ngettext("number to look at", "numbers to look at", batch.invalid_numbers),
        ),
    ]
    return [one for place, one in enumerate(figures) if one[0] or (place == 0 and not cards)]
