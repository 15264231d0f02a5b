"""Reading the body of a request within a time limit, and as it was announced.

A client that announces a body and never sends it would otherwise block a thread of the server for
ever; a file of which only the beginning came would be taken for a whole one.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from django.utils.http import parse_header_parameters

AT_ONCE = 0.25
"""Seconds in which a read that is no wait ends: what was sent has usually come."""
PATIENCE = 10.0
"""Seconds for one read (64 KB of a file), which is 6 KB a second at the slowest."""
WHOLE = 900.0
"""Seconds for the whole body."""
_READERS = threading.BoundedSemaphore(64)
"""Limits the reads that wait for a client. A read whose request was given up counts until its
client sends something or closes the connection, because a blocking read can't be interrupted.
"""
_WAITING = threading.BoundedSemaphore(8)
"""Limits the requests that wait for their body at the same time: half of those that are answered at
the same time (cli/serving.py), so that bodies that never come leave room for the others.
"""
_Result = queue.SimpleQueue[bytes | Exception]
"""Receives what a read returned, or its error."""
_TAIL = 300
"""Bytes at the end of a body that are kept to look for the last line of a form with files, whose
boundary has 70 bytes at most.
"""


class Readable(Protocol):
    """The methods of `wsgi.input` that are used."""

    def read(self, size: int = -1, /) -> bytes:
        """Reads `size` bytes, fewer at the end."""

    def readline(self, size: int = -1, /) -> bytes:
        """Reads a line, at most `size` bytes of it."""


class TimedBody:
    """A `wsgi.input` whose reads have a time limit. `length` is the announced number of bytes;
    `end` are bytes that the last ones contain, b"" when that is not known. For a body that does not
    come, or is longer or shorter than announced, a read raises OSError, which Django turns into
    UnreadablePostError.
    """

    def __init__(self, source: Readable, length: int | None = None, end: bytes = b"") -> None:
        self._source, self._until = source, time.monotonic() + WHOLE
        self._left, self._end, self._last = length, end, b""

    def read(self, size: int = -1) -> bytes:
        """Reads `size` bytes, fewer at the end."""
        wanted = size if self._left is None or 0 <= size <= self._left else self._left
        found = self._in_time(lambda: self._source.read(size))
        return self._checked(found, cut=len(found) < wanted)

    def readline(self, size: int = -1) -> bytes:
        """Reads a line, at most `size` bytes of it."""
        found = self._in_time(lambda: self._source.readline(size))
        return self._checked(found, cut=not found and size != 0)

    def _checked(self, found: bytes, *, cut: bool) -> bytes:
        """Returns what was read. Raises OSError when less came than was announced, or more."""
        if self._left is None:
            return found
        if cut and self._left:
            raise OSError("the body was cut short")
        self._left = max(0, self._left - len(found))
        self._last = (self._last + found[-_TAIL:])[-_TAIL:]
        if found and not self._left and self._end not in self._last:
            raise OSError("the body is longer than it says")
        return found

    def _in_time(self, read: Callable[[], bytes]) -> bytes:
        """Returns what a blocking read returns. The read runs in another thread, so that this one
        can stop waiting for it.
        """
        patience = min(PATIENCE, self._until - time.monotonic())
        if patience <= 0 or not _READERS.acquire(blocking=False):
            raise TimeoutError("too many bodies that do not come")
        result = _threads.run(read)
        try:
            content = result.get(timeout=min(AT_ONCE, patience))
        except queue.Empty:
            content = _waited_for(result, patience - AT_ONCE)
        if isinstance(content, Exception):
            raise OSError(str(content)) from content
        return content


def _waited_for(result: _Result, patience: float) -> bytes | Exception:
    """What a read returns within these seconds. Raises TimeoutError when it does not, or when as
    many wait already as may.
    """
    if not _WAITING.acquire(blocking=False):
        raise TimeoutError("too many bodies that do not come")
    try:
        return result.get(timeout=max(0.0, patience))
    except queue.Empty:
        raise TimeoutError("the body did not come") from None
    finally:
        _WAITING.release()


class _ReaderThreads:
    """The threads in which reads run. A thread that has finished takes the next read, since
    starting a thread costs more than reading the body of a form; another is started when none is
    free.
    """

    def __init__(self) -> None:
        self._reads = queue.SimpleQueue[tuple[Callable[[], bytes], _Result]]()
        self._lock, self._free = threading.Lock(), 0

    def run(self, read: Callable[[], bytes]) -> _Result:
        """Starts a read. Returns a queue that will have what the read returned, or its error. The
        caller has acquired `_READERS`, which is released when the read ends.
        """
        result = _Result()
        with self._lock:
            start_another = self._free == 0
            if not start_another:
                self._free -= 1
        if start_another:
            threading.Thread(target=self._work, name="body", daemon=True).start()
        self._reads.put((read, result))
        return result

    def _work(self) -> None:
        while True:
            read, result = self._reads.get()
            try:
                content: bytes | Exception = read()
            except Exception as error:  # raised in the thread of the request (`_in_time`)
                content = error
            with self._lock:
                self._free += 1
            _READERS.release()
            result.put(content)


_threads = _ReaderThreads()


def with_timed_bodies(application: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a WSGI application so that the bodies of its requests are read within a time limit."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length != "0":
            known = int(length) if length.isascii() and length.isdecimal() else None
            end = _end_of(environ.get("CONTENT_TYPE", ""))
            environ["wsgi.input"] = TimedBody(environ["wsgi.input"], known, end)
        return application(environ, start)

    return answer


def _end_of(kind: str) -> bytes:
    """Returns the bytes that end a form with files, by its content type; b"" for another body."""
    try:
        name, more = parse_header_parameters(kind)
    except ValueError:  # too long: refused when the form is read
        return b""
    boundary = more.get("boundary", "")
    if name != "multipart/form-data" or not boundary:
        return b""
    return f"--{boundary}--".encode("latin-1", "replace")
