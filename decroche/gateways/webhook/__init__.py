"""Handing one signed message to a program of hers: one POST, within ten seconds.

An address, headers and a body in; the status out. No redirection is followed, no proxy used; an
address of the own network is asked only where she said so.
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
"""The address is none; it would be told in the clear; it is on the own network, which she did not
say; the other side refuses; it does not answer.
"""
SECONDS = 10.0
_MOST_BYTES = 10_000


class NotDelivered(Exception):
    """Not taken, as far as the other side says; `detail`: its status, or what went wrong."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


def check(address: str, *, own_network: bool) -> None:
    """Raises NotDelivered (address, open) for what can't be asked."""
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
    """Its status when it is taken (2xx). Raises NotDelivered."""
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
