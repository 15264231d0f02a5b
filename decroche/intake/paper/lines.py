"""From the words of a page to candidate cards: lines, columns, tables, entries over two lines.

Pure.

Every line that holds words becomes a candidate; one without a number that joins no other is kept,
but not ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from decroche.gateways.ocr import Word
from decroche.intake.paper.printed import NOTHING, Printed, without_printed
from decroche.intake.rules import guess_layout
from decroche.prospects.paper_line import read_paper_line
from decroche.shared.folding import fold
from decroche.shared.numbers import read_numbers

FIELDS = (
    "name",
    "phone",
    "postcode",
    "city",
    "email",
    "website",
    "person",
    "role",
    "address",
    "notes",
    "fax",
    "next_call",
    "refusal",
)
DOUBTFUL = 78.0
"""Below this tesseract's own certainty (0 to 100) a cell is looked at first."""
_DIGITS = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
        "z": "2",
        "G": "6",
        "g": "9",
    }
)
_ODD = re.compile(r"^[\W_]+$")
_TABLE = {
    "name": "name",
    "phone": "phone",
    "contact_phone": "phone",
    "postcode": "postcode",
    "city": "city",
    "email": "email",
    "website": "website",
    "contact_name": "person",
    "contact_last": "person",
    "contact_title": "role",
}

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels of the straightened page"""


@dataclass(slots=True)
class PaperField:
    """A field as it was read, how sure that is (0 to 100), and its piece of the picture."""

    text: str
    sure: float
    box: Box | None = None


@dataclass(slots=True)
class Candidate:
    """A line of paper that may become a card; `keep` is ticked when it has a number to call."""

    box: Box
    cells: dict[str, PaperField] = field(default_factory=dict)
    keep: bool = True

    @property
    def doubtful(self) -> bool:
        """Whether any of it should be looked at."""
        return not self.keep or any(cell.sure < DOUBTFUL for cell in self.cells.values())


def candidates(words: Iterable[Word], printed: Printed = NOTHING) -> list[Candidate]:
    """Returns the candidate cards of one page in reading order, without what a call sheet has
    printed beside its cards.
    """
    lines = _lines([word for word in words if not _ODD.match(word.text)])
    lines = without_printed(lines, printed)
    if not lines:
        return []
    gutters = _gutters(lines)
    table = _as_table(lines, gutters)
    if table is not None:
        return table
    columns = _columns(lines, gutters)
    return [candidate for column in columns for candidate in _entries(column)]


def _lines(words: list[Word]) -> list[list[Word]]:
    """Groups words by the line they are on, whatever block tesseract put them in; lines from top to
    bottom, words from left to right.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.height / 2):
        middle = word.top + word.height / 2
        home = next(
            (line for line in reversed(lines[-4:]) if _on_line(line, middle, word.height)), None
        )
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _on_line(line: list[Word], middle: float, height: int) -> bool:
    tops, bottoms = (
        median(word.top for word in line),
        median(word.top + word.height for word in line),
    )
    return tops - 0.15 * height < middle < bottoms + 0.15 * height


_LEAST_LINES = 3
"""Lines of several words of a page with columns."""


def _gutters(lines: list[list[Word]]) -> list[int]:
    """Returns the middles of the white strips between columns: free of ink in nearly every line of
    several words.
    """
    several = [line for line in lines if len(line) > 1]
    if len(several) < _LEAST_LINES:
        return []
    height = median(word.height for line in several for word in line)
    right = max(word.left + word.width for line in lines for word in line)
    step = max(4, int(height // 3))
    inked = [0] * (right // step + 2)
    for line in several:
        for place in {
            place
            for word in line
            for place in range(word.left // step, (word.left + word.width) // step + 1)
        }:
            inked[place] += 1
    most = max(len(several) * 0.06, 1 if len(several) > _LEAST_LINES else 0)  # one may be a title
    free = [count <= most for count in inked]
    first = min(line[0].left for line in several) // step
    gutters, start = [], None
    for place in range(first, len(free)):
        if free[place] and start is None:
            start = place
        elif not free[place] and start is not None:
            if (place - start) * step >= height * 0.8:
                gutters.append((start + place) * step // 2)
            start = None
    return gutters


def _cells_of(line: list[Word], gutters: list[int]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for word in line:
        middle = word.left + word.width / 2
        cells[sum(middle > gutter for gutter in gutters)].append(word)
    return cells


def _as_table(lines: list[list[Word]], gutters: list[int]) -> list[Candidate] | None:
    """Reads the page as a table, when a line near its top names at least two columns, a name or a
    number among them.
    """
    if not gutters:
        return None
    rows = [
        [" ".join(word.text for word in cell) for cell in _cells_of(line, gutters)]
        for line in lines[:8]
    ]
    for index in range(len(rows)):
        known = [_TABLE.get(name, "") for name in guess_layout(rows[index : index + 1], 0).fields]
        if (
            len({name for name in known if name} & set(FIELDS)) >= 2
            and {"name", "phone"} & set(known)
            and not read_numbers(" ".join(rows[index])).numbers
        ):
            titles = [_untabled(line) for line in lines[:index]]
            return titles + [_row(line, gutters, known) for line in lines[index + 1 :]]
    return None


def _untabled(line: list[Word]) -> Candidate:
    found = _entry(line)
    found.keep = False
    return found


def _row(line: list[Word], gutters: list[int], names: list[str]) -> Candidate:
    candidate = Candidate(_box(line))
    for cell, name in zip(_cells_of(line, gutters), names, strict=True):
        if cell and name:
            text = " ".join(word.text for word in cell)
            text = " / ".join(_numbers(text)) or text if name == "phone" else text
            candidate.cells[name] = PaperField(text, min(word.sure for word in cell), _box(cell))
    candidate.keep = "name" in candidate.cells or "phone" in candidate.cells
    _check(candidate)
    return candidate


def _columns(lines: list[list[Word]], gutters: list[int]) -> list[list[list[Word]]]:
    """Returns the columns of a page with numbers on both sides of a gutter, one below the other;
    else the page as it is.
    """
    best: list[int] = []
    for gutter in gutters:
        sides = [_cells_of(line, [gutter]) for line in lines]
        with_number = [
            sum(bool(_numbers(" ".join(word.text for word in side[place]))) for side in sides)
            for place in (0, 1)
        ]
        if min(with_number) >= 2 and min(with_number) * 3 >= max(with_number):
            best.append(gutter)
    if not best:
        return [lines]
    parts = [
        [cells[place] for line in lines if (cells := _cells_of(line, best))[place]]
        for place in range(len(best) + 1)
    ]
    return [part for part in parts if part]


def _entries(lines: list[list[Word]]) -> list[Candidate]:
    """Makes one candidate of each line; a name alone and the number on the line below make one
    candidate.
    """
    found: list[Candidate] = []
    waiting: list[Word] = []
    for line in lines:
        text = " ".join(word.text for word in line)
        number = bool(_numbers(text))
        starts_with_number = number and not re.search(r"[^\W\d_]{3}", text[: _first_digit(text)])
        if number and starts_with_number and waiting:
            found.append(_entry(waiting + line))
            waiting = []
            continue
        if waiting:
            found.append(_entry(waiting))
            waiting = []
        if number:
            found.append(_entry(line))
        else:
            waiting = line
    if waiting:
        found.append(_entry(waiting))
    return found


def _first_digit(text: str) -> int:
    found = re.search(r"[\d+(]", text)
    return found.start() if found else len(text)


def _entry(words: list[Word]) -> Candidate:
    """Reads a line as a typed one is read; each field keeps the words it came from."""
    texts = _mended([word.text for word in words])
    said = read_paper_line(" ".join(texts))
    role, person = said.contacts[0] if said.people else ("", "")
    values = {
        "name": said.name,
        "phone": " / ".join(number.national for number in said.numbers),
        "postcode": said.postcode,
        "city": said.city,
        "email": said.email,
        "website": said.website,
        "person": person,
        "role": role if person else "",
    }
    candidate = Candidate(_box(words))
    first_number = next(
        (index for index, text in enumerate(texts) if re.search(r"\d{2}", text)), len(texts)
    )
    for name, value in values.items():
        if value:
            own = _words_of(name, value, words, texts, first_number)
            candidate.cells[name] = PaperField(
                value, min((word.sure for word in own), default=100.0), _box(own) if own else None
            )
    candidate.keep = bool(said.numbers)
    _check(candidate)
    return candidate


def _words_of(
    name: str, value: str, words: list[Word], texts: list[str], first_number: int
) -> list[Word]:
    if name == "phone":
        wanted = re.sub(r"\D", "", value)
        return [
            word
            for word, text in zip(words, texts, strict=True)
            if (bare := re.sub(r"\D", "", text)) and bare in wanted
        ]
    parts = set(fold(value).split())
    chosen = [
        index
        for index, text in enumerate(texts)
        if set(fold(text).split()) & parts
        and (name != "name" or index <= first_number)
        and (name != "city" or index >= first_number or first_number == len(texts))
    ]
    return [words[index] for index in chosen]


def _check(candidate: Candidate) -> None:
    """Marks a number as doubtful that does not exist in the numbering plan, however sure the
    reading was.
    """
    phone = candidate.cells.get("phone")
    if phone:
        read = read_numbers(phone.text)
        if (
            read.unread
            or not read.numbers
            or not all(number.valid or number.e164.startswith("+336") for number in read.numbers)
        ):
            phone.sure = min(phone.sure, 30.0)
    if "name" not in candidate.cells or len(candidate.cells["name"].text) < 3:
        candidate.cells.setdefault("name", PaperField("", 0.0)).sure = 0.0


def _mended(texts: list[str]) -> list[str]:
    """Replaces letters that were read for digits: in a word that is nearly all digits (O3 → 03), or
    in a pair of letters between such words (03 Ol 22).
    """
    digits = [sum(letter.isdigit() for letter in text) for text in texts]
    mended = []
    for index, text in enumerate(texts):
        bare = re.sub(r"[\s.\-/()+]", "", text)
        could = bool(bare) and len(bare) <= 14 and bare.translate(_DIGITS).isdigit()
        beside = (index > 0 and digits[index - 1] >= 2) + (
            index + 1 < len(texts) and digits[index + 1] >= 2
        )
        sure = digits[index] and digits[index] * 2 >= len(bare)
        mended.append(
            text.translate(_DIGITS)
            if could and (sure or (len(bare) == 2 and beside == 2))
            else text
        )
    return mended


def _numbers(text: str) -> list[str]:
    return [number.national for number in read_numbers(" ".join(_mended(text.split()))).numbers]


def _box(words: list[Word]) -> Box:
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.left + word.width for word in words),
        max(word.top + word.height for word in words),
    )
