"""A real Dovecot that accepts the tokens of an authorization server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from imapclient import IMAPClient

from tests.browser.mail import DOVECOT, HER
from tests.gateways.authorization_server import AuthorizationServer
from tests.ports import free_port
from tests.waiting import DEADLINE, until

_PATH = f"/usr/sbin:{os.environ['PATH']}"
_BY_TOKEN = """
auth_mechanisms = plain xoauth2 oauthbearer
auth_cache_size = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""


class MailServer:
    """Where it listens; her inbox as it is known to herself by her password."""

    def __init__(self, port: int) -> None:
        self.port = port

    def deliver(self, content: bytes, folder: str = "INBOX") -> None:
        """Puts a message into her inbox."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(HER, "secret")
            client.append(folder, content)

    def count(self, folder: str) -> int:
        """How many messages a folder holds."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(HER, "secret")
            client.select_folder(folder, readonly=True)
            return len(client.search())


@contextmanager
def dovecot_by_token(
    server: AuthorizationServer, mechanisms: str = "xoauth2 oauthbearer"
) -> Iterator[MailServer]:
    """Runs the server during the block. Skips the test when Dovecot is not installed, or may not be
    run.
    """
    program = shutil.which("dovecot", path=_PATH)
    if program is None or os.getuid() != 0:
        pytest.skip("Dovecot is not on this machine, or can't be started as root")
    with TemporaryDirectory(prefix="decroche-tokens-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        (folder / "run").mkdir()
        shutil.chown(folder / "mail", "nobody")
        (folder / "users").write_text(f"{HER}:{{PLAIN}}secret::::::\n")
        (folder / "oauth2.conf").write_text(
            f"tokeninfo_url = {server.address}/tokeninfo?access_token=\n"
            "username_attribute = email\n"
        )
        by_token = _BY_TOKEN.format(folder=folder).replace("xoauth2 oauthbearer", mechanisms)
        (folder / "dovecot.conf").write_text(DOVECOT.format(folder=folder, imap=port) + by_token)
        running = subprocess.Popen(
            [program, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL
        )
        try:
            until(lambda: _answers(port), f"Dovecot on port {port}")
            yield MailServer(port)
        finally:
            running.terminate()
            running.wait(timeout=DEADLINE)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10):
        return True
    return False
