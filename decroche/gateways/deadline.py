"""An overall limit for a conversation with a server.

The network libraries limit each wait by itself, so a server that sends one byte every few seconds
could keep a conversation going for hours.
"""

from __future__ import annotations

import socket
import threading
from types import TracebackType


class Deadline:
    """Shuts the connections it watches down when `seconds` have passed: whatever reads from them
    then gets an OSError or the end of the stream. A context manager around the whole conversation.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed = seconds, False
        self._connections: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
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
