"""Asking a desk telephone or a provider to dial: one GET of an address in which the number stands.

A number in, nothing out; `NotDialled` says why not. It knows no company and no call. What is asked
goes to that address and nowhere else: no redirection, no proxy, no second try.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any, Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import trusted

Why = Literal["address", "own_network", "open", "login", "refused", "away"]
"""The address is none; it is on the own network, which she did not say; a password would go over a
public network in the clear; the login is refused; the other side refuses; it does not answer.
"""
SECONDS = 4.0
_MOST_BYTES = 10_000
_OWN, _PUBLIC = "own", "public"


class NotDialled(Exception):
    """Nothing was dialled, as far as the other side says; `detail` is its word, "" without one."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to ask. `template` has one of the fields {number} (+33…), {digits} (33…) or {national}
    (0…), and {password} where the address itself takes it; `own_network`: it may be, and then must
    be, an address of the own network.
    """

    template: str
    user: str = ""
    password: str = ""
    own_network: bool = False


def check(asked: Asked) -> None:
    """Raises NotDialled (address, open) for what can't be asked, whatever the number."""
    parts = _parts(asked.template)
    if not any(field in parts.path + parts.query for field in ("number", "digits", "national")):
        raise NotDialled("address")
    if parts.scheme == "http" and not asked.own_network:
        raise NotDialled("open")


def dial(asked: Asked, number: str, national: str, seconds: float = SECONDS) -> None:
    """Asks once, within so many seconds. Raises NotDialled.

    `number` is in E.164, `national` as it is written at home.
    """
    check(asked)
    where = filled(asked, number, national)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if asked.user:
        passwords.add_password(None, where, asked.user, asked.password)
    with Deadline(seconds) as deadline:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            _NoRedirection(),
            _Basic(passwords),
            _Digest(passwords),
            _Lines(deadline, _OWN if asked.own_network else _PUBLIC),
        )
        try:
            with opener.open(where, timeout=seconds) as answer:
                answer.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            error.close()
            why: Why = "login" if error.code in (401, 403) else "refused"
            raise NotDialled(why, str(error.code)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = deadline.words() if deadline.passed else str(getattr(error, "reason", error))
            raise NotDialled("away", said[:200]) from None


def filled(asked: Asked, number: str, national: str) -> str:
    """The address with its fields filled in. Raises NotDialled."""
    digits = "".join(one for one in number if one.isdigit())
    values = {
        "number": number,
        "digits": digits,
        "national": "".join(one for one in national if one.isdigit()),
        "password": asked.password,
    }
    found = asked.template.strip()
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", urllib.parse.quote(value, safe=""))
    return found


def _parts(template: str) -> urllib.parse.SplitResult:
    text = template.strip()
    try:
        parts = urllib.parse.urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise NotDialled("address") from None
    if not known or "{" in parts.netloc or parts.username or any(one <= " " for one in text):
        raise NotDialled("address")
    return parts


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """An address that leads elsewhere is an answer like another refusal."""

    def redirect_request(self, *_given: Any) -> None:
        """None: the redirection is the answer."""
        return


class _Basic(urllib.request.HTTPBasicAuthHandler):
    """A login as it is; the first answer, which asked for it, is closed."""

    def http_error_401(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any) -> Any:
        """The answer to the login, None without one."""
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)
        except ValueError:  # another kind of login is asked for
            return None
        except BaseException:
            fp.close()
            raise
        if answer is not None:
            fp.close()
        return answer


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """The same for a login that does not say the password (RFC 7616, with MD5 or SHA)."""

    def http_error_401(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any) -> Any:
        """The answer to the login, None without one, and when it was refused."""
        if getattr(self, "retried", 0):
            return None
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)
        except BaseException:
            fp.close()
            raise
        if answer is not None:
            fp.close()
        return answer


class _Line(http.client.HTTPConnection):
    """A line with an overall limit, to the network that was agreed to: the address that answers is
    looked at before anything is said, whatever its name leads to.
    """

    deadline: Deadline
    network: str

    def connect(self) -> None:
        super().connect()
        self.deadline.watch(self.sock)
        place = ip_address(str(self.sock.getpeername()[0]).partition("%")[0])
        own = not place.is_global
        if own is not (self.network == _OWN):
            self.sock.close()
            raise NotDialled("own_network" if own else "open")


class _TlsLine(http.client.HTTPSConnection, _Line):
    """The same, private: the handshake is inside the limit."""


class _Lines(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens lines to one network, that a deadline watches."""

    def __init__(self, deadline: Deadline, network: str) -> None:
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
