"""From a file to drafts, part by part: in this process, or in a second one for a large file.

Understanding a row costs as much as writing it, so a second process that does it meanwhile costs no
time. It imports no database and touches nothing but the file: `python -m decroche.intake.reading`
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
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from decroche.compliance.permission import Nature
from decroche.intake.cards import RowReader
from decroche.intake.drafts import Draft
from decroche.intake.repeated import RepeatedRows
from decroche.intake.rules import Layout
from decroche.intake.sources.gathered import footers_of
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Source, Unreadable
from decroche.shared.clock import now
from decroche.shared.limits import limit_memory, limit_time

_ROWS = 2000
_LARGE = 1_000_000
"""Bytes of a file from which a second process is worth its start (0.2 s)."""
_SECONDS, _SLOWEST = 120.0, 20_000
"""Seconds of the processor that any file may take; one more for each `_SLOWEST` bytes of it."""
_OVER = 75
"""The exit code of the process when its memory is used up."""
_ALONE = 76
"""The exit code of the process when nobody reads its answers any more."""
_LENGTH = struct.Struct("<I")

Aside = tuple[int, str, list[str]]
"""A row kept aside: (line, reason, cells)"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: its columns, where it comes from, whether rows that repeat an earlier one
    are told, and the moment of the import.
    """

    layout: Layout
    nature: Nature = ""
    told_apart: bool = True
    at: datetime = field(default_factory=now)


class Part(NamedTuple):
    """Some rows, read: rows = drafts + aside."""

    rows: int
    drafts: list[Draft]
    aside: list[Aside]


class Pieces:
    """The parts of a file, cut into the pieces that are written. One part is read ahead, so that of
    each piece it is known whether it is the last.
    """

    def __init__(self, parts: Iterator[Part], prepare: Callable[[list[Draft]], None]) -> None:
        self.parts, self.prepare = parts, prepare
        self.part, self.next = _NOTHING, next(parts, None)
        self.taken = 0

    @property
    def left(self) -> bool:
        """Whether there are rows that were not taken yet."""
        return self._begun or self.next is not None

    @property
    def _begun(self) -> bool:
        return bool(self.part.aside) or self.taken < len(self.part.drafts)

    def more(self) -> bool:
        """Makes the next piece ready, reading on when needed; returns whether there is one."""
        if not self._begun and self.next is not None:
            self.part, self.next, self.taken = self.next, next(self.parts, None), 0
            self.prepare(self.part.drafts)
        return self._begun

    def take(self, rows: int) -> Part:
        """The next rows, at most `rows` of them, with those that were kept aside."""
        drafts = self.part.drafts[self.taken : self.taken + rows]
        aside = self.part.aside
        self.taken += rows
        self.part = self.part._replace(aside=[])
        return Part(len(drafts) + len(aside), drafts, aside)


_NOTHING = Part(0, [], [])


def read_file(path: Path, source: Source, reading: Reading) -> Generator[Part, None, None]:
    """The rows behind the header, in order. Raises Unreadable where the file can't be read on."""
    if path.stat().st_size >= _LARGE or source.kind in ("workbook", "document"):
        return _told_apart(_beside(path, source, reading), reading)
    return (part for part in list(read_rows(source, reading)))


def read_rows(source: Source, reading: Reading) -> Iterator[Part]:
    """The rows behind the header, in order, read in this process."""
    return _told_apart(_parts(source, reading), reading)


def _told_apart(parts: Iterator[Part], reading: Reading) -> Generator[Part, None, None]:
    """Yields the parts, with each row that repeats an earlier one marked so. For a large file this
    is done in the process that writes the cards, because the one that reads has more to do.
    """
    if not reading.told_apart:
        yield from parts
        return
    with closing(RepeatedRows()) as repeated:
        for part in parts:
            places = repeated.of(part.drafts)
            drafts = [
                draft if place is None else draft._replace(repeats=place)
                for draft, place in zip(part.drafts, places, strict=True)
            ]
            yield part._replace(drafts=drafts)


def _parts(source: Source, reading: Reading) -> Iterator[Part]:
    reader = RowReader(reading.layout, reading.nature, reading.at, footers_of(source))
    rows, drafts, aside = 0, list[Draft](), list[Aside]()
    for index, (line, row) in enumerate(source.rows()):
        if index <= reading.layout.header:
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


def _beside(path: Path, source: Source, reading: Reading) -> Generator[Part, None, None]:
    order = {
        "path": str(path),
        "encoding": source.encoding,
        "separator": source.separator,
        "layout": asdict(reading.layout),
        "nature": reading.nature,
        "at": reading.at.isoformat(),
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
            try:
                said, *rest = _take(reader.stdout)
            except EOFError:
                code = reader.wait()
                if code < 0 or code == _OVER:
                    raise Unreadable("too_heavy") from None
                raise RuntimeError("the process that reads it ended before the file did") from None
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
        raise EOFError
    (size,) = _LENGTH.unpack(length)
    return list(marshal.loads(pipe.read(size)))  # what our own process wrote


def _give(pipe: IO[bytes], *answer: Any) -> None:
    packed = marshal.dumps(answer, 2)
    pipe.write(_LENGTH.pack(len(packed)) + packed)
    pipe.flush()


def main() -> None:
    """Reads the file that its argument names."""
    gc.disable()
    order = json.loads(sys.argv[1])
    limit_memory()
    limit_time(_SECONDS + Path(order["path"]).stat().st_size / _SLOWEST)
    pipe = sys.stdout.buffer
    try:
        source = open_source(
            Path(order["path"]), encoding=order["encoding"], separator=order["separator"]
        )
        reading = Reading(
            Layout(**order["layout"]),
            order["nature"],
            at=datetime.fromisoformat(order["at"]),
        )
        for rows, drafts, aside in _parts(source, reading):
            _give(pipe, "part", rows, list(map(tuple, drafts)), aside)
        _give(pipe, "end")
    except Unreadable as error:
        _give(pipe, "unreadable", error.code, error.detail)
    except (MemoryError, RecursionError):
        sys.exit(_OVER)
    except BrokenPipeError:  # the process that wanted the rows was killed
        os._exit(_ALONE)


if __name__ == "__main__":
    main()
