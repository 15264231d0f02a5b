"""Sending one signed message to another program of hers: one POST, within ten seconds. It takes an
address, headers and a body, and returns the status. No redirection is followed and no proxy used;
an address on her own network is only asked when she allowed it.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.lines import WrongNetwork, opener

Why = Literal["address", "open", "own_network", "refused", "away"]
"""The text is not an address; the message would be sent unencrypted; the address is on her own
network, and she did not allow that; the other side refused; it did not answer.
"""
SECONDS = 10.0
_MOST_BYTES = 10_000


class NotDelivered(Exception):
    """The message was not accepted, as far as is known; `detail` is the status, or the error's
    text.
    """

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


def check(address: str, *, own_network: bool) -> None:
    """Raises NotDelivered (address, open) for an address that can't be used."""
    try:
        parts = urllib.parse.urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise NotDelivered("address") from None
    if not known or parts.username or any(one <= " " or one > "~" for one in address):
        raise NotDelivered("address")
    if parts.scheme == "http" and not own_network:
        raise NotDelivered("open")


def deliver(address: str, body: bytes, headers: Mapping[str, str], *, own_network: bool) -> int:
    """Sends the message and returns the status with which it was accepted (2xx). Raises
    NotDelivered.
    """
    check(address, own_network=own_network)
    request = urllib.request.Request(
        address,
        data=body,
        headers={"Content-Type": "application/json", "User-Agent": "decroche", **headers},
    )
    with Deadline(SECONDS) as deadline:
        try:
            lines = opener(deadline, "own" if own_network else "public")
            with lines.open(request, timeout=SECONDS) as answer:
                answer.read(_MOST_BYTES)
                return int(answer.status)
        except WrongNetwork as wrong:
            raise NotDelivered("own_network" if wrong.own else "open") from None
        except urllib.error.HTTPError as error:
            error.close()
            raise NotDelivered("refused", str(error.code)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = (
                deadline.explanation() if deadline.passed else str(getattr(error, "reason", error))
            )
            raise NotDelivered("away", said[:150]) from None
