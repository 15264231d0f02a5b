"""Whether a row says that they must not be called."""

from __future__ import annotations

from decroche.intake.cells import detail_refuses, refuses, status_refuses
from decroche.intake.drafts import Kept, Values
from decroche.intake.headers import allows
from decroche.prospects.refusal_notes import note_refuses


def row_refuses(values: Values, kept: list[Kept]) -> bool:
    """Whether a column or a note of a row says that they must not be called."""
    if kept and _refused(kept):
        return True
    return "notes" in values and any(map(note_refuses, values["notes"]))


def _refused(kept: list[Kept]) -> bool:
    return any(_cell_refuses(name, column, cell) for name, column, cell in kept)


def _cell_refuses(name: str, column: str, cell: str) -> bool:
    """Whether a cell says that they must not be called; `name` is the field of its column."""
    if name == "refusal":
        return refuses(cell, allows=allows(column)) is True
    if name in ("status", "last_result"):
        return status_refuses(cell)
    return name == "detail" and detail_refuses(column, cell)
