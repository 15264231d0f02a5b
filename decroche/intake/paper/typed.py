"""Lines that were typed or pasted, each kept beside what was understood of it: the same rows as
those of a photographed list, with the line itself in place of its picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from decroche.intake.paper.kept import Row, Scan, scan_path
from decroche.intake.paper.lines import PaperField
from decroche.intake.sources.lines import LinesSource, card_cells
from decroche.prospects.first_names import is_first_name
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.prospects.towns import (
    is_formed_like_a_town,
    is_small_commune,
    is_small_town,
    is_town_by_itself,
)

MOST = 1000
"""Lines that are looked over one by one; a longer list is shown as a table, like a file."""
_SURE, _DOUBTFUL, _MISSING = 100.0, 40.0, 0.0
_DIGITS_LEFT = re.compile(r"\d(?:[ .\-/]?\d){5,}")
"""Six digits or more that stayed in the note: a number that was perhaps not understood."""
_SHORTEST_NAME = 3
_NO_BOX = (0, 0, 0, 0)


def keep_lines(source: LinesSource, path: Path) -> Scan | None:
    """Writes the lines and what was read of them beside the file. Returns None, and writes nothing,
    when there are more than `MOST`.
    """
    lines = [line for _number, line in source.lines(MOST + 1)]
    if len(lines) > MOST:
        return None
    scan = Scan(typed_rows(lines))
    scan.save(scan_path(path))
    return scan


def typed_rows(lines: Iterable[str]) -> list[Row]:
    """Returns each line with its fields and how sure each of them is."""
    return [_row(line) for line in lines]


def _row(line: str) -> Row:
    said = read_paper_line(line)
    cells = {
        name: PaperField(text, _SURE) for name, text in card_cells(said).items() if text.strip()
    }
    for name in _to_look_at(said):
        before = cells.get(name)
        sure = _DOUBTFUL if before else _MISSING
        cells[name] = PaperField(before.text if before else "", sure)
    return Row(page=-1, box=_NO_BOX, cells=cells, text=line.strip())


def _is_surely_a_town(city: str) -> bool:
    """Whether a town without a postcode is in a table, or formed as only towns are."""
    known = is_town_by_itself(city) or is_small_commune(city)
    return known or is_small_town(city) or is_formed_like_a_town(city)


def _to_look_at(said: PaperLine) -> list[str]:
    """Returns the fields of a line that she should look at."""
    found = []
    if len(said.name) < _SHORTEST_NAME:
        found.append("name")
    if said.city and not said.postcode and not _is_surely_a_town(said.city):
        found.append("city")
    if not said.numbers or not all(number.valid for number in said.numbers):
        found.append("phone")
    if len(said.people) > 1:
        found.append("person")
    if any(_is_one_word(person.name) for person in said.people):
        found.append("person")
    if _MEETING.search(said.note) and said.follow_up:
        found.append("next_call")
    if _DIGITS_LEFT.search(said.note) or (not said.refused and _OVER.search(said.note)):
        found.append("notes")
    return found


def _is_one_word(person: str) -> bool:
    """Whether a person has one word, without a title, that is no first name: it may be a town."""
    return person.isalpha() and not is_first_name(person)


_MEETING = re.compile(r"(?i)\b(?:rdv|r-v|rv|rendez-vous)\b")
_OVER = re.compile(
    r"(?i)\b(?:ray[ée]e?s?|barr[ée]e?s?|biff[ée]e?s?|KO|HS|mort|abandonn[ée]e?|perdue?|ferm[ée]e?"
    r"|liquid[ée]e?|liquidation|radi[ée]e?|n['’]existe plus|faux num[ée]ro"
    r"|a (?:d[ée]j[àa] )?(?:une|son) agence|d[ée]j[àa] client[es]?|ne r[ée]pond (?:jamais|plus|pas)"
    r"|crossed out|dead|closed down|lost|already (?:a )?clients?)\b"
)
"""Words beside a company that she may not want to call again: she decides, line by line."""
