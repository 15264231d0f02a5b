"""OVHcloud's click2Call: the provider rings her line, then the number.

Source: the operation `POST /telephony/{billingAccount}/line/{serviceName}/click2Call` of OVHcloud's
API 1.0, and its signature as documented in “First Steps with the OVHcloud APIs”.
"""

from __future__ import annotations

import hashlib
import json
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass

from decroche.gateways.dialler import SECONDS, NotDialled, send

EUROPE = "https://eu.api.ovh.com/1.0"
_INTERNATIONAL_PREFIX = "00"


@dataclass(frozen=True, slots=True)
class OvhLine:
    """A telephone line at OVHcloud, and the three keys that may make it dial.

    `account`: the billing account (“xy1234-ovh-1”); `line`: the line's own number as OVHcloud
    names it (“0033972101010”); `api`: the root of the API; `own_network`: whether that is a server
    on the own network, as for other ways (DialTarget).
    """

    application_key: str
    application_secret: str
    consumer_key: str
    account: str
    line: str
    api: str = EUROPE
    own_network: bool = False


def click_to_call(line: OvhLine, number: str, seconds: float = SECONDS) -> None:
    """Asks that `number` (E.164, or a short number of the line's country) is called from the line.
    Raises NotDialled.

    The signature holds the time; it is asked of OVHcloud first, because a computer's clock that is
    wrong by minutes would make every signature invalid.
    """
    begun = time.monotonic()
    clock = _get_time(line, seconds)
    account = urllib.parse.quote(line.account, safe="")
    service = urllib.parse.quote(line.line, safe="")
    address = f"{line.api}/telephony/{account}/line/{service}/click2Call"
    body = json.dumps({"calledNumber": number.replace("+", _INTERNATIONAL_PREFIX)})
    headers = {
        "Content-Type": "application/json",
        "X-Ovh-Application": line.application_key,
        "X-Ovh-Consumer": line.consumer_key,
        "X-Ovh-Timestamp": str(clock),
        "X-Ovh-Signature": sign(line, "POST", address, body, clock),
    }
    request = urllib.request.Request(address, body.encode(), headers, method="POST")
    left = max(seconds - (time.monotonic() - begun), 0.1)
    send(request, own_network=line.own_network, seconds=left, dials=True)


def sign(line: OvhLine, method: str, address: str, body: str, clock: int) -> str:
    """The signature of a request: "$1$" and the SHA-1 of its parts, joined by "+"."""
    parts = (line.application_secret, line.consumer_key, method, address, body, str(clock))
    return "$1$" + hashlib.sha1("+".join(parts).encode(), usedforsecurity=False).hexdigest()


def _get_time(line: OvhLine, seconds: float) -> int:
    """OVHcloud's own clock, in seconds since 1970. Raises NotDialled."""
    request = urllib.request.Request(f"{line.api}/auth/time")
    answer = send(request, own_network=line.own_network, seconds=seconds)
    try:
        return int(answer)
    except ValueError:
        raise NotDialled("away", "its clock can't be read") from None
