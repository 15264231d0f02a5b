"""Reading the body of a request within a time limit. A client that announces a body and never sends
it would otherwise block a thread of the server for ever.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

PATIENCE = 10.0
"""Seconds for one read (64 KB of a file), which is 6 KB a second at the slowest."""
WHOLE = 900.0
"""Seconds for the whole body."""
_READERS = threading.BoundedSemaphore(64)
"""Limits the reads that wait for a client. One whose request was given up counts until its client
sends something or closes the connection, because a blocking read can't be interrupted.
"""


_Result = queue.SimpleQueue[bytes | Exception]
"""Receives what a read returned, or its error."""


class Readable(Protocol):
    """The methods of `wsgi.input` that are used."""

    def read(self, size: int = -1, /) -> bytes:
        """Reads `size` bytes, fewer at the end."""

    def readline(self, size: int = -1, /) -> bytes:
        """Reads a line, at most `size` bytes of it."""


class TimedBody:
    """A `wsgi.input` whose reads have a time limit. They raise TimeoutError (or OSError), which
    Django turns into UnreadablePostError.
    """

    def __init__(self, source: Readable) -> None:
        self._source, self._until = source, time.monotonic() + WHOLE

    def read(self, size: int = -1) -> bytes:
        """Reads `size` bytes, fewer at the end."""
        return self._in_time(lambda: self._source.read(size))

    def readline(self, size: int = -1) -> bytes:
        """Reads a line, at most `size` bytes of it."""
        return self._in_time(lambda: self._source.readline(size))

    def _in_time(self, read: Callable[[], bytes]) -> bytes:
        """What a blocking read returns. It runs in another thread, so that this one can stop
        waiting for it.
        """
        patience = min(PATIENCE, self._until - time.monotonic())
        if patience <= 0 or not _READERS.acquire(blocking=False):
            raise TimeoutError("too many bodies that do not come")
        result = _threads.run(read)
        try:
            content = result.get(timeout=patience)
        except queue.Empty:
            raise TimeoutError("the body did not come") from None
        if isinstance(content, Exception):
            raise OSError(str(content)) from content
        return content


class _ReaderThreads:
    """The threads in which reads run. A thread that has finished takes the next read, since
    starting one costs more than reading the body of a form; another is started when none is free.
    """

    def __init__(self) -> None:
        self._reads = queue.SimpleQueue[tuple[Callable[[], bytes], _Result]]()
        self._lock, self._free = threading.Lock(), 0

    def run(self, read: Callable[[], bytes]) -> _Result:
        """Starts a read; what it returns, or its error, can be taken from the result. The caller
        has acquired _READERS, which is released when the read ends.
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
        if environ.get("CONTENT_LENGTH", "0") != "0":
            environ["wsgi.input"] = TimedBody(environ["wsgi.input"])
        return application(environ, start)

    return answer
