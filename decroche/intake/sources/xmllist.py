"""Lists in plain XML, as shops and associations export them: an element that repeats is a company,
the elements and attributes inside it are its cells. The file is read as a stream.
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
"""How many elements may be nested; a list has five or six."""
_LEAST_FACTS = 2
_WORDS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|[_.-]+")
_NAMES_ITSELF = frozenset(
    {"champ", "field", "column", "col", "colonne", "data", "property", "attr"}
)
"""Elements whose column is named by an attribute: <champ nom="Ville">."""
_TECHNICAL = ("xmlns", "xsi:", "xml:")
"""The beginnings of attributes that are about the file."""
_NAMING = ("nom", "name", "label", "libelle", "key")
"""The attributes that name a column."""


@dataclass(slots=True)
class _Element:
    path: tuple[str, ...]
    given: dict[str, str]
    """Its attributes."""
    text: list[str] = field(default_factory=list)
    inside: int = 0
    """How many elements it contains directly."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    """(column, text) of the elements inside it that have ended."""


class XmlSource:
    """The elements that repeat, as rows; the columns are the names of what is inside them."""

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
    """Returns the path of the elements that are companies: of those that repeat and have two facts
    or more, the nearest to the root. In a file with one company nothing repeats: then it is the
    nearest element with two facts.
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
    """Yields (line, element) whenever an element ends. Facts are gathered inside `record` only, so
    that memory holds one company at a time.
    """
    elements = _Elements(record)
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                elements.parser.Parse(piece)
                yield from elements.taken()
        elements.parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable("no_table", str(error)[:200]) from None
    yield from elements.taken()


class _Elements:
    """Builds elements from what the parser finds; see `_ended`."""

    def __init__(self, record: tuple[str, ...]) -> None:
        self.record = record
        self.unclosed, self.done = list[_Element](), list[tuple[int, _Element]]()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.CharacterDataHandler, self.parser.EntityDeclHandler = self._text, self._refuse

    def taken(self) -> list[tuple[int, _Element]]:
        """Returns the elements that ended since the last time."""
        done, self.done = self.done, []
        return done

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if len(self.unclosed) >= _DEEPEST:
            raise Unreadable("no_table")
        before = self.unclosed[-1].path if self.unclosed else ()
        said = {_local(key): text for key, text in given.items() if not key.startswith(_TECHNICAL)}
        self.unclosed.append(_Element((*before, _local(tag)), said))

    def _text(self, text: str) -> None:
        if self.unclosed:
            self.unclosed[-1].text.append(text)

    def _end(self, _tag: str) -> None:
        element, depth = self.unclosed.pop(), len(self.record)
        if self.record and element.path[:depth] == self.record:
            element.facts = _facts(element, is_record=len(element.path) == depth)
            if len(element.path) > depth:
                self.unclosed[-1].facts += element.facts
        if self.unclosed:
            self.unclosed[-1].inside += 1
        self.done.append((self.parser.CurrentLineNumber, element))

    def _refuse(self, *_declared: object) -> NoReturn:
        """An entity declaration may multiply its text without limit: such a file is refused."""
        raise Unreadable("no_table")


def _facts(one: _Element, *, is_record: bool) -> list[tuple[str, str]]:
    """Returns the (column, text) of an element of a company and of those inside it. The names of
    nested elements are joined (“adresse ville”), without that of the company's own element.
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
    """Returns a name without the prefix of its namespace."""
    return tag.rpartition(":")[2]


def _words(tag: str) -> str:
    """Returns “raisonSociale” and “raison_sociale” as words: “raison Sociale”, “raison sociale”."""
    return " ".join(_WORDS.sub(" ", tag).split())
