"""What a reader is, and what it raises when it can't read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Unreadable(Exception):
    """The file can't be read; the message says why in a code, `detail` names the particulars."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


class Source(Protocol):
    """A file as rows of cells. `rows` may be called several times; blank lines are left out."""

    kind: str
    encoding: str
    separator: str
    """Between cells; of a workbook, the sheet that is read."""

    def height(self) -> int:
        """About how many rows there are, for a progress bar."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line number in the file, its cells), in order."""
