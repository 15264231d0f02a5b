"""Tables written as markup: HTML that is called .xls (what many web programs export), and Excel's
own XML of 2003 (SpreadsheetML). Read as a stream, by the tolerant parser of the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from decroche.intake.sources.encodings import detect_encoding
from decroche.intake.sources.source import Unreadable

_ROWS = frozenset({"tr", "row", "ss:row"})
_CELLS = frozenset({"td", "th", "cell", "ss:cell"})
_SILENT = frozenset({"script", "style", "title"})
_PIECE = 1 << 16
MOST_COLUMNS = 2_000


class MarkupSource:
    """The rows of every table of a file, one behind another."""

    kind = "markup"
    separator = ""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path, self.encoding = path, encoding or detect_encoding(path)
        if next(self.rows(), None) is None:
            raise Unreadable("no_table")

    def height(self) -> int:
        return max(1, self.path.stat().st_size // 200)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        parser = _Table()
        with self.path.open(encoding=self.encoding, errors="replace") as file:
            while piece := file.read(_PIECE):
                parser.feed(piece)
                yield from parser.taken()
        parser.close()
        yield from parser.taken()


class _Table(HTMLParser):
    """Gathers rows as they end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done = list[tuple[int, list[str]]]()
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _ROWS:
            self._end_row()
            self.row = []
        elif tag in _CELLS and self.row is not None:
            self._end_cell()
            place = next((value for name, value in attrs if name in ("ss:index", "index")), None)
            if place and place.isascii() and place.isdigit() and int(place) <= MOST_COLUMNS:
                self.row.extend([""] * (int(place) - 1 - len(self.row)))
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _ROWS or tag == "table":
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(data)

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows that ended since the last time."""
        done, self.done = self.done, []
        return done

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            lines = "".join(self.cell).replace("\xa0", " ").split("\n")
            self.row.append("\n".join(filter(None, (" ".join(line.split()) for line in lines))))
        self.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.row and any(self.row):
            self.done.append((self.getpos()[0], self.row))
        self.row = None
