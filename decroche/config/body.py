"""The body of a request, read with a limit of time: a client that announces a body and never sends
it would otherwise keep a thread of the server for as long as it likes.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

PATIENCE = 10.0
"""Seconds for one piece of a body (64 KB of a file): 6 KB a second at the slowest."""
WHOLE = 900.0
"""Seconds for the whole body."""
_READERS = threading.BoundedSemaphore(64)
"""Pieces waited for at the same time, those included whose client is silent."""


_Given = queue.SimpleQueue[bytes | Exception]
"""Where the reader of a piece leaves it."""


class Readable(Protocol):
    """The part of `wsgi.input` that is used."""

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as were asked for; fewer at the end."""

    def readline(self, size: int = -1, /) -> bytes:
        """A line, or as much of it as was asked for."""


class Body:
    """What `wsgi.input` gives, with limits of time.

    Raises TimeoutError, which Django turns into UnreadablePostError.
    """

    def __init__(self, source: Readable) -> None:
        self._source, self._until = source, time.monotonic() + WHOLE

    def read(self, size: int = -1) -> bytes:
        """As many bytes as were asked for; fewer at the end."""
        return self._in_time(lambda: self._source.read(size))

    def readline(self, size: int = -1) -> bytes:
        """A line, or as much of it as was asked for."""
        return self._in_time(lambda: self._source.readline(size))

    def _in_time(self, read: Callable[[], bytes]) -> bytes:
        patience = min(PATIENCE, self._until - time.monotonic())
        if patience <= 0 or not _READERS.acquire(blocking=False):
            raise TimeoutError("too many bodies that do not come")
        given = _waiting.begin(read)
        try:
            found = given.get(timeout=patience)
        except queue.Empty:
            raise TimeoutError("the body did not come") from None
        if isinstance(found, Exception):
            raise OSError(str(found)) from found
        return found


class _Waiting:
    """Threads that wait for pieces. One that has had its piece waits for the next, since beginning
    a thread costs more than reading the body of a form; one more is begun when none is free.
    """

    def __init__(self) -> None:
        self._pieces = queue.SimpleQueue[tuple[Callable[[], bytes], _Given]]()
        self._guard, self._free = threading.Lock(), 0

    def begin(self, read: Callable[[], bytes]) -> _Given:
        """Where the piece will be, or the error of reading it; a place of _READERS was taken."""
        given = _Given()
        with self._guard:
            one_more = self._free == 0
            self._free -= 0 if one_more else 1
        if one_more:
            threading.Thread(target=self._work, name="body", daemon=True).start()
        self._pieces.put((read, given))
        return given

    def _work(self) -> None:
        while True:
            read, given = self._pieces.get()
            try:
                found: bytes | Exception = read()
            except Exception as error:  # said in the thread of the request
                found = error
            with self._guard:
                self._free += 1
            _READERS.release()
            given.put(found)


_waiting = _Waiting()


def hurried(application: Callable[..., Any]) -> Callable[..., Any]:
    """A WSGI application whose requests' bodies have limits of time."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ.get("CONTENT_LENGTH", "0") != "0":
            environ["wsgi.input"] = Body(environ["wsgi.input"])
        return application(environ, start)

    return answer
