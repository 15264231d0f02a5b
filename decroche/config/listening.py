"""The options of a listening socket on each system."""

from __future__ import annotations

import socket
import sys


def require_free_port(listener: socket.socket) -> None:
    """To be called before `bind`, which then succeeds unless another program listens at the port.

    SO_REUSEADDR ignores connections that have just ended. On Windows the same option would share
    the port with the other program, so SO_EXCLUSIVEADDRUSE is set there instead.
    """
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
