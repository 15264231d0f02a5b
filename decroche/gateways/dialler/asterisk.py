"""Asterisk's REST interface (ARI): her extension rings, then the number is dialled from it.

Source: “Asterisk REST Interface”, resources `channels` and `bridges` (versions 16 to 22). What has
become of a call is asked by polling these two, which needs no WebSocket.
"""

from __future__ import annotations

import json
import re
import secrets
import urllib.parse
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Literal

from decroche.gateways.dialler import SECONDS, NotDialled, Why, inland, send

Phase = Literal["ringing", "answered", "ended"]
"""It rings at her place or theirs; the two are connected; the call is over."""
_CHANNEL_ID = re.compile(r"decroche-[0-9a-f]{32}")
_RING_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Asterisk:
    """A server and the extension that calls from it.

    `address`: the root of its HTTP server (“http://192.168.1.5:8088”); `endpoint`: her telephone
    as Asterisk names it (“PJSIP/1001”); `context`: the context of the dial plan in which numbers
    to the outside are dialled.
    """

    address: str
    user: str
    password: str
    endpoint: str
    context: str
    own_network: bool = True


def check(server: Asterisk) -> None:
    """Raises NotDialled (address, open) for a server that can't be asked."""
    try:
        parts = urllib.parse.urlsplit(server.address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise NotDialled("address") from None
    if not is_address or parts.username or parts.query or parts.fragment:
        raise NotDialled("address")
    if not server.endpoint or not server.context:
        raise NotDialled("address")
    if parts.scheme == "http" and not server.own_network:
        raise NotDialled("open")


def new_channel() -> str:
    """An identifier for the channel of a call to come; it can't be guessed."""
    return f"decroche-{secrets.token_hex(16)}"


def originate(server: Asterisk, national: str, channel: str) -> None:
    """Rings her extension; once she lifts it, `national` is dialled in the context.

    `channel`, from `new_channel`, is how `phase_of` and `hang_up` know the call. Raises NotDialled.
    """
    check(server)
    query = {
        "endpoint": server.endpoint,
        "extension": inland(national),
        "context": server.context,
        "priority": "1",
        "timeout": str(_RING_SECONDS),
    }
    _ask(server, "POST", f"channels/{_checked(channel)}?{urllib.parse.urlencode(query)}")


def phase_of(server: Asterisk, channel: str) -> Phase:
    """How far a call is. Raises NotDialled.

    A bridge that holds the channel and another one means that both have answered. A channel that
    Asterisk does not know (any more) is a call that is over.
    """
    if _ask(server, "GET", f"channels/{_checked(channel)}") is None:
        return "ended"
    bridges = _ask(server, "GET", "bridges")
    try:
        held = [list(bridge["channels"]) for bridge in list(bridges or ())]
    except (TypeError, KeyError):
        raise NotDialled("away", "its bridges can't be read") from None
    connected = any(channel in channels and len(channels) > 1 for channels in held)
    return "answered" if connected else "ringing"


def hang_up(server: Asterisk, channel: str) -> None:
    """Ends a call; one that is over already is left so. Raises NotDialled."""
    _ask(server, "DELETE", f"channels/{_checked(channel)}")


def is_channel(text: str) -> bool:
    """Whether it is an identifier as `new_channel` gives them."""
    return _CHANNEL_ID.fullmatch(text) is not None


def _checked(channel: str) -> str:
    if not is_channel(channel):
        raise NotDialled("refused", "no channel of ours")
    return channel


def _ask(server: Asterisk, method: str, resource: str) -> Any:
    """The answer as JSON; None for 404, and for an empty one to what is not only a question. Raises
    NotDialled.
    """
    login = b64encode(f"{server.user}:{server.password}".encode()).decode()
    request = urllib.request.Request(
        f"{server.address.rstrip('/')}/ari/{resource}",
        headers={"Authorization": f"Basic {login}"},
        method=method,
    )
    dials = method == "POST"
    try:
        body = send(request, own_network=server.own_network, seconds=SECONDS, dials=dials)
    except NotDialled as error:
        if error.detail == "404" and not dials:
            return None
        raise
    try:
        answer = json.loads(body) if body else None
    except (ValueError, RecursionError):
        why: Why = "unheard" if dials else "away"
        raise NotDialled(why, "its answer is not JSON") from None
    if answer is None and method == "GET":
        raise NotDialled("away", "it answers with nothing")
    return answer
