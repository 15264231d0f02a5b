"""Plain lines, one company each: a list typed from paper, or pasted from a mail or a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from decroche.intake.rules import guess_layout
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.shared.words import on_one_line

COLUMNS = {
    "Société": "name",
    "Téléphone": "phone",
    "Code postal": "postcode",
    "Ville": "city",
    "E-mail": "email",
    "Site web": "website",
    "Contact": "person",
    "Fonction": "role",
    "Adresse": "address",
    "Notes": "notes",
    "Fax": "fax",
    "Prochain appel": "next_call",
    "Ne pas appeler": "refusal",
}
"""Headers that every layout knows, with the field of a line that is written under each."""
_TITLES = {
    "communication": "communication",
    "hr": "RH",
    "management": "direction",
    "marketing": "marketing",
}
_NUMBER = re.compile(r"(?:\+|0)\d(?:[ .\-/]?\d){6,}")
_YES = "oui"
"""The cell in the column of refusals of somebody who asked not to be called any more."""
_SAMPLE = 40
"""How many lines are looked at to tell a list from a table."""
_BLOCK_SIGN = " – "
_LONGEST_BLOCK = 9
"""How many lines an entry of a directory has at most."""
_COLUMNS_APART = re.compile(r"\t+|\s{2,}")
_ALIKE = 0.7
"""The share of lines that must have the same number of separators in a table, and of blocks that
must have one line with a number in a directory.
"""
_LEAST_BLOCKS = 2


class TextSource(Protocol):
    """A file that has lines of text."""

    encoding: str

    def height(self) -> int:
        """About how many lines there are."""

    def lines(self) -> Iterator[tuple[int, str]]:
        """(number, text) of the lines that hold anything."""


class LinesSource:
    """Lines as rows under made-up headers that every layout knows."""

    kind = "lines"
    separator = ""

    def __init__(self, text: TextSource, *, blocks: bool = False) -> None:
        self.text, self.encoding, self.blocks = text, text.encoding, blocks

    def height(self) -> int:
        return self.text.height() + 1

    def lines(self, most: int) -> Iterator[tuple[int, str]]:
        """Yields (number, text) of the first `most` lines, as they were written."""
        yield from islice(self._whole(), most)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, list(COLUMNS)
        for place, (number, line) in enumerate(self._whole()):
            if place == 0 and _is_header(_COLUMNS_APART.split(line.strip())):
                continue
            cells = card_cells(read_paper_line(line))
            yield number, [cells[name] for name in COLUMNS.values()]

    def _whole(self) -> Iterator[tuple[int, str]]:
        """Yields the lines; in a directory, each block as one line."""
        if not self.blocks:
            yield from self.text.lines()
            return
        begun, block, last = 0, list[str](), 0
        for number, line in self.text.lines():
            if block and (number > last + 1 or len(block) == _LONGEST_BLOCK):
                yield begun, _BLOCK_SIGN.join(block)
                block = []
            begun = number if not block else begun
            block.append(line.strip())
            last = number
        if block:
            yield begun, _BLOCK_SIGN.join(block)


def card_cells(said: PaperLine) -> dict[str, str]:
    """Returns what a line says for each field of COLUMNS, "" for nothing."""
    role, person = said.contacts[0] if said.people else ("", "")
    others = [f"{one.title} {one.name}".strip() for one in said.people[1:]]
    numbers = " / ".join(
        number.national + (f" poste {number.extension}" if number.extension else "")
        for number in said.numbers
    )
    return {
        "name": said.name,
        "phone": numbers,
        "postcode": said.postcode,
        "city": said.city,
        "email": said.email,
        "website": said.website,
        "person": person,
        "role": _TITLES.get(role, "") if person else "",
        "address": said.address,
        "notes": on_one_line((*others, said.note)),
        "fax": " / ".join(number.national for number in said.faxes),
        "next_call": said.follow_up,
        "refusal": _YES if said.refused else "",
    }


def as_lines(text: TextSource) -> LinesSource | None:
    """Returns the file as lines when it has no columns, and a number in most of its lines; else
    None.
    """
    numbered = list(islice(text.lines(), _SAMPLE))
    sample = [line for _number, line in numbered]
    if not sample or _is_table(sample):
        return None
    if _are_blocks(numbered):
        return LinesSource(text, blocks=True)
    with_number = sum(bool(_NUMBER.search(line)) for line in sample)
    worded = sum(bool(re.search(r"[^\W\d_]{3}", line)) for line in sample)
    if with_number * 2 < len(sample) or worded * 2 < len(sample):
        return None
    return LinesSource(text)


def _are_blocks(numbered: list[tuple[int, str]]) -> bool:
    """Whether lines are the entries of a directory, separated by empty lines: entries of several
    lines, with a number in one of these.
    """
    blocks = list[list[str]]()
    last = -1
    for number, line in numbered:
        if number == last + 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        last = number
    if len(numbered) == _SAMPLE:
        blocks.pop()  # perhaps cut off
    if len(blocks) < _LEAST_BLOCKS:
        return False
    good = [
        block
        for block in blocks
        if 1 < len(block) <= _LONGEST_BLOCK and sum(bool(_NUMBER.search(one)) for one in block) == 1
    ]
    return len(good) >= _ALIKE * len(blocks)


def _is_table(sample: list[str]) -> bool:
    """Whether most lines have the same number of one separator, or the first line is a header. One
    “;” in thirty lines makes no table.
    """
    for separator, least in ((";", 1), ("\t", 1), ("|", 1), (",", 2), ("^", 1), ("~", 2)):
        counts = Counter(line.count(separator) for line in sample)
        usual, alike = counts.most_common(1)[0]
        if usual >= least and alike >= _ALIKE * len(sample):
            return True
        if sample[0].count(separator) >= 1 and _is_header(sample[0].split(separator)):
            return True
    return False


def _is_header(cells: list[str]) -> bool:
    """Whether a first line names at least two columns and holds no number to call."""
    known = {name for name in guess_layout([cells], 0).fields if name}
    return len(known) >= 2 and not any(_NUMBER.search(cell) for cell in cells)
