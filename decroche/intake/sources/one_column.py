"""A workbook or a table of one column whose cells hold whole rows: a CSV file that was opened
without its separator and saved, or lines as they are written on paper.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from decroche.intake.sources.csv import detect_separator, named_columns
from decroche.intake.sources.lines import LinesSource, as_lines
from decroche.intake.sources.source import Source

_LOOKED_AT = 60
_HEADER_WITHIN = 15
_LEAST = 2
"""Rows, and columns that a header names."""


class _Cells:
    """The cells of a source as lines of text."""

    def __init__(self, source: Source) -> None:
        self.source, self.encoding = source, source.encoding

    def height(self) -> int:
        return self.source.height()

    def lines(self) -> Iterator[tuple[int, str]]:
        for line, cells in self.source.rows():
            text = " ".join(" ".join(cells).split())
            if text:
                yield line, text


class OneColumnSource:
    """The rows within the cells of another source: parted by a sign, or understood as lines."""

    def __init__(self, source: Source, sign: str, lines: LinesSource | None) -> None:
        self.source, self.sign, self.as_lines = source, sign, lines
        self.kind, self.encoding, self.separator = source.kind, source.encoding, source.separator

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def height(self) -> int:
        return self.source.height() + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, the header first."""
        if self.as_lines is not None:
            yield from self.as_lines.rows()
            return
        for line, cells in self.source.rows():
            yield line, _parted("".join(cells), self.sign)


def unpacked(source: Source) -> Source:
    """The source, or the rows within its cells when it is one column of whole rows."""
    rows = [cells for _line, cells in islice(source.rows(), _LOOKED_AT)]
    if len(rows) < _LEAST or any(sum(bool(cell.strip()) for cell in row) > 1 for row in rows):
        return source
    texts = ["".join(row).strip() for row in rows]
    sign = detect_separator("\n".join(text.replace("\n", " ") for text in texts))
    named = max(named_columns(_parted(text, sign)) for text in texts[:_HEADER_WITHIN])
    if named >= _LEAST:
        return OneColumnSource(source, sign, None)
    lines = as_lines(_Cells(source))
    return source if lines is None else OneColumnSource(source, "", lines)


def _parted(text: str, sign: str) -> list[str]:
    return next(csv.reader([text.replace("\n", " ").replace("\r", " ")], delimiter=sign), [])
