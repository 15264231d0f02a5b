"""Signing in as a browser does, with the link of the start."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.test import Client

from decroche.team.access import LINK
from decroche.team.door import new_key

HOST = "127.0.0.1"
"""What an address of this machine's desk begins with: the name that Django's client gives otherwise
is refused outside of tests.
"""


def browser(**options: Any) -> Client:
    """A browser that has opened the desk."""
    client = Client(**options | {"headers": {"Host": HOST, **options.get("headers", {})}})
    answer = client.get(LINK, {"key": new_key()})
    assert answer.status_code == 302
    assert answer.cookies
    return client


def cookie_of(data: str, port: int) -> str:
    """The session, as a Cookie header, of a browser that has opened the desk of a data folder."""
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", f"{LINK}?key={new_key(Path(data))}")
    cookie = line.getresponse().getheader("Set-Cookie") or ""
    line.close()
    return cookie.partition(";")[0]
