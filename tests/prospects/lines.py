"""A line of paper, read on the Tuesday of the tests."""

from __future__ import annotations

from decroche.prospects.paper_line import PaperLine, read_paper_line
from tests.cast import TUESDAY


def read(line: str) -> PaperLine:
    """What the reader makes of the line."""
    return read_paper_line(line, now=TUESDAY)
