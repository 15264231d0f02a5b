"""One file, read to its end the way an import does: what every broken file is put through."""

from __future__ import annotations

from pathlib import Path

from decroche.intake.cards import RowReader
from decroche.intake.rules import guess_layout
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable


def read_through(path: Path) -> int:
    """How many rows there were; a refusal is none. Any other exception is a mistake of ours."""
    count = 0
    try:
        source = open_source(path)
        source.height()
        first = [row for _, (_line, row) in zip(range(60), source.rows(), strict=False)]
        reader = RowReader(guess_layout(first)) if first else None
        if reader:
            for line, row in source.rows():
                reader.read(line, row)
                count += 1
    except Unreadable:
        return 0
    return count
