"""What taking an import back would do, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.compliance.models import Suppression
from decroche.intake.models import Batch, Change, UpdatedCompany
from decroche.intake.undoing_imports import made_by
from decroche.intake.updating import touched

_NAMED = 12
_LOOKED_AT = 20_000
"""Cards of which each is looked at before she is asked; of more, only how many there are is
said.
"""


@dataclass(frozen=True, slots=True)
class Going:
    """`cards` leave, and `staying` do not: they were called, edited or written about since. Each
    count comes with its first names; `counted` says whether those that stay were looked for.
    """

    cards: int
    names: tuple[str, ...]
    staying: int
    names_staying: tuple[str, ...]
    counted: bool
    put_back: int
    """Cards that were there before, and get back what the import wrote over."""
    waiting: int
    """Changes that nobody has decided on, and that are left."""
    refusals: int
    """Numbers and addresses that may be called and written to again."""


def what_goes(batch: Batch) -> Going:
    """The same cards that `undo_some` takes out, and all else that it undoes."""
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
