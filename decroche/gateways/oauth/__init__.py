"""Access to a mailbox that a provider grants in her browser: OAuth 2.0 for native programs
(RFC 8252) with PKCE (RFC 7636), refreshed (RFC 6749, 6) and revoked (RFC 7009).

Addresses and codes in, tokens out; it keeps nothing, and knows no mailbox. What is asked goes to
the addresses of the provider and nowhere else.
"""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.lines import opener
from decroche.gateways.trust import may_sign_in
from decroche.shared.typed import without_control

SECONDS = 15.0
_MOST_BYTES = 200_000
_LASTS = 3600
"""Seconds a token is taken to last when the provider does not say."""
_PASSING = ("temporarily_unavailable", "server_error", "slow_down")
"""Refusals that mean “not now” (RFC 6749, 4.1.2.1)."""
GiveToken = Callable[[bool], str]
"""Gives the access token; True asks for a new one, since the one before was refused. Raises
NotGranted.
"""


class NotGranted(Exception):
    """No token. kind: account (she must connect again, or change what she typed) or temporary;
    `code` is the provider's (RFC 6749, 5.2), or address, unreachable, broken; `words` in its words.
    """

    def __init__(self, kind: Literal["account", "temporary"], code: str, words: str = "") -> None:
        super().__init__(f"{code} {words}".strip())
        self.kind, self.code, self.words = kind, code, words


@dataclass(frozen=True, slots=True)
class Authorizer:
    """A provider's addresses, what is asked of it, and her program as it knows it. `revoke` is ""
    for a provider that has no such address; `more`: what it wants beside the standard.
    """

    authorize: str
    token: str
    revoke: str
    scope: str
    client: str
    secret: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave. `refresh` is "" when it gave no new one; `seconds`: how long `access`
    lasts.
    """

    access: str
    refresh: str
    seconds: int


def can_be_asked(address: str) -> bool:
    """Whether an address of a provider may be used: https, or this machine itself."""
    try:
        parts = urllib.parse.urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.fragment or any(one <= " " for one in address):
        return False
    private = parts.scheme == "https"
    return private or (parts.scheme == "http" and may_sign_in(host, "none"))


def new_secret_word() -> str:
    """A word that nobody can guess: a state, or a verifier (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(48)


def address_to_ask(
    authorizer: Authorizer, *, redirect: str, state: str, verifier: str, user: str
) -> str:
    """Where her browser goes to agree."""
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    fields = {
        "response_type": "code",
        "client_id": authorizer.client,
        "redirect_uri": redirect,
        "scope": authorizer.scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": user,
        **dict(authorizer.more),
    }
    joint = "&" if urllib.parse.urlsplit(authorizer.authorize).query else "?"
    return f"{authorizer.authorize}{joint}{urllib.parse.urlencode(fields)}"


def redeem(authorizer: Authorizer, *, code: str, redirect: str, verifier: str) -> Tokens:
    """The tokens for the code that her browser brought back. Raises NotGranted."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": verifier,
    }
    found = _tokens(authorizer, fields)
    if not found.refresh:
        raise NotGranted("account", "no_refresh_token")
    return found


def renew(authorizer: Authorizer, refresh: str) -> Tokens:
    """A new access token. Raises NotGranted."""
    return _tokens(authorizer, {"grant_type": "refresh_token", "refresh_token": refresh})


def revoke(authorizer: Authorizer, refresh: str) -> None:
    """Tells the provider that the access is over. Raises NotGranted."""
    _post(authorizer.revoke, _named(authorizer, {"token": refresh}))


def _named(authorizer: Authorizer, fields: dict[str, str]) -> dict[str, str]:
    secret = {"client_secret": authorizer.secret} if authorizer.secret else {}
    return {**fields, "client_id": authorizer.client, **secret}


def _tokens(authorizer: Authorizer, fields: dict[str, str]) -> Tokens:
    answer = _post(authorizer.token, _named(authorizer, fields))
    access, refresh = answer.get("access_token"), answer.get("refresh_token", "")
    kind = answer.get("token_type", "Bearer")
    told = answer.get("expires_in", _LASTS)
    known = _is_token(access) and (refresh == "" or _is_token(refresh))
    if not known or str(kind).lower() != "bearer":
        raise NotGranted("temporary", "broken", "no bearer token in the answer")
    seconds = int(told) if str(told).isdecimal() and len(str(told)) < 9 else _LASTS
    return Tokens(str(access), str(refresh), seconds)


def _is_token(given: object) -> bool:
    """Whether it is a token that can be said: visible ASCII (RFC 6749, appendix A)."""
    return isinstance(given, str) and given.isascii() and given.isprintable() and given != ""


def _post(address: str, fields: dict[str, str]) -> dict[str, Any]:
    """The answer as JSON; {} for an empty one. Raises NotGranted."""
    if not can_be_asked(address):
        raise NotGranted("account", "address", address[:200])
    request = urllib.request.Request(
        address,
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Accept": "application/json", "User-Agent": "decroche"},
    )
    with Deadline(2 * SECONDS) as deadline:
        try:
            with opener(deadline, "any").open(request, timeout=SECONDS) as response:
                content = response.read(_MOST_BYTES)
            return _read(content) if content.strip() else {}
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error) from None
        except (OSError, http.client.HTTPException) as error:
            said = (
                deadline.explanation() if deadline.passed else str(getattr(error, "reason", error))
            )
            raise NotGranted("temporary", "unreachable", said[:200]) from None
        except (ValueError, TypeError, RecursionError) as error:
            raise NotGranted("temporary", "broken", str(error)[:200]) from None


def _read(content: bytes) -> dict[str, Any]:
    return dict(json.loads(content))  # a ValueError or TypeError for what is no object


def _refused(error: urllib.error.HTTPError) -> NotGranted:
    """What a refusal means: by its code where it says one, else by its status."""
    try:
        told = _read(error.read(_MOST_BYTES))
    except (OSError, http.client.HTTPException, ValueError, TypeError, RecursionError):
        told = {}
    code = without_control(str(told.get("error", "")))[:60] or f"HTTP {error.code}"
    words = " ".join(without_control(str(told.get("error_description", ""))).split())[:300]
    passing = code in _PASSING or error.code == 429 or error.code >= 500
    return NotGranted("temporary" if passing else "account", code, words)
