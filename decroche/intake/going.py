"""What the undo of an import would do, shown to her before she confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.compliance.models import Suppression
from decroche.intake.models import Batch, Change, UpdatedCompany
from decroche.intake.undoing_imports import made_by
from decroche.intake.updating import touched

_NAMED = 12
_LOOKED_AT = 20_000
"""With more cards than this, it is not looked for which of them stay."""


@dataclass(frozen=True, slots=True)
class Going:
    """How many cards leave (`cards`), and how many stay because they were called, edited or written
    about since (`staying`), each with their first names. `counted` says whether it was looked for
    cards that stay.
    """

    cards: int
    names: tuple[str, ...]
    staying: int
    names_staying: tuple[str, ...]
    counted: bool
    put_back: int
    """How many older cards get back what the import overwrote."""
    waiting: int
    """How many proposed changes are dropped, on which nobody has decided."""
    refusals: int
    """How many numbers and addresses may be called and written to again."""


def what_goes(batch: Batch) -> Going:
    """Returns what `undo_some` would remove and restore."""
    made = made_by(batch).order_by("pk")
    counted = batch.created_count <= _LOOKED_AT
    kept = touched(made, batch) if counted else made.none()
    staying = kept.count()
    leaving = made.exclude(pk__in=kept.values("pk")) if staying else made
    return Going(
        cards=leaving.count(),
        names=tuple(leaving.values_list("name", flat=True)[:_NAMED]),
        staying=staying,
        names_staying=tuple(kept.values_list("name", flat=True)[:_NAMED]),
        counted=counted,
        put_back=UpdatedCompany.objects.filter(batch=batch).count(),
        waiting=Change.objects.filter(batch=batch, state=Change.State.WAITING).count(),
        refusals=Suppression.objects.filter(workspace=batch.workspace_id, act=batch.act).count(),
    )
