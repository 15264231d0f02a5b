"""The login that a desk telephone or a provider asks for with status 401: HTTP Digest (RFC 7616,
and RFC 2617 as older telephones speak it) or HTTP Basic (RFC 7617).

Digest is preferred whatever comes first, since it does not send the password itself. What is asked
for in a way that can't be read, or by an algorithm that nobody here knows, is passed over.

Headers are handled as http.client gives them: each character stands for one byte.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import urllib.request
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

_LONGEST = 16_000
"""Characters of a header that are read."""
_HASHES = {"MD5": "md5", "SHA": "sha1", "SHA-256": "sha256"}
_SESSION = "-SESS"
"""How the name of an algorithm ends that makes the key of a session."""
_TOKEN = r"(?<![\w-])[\w-]++"
_PART = re.compile(
    rf"(?P<scheme>{_TOKEN})(?=[ \t]+[\w-]++[ \t]*=|[ \t]*(?:,|$))"
    rf"|(?P<name>{_TOKEN})[ \t]*=[ \t]*"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<plain>[^\s,"]*+))'
)
"""Part of a header: the name of a scheme, or one of its parameters."""


class Login(urllib.request.BaseHandler):
    """Gives the login once, when it is asked for."""

    handler_order = 490  # before urllib makes an error of the status

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = _as_bytes(user), _as_bytes(password)
        self._given = False

    def http_error_401(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any) -> Any:
        """The response to the login; None when none could be given, or it was refused."""
        del code, msg
        login = None if self._given else self._login(req, headers.get_all("www-authenticate", []))
        if login is None:
            return None
        self._given = True
        fp.close()  # else its connection would stay open
        req.add_unredirected_header("Authorization", login)
        return self.parent.open(req, timeout=req.timeout)

    def _login(self, request: Any, asked: list[str]) -> str | None:
        challenges = _challenges(asked)
        for scheme, given in challenges:
            if scheme == "digest" and _is_known(given):
                return self._digest(request.get_method(), request.selector, given)
        if any(scheme == "basic" for scheme, _given in challenges):
            login = f"{self._user}:{self._password}".encode("latin-1")
            return f"Basic {b64encode(login).decode()}"
        return None

    def _digest(self, method: str, uri: str, given: dict[str, str]) -> str:
        """RFC 7616, 3.4: the names of the variables are those of its text."""
        algorithm = given.get("algorithm", "MD5")
        name = _HASHES[algorithm.upper().removesuffix(_SESSION)]
        realm, nonce, qop = given["realm"], given["nonce"], _quality(given)
        cnonce, count = secrets.token_hex(8), "00000001"

        def digest(*parts: str) -> str:
            text = ":".join(parts).encode("latin-1")
            return hashlib.new(name, text, usedforsecurity=False).hexdigest()

        key = digest(self._user, realm, self._password)
        if algorithm.upper().endswith(_SESSION):
            key = digest(key, nonce, cnonce)
        body = (digest(""),) if qop == "auth-int" else ()
        asked = digest(method, uri, *body)
        middle = (nonce, count, cnonce, qop) if qop else (nonce,)
        quoted = {
            "username": self._user,
            "realm": realm,
            "nonce": nonce,
            "uri": uri,
            "response": digest(key, *middle, asked),
            **{field: given[field] for field in ("opaque",) if field in given},
            **({"cnonce": cnonce} if qop else {}),
        }
        login = [f'{field}="{_escaped(value)}"' for field, value in quoted.items()]
        login.append(f"algorithm={algorithm}")
        if qop:
            login += [f"qop={qop}", f"nc={count}"]
        return f"Digest {', '.join(login)}"


def _challenges(headers: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
    """What is asked for: the schemes in small letters, each with its parameters by their names."""
    found: list[tuple[str, dict[str, str]]] = []
    for header in headers:
        for part in _PART.finditer(header[:_LONGEST]):
            if part["scheme"]:
                found.append((part["scheme"].lower(), {}))
            elif found:
                quoted = part["quoted"]
                value = part["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                found[-1][1][part["name"].lower()] = value
    return found


def _is_known(given: dict[str, str]) -> bool:
    """Whether the challenge of a Digest can be answered."""
    algorithm = given.get("algorithm", "MD5").upper().removesuffix(_SESSION)
    return {"realm", "nonce"} <= given.keys() and algorithm in _HASHES and _quality(given) != "?"


def _quality(given: dict[str, str]) -> str:
    """What is protected: "auth" the request, "auth-int" its body too, "" as before RFC 2617; "?"
    when only something else is offered.
    """
    offered = [one.strip().lower() for one in given.get("qop", "").split(",")]
    return next((one for one in ("auth", "auth-int", "") if one in offered), "?")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"")


def _as_bytes(text: str) -> str:
    """A typed text with one character for each of its bytes in UTF-8."""
    return text.encode().decode("latin-1")
