"""Asking a desk telephone or a telephony provider to dial a number: one HTTP GET of an address that
has the number in it.

`dial` returns nothing when the other side accepted; `NotDialled` says why it did not. The request
goes to that address and nowhere else: no redirection is followed, no proxy used, nothing retried
(a second request could dial a second time).
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.dialler.login import Login
from decroche.gateways.lines import WrongNetwork, opener

Why = Literal[
    "settings", "address", "own_network", "open", "login", "refused", "away", "owner", "unheard"
]
"""Why nothing was dialled:
- settings: something is missing in her settings;
- address: the text is not an address that can be asked;
- own_network: the address is on her own network, and she did not allow that;
- open: the request, with its password, would cross a public network unencrypted;
- login: the login was refused (401 or 403);
- refused: another HTTP error;
- away: nobody is reached, or an answer can't be read;
- owner: something on the own network, named by a member who may not (calls/own_way.py);
- unheard: a request to dial was sent and got no answer: the number may be dialled all the same.
"""
SECONDS = 4.0
"""The time for the whole request, unless the caller says another."""
_NUMBERS = ("{number}", "{digits}", "{national}")
"""The fields of an address that become the number."""
_MOST_BYTES = 200_000
"""How much of the answer is read."""


class NotDialled(Exception):
    """Nothing was dialled, as far as can be told. `detail` is the HTTP status or the error's text,
    "" without one.
    """

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class DialTarget:
    """The address to ask, and the login for it.

    `template` is an address with at least one of the fields {number} (+33…), {digits} (33…) or
    {national} (0…, 00… for a number of another country), and {password} where the password is part
    of the address. `own_network` says that the address is on her own network: then it must be one
    of it, and may be http.
    """

    template: str
    user: str = ""
    password: str = ""
    own_network: bool = False


def check(target: DialTarget) -> None:
    """Checks an address before any number is dialled with it. Raises NotDialled (address, open)."""
    parts = _parts(target.template)
    if not any(field in parts.path + parts.query for field in _NUMBERS):
        raise NotDialled("address")
    if parts.scheme == "http" and not target.own_network:
        raise NotDialled("open")


def dial(target: DialTarget, number: str, national: str, seconds: float = SECONDS) -> None:
    """Sends the one request, which may take `seconds` in all. Raises NotDialled.

    `number` is in E.164 (+33353010142), `national` as it is read aloud (03 53 01 01 42).
    """
    check(target)
    address = filled(target, number, national)
    logins = [Login(target.user, target.password)] if target.user else []
    request = urllib.request.Request(address)
    _exchange(request, target.own_network, seconds, *logins, dials=True, most=0)


def send(
    request: urllib.request.Request,
    *,
    own_network: bool,
    seconds: float = SECONDS,
    dials: bool = False,
) -> bytes:
    """Sends one request of a programming interface and returns the body of its response; `dials`:
    it is the one that asks for a number.

    The limits are those of `dial`: one network, no redirection, no proxy, no second try, and
    `seconds` for the whole exchange. Raises NotDialled; its `detail` is the status of a refusal.
    """
    return _exchange(request, own_network, seconds, dials=dials)


def filled(target: DialTarget, number: str, national: str) -> str:
    """The address with its fields replaced, each value percent-encoded."""
    values = {
        "number": number,
        "digits": _digits(number),
        "national": inland(national),
        "password": target.password,
    }
    address = target.template.strip()
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", urllib.parse.quote(value, safe=""))
    return address


def inland(national: str) -> str:
    """The digits that are dialled on a telephone in France for a number as it is read aloud: one of
    another country (+32 2 …) begins with 00, without which its first digits are another number.
    """
    return ("00" if national.startswith("+") else "") + _digits(national)


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())


def _parts(template: str) -> urllib.parse.SplitResult:
    """The parts of an address. Raises NotDialled (address) unless it is http or https with a host,
    without a field or a login in the host, and without spaces or control characters.
    """
    text = template.strip()
    try:
        parts = urllib.parse.urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise NotDialled("address") from None
    blank = any(character <= " " for character in text)
    if not is_web or "{" in parts.netloc or parts.username or blank:
        raise NotDialled("address")
    return parts


def _exchange(
    request: urllib.request.Request,
    own_network: bool,
    seconds: float,
    *logins: urllib.request.BaseHandler,
    dials: bool = False,
    most: int = _MOST_BYTES,
) -> bytes:
    """The body of the response to one request, at most so many bytes, within all limits. Raises
    NotDialled.
    """
    with Deadline(seconds) as deadline:
        client = opener(deadline, "own" if own_network else "public", *logins)
        try:
            with client.open(request, timeout=seconds) as response:
                body: bytes = response.read(most)
                return body
        except WrongNetwork as wrong:
            raise NotDialled("own_network" if wrong.own else "open") from None
        except urllib.error.HTTPError as error:
            error.close()
            why: Why = "login" if error.code in (401, 403) else "refused"
            raise NotDialled(why, str(error.code)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(getattr(error, "reason", error))
            detail = deadline.explanation() if deadline.passed else reason
            raise NotDialled(
                "unheard" if dials and _was_sent(error) else "away", detail[:200]
            ) from None


def _was_sent(error: Exception) -> bool:
    """Whether it is the answer that failed. urllib makes a URLError of what fails before."""
    before = (urllib.error.URLError, http.client.InvalidURL)
    return isinstance(error, OSError | http.client.HTTPException) and not isinstance(error, before)
