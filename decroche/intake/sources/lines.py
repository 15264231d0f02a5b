"""Plain lines, one company each: a list typed from paper, or pasted from a mail or a page,
understood as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from decroche.intake.sources.csv import CsvSource
from decroche.prospects.rules import read_line

COLUMNS = (
    "Société",
    "Téléphone",
    "Ville",
    "Code postal",
    "E-mail",
    "Site web",
    "Contact",
    "Fonction",
)
_TITLES = {
    "communication": "communication",
    "hr": "RH",
    "management": "direction",
    "marketing": "marketing",
}
_NUMBER = re.compile(r"(?:\+|0)\d(?:[ .\-/]?\d){6,}")


class LinesSource:
    """Lines as rows under made-up headers that every layout knows."""

    kind = "lines"
    separator = ""

    def __init__(self, text: CsvSource) -> None:
        self.text, self.encoding = text, text.encoding

    def height(self) -> int:
        return self.text.height() + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, list(COLUMNS)
        for number, line in self.text.lines():
            yield number, _row(line)


def _row(line: str) -> list[str]:
    said = read_line(line.strip(" \t•*-–·"))
    role, person = said.people[0] if said.people else ("", "")
    numbers = " / ".join(
        number.national + (f" poste {number.extension}" if number.extension else "")
        for number in said.numbers
    )
    return [
        said.name,
        numbers,
        said.city,
        said.postcode,
        said.email,
        said.website,
        person,
        _TITLES.get(role, "") if person else "",
    ]


def as_lines(text: CsvSource) -> LinesSource | None:
    """The file as lines when that is what it is: no columns, and a number in most of its lines, the
    first one included.
    """
    sample = [
        line for _number, line in zip(range(40), (line for _n, line in text.lines()), strict=False)
    ]
    if not sample or any("\t" in line or ";" in line or "|" in line for line in sample):
        return None
    with_number = [bool(_NUMBER.search(line)) for line in sample]
    worded = sum(bool(re.search(r"[^\W\d_]{3}", line)) for line in sample)
    if not with_number[0] or sum(with_number) * 2 < len(sample) or worded * 2 < len(sample):
        return None
    commas = sum(line.count(",") >= 2 for line in sample)
    return None if commas * 2 > len(sample) else LinesSource(text)
