"""An overall limit for a conversation with a server, the look-up of its name included.

The network libraries limit each wait by itself, so a server that sends one byte every few seconds
could keep a conversation going for hours; the look-up of a name has no limit of theirs at all, and
a name may lead to many addresses of which each is waited for.
"""

from __future__ import annotations

import socket
import threading
import time
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

_Places = list[tuple[int, int, int, str, Any]]
"""What the system finds for a name: (family, kind, protocol, canonical name, address)."""


class Deadline:
    """Shuts the connections it watches down when `seconds` have passed: whatever reads from them
    then gets an OSError or the end of the stream. A context manager around the whole conversation.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed = seconds, False
        self._end = time.monotonic() + seconds
        self._connections: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._end = time.monotonic() + self.seconds
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connection to the first address of a host that answers, watched. `timeout` is in
        seconds, for each of its addresses and later for each wait. Raises OSError.
        """
        error = OSError(f"{host} has no address")
        for family, kind, protocol, _name, place in self._looked_up(host, port):
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(min(timeout, self._left()))
                line.connect(place)
            except OSError as failed:
                line.close()
                error = failed
                continue
            line.settimeout(timeout)
            self.watch(line)
            return line
        raise error

    def _looked_up(self, host: str, port: int) -> _Places:
        """Where a host is. The system's look-up can't be interrupted: when the time is over, its
        thread is left to end by itself.
        """
        found: SimpleQueue[_Places | OSError] = SimpleQueue()

        def look_up() -> None:
            try:
                found.put([*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
            except OSError as error:
                found.put(error)
            except UnicodeError:  # a label that is empty or too long
                found.put(socket.gaierror(socket.EAI_NONAME, f"{host[:80]!r} is no name of a host"))

        threading.Thread(target=look_up, daemon=True).start()
        try:
            places = found.get(timeout=self._left())
        except Empty:
            raise TimeoutError(self.explanation()) from None
        if isinstance(places, OSError):
            raise places
        return places

    def _left(self) -> float:
        """Seconds until the time is over. Raises TimeoutError when it is."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(self.explanation())
        return left

    def watch(self, connection: socket.socket) -> None:
        """Watches one more connection, at once cut when the time is over already. A duplicate of
        the socket is kept, because TLS takes the first one over and detaches it.
        """
        with self._lock:
            self._connections.append(connection.dup())
        if self.passed:
            self._cut()

    def explanation(self) -> str:
        """The text of the error to raise when the time is over."""
        return f"no whole answer within {self.seconds:.0f} seconds"

    def _cut(self) -> None:
        self.passed = True
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the server had closed it before
