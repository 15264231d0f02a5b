"""Queries as a text that a person can read: one line each, and where it comes from. A statement
that sends many queries (database/fetching.py) has a line for each of them below its own.

A test collects the queries of a screen and compares them with `tests/snapshots/NAME.sql`. When they
are meant to change, `SNAPSHOTS=write bin/test tests/test_snapshots.py -n 0` writes the files anew,
and the change is read as a diff.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "snapshots"
_COLUMNS = re.compile(r'^SELECT (DISTINCT )?("\w+"\."\w+"(?: AS "\w+")?(?:, |(?= FROM)))+')
_NAMES = re.compile(r'"(?:\w+"\.")?(\w+)"')
_SAVEPOINT = re.compile(r'(SAVEPOINT) "\w+"')
_MANY = re.compile(r"(?:%s, )+%s")
_SAME = re.compile(r"(VALUES \(…)(?:, (?:\d+|'[^']*'|TRUE|FALSE))+(?=\))")
_TOGETHER = re.compile(
    r"\(SELECT json_group_array\(json_array\([^()]*\)\) FROM \((.*?)\) AS rows_read\)"
)
_ROWS = re.compile(r"(\(…\)|\(%s\))(?:, (?:\(…\)|\(%s\)))+")
_HELPERS = ("prepared.py", "rows.py", "fetching.py")


class Queries:
    """The queries asked so far, in their order."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.lines.append(f"{_place()}: {shape(sql)}")
        return execute(sql, params, many, context)


@contextmanager
def asked() -> Iterator[Queries]:
    """The queries of a block. What is compiled once and run again is seen like any other."""
    queries = Queries()
    with connection.execute_wrapper(queries):
        yield queries


def shape(sql: str) -> str:
    """A statement without what changes from one run to the next, and without long lists."""
    found = " ".join(sql.split())
    together = _TOGETHER.findall(found)
    if together:
        return "\n    ".join([f"{len(together)} queries together", *map(shape, together)])
    found = _SAVEPOINT.sub(r"\1", found)
    found = _COLUMNS.sub(_without_columns, found)
    found = _NAMES.sub(r"\1", found)
    found = _MANY.sub("…", found)
    found = _SAME.sub(r"\1, the same in each", found)
    return _ROWS.sub(r"\1 × n", found)


def _without_columns(columns: re.Match[str]) -> str:
    more = ", " if columns.group().endswith(", ") else ""
    return f"SELECT {columns.group(1) or ''}…{more}"


def _place() -> str:
    """The innermost line of the product's own code, without the helpers that ask."""
    for frame in reversed(traceback.extract_stack()):
        path = Path(frame.filename)
        if ROOT / "decroche" in path.parents and path.name not in _HELPERS:
            return f"{path.relative_to(ROOT / 'decroche')}:{frame.name}"
    return "outside"


def compare(name: str, queries: Queries) -> None:
    """Fails when the queries are not those of the snapshot."""
    counted = [(line, len(list(alike))) for line, alike in groupby(queries.lines)]
    text = "".join(f"{f'{count} × ' if count > 1 else ''}{line}\n" for line, count in counted)
    path = FOLDER / f"{name}.sql"
    if os.environ.get("SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.splitlines() == kept.splitlines(), (
        f"the queries of {name} changed; when they are meant to, write them with SNAPSHOTS=write"
    )
