"""Tables written as markup: HTML that is called .xls (what many web programs export), Excel's own
XML of 2003 (SpreadsheetML), and those inside documents (see documents.py). Read as a stream, in one
pass from < to >: the parser of the standard library takes the square of a file in which a comment
or a tag never ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import Path

from decroche.intake.sources.encodings import detect_encoding
from decroche.intake.sources.source import Unreadable

_ROWS = frozenset({"tr", "row", "ss:row", "w:tr", "table:table-row"})
_CELLS = frozenset({"td", "th", "cell", "ss:cell", "w:tc", "table:table-cell"})
_SILENT = frozenset({"script", "style", "title", "w:deltext", "w:instrtext"})
_BREAKS = frozenset({"br", "w:br", "w:cr", "text:line-break"})
_PARAGRAPHS = frozenset({"p", "div", "li", "w:p", "text:p", "text:h"})
_PIECE = 1 << 16
_LONGEST_TAG = 1 << 14
"""Characters from < to > at most; a < without a > within this length is text."""
MOST_COLUMNS = 2_000
_TAG = re.compile(
    r"<(?P<ends>/?)(?P<name>[A-Za-z][^\s/<>\"']*)"
    r"(?P<more>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_LOOSE_TAG = re.compile(r"<(?P<ends>/?)(?P<name>[A-Za-z][^\s/<>\"']*)(?P<more>[^<>]*+)>")
"""A tag in which a quotation mark is missing."""
_ASIDE = re.compile(r"<[!?/][^<>]*+>")
"""A declaration, a processing instruction, an end tag without a name."""
_ACROSS = re.compile(r"(?i)(?<![\w:-])colspan\s*=\s*[\"']?(\d{1,4})\b")
_MERGED_ACROSS = re.compile(r"(?i)mergeacross\s*=\s*[\"']?(\d{1,4})\b")
"""How many further columns a cell of SpreadsheetML takes."""
_GRID_SPAN = re.compile(r"(?i)w:val\s*=\s*[\"'](\d{1,4})\b")
_DOWN = re.compile(r"(?i)(?<![\w:-])rowspan\s*=\s*[\"']?(\d{1,4})\b")
_PLACE = re.compile(r"(?i)(?<![\w:-])(?:ss:)?index\s*=\s*[\"']?(\d{1,5})\b")
_UNSEEN_END = {name: re.compile(rf"(?i)</{name}[^<>]*+>?") for name in _SILENT}
_COMMENT, _COMMENT_END = "<!--", "-->"
_DATA, _DATA_END = "<![CDATA[", "]]>"


class MarkupSource:
    """The rows of all tables of a file, in order."""

    kind = "markup"
    separator = ""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path, self.encoding = path, encoding or detect_encoding(path)
        if next(self.rows(), None) is None:
            raise Unreadable("no_table")

    def height(self) -> int:
        return max(1, self.path.stat().st_size // 200)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        with self.path.open(encoding=self.encoding, errors="replace") as file:
            yield from markup_rows(iter(partial(file.read, _PIECE), ""))


def markup_rows(pieces: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of every table of a markup that is given in pieces."""
    table = _Table()
    for piece in pieces:
        table.feed(piece)
        yield from table.taken()
    table.close()
    yield from table.taken()


class _Table:
    """Reads pieces of markup, and gathers the rows that end in them."""

    def __init__(self) -> None:
        self.done = list[tuple[int, list[str]]]()
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.across, self.down = 1, 1
        """Columns and rows that the cell takes."""
        self.held: dict[int, tuple[int, str]] = {}
        """{column: (rows, text)} of cells that reach into the next rows."""
        self.silent = ""
        """The tag whose invisible text is being skipped, "" for none."""
        self.left = ""
        """The end of the last piece, which the next one may continue."""
        self.until = ""
        """The sign that ends the comment or the CDATA section that has begun, "" for none."""
        self.line = 1

    def feed(self, piece: str) -> None:
        """Reads a further piece of the file."""
        self._walk(self.left + piece, end=False)

    def close(self) -> None:
        """Reads what is left after the last piece."""
        self._walk(self.left, end=True)
        self._end_row()

    def taken(self) -> list[tuple[int, list[str]]]:
        """Returns the rows that ended since the last time."""
        done, self.done = self.done, []
        return done

    def _walk(self, text: str, *, end: bool) -> None:
        """Reads a text in one pass. Its end is kept in `left` when the next piece may continue it;
        `end` says that there is none.
        """
        at = 0
        last = len(text) if end else max(0, len(text) - _LONGEST_TAG)
        while at < last:
            begun = at
            if self.until:
                at = self._skip(text, at, end=end)
            elif self.silent:
                at = self._unseen(text, at, end=end)
            elif text[at] == "<":
                at = self._sign(text, at)
            else:
                at = _text_end(text, at, end=end)
                self._say(unescape(text[begun:at]))
            self.line += text.count("\n", begun, at)
        self.left = text[at:]

    def _skip(self, text: str, at: int, *, end: bool) -> int:
        """Skips a comment, or reads a CDATA section. Returns the position after its end, or where
        its end may begin in the next piece.
        """
        found = text.find(self.until, at)
        stop = found
        if found < 0:
            stop = len(text) if end else max(at, len(text) - 2)
        if self.until == _DATA_END:
            self._say(text[at:stop])
        if found < 0:
            return len(text) if end else stop
        behind, self.until = found + len(self.until), ""
        return behind

    def _unseen(self, text: str, at: int, *, end: bool) -> int:
        """Skips an invisible text. Returns the position after the tag that ends it, or where that
        may begin in the next piece.
        """
        found = _UNSEEN_END[self.silent].search(text, at)
        if found is None:
            return len(text) if end else max(at, len(text) - len("</script"))
        self.silent = ""
        return found.end()

    def _sign(self, text: str, at: int) -> int:
        """Reads what a < begins: a comment, a CDATA section, a tag or text. Returns its end."""
        if text.startswith(_COMMENT, at):
            self.until = _COMMENT_END
            return at + len(_COMMENT)
        if text.startswith(_DATA, at):
            self.until = _DATA_END
            return at + len(_DATA)
        most = at + _LONGEST_TAG
        found = _TAG.match(text, at, most) or _LOOSE_TAG.match(text, at, most)
        if found is None:
            aside = _ASIDE.match(text, at, most)
            if aside is None:
                self._say("<")
                return at + 1
            return aside.end()
        name = found["name"].lower()
        if found["ends"]:
            self._ends(name)
        else:
            self._begins(name, found["more"])
        return found.end()

    def _begins(self, name: str, more: str) -> None:
        empty = more.endswith("/")
        if name in _SILENT:
            self.silent = "" if empty else name
        elif name in _ROWS:
            self._end_row()
            self.row = []
            self._hold()
        elif name in _CELLS and self.row is not None:
            self._end_cell()
            place = _PLACE.search(more)
            if place and int(place[1]) <= MOST_COLUMNS:
                self.row.extend([""] * (int(place[1]) - 1 - len(self.row)))
            self.cell = []
            self._span(more)
        elif name in _BREAKS:
            self._say("\n")
        elif name == "w:gridspan" and (wide := _GRID_SPAN.search(more)):
            self.across = _within(int(wide[1]))
        if empty and name in _ROWS | _CELLS:
            self._ends(name)

    def _span(self, more: str) -> None:
        """How many columns and rows the cell that begins takes."""
        across, merged, down = (one.search(more) for one in (_ACROSS, _MERGED_ACROSS, _DOWN))
        self.across = _within(int(across[1]) if across else int(merged[1]) + 1 if merged else 1)
        self.down = int(down[1]) if down else 1

    def _hold(self) -> None:
        """Fills the places of the row that cells of earlier rows reach into."""
        while self.row is not None and len(self.row) in self.held:
            rows, text = self.held.pop(len(self.row))
            if rows > 1:
                self.held[len(self.row)] = (rows - 1, text)
            self.row.append(text)

    def _ends(self, name: str) -> None:
        if name in _CELLS:
            self._end_cell()
        elif name in _ROWS:
            self._end_row()
        elif name == "table":
            self._end_row()
            self.held = {}
        elif name in _PARAGRAPHS:
            self._say("\n")

    def _say(self, text: str) -> None:
        if self.cell is not None:
            self.cell.append(text)

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            lines = "".join(self.cell).replace("\xa0", " ").split("\n")
            text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
            for place in range(len(self.row), len(self.row) + self.across):
                if self.down > 1:
                    self.held[place] = (self.down - 1, text if place == len(self.row) else "")
            self.row += [text, *[""] * (min(self.across, MOST_COLUMNS - len(self.row)) - 1)]
            self._hold()
        self.cell, self.across, self.down = None, 1, 1

    def _end_row(self) -> None:
        self._end_cell()
        if self.row and any(self.row):
            self.done.append((self.line, self.row))
        self.row = None


def _within(columns: int) -> int:
    """A number of columns that a table may have."""
    return max(1, min(columns, MOST_COLUMNS))


def _text_end(text: str, at: int, *, end: bool) -> int:
    """Returns where a text ends: before an entity (&amp;) that the next piece may continue."""
    stop = text.find("<", at)
    if stop >= 0:
        return stop
    cut = -1 if end else text.rfind("&", len(text) - 40)
    return cut if cut > at else len(text)
