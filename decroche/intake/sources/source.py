"""What a reader is, and the error of a file that can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Unreadable(Exception):
    """The file can't be read: `code` says why (wording.py has the sentences), `detail` what
    exactly, "" for nothing more.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


class Source(Protocol):
    """A file as rows of cells. `rows` may be called several times; blank lines are left out."""

    kind: str
    encoding: str
    separator: str
    """The separator between cells; for a workbook, the name of the sheet that is read."""

    def height(self) -> int:
        """Returns about how many rows there are, for a progress bar."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yields (line number in the file, its cells), in order."""
