"""How a connection to a server is encrypted, and which servers are trusted: those whose certificate
is signed by one of the system's certificate authorities.
"""

from __future__ import annotations

import ssl
from functools import cache
from ipaddress import ip_address
from typing import Literal

Security = Literal["tls", "starttls", "none"]
"""How a connection to a mail server is encrypted: from its first byte (tls), after a STARTTLS
command sent in the clear (starttls), or not at all (none).
"""


@cache
def trusted() -> ssl.SSLContext:
    """The TLS settings with the system's authorities. Kept, because reading the authorities takes
    30 ms, as much as sending a mail.
    """
    return ssl.create_default_context()


def may_sign_in(host: str, security: Security) -> bool:
    """Whether a password may be sent to this host: over an encrypted connection, or to this machine
    itself.
    """
    if security != "none":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
