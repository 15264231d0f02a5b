"""An overall limit for a talk with a server. The libraries limit each wait, so a server that sends
one byte every few seconds could go on for hours.
"""

from __future__ import annotations

import socket
import threading
from types import TracebackType


class Deadline:
    """Cuts the lines it watches when `seconds` have passed; what waited for them then ends with an
    OSError, or with the end of the line. Used as a context manager around the whole talk.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed = seconds, False
        self._lines: list[socket.socket] = []
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
            for line in self._lines:
                line.close()
            self._lines.clear()

    def watch(self, line: socket.socket) -> None:
        """Watches a line from here on. A second handle of it is kept: TLS takes over the first."""
        with self._lock:
            self._lines.append(line.dup())
        if self.passed:
            self._cut()

    def words(self) -> str:
        """What is said when the time is over."""
        return f"no whole answer within {self.seconds:.0f} seconds"

    def _cut(self) -> None:
        self.passed = True
        with self._lock:
            for line in self._lines:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the other side was gone first
