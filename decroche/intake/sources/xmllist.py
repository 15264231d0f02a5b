"""Lists in plain XML, as shops and associations export them: an element that repeats is a company,
what is inside it (elements, attributes) its cells. Read as a stream.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from decroche.intake.sources.csv import MOST_COLUMNS
from decroche.intake.sources.source import Unreadable

_PIECE = 1 << 16
_DEEPEST = 60
"""Elements within elements; a list has five or six."""
_LEAST_FACTS = 2
_WORDS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|[_.-]+")
_NAMES_ITSELF = frozenset(
    {"champ", "field", "column", "col", "colonne", "data", "property", "attr"}
)
"""Elements that say by an attribute what they hold: <champ nom="Ville">."""
_TECHNICAL = ("xmlns", "xsi:", "xml:")
"""How attributes begin that are about the file."""
_NAMING = ("nom", "name", "label", "libelle", "key")


@dataclass(slots=True)
class _Element:
    path: tuple[str, ...]
    given: dict[str, str]
    """Its attributes."""
    text: list[str] = field(default_factory=list)
    inside: int = 0
    """Elements within it."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    """(column, text) of what ended within it."""


class XmlSource:
    """The elements that repeat, as rows under the names of what they hold."""

    kind, separator = "xml", ""
    encoding = "utf-8"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.record = _repeated(path)
        self.columns = list(
            dict.fromkeys(name for _line, facts in self._records() for name, _text in facts)
        )
        if not self.columns:
            raise Unreadable("no_table")
        if len(self.columns) > MOST_COLUMNS:
            raise Unreadable("too_many_columns", str(len(self.columns)))

    def height(self) -> int:
        return max(1, self.path.stat().st_size // 300)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, self.columns
        for line, facts in self._records():
            row = dict[str, list[str]]()
            for name, text in facts:
                row.setdefault(name, []).append(text)
            yield line, ["; ".join(row.get(name, ())) for name in self.columns]

    def _records(self) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        for line, one in _ended(self.path, self.record):
            if one.path == self.record and one.facts:
                yield line, one.facts


def _repeated(path: Path) -> tuple[str, ...]:
    """The path of the elements that are the companies: the nearest to the root of those that
    repeat and hold two facts or more; of a file with one company, the nearest that holds as many.
    """
    seen = Counter[tuple[str, ...]]()
    for _line, one in _ended(path, ()):
        if one.inside + len(one.given) >= _LEAST_FACTS:
            seen[one.path] += 1
    found = [one for one, times in seen.items() if times > 1] or list(seen)
    if not found:
        raise Unreadable("no_table")
    return min(found, key=lambda one: (len(one), -seen[one]))


def _ended(path: Path, record: tuple[str, ...]) -> Iterator[tuple[int, _Element]]:
    """(line, element) as each ends. Facts are gathered within `record` only, so that memory holds
    one company.
    """
    parser = expat.ParserCreate()
    unclosed, done = list[_Element](), list[tuple[int, _Element]]()
    deep = len(record)

    def begins(tag: str, given: dict[str, str]) -> None:
        if len(unclosed) >= _DEEPEST:
            raise Unreadable("no_table")
        before = unclosed[-1].path if unclosed else ()
        said = {_local(key): text for key, text in given.items() if not key.startswith(_TECHNICAL)}
        unclosed.append(_Element((*before, _local(tag)), said))

    def says(text: str) -> None:
        if unclosed:
            unclosed[-1].text.append(text)

    def ends(_tag: str) -> None:
        one = unclosed.pop()
        if record and one.path[:deep] == record:
            one.facts = _facts(one, is_record=len(one.path) == deep)
            if len(one.path) > deep:
                unclosed[-1].facts += one.facts
        if unclosed:
            unclosed[-1].inside += 1
        done.append((parser.CurrentLineNumber, one))

    def refuse(*_declared: object) -> NoReturn:
        raise Unreadable("no_table")

    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.CharacterDataHandler, parser.EntityDeclHandler = says, refuse
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                parser.Parse(piece)
                yield from done
                done.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable("no_table", str(error)[:200]) from None
    yield from done


def _facts(one: _Element, *, is_record: bool) -> list[tuple[str, str]]:
    """What an element of a company says, itself and within it; names are joined on the way out
    (“adresse ville”), except for the company's own.
    """
    naming = one.path[-1].lower() in _NAMES_ITSELF
    title = next((one.given[word] for word in _NAMING if naming and one.given.get(word)), "")
    name = "" if is_record else title or _words(one.path[-1])
    own = [
        (_words(key), value) for key, value in one.given.items() if not (title and key in _NAMING)
    ]
    inside = [(f"{name} {key}".strip(), value) for key, value in [*own, *one.facts]]
    text = " ".join("".join(one.text).split())
    return [(key, value) for key, value in [(name, text), *inside] if key and value.strip()]


def _local(tag: str) -> str:
    """A name without the prefix of its namespace."""
    return tag.rpartition(":")[2]


def _words(tag: str) -> str:
    """“raisonSociale” and “raison_sociale” as words."""
    return " ".join(_WORDS.sub(" ", tag).split())
