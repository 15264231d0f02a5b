"""What came of a card before, as this program's own exports write it and read it again: its calls,
notes, answers and sentences in one cell, its promises in another. A line for each, which a person
can read in a spreadsheet. Pure.

    26/11/2026 10:05 · Rappeler le… · Mme Durand · agence=Studio Grivel · Elle rappelle jeudi
        (a further line of the same note)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from decroche.intake.own_words import FACTS, WORDS_OF_FACTS, code_of, word_of
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.words import SEPARATOR

DatedLine = tuple[str, str, str, str, str]
"""(moment, ISO 8601, in Paris; three short texts; a text of any length). Plain values: a row is
handed from one process to another.
"""
DATED_PARTS = ("at", "what", "who", "facts", "text")
"""The names of its parts in JSON."""
Past = tuple[
    list[DatedLine], list[DatedLine], str, list[str], list[tuple[str, bool, bool]], list[str]
]
"""What a row says of the past of its card: its history, its promises, the moment before which it is
not called ("" when it says none), its lists, (name, decides, keeps the switchboard) of its people,
the numbers that were marked as wrong (`dial_key`).
"""
NOTHING: Past = ([], [], "", [], [], [])
BROUGHT = "brought"
"""In the details of a call: a file brought it, it was not logged at this desk."""
_MOMENT = "%d/%m/%Y %H:%M"
_FORMS = (_MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d")
_BEGINS = re.compile(r"(\d\d/\d\d/\d{4} \d\d:\d\d)(?:\Z| · ?)")
_INDENT = "    "
_SIGN = SEPARATOR.strip()
_SHORT_TEXTS = 3
_LARGEST = 32_000
"""Characters of a cell: a spreadsheet holds 32,767."""


def moment_text(at: datetime) -> str:
    """A moment as these cells write it, in Paris."""
    return at.astimezone(PARIS).strftime(_MOMENT)


def moment_of(text: str) -> datetime | None:
    """A moment written so, or as the cell of a workbook gives it (2026-11-26 10:05, a day by
    itself); None when it is none.
    """
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=PARIS)
        except ValueError:
            continue
    return None


def read_moment(text: str) -> str:
    """The same moment in ISO 8601; "" when it is none."""
    found = moment_of(text)
    return found.isoformat() if found else ""


def write_lines(lines: Iterable[tuple[datetime, str, str, str, str]]) -> str:
    """A cell of dated lines. Of more than a spreadsheet holds the oldest are left out."""
    written = [_line(*one) for one in lines]
    while len(written) > 1 and sum(len(line) + 1 for line in written) > _LARGEST:
        del written[0]
    return "\n".join(written)


def _line(at: datetime, *said: str) -> str:
    *short, text = said
    parts = [moment_text(at), *map(_short, short), text.strip().replace("\n", f"\n{_INDENT}")]
    while not parts[-1]:
        parts.pop()
    return SEPARATOR.join(parts)


def _short(text: str) -> str:
    return " ".join(text.replace(_SIGN, ",").split())


def read_lines(cell: str) -> list[DatedLine]:
    """The lines of such a cell; none when it is none."""
    found = list[list[str]]()
    for line in cell.split("\n"):
        begins = _BEGINS.match(line)
        at = read_moment(begins[1]) if begins else ""
        if begins and at:
            said = [part.strip() for part in line[begins.end() :].split(_SIGN, _SHORT_TEXTS)]
            found.append([at, *said, *[""] * (1 + _SHORT_TEXTS - len(said))])
        elif found:
            found[-1][-1] += f"\n{line.removeprefix(_INDENT)}"
        else:
            return []
    return [(one[0], one[1], one[2], one[3], one[4]) for one in found]


def written_line(parts: Mapping[str, object]) -> str:
    """The same line of a text with the names of DATED_PARTS, as JSON has it; "" when it is none."""
    at = read_moment(str(parts.get("at", "")))
    said = [str(parts.get(name) or "") for name in DATED_PARTS[1:]]
    return _line(datetime.fromisoformat(at), *said) if at else ""


def write_facts(facts: Mapping[str, object], language: Language = "fr") -> str:
    """Short facts in one text: “agence=Studio Grivel; fin du contrat=fin mars”."""
    said = {name: re.sub(r"[;=\s]+", " ", str(text)).strip() for name, text in facts.items()}
    return "; ".join(
        f"{word_of(FACTS, name, language)}={_fact_in_words(name, text, language)}"
        for name, text in said.items()
        if text
    )


def _fact_in_words(name: str, text: str, language: Language) -> str:
    words = WORDS_OF_FACTS.get(name)
    return word_of(words, text, language) if words else text


def read_facts(text: str) -> dict[str, str]:
    """The facts of such a text, by name."""
    pairs = (part.partition("=") for part in text.split(";"))
    said = {name.strip(): given.strip() for name, sign, given in pairs if sign and given.strip()}
    named = {code_of(FACTS, name): given for name, given in said.items()}
    return {
        name: code_of(WORDS_OF_FACTS[name], given) if name in WORDS_OF_FACTS else given
        for name, given in named.items()
    }


def read_past(
    values: Mapping[str, Sequence[str]], people: list[tuple[str, bool, bool]], wrong: list[str]
) -> Past | None:
    """What the filled cells of a row say of the past; None when they say nothing of it."""
    past: Past = (
        [line for cell in values.get("history", ()) for line in read_lines(cell)],
        [line for cell in values.get("steps", ()) for line in read_lines(cell)],
        next(filter(None, map(read_moment, values.get("not_before", ()))), ""),
        [name for cell in values.get("lists", ()) for name in read_names(cell)],
        people,
        wrong,
    )
    return past if past != NOTHING else None


def read_names(cell: str) -> list[str]:
    """The names of lists in a cell."""
    return [name.strip()[:120] for name in cell.split(_SIGN) if name.strip()]
