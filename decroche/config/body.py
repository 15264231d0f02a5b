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
        given = queue.SimpleQueue[bytes | Exception]()

        def wait() -> None:
            try:
                given.put(read())
            except Exception as error:  # said in the thread of the request
                given.put(error)
            finally:
                _READERS.release()

        threading.Thread(target=wait, name="body", daemon=True).start()
        try:
            found = given.get(timeout=patience)
        except queue.Empty:
            raise TimeoutError("the body did not come") from None
        if isinstance(found, Exception):
            raise OSError(str(found)) from found
        return found


def hurried(application: Callable[..., Any]) -> Callable[..., Any]:
    """A WSGI application whose requests' bodies have limits of time."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ.get("CONTENT_LENGTH", "0") != "0":
            environ["wsgi.input"] = Body(environ["wsgi.input"])
        return application(environ, start)

    return answer
