"""How a line to a server is kept private, and which servers are trusted: those whose certificate is
signed by one of the system's authorities.
"""

from __future__ import annotations

import ssl
from functools import cache
from ipaddress import ip_address
from typing import Literal

Security = Literal["tls", "starttls", "none"]
"""How a line to a mail server is kept private: from the start, after a word in the clear, not."""


@cache
def trusted() -> ssl.SSLContext:
    """The system's authorities, read once: reading them takes 30 ms, as much as sending a mail."""
    return ssl.create_default_context()


def may_sign_in(host: str, security: Security) -> bool:
    """Whether a password may be said: on a private line, or to this machine itself."""
    if security != "none":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
