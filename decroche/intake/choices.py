"""What she decided about an import, and what each column of its file is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from decroche.compliance.permission import Nature
from decroche.intake.preferences import ColumnMappings
from decroche.intake.rules import Layout, guess_layout, remap
from decroche.intake.sources.source import Source
from decroche.team.models import Workspace
from decroche.team.preferences import preferred, save_preferences

_SAMPLE = 60
"""Rows by which the columns are guessed."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What she decided about an import. `fields` replaces the guess, column by column."""

    list_name: str = ""
    on_duplicate: str = "skip"
    fields: list[str] | None = None
    header: int | None = None
    encoding: str = ""
    separator: str = ""
    pairs: dict[str, str] = field(default_factory=dict)
    nature: Nature = ""
    """Where the numbers come from, as the law sees it (Provenance.Nature); empty: as her words say.
    """
    ask: bool = False
    """Whether changes of cards that are there wait for her word (the desk), or are written at once
    (the command line).
    """
    refusals: bool = True
    """Whether those who do not want to be called, as the file says, are never called again."""


_NAMED_BY_THE_FILE = frozenset({"json", "ldif"})
"""Kinds of files whose first row is the names of their columns, whatever they are."""


def layout_of(source: Source, choices: Choices, workspace: Workspace | None = None) -> Layout:
    """Returns the columns of a file: guessed from the first rows, with her corrections: the present
    ones, else those of the last file with the same columns.
    """
    rows = [row for _, row in _first(source, _SAMPLE)]
    header = choices.header if choices.header is not None and choices.header < len(rows) else None
    named = source.kind in _NAMED_BY_THE_FILE and rows
    layout = guess_layout(rows, 0 if header is None and named else header)
    if choices.fields is not None and len(choices.fields) == len(layout.columns):
        return _mapped(Layout(layout.header, layout.columns, choices.fields), choices)
    kept = preferred(workspace, ColumnMappings).of(_shape(layout)) if workspace else None
    if kept and len(kept) == len(layout.columns):
        layout = Layout(layout.header, layout.columns, kept)
    return _mapped(layout, choices)


def _mapped(layout: Layout, choices: Choices) -> Layout:
    return remap(layout, choices.pairs) if choices.pairs else layout


def _shape(layout: Layout) -> str:
    """Returns a key that identifies the columns of a file; "" for a file without headers."""
    return (
        sha256("\x1f".join(layout.columns).encode()).hexdigest()[:16] if layout.header >= 0 else ""
    )


def remember_mapping(*, workspace: Workspace, source: Source, choices: Choices) -> None:
    """Keeps the columns she corrected for the next file of the same shape, for the fifty latest
    shapes.
    """
    if choices.fields is None:
        return
    guess = layout_of(source, replace(choices, fields=None, pairs={}))
    shape = _shape(guess)
    if shape and len(choices.fields) == len(guess.columns) and choices.fields != guess.fields:
        known = preferred(workspace, ColumnMappings)
        save_preferences(workspace=workspace, section=known.with_shape(shape, choices.fields))


def _first(source: Source, count: int) -> Iterator[tuple[int, list[str]]]:
    for index, row in enumerate(source.rows()):
        if index == count:
            return
        yield row
