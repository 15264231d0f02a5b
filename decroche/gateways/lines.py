"""HTTP connections that a deadline watches, the look-up of the host included; and connections to
one address that she chose, without redirection or proxy. The IP address is checked before anything
is sent: one on her own network is only used when she allowed it, whatever the host's name leads to.
"""

from __future__ import annotations

import http.client
import socket
import urllib.request
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import Any, Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import trusted

Network = Literal["own", "public", "any"]
"""Where an address may lead: to her own network (or this machine), to the public network, to
either.
"""


class WrongNetwork(Exception):
    """The address leads to another network than was allowed; `own`: to her own network."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("own network" if own else "public network")
        self.own = own


def opener(
    deadline: Deadline, network: Network, *more: urllib.request.BaseHandler
) -> urllib.request.OpenerDirector:
    """Opens connections to one network, which `deadline` watches. Opening raises WrongNetwork, and
    HTTPError for a redirection.
    """
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}), _NoRedirection(), *more, _Lines(deadline, network)
    )


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Treats a redirection like any other refusal."""

    def redirect_request(self, *_given: Any) -> None:
        """None: the redirection is the answer."""
        return


class WatchedLine(http.client.HTTPConnection):
    """A connection with an overall limit."""

    deadline: Deadline

    def connect(self) -> None:
        """Connects, through a proxy where there is one. Raises OSError."""
        self._create_connection = self._connected  # the standard library's own place for it
        super().connect()

    def _connected(
        self, where: tuple[str, int], timeout: float, _source: object = None
    ) -> socket.socket:
        return self.deadline.connect(*where, timeout)


class _Line(WatchedLine):
    """A watched connection that only leads to the network that was allowed."""

    network: Network

    def connect(self) -> None:
        super().connect()
        own = not _is_public(str(self.sock.getpeername()[0]))
        if self.network != "any" and own is not (self.network == "own"):
            self.sock.close()
            raise WrongNetwork(own=own)


def _is_public(address: str) -> bool:
    """Whether an IP address is on the public network. An IPv4 address written as IPv6 (RFC 4291,
    2.5.5.2) is read as the IPv4 address.
    """
    place = ip_address(address.partition("%")[0])
    return (getattr(place, "ipv4_mapped", None) or place).is_global


class _TlsLine(http.client.HTTPSConnection, _Line):
    """The same over TLS; the handshake is inside the limit."""


class _Lines(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline, network: Network) -> None:
        super().__init__(context=trusted())
        self.deadline, self.network = deadline, network

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._opened(_Line), req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._opened(partial(_TlsLine, context=trusted())), req)

    def _opened(self, kind: Callable[..., _Line]) -> Any:
        def opened(*where: Any, **how: Any) -> http.client.HTTPConnection:
            line = kind(*where, **how)
            line.deadline, line.network = self.deadline, self.network
            return line

        return opened
