"""JSON: a list of objects, an object that contains such a list, or one object a line, also in the
form of this program's own export. The file is read object by object, so that memory holds one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from decroche.intake.cells import DECIDES, PERSON_SIGN, SWITCHBOARD
from decroche.intake.headers import field_of
from decroche.intake.history import DATED_PARTS, written_line
from decroche.intake.sources.csv import MOST_COLUMNS
from decroche.intake.sources.json_stream import LARGEST, PIECE, JsonStream
from decroche.intake.sources.source import Unreadable

_PEOPLE = ("name", "title", "role", "email", "phones")
_WRAPS = frozenset(
    [
        *("features", "data", "results", "records", "items", "rows", "hits", "companies"),
        *("entreprises", "etablissements", "clients", "prospects", "docs", "value"),
    ]
)
"""The names that programs give to their list of results."""
_REACHED = frozenset({"phone", "email"})
"""Fields of an object about a company, which one about the file (its licence, its author) lacks."""
_KNOWN_FOR = {"decides": DECIDES, "keeps_switchboard": SWITCHBOARD}
_LISTS = "call_lists"
_OWN = frozenset({"last_outcome", "attempts", "phones"})
"""Names that together identify this program's own export."""
_LEAST_OBJECTS = 2
"""How many objects make a list of companies under their names."""


class JsonSource:
    """Objects as rows. The names of nested objects are joined (“adresse ville”), and so are the
    values of lists.
    """

    kind, encoding, separator = "json", "utf-8", ""

    def __init__(self, path: Path) -> None:
        self.path = path
        columns = dict[str, None]()
        for row in self._rows():
            columns |= dict.fromkeys(row)
            if len(columns) > MOST_COLUMNS:
                raise Unreadable("too_many_columns", str(len(columns)))
        self.columns = list(columns)
        if not self.columns:
            raise Unreadable("no_objects")

    def height(self) -> int:
        return max(1, self.path.stat().st_size // 300)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, self.columns
        for number, row in enumerate(self._rows(), 1):
            yield number, [row.get(name, "") for name in self.columns]

    def _rows(self) -> Iterator[dict[str, str]]:
        try:
            for found in _found(self.path):
                yield {_whole(name): _whole(text) for name, text in _flat(found).items()}
        except (ValueError, RecursionError) as error:
            raise Unreadable("broken_json", str(error)[:200]) from None


def _found(path: Path) -> Iterator[dict[str, Any]]:
    """Yields the objects of the file, or the rows of a list of lists, as in [["societe", "tel"],
    ["Bois Vasseur", "01…"]].
    """
    with path.open(encoding="utf-8-sig") as file:
        stream = JsonStream(file)
        lists = stream.takes("[") and stream.sign() == "["
    if not lists:
        yield from _objects(path)
        return
    with path.open(encoding="utf-8-sig") as file:
        yield from _rows_of(JsonStream(file).items(), [])


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yields the objects of the outermost list, or those that follow each other in the file. For an
    object that only wraps a list of objects, these are yielded.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig") as file:
        held, ended = "", False
        while True:
            held = held.lstrip(" \t\r\n,[]")
            try:
                found, end = decoder.raw_decode(held) if held else (None, 0)
            except ValueError:
                if ended:
                    raise
                if len(held) > LARGEST:
                    yield from _of_large(JsonStream(file, held))
                    return
                end = 0
            if end:
                held = held[end:]
                if isinstance(found, dict):
                    yield from _unwrapped(found)
                continue
            piece = file.read(max(PIECE, len(held)))
            if not piece and (ended or not held):
                return
            ended = not piece
            held += piece


def _of_large(stream: JsonStream) -> Iterator[dict[str, Any]]:
    """Yields the objects inside an object that is too large for memory: those of its lists, and
    those that are its values, with their names. A list of words before a list of rows has the names
    of its columns.
    """
    columns = list[str]()
    for name in stream.names():
        stream.must(":")
        if stream.sign() == "[":
            yield from _rows_of(stream.items(), columns)
        elif isinstance(value := stream.value(), dict) and not field_of(name):
            fields = set(map(field_of, value))
            if fields & _REACHED:
                yield value if "name" in fields else {"nom": name, **value}


def _rows_of(items: Iterator[Any], columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yields the rows of a list of objects, or of a list of lists. The names of the columns are
    `columns`, to which the words in the list are added, else the first list. Raises Unreadable when
    there are no names.
    """
    for one in items:
        if isinstance(one, dict):
            yield _of_feature(one)
        elif isinstance(one, str):
            columns.append(one)
        elif isinstance(one, list):
            if columns:
                yield dict(zip(columns, one, strict=False))
            elif any(map(field_of, names := list(map(str, one)))):
                columns.extend(names)
            else:
                raise Unreadable("no_column")


def _unwrapped(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if table := _table(found) or _keyed(found):
        yield from table
        return
    lists = [one for one in found.values() if isinstance(one, list) and one]
    inner = next((one for one in lists if all(isinstance(row, dict) for row in one)), None)
    if inner is None:
        yield found
        return
    words = [name for name, value in found.items() if isinstance(value, str) and value]
    wraps = any(found[name] is inner for name in _WRAPS & found.keys())
    if not words or (wraps and not any(field_of(name) in ("name", "phone") for name in words)):
        yield from map(_of_feature, inner)
    else:
        yield found


def _table(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the rows of {"columns": […], "rows": [[…], …]}; none for another object."""
    lists = [one for one in found.values() if isinstance(one, list) and one]
    names = next((one for one in lists if all(isinstance(name, str) for name in one)), None)
    rows = next((one for one in lists if all(isinstance(row, list) for row in one)), None)
    if names is None or rows is None or not any(map(field_of, names)):
        return []
    return [dict(zip(names, row, strict=False)) for row in rows]


def _keyed(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the objects of {"Bois Vasseur": {…}, "Pin & Fils": {…}}, each with its name; none
    when the names are those of fields, or the objects have a field with their name.
    """
    rows = list(found.values())
    if len(rows) < _LEAST_OBJECTS or not all(isinstance(row, dict) for row in rows):
        return []
    known = [{field_of(name) for name in row} - {""} for row in rows]
    if any(map(field_of, found)) or not all(known) or any("name" in fields for fields in known):
        return []
    return [{"nom": name, **row} for name, row in found.items()]


def _of_feature(row: dict[str, Any]) -> dict[str, Any]:
    """Returns an object with the values that GeoJSON and open data portals put one level deeper."""
    for name in ("properties", "fields", "attributes"):
        inside = row.get(name)
        if isinstance(inside, dict):
            rest = {key: value for key, value in row.items() if key not in (name, "type")}
            return {**inside, **{key: value for key, value in rest.items() if key not in inside}}
    return row


def _flat(found: dict[str, Any], before: str = "") -> dict[str, str]:
    row = dict[str, str]()
    for name, value in found.items():
        column = f"{before} {name}".strip()
        if name == "details" and isinstance(value, dict) and found.keys() >= _OWN:
            row |= {str(key): str(text) for key, text in value.items()}
        elif isinstance(value, dict):
            row |= _flat(value, column)
        elif isinstance(value, list):
            row[column] = _list(name, value)
        else:
            row[column] = _text(value)
    return row


def _list(name: str, value: list[Any]) -> str:
    """A list as the text of one cell."""
    objects = [one for one in value if isinstance(one, dict)]
    if objects and all(set(DATED_PARTS) <= one.keys() for one in objects):
        return "\n".join(map(written_line, objects))
    if objects:
        return "\n".join(map(_person, objects))
    sign = PERSON_SIGN if name == _LISTS else "; "
    return sign.join(map(_text, value))


def _person(one: dict[str, Any]) -> str:
    if not set(_PEOPLE[:4]) <= one.keys():
        told = (value for value in one.values() if not isinstance(value, bool))
        return " ".join(_text(value) for value in told if isinstance(value, str | int))
    given = one.get("phones")
    phones = " / ".join(map(_text, given if isinstance(given, list) else [given]))
    said = [_text(one[name]).replace("·", ",") for name in _PEOPLE[:4]]
    known = [word for name, word in _KNOWN_FOR.items() if one.get(name) is True]
    return PERSON_SIGN.join([*said, phones, *([", ".join(known)] if known else [])])


def _whole(text: str) -> str:
    """Returns a text in which each lone surrogate is replaced: JSON can contain half of a
    character, which can't be written in UTF-8.
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)
