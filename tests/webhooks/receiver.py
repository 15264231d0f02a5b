"""A program on the loopback that is told, and answers as it is set to."""

from __future__ import annotations

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.waiting import DEADLINE


@dataclass(frozen=True)
class Received:
    """One message as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_genuine(self, secret: str) -> bool:
        """As docs/how-to/webhooks.md says that a receiver checks it."""
        key = b64decode(secret.removeprefix("whsec_"))
        head = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}."
        wanted = b64encode(digest(key, head.encode() + self.body, sha256)).decode()
        return self.headers["webhook-signature"] == f"v1,{wanted}"


class Receiver:
    """The requests that came, in order; `status` is its answer (0: none at all)."""

    def __init__(self) -> None:
        self.came: list[Received] = []
        self.status = 204
        self.given_up = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.came.append(Received(headers, body))
                if not receiver.status:
                    receiver.given_up.wait(DEADLINE)
                self.send_response(receiver.status or 204)
                if receiver.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/hook"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """One for the length of the block."""
    one = Receiver()
    thread = threading.Thread(target=one.http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield one
    finally:
        one.given_up.set()
        one.http.shutdown()
        thread.join()
        one.http.server_close()
