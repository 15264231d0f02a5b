"""How a port is taken on each system."""

from __future__ import annotations

import socket
import sys


def ask_for_it_alone(place: socket.socket) -> None:
    """Before `bind`: the port is had when no program listens there. Elsewhere than on Windows
    SO_REUSEADDR passes over connections that have ended; on Windows it would share the port with
    another program, and SO_EXCLUSIVEADDRUSE is what refuses that.
    """
    if sys.platform == "win32":
        place.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
