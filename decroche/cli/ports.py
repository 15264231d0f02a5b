"""Choosing the port at which the desk listens."""

from __future__ import annotations

import errno
import socket
import sys

from django.utils.translation import gettext as _

from decroche.config.listening import require_free_port
from decroche.shared.refusal import Refusal

USUAL = 8317
_TRIED = 10
"""How many ports are tried, from the usual one on: the desk of another account of this computer may
have that.
"""


class Taken(Refusal):
    """Another program listens at the port."""


def choose_port(host: str, wanted: int | None) -> int:
    """The port `wanted` if one is given, else the first free one from the usual one on. Raises
    Refusal when it is not free.
    """
    if wanted is not None:
        refuse_taken(host, wanted)
        return wanted
    for port in range(USUAL, USUAL + _TRIED - 1):
        try:
            refuse_taken(host, port)
        except Taken:
            continue
        return port
    refuse_taken(host, USUAL + _TRIED - 1)
    return USUAL + _TRIED - 1


def refuse_taken(host: str, port: int) -> None:
    """Raises Refusal when the desk can't listen at this port (Taken when another program does)."""
    if not 1 <= port <= 65535:
        raise Refusal(
            _("%(port)s is not a port. Choose one between 1024 and 65535.") % {"port": port}
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        require_free_port(probe)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refusal(host, port, error) from None


def _refusal(host: str, port: int, error: OSError) -> Refusal:
    """The sentence for an error of `bind`."""
    values = {"port": port, "host": host}
    # Windows answers EACCES for a port that another program has exclusively.
    if error.errno == errno.EADDRINUSE or (sys.platform == "win32" and error.errno == errno.EACCES):
        return Taken(
            _(
                "Port %(port)s is in use by another program. Close that, or choose another port "
                "with --port."
            )
            % values
        )
    if error.errno == errno.EACCES:
        return Refusal(
            _("Port %(port)s needs an administrator. Choose one above 1023 with --port.") % values
        )
    words = _("%(host)s:%(port)s can't be served: %(why)s.")
    return Refusal(words % (values | {"why": error.strerror}))
