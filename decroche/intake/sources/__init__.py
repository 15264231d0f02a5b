"""Readers: one file per kind of file.

A reader turns a file into rows of text; it knows nothing of companies.

The content decides, not the extension: a file whose name lies is read for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
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


_CARD = re.compile(
    rb"^(\xef\xbb\xbf)?\s*B\x00?E\x00?G\x00?I\x00?N\x00?:\x00?V\x00?C\x00?A\x00?R\x00?D"
    rb"|^\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V"
    rb"|^\xfe\xff\x00B\x00E\x00G\x00I\x00N",
    re.IGNORECASE,
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def open_source(path: Path, *, encoding: str = "", separator: str = "") -> Source:
    """The reader for a file; an encoding or separator (of a workbook: its sheet) given overrides
    the guess. Raises Unreadable: missing, empty, not_a_table.
    """
    from decroche.intake.paper.pictures import is_picture
    from decroche.intake.sources.csv import CsvSource
    from decroche.intake.sources.lines import as_lines
    from decroche.intake.sources.workbook import WorkbookSource

    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise Unreadable("missing", error.strerror or "") from None
    if not start.strip():
        raise Unreadable("empty")
    if start.startswith(_WORKBOOKS):
        return WorkbookSource(path, separator)
    if _CARD.search(start):
        from decroche.intake.sources.vcard import VcardSource

        return VcardSource(path)
    if is_picture(start):
        from decroche.intake.sources.scan import ScanSource

        return ScanSource(path)
    if start[:4] == b"\x7fELF":
        raise Unreadable("not_a_table")
    text = CsvSource(path, encoding=encoding, separator=separator)
    return (None if separator else as_lines(text)) or text
