"""CSV and TSV in any encoding and with any separator."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from decroche.intake.headers import field_of
from decroche.intake.sources.encodings import ENCODINGS, Letters, read_letters
from decroche.intake.sources.source import Unreadable

SEPARATORS = ";,\t|^~"
csv.field_size_limit(4_000_000)
MOST_COLUMNS = 2_000
_HEADER_WITHIN = 15
"""In how many first rows a header is looked for."""
_LONGEST_NAME = 80
"""How many characters the name of a column has at most."""
_LOOK_AHEAD = 60
"""In how many lines a quoted cell must end; else its quotation mark is a typing error."""
_SAMPLE, _SAMPLE_ROWS = 65_536, 60
"""How many characters, and how many rows of these, are looked at to find the separator."""


class CsvSource:
    """A text file of rows."""

    kind = "csv"

    def __init__(self, path: Path, *, encoding: str = "", separator: str = "") -> None:
        self.path = path
        letters = Letters(encoding) if encoding in ENCODINGS else read_letters(path)
        self.encoding, self.near = letters
        with self._open() as file:
            try:
                sample = file.read(_SAMPLE)
            except UnicodeError:
                raise Unreadable("encoding", self.encoding) from None
        if "\x00" in sample and _BINARY.search(sample):
            raise Unreadable("not_a_table")
        sample = _readable(sample)
        if not sample.strip():
            raise Unreadable("not_a_table")
        self.separator = separator if separator in tuple(SEPARATORS) else detect_separator(sample)
        self.quoting = _Quotes(self.separator, sample)

    def height(self) -> int:
        with self.path.open("rb") as file:
            return max(
                1,
                sum(
                    max(chunk.count(b"\n"), chunk.count(b"\r"))
                    for chunk in iter(lambda: file.read(1 << 20), b"")
                ),
            )

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        with self._open() as file:
            reader = csv.reader(self.quoting.mended(map(_readable, file)), delimiter=self.separator)
            try:
                for found in reader:
                    row = found
                    if len(row) == 1 and self.quoting.parts:
                        row = self.quoting.parted_otherwise(row[0])
                    if len(row) > MOST_COLUMNS:
                        raise Unreadable("too_many_columns", f"{reader.line_num}: {len(row)}")
                    whole = "".join(row)
                    if not row or _RULE.fullmatch(whole):
                        continue
                    cells = [_unguarded(cell) for cell in row] if _GUARD in whole else row
                    fine = whole.isascii() or _ANY_MISREAD.search(whole) is None
                    yield reader.line_num, cells if fine else [repair(cell) for cell in cells]
            except csv.Error as error:
                raise Unreadable("broken_line", f"{reader.line_num}: {error}") from None

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yields (number, text) of the lines that are not empty, for a file that is no table."""
        with self._open(newline=None) as file:
            for number, line in enumerate(map(_readable, file), 1):
                if line.strip():
                    yield number, line if line.isascii() else repair(line)

    def _open(self, newline: str | None = "") -> io.TextIOWrapper:
        return self.path.open(
            encoding=self.encoding,
            newline=newline,
            errors="replace" if self.encoding == "cp1252" else "strict",
        )


_ENTITY = re.compile(
    r"&(?:[a-zA-Z](?:acute|grave|circ|uml|cedil|tilde|ring|slash|caron)|(?:oe|OE|ae|AE|sz)lig"
    r"|amp|apos|quot|lt|gt|nbsp|ensp|emsp|thinsp|shy|[lr][sd]quo|[bs]dquo|[lr]saquo|[lr]aquo"
    r"|ndash|mdash|minus|hellip|bull|middot|euro|pound|deg|ordm|ordf|sup[123]|frac(?:12|14|34)"
    r"|copy|reg|trade|times|sect|plusmn|#0{0,2}\d{2,4}|#[xX][0-9a-fA-F]{2,4});"
)
"""Letters as web pages write them. They end with “;”, which separates cells in most French
files.
"""
_RULE = re.compile(r"[\s:+=-]*-{3}[\s:+=-]*")
"""The line below the header of a table in plain text: “|---|:---:|”."""
_GUARD = '="'
"""How a cell begins that Excel must not change: ="0199001234"."""


def _unguarded(cell: str) -> str:
    plain = cell.strip()
    return plain[2:-1] if plain.startswith(_GUARD) and plain.endswith('"') else cell


_BINARY = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f]")
"""What no text holds, beside the zeros with which old programs fill their cells."""
_NOTHING = str.maketrans("", "", "\x00\x1a")
"""Zeros, and the sign that ends a file of DOS."""


def _readable(text: str) -> str:
    """The text with the letters that its entities stand for, without zeros and the sign of DOS."""
    if "\x00" in text or "\x1a" in text:
        text = text.translate(_NOTHING)
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


_LEAST_COMMAS = 2
"""Commas that make cells of a line in a file that has another separator; one stands in names."""


class _Quotes:
    """Removes quotation marks that open a cell and never close it: the rest of the file would be
    read as one cell.
    """

    def __init__(self, separator: str, sample: str) -> None:
        self.separator = separator
        self.opens = re.compile(f'(?:^|{re.escape(separator)})\\s*"')
        rows = _first_rows(sample, separator)
        widths = Counter(len(row) - 1 for row in rows)  # of rows: a cell may hold several lines
        self.usual = widths.most_common(1)[0][0] if widths else 0
        header = max(rows[:_HEADER_WITHIN], key=named_columns, default=[])
        self.parts = len(header) - 1 if named_columns(header) > 1 else self.usual
        """Separators of a row, as the header has them."""

    def parted_otherwise(self, line: str) -> list[str]:
        """The cells of a line without the separator of the others, that another one cuts into as
        many: a row pasted from elsewhere.
        """
        for separator in SEPARATORS:
            if separator == "," and self.parts < _LEAST_COMMAS:
                continue
            if line.count(separator) >= self.parts:
                cells = next(csv.reader([line], delimiter=separator), [])
                if len(cells) == self.parts + 1:
                    return cells
        return [line]

    def mended(self, file: Iterable[str]) -> Iterator[str]:
        """Yields the same lines, without the quotation marks that never close."""
        ahead: deque[str] = deque()
        lines = iter(file)
        while True:
            line = ahead.popleft() if ahead else next(lines, None)
            if line is None:
                return
            if '"' not in line or line.count('"') % 2 == 0 or not self.opens.search(line):
                yield line
                continue
            length = self._closes(line, ahead, lines)
            if length == 0:
                yield line.replace('"', "")
                continue
            yield line
            for _ in range(length):
                yield ahead.popleft()

    def _closes(self, line: str, ahead: deque[str], lines: Iterator[str]) -> int:
        """Returns after how many further lines the cell ends that opens in `line`; 0 when its
        quotation mark is an error: it never closes, or each line up to there is a whole row.
        """
        for index in range(_LOOK_AHEAD):
            if index == len(ahead):
                following = next(lines, None)
                if following is None:
                    return 0
                ahead.append(following)
            if ahead[index].count('"') % 2:
                whole = self.usual and all(
                    one.count(self.separator) >= self.usual
                    for one in (line, *list(ahead)[: index + 1])
                )
                return 0 if whole else index + 1
        return 0


def detect_separator(sample: str) -> str:
    """Returns the separator with which the header has the most known columns. Without two known
    columns it is the one that splits most of the first lines into the same number of cells, as many
    as possible; for a single column a comma.
    """
    best, best_score = ",", (0, 0.0)
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        rows = _first_rows(sample, separator)
        widths = [len(row) for row in rows]
        if not widths:
            continue
        known = max(named_columns(row) for row in rows[:_HEADER_WITHIN])
        width, alike = Counter(widths).most_common(1)[0]
        score = (known if known > 1 else 0, alike / len(widths) * (width - 1))
        if max(width, known) > 1 and score > best_score:
            best, best_score = separator, score
    return best


def named_columns(row: list[str]) -> int:
    """How many cells of a row name a field of a card."""
    return len({field_of(cell) for cell in row if len(cell) <= _LONGEST_NAME} - {""})


def _first_rows(sample: str, separator: str) -> list[list[str]]:
    lines = io.StringIO(sample, newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator):
            if row and not _RULE.fullmatch("".join(row)):
                rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                return rows
    except csv.Error:
        return rows
    may_be_cut = len(rows) > 1 and len(sample) == _SAMPLE
    return rows[:-1] if may_be_cut else rows


def looks_wrong(cell: str) -> bool:
    """Whether a cell has letters that were misread and could not be repaired."""
    return "\ufffd" in cell or any(trace.search(cell) for trace, _ in _MISREAD)


def repair(cell: str) -> str:
    """Returns a cell with the letters repaired that are UTF-8 read in another encoding, once or
    twice.
    """
    for _ in range(2):
        before = cell
        for trace, right in _MISREAD:
            cell = trace.sub(partial(_letter, right), cell)
        if cell == before:
            break
    return cell


def _letter(right: dict[str, str], found: re.Match[str]) -> str:
    return right[found.group()]


def _misread_as(encoding: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Returns (a pattern, {letters as misread: the right letter}) for UTF-8 that was read in this
    encoding, once (“Ã©” for é, “â€™” for ’) or twice (“ÃƒÂ©”).
    """
    right = {}
    for letter in _SEEN:
        raw = letter.encode()
        with suppress(UnicodeError):
            once = raw.decode(encoding)
            right[once] = letter
            right[once.encode().decode(encoding)] = letter
        if encoding == "cp1252":
            once = "".join(map(_cp1252_or_control, raw))
            right[once] = letter
            right["".join(map(_cp1252_or_control, once.encode()))] = letter
    longest_first = sorted(right, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), right


def _cp1252_or_control(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeError:
        return chr(byte)


_SEEN = "éèêëàâäçîïôöùûüÿñœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸÑŒÆ’\u2018“”«»–—…€°ºß\u00a0\u202f"
_MISREAD = tuple(_misread_as(name) for name in ("cp1252", "mac_roman", "cp850"))
"""For UTF-8 that was read as letters of Windows (“Ã©”), Mac (“√©”) or DOS (“├®”)."""
_ANY_MISREAD = re.compile("|".join(trace.pattern for trace, _ in _MISREAD))
"""Finds any of them in a whole row at once: most rows have none."""
