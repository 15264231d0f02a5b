"""A real Radicale with one account, for the length of a block."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import pytest

from tests.ports import free_port
from tests.waiting import DEADLINE, until

USER, PASSWORD = "ana", "secret"
_MADE = {
    "calendar": '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set>'
    "<D:prop><D:displayname>Mes rendez-vous</D:displayname></D:prop></D:set></C:mkcalendar>",
    "book": '<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:set><D:prop>'
    "<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>"
    "<D:displayname>Mon carnet</D:displayname></D:prop></D:set></D:mkcol>",
}


class Radicale:
    """The server's port, and what another program of hers (her telephone) reads and writes on the
    server.
    """

    def __init__(self, port: int, folder: Path) -> None:
        self.address, self.folder = f"http://127.0.0.1:{port}/", folder
        self.calendar, self.book = (f"{self.address}ana/{name}/" for name in ("events", "cards"))

    def asked(self, method: str, address: str, body: str | None = None) -> str:
        """Sends one request as her telephone does; returns the answer."""
        word = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            urljoin(self.address, address),
            data=body.encode() if body is not None else None,
            method=method,
            headers={"Authorization": f"Basic {word}", "Content-Type": "text/xml"},
        )
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return str(answer.read().decode())

    def objects(self, collection: str) -> dict[str, str]:
        """{address: text} of the objects in a collection."""
        where = self.folder / "collections" / "collection-root" / collection.split("/", 3)[3]
        return {
            f"{collection}{path.name}": path.read_bytes().decode()
            for path in sorted(where.glob("*.*"))
            if not path.name.startswith(".")
        }

    def replace(self, address: str, old: str, new: str) -> None:
        """Her telephone changes an object."""
        text = self.asked("GET", address)
        assert old in text, text
        self.asked("PUT", address, text.replace(old, new))


@contextmanager
def radicale() -> Iterator[Radicale]:
    """Runs the server during the block. Skips the test when Radicale is not installed."""
    program = shutil.which("radicale")
    if program is None:
        pytest.skip("Radicale is not on this machine (Debian: apt install radicale)")
    with TemporaryDirectory(prefix="decroche-radicale-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        (folder / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:{port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
            "htpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {folder}/collections\n"
        )
        own = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [program, "--config", str(folder / "config")], env=own, stdout=log, stderr=log
            )
        try:
            until(lambda: _listens(port) or running.poll() is not None, "Radicale listens")
            assert running.poll() is None, (folder / "log").read_text()
            server = Radicale(port, folder)
            server.asked("MKCALENDAR", server.calendar, _MADE["calendar"])
            server.asked("MKCOL", server.book, _MADE["book"])
            yield server
        finally:
            running.terminate()
            running.wait(DEADLINE)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
