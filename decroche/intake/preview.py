"""The first rows of an uploaded file, with the cards they would become. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from decroche.intake.actions import Choices, layout_of
from decroche.intake.cards import Draft, RowReader
from decroche.intake.models import Batch
from decroche.intake.rules import Layout
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become.

    `rows` are (line in the file, its cells, the card it becomes or the reason why it is left
    aside).
    """

    source: Source
    layout: Layout
    rows: list[tuple[int, list[str], Draft | str]]


def preview_of(workspace: Workspace, batch: Batch, choices: Choices, most: int) -> Preview:
    """Reads the first rows of an uploaded file with her choices, `most` at most. Raises
    Unreadable.
    """
    source = open_source(Path(batch.path), encoding=choices.encoding, separator=choices.separator)
    layout = layout_of(source, choices, workspace)
    reader, rows = RowReader(layout), list[tuple[int, list[str], Draft | str]]()
    for index, (line, cells) in enumerate(source.rows()):
        if index <= layout.header:
            continue
        rows.append((line, cells[: len(layout.columns)], reader.read(line, cells)))
        if len(rows) == most:
            break
    return Preview(source, layout, rows)
