"""An authorization server on this machine, after RFC 6749, 7636 and 7009: a browser that visits
`/authorize` agrees at once (or refuses), and is sent back with a code.
"""

from __future__ import annotations

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "decroche-of-camille", "not-so-secret"
SCOPE = "imap smtp offline_access"


class AuthorizationServer:
    """What it was asked, whom it granted access, and how it is to behave."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        """(path, form) of each request, in order."""
        self.user = "camille@arnaud.example"
        self.agrees = True
        self.seconds = 3600
        self.rotates = False
        self.fails = ""
        """A status (“503”), or an error code, that the token address answers with."""
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh: set[str] = set()
        self.access: set[str] = set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                form = {name: found[0] for name, found in parse_qs(parts.query).items()}
                if parts.path == "/authorize":
                    self._answer(302, {}, server.authorize(form))
                else:  # what Dovecot asks about a token
                    known = form.get("access_token", "") in server.access
                    self._answer(200 if known else 401, {"email": server.user} if known else {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                raw = parse_qs(self.rfile.read(length).decode())
                form = {name: found[0] for name, found in raw.items()}
                server.asked.append((self.path, form))
                status, told = server.revoke(form) if self.path == "/revoke" else server.token(form)
                self._answer(status, told)

            def _answer(self, status: int, told: dict[str, Any], location: str = "") -> None:
                content = json.dumps(told).encode()
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"

    def authorize(self, form: dict[str, str]) -> str:
        """Where a browser is sent back to."""
        assert form["client_id"] == CLIENT
        assert (form["response_type"], form["code_challenge_method"]) == ("code", "S256")
        state = {"state": form["state"]}
        if not self.agrees:
            return f"{form['redirect_uri']}?{urlencode({'error': 'access_denied', **state})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = form
        return f"{form['redirect_uri']}?{urlencode({'code': code, **state})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """(status, answer) of the token address."""
        if self.fails:
            status = int(self.fails) if self.fails.isdecimal() else 400
            return status, {"error": "" if self.fails.isdecimal() else self.fails}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 400, {"error": "invalid_grant", "error_description": "Token was revoked."}
            if self.rotates:
                self.refresh.discard(form["refresh_token"])
            return 200, self.given(new_refresh=self.rotates)
        begun = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        if (
            begun is None
            or begun["redirect_uri"] != form["redirect_uri"]
            or begun["code_challenge"] != challenge.rstrip(b"=").decode()
        ):
            return 400, {"error": "invalid_grant", "error_description": "Bad code."}
        return 200, self.given(new_refresh=True)

    def given(self, *, new_refresh: bool) -> dict[str, Any]:
        """A new access token, with a new refresh token where one is due."""
        access, refresh = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
        self.access.add(access)
        if new_refresh:
            self.refresh.add(refresh)
        more = {"refresh_token": refresh} if new_refresh else {}
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.seconds,
            **more,
        }

    def revoke(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """(status, answer) of the revocation address: the access is over at once."""
        if self.fails:
            return 503, {}
        self.refresh.discard(form["token"])
        self.access.clear()
        return 200, {}


@contextmanager
def authorization_server() -> Iterator[AuthorizationServer]:
    """One for the length of the block."""
    server = AuthorizationServer()
    thread = threading.Thread(target=server.http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()
