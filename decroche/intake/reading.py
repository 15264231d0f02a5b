"""From a file to drafts, part by part: here, or in a second process for a large file.

Understanding a row costs as much as writing it; beside the writing it costs no time. The second
process imports no database and touches nothing but the file: `python -m decroche.intake.reading`
takes what to read as JSON and answers with parts, each behind its length.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from decroche.intake.cards import Draft, RowReader
from decroche.intake.rules import Layout
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source, Unreadable

_ROWS = 2000
_LARGE = 1_000_000
"""Bytes of a file from which a second process is worth its start (0.2 s)."""
_LENGTH = struct.Struct("<I")


class Part(NamedTuple):
    """Some rows, read: rows = drafts + aside. A row kept aside is (line, reason, cells)."""

    rows: int
    drafts: list[Draft]
    aside: list[tuple[int, str, list[str]]]


def read_file(path: Path, source: Source, layout: Layout) -> Generator[Part, None, None]:
    """The rows behind the header, in order. Raises Unreadable where the file can't be read on."""
    return (
        _beside(path, source, layout)
        if path.stat().st_size >= _LARGE
        else (part for part in list(read_rows(source, layout)))
    )


def read_rows(source: Source, layout: Layout) -> Iterator[Part]:
    """The same in this process."""
    reader = RowReader(layout)
    rows, drafts, aside = 0, list[Draft](), list[tuple[int, str, list[str]]]()
    for index, (line, row) in enumerate(source.rows()):
        if index <= layout.header:
            continue
        rows += 1
        draft = reader.read(line, row)
        if isinstance(draft, str):
            aside.append((line, draft, row))
        else:
            drafts.append(draft)
        if rows == _ROWS:
            yield Part(rows, drafts, aside)
            rows, drafts, aside = 0, [], []
    if rows:
        yield Part(rows, drafts, aside)


def _beside(path: Path, source: Source, layout: Layout) -> Generator[Part, None, None]:
    order = {
        "path": str(path),
        "encoding": source.encoding,
        "separator": source.separator,
        "header": layout.header,
        "columns": layout.columns,
        "fields": layout.fields,
    }
    home = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "decroche.intake.reading", json.dumps(order)]
    reader = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": home},
    )
    assert reader.stdout
    try:
        while True:
            said, *rest = _take(reader.stdout)
            if said == "unreadable":
                raise Unreadable(*rest)
            if said == "end":
                return
            rows, drafts, aside = rest
            yield Part(rows, list(map(Draft._make, drafts)), aside)
    finally:
        reader.kill()
        reader.stdout.close()
        reader.wait()


def _take(pipe: IO[bytes]) -> list[Any]:
    length = pipe.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise RuntimeError(
            "the process that reads the file ended before the file did; its own words stand above"
        )
    (size,) = _LENGTH.unpack(length)
    return list(marshal.loads(pipe.read(size)))  # what our own process wrote


def _give(pipe: IO[bytes], *answer: Any) -> None:
    packed = marshal.dumps(answer, 2)
    pipe.write(_LENGTH.pack(len(packed)) + packed)
    pipe.flush()


def main() -> None:
    """Reads what its argument asks for."""
    gc.disable()
    order = json.loads(sys.argv[1])
    pipe = sys.stdout.buffer
    try:
        source = open_source(
            Path(order["path"]), encoding=order["encoding"], separator=order["separator"]
        )
        for rows, drafts, aside in read_rows(
            source, Layout(order["header"], order["columns"], order["fields"])
        ):
            _give(pipe, "part", rows, list(map(tuple, drafts)), aside)
        _give(pipe, "end")
    except Unreadable as error:
        _give(pipe, "unreadable", error.code, error.detail)


if __name__ == "__main__":
    main()
