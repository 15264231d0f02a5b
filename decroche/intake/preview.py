"""The first rows of an uploaded file, with the cards they would become. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from decroche.intake.cards import RowReader
from decroche.intake.choices import Choices, layout_of
from decroche.intake.drafts import Draft
from decroche.intake.models import Batch
from decroche.intake.opposed_rows import OpposedRows, is_left_alone, opposed_values, typed_values
from decroche.intake.paper.typed import MOST
from decroche.intake.rules import Layout
from decroche.intake.sources.gathered import footers_of
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source
from decroche.prospects.left_alone import LeftAlone, left_alone_values
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become.

    `rows` are (line in the file, its cells, the card it becomes or the reason why it is left
    aside). `opposed`: which of the rows are of somebody who asked not to be called.
    """

    source: Source
    layout: Layout
    rows: list[tuple[int, list[str], Draft | str]]
    opposed: OpposedRows

    def is_left_alone(self, draft: Draft) -> bool:
        """Whether the row adds nothing, since they asked not to be called."""
        return is_left_alone(draft, self.opposed, refusals=True)


def preview_of(workspace: Workspace, batch: Batch, choices: Choices, most: int) -> Preview:
    """Reads the first rows of an uploaded file with her choices, `most` at most. Raises
    Unreadable.
    """
    source = open_source(Path(batch.path), encoding=choices.encoding, separator=choices.separator)
    layout = layout_of(source, choices, workspace)
    reader, rows = (
        RowReader(layout, footers=footers_of(source)),
        list[tuple[int, list[str], Draft | str]](),
    )
    for index, (line, cells) in enumerate(source.rows()):
        if index <= layout.header:
            continue
        rows.append((line, cells[: len(layout.columns)], reader.read(line, cells)))
        if len(rows) == most:
            break
    drafts = [card for _line, _cells, card in rows if isinstance(card, Draft)]
    return Preview(source, layout, rows, opposed_values(workspace, drafts))


def left_alone_lines(workspace: Workspace, batch: Batch) -> dict[int, list[LeftAlone]]:
    """Of a list of lines that waits: which lines add nothing, by their place (0 is the first), and
    whose number or address stands there.
    """
    found = preview_of(workspace, batch, Choices(), MOST)
    return {
        line - 1: left_alone_values(workspace, typed_values(card))
        for line, _cells, card in found.rows
        if isinstance(card, Draft) and found.is_left_alone(card)
    }
