"""Real mail servers for the browser tests: OpenSMTPD accepts and delivers, Dovecot shows the
mailboxes, a third server refuses.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP
from tempfile import TemporaryDirectory

from imapclient import IMAPClient

from tests.correspondence.servers import smtp_server
from tests.ports import free_port
from tests.waiting import DEADLINE, until

HER, THEM, CAPS = "camille@arnaud.example", "com@vasseur.example", "rh@caps.example"
LOU = "lou@arnaud.example"
"""A colleague of hers, with a mailbox of their own at the same server."""
NOBODY = "perdu@ailleurs.example"

DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
  default_fields = uid=nobody gid=nogroup home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox Envoyes {{
    special_use = \\Sent
    auto = create
  }}
}}
"""
_OPENSMTPD = """
table vusers file:{folder}/vusers
listen on 127.0.0.1 port {smtp} hostname mail.example
action "in" maildir "{folder}/mail/%{{rcpt.user}}@%{{rcpt.domain}}" virtual <vusers>
action "away" relay host smtp://127.0.0.1:{away}
match from any for domain {{ "arnaud.example", "vasseur.example", "caps.example" }} action "in"
match from any for domain "ailleurs.example" action "away"
"""


@dataclass(frozen=True)
class Post:
    """The ports of the servers."""

    smtp: int
    imap: int

    def inbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Returns the messages of a folder."""
        with IMAPClient("127.0.0.1", self.imap, ssl=False) as client:
            client.login(user, "secret")
            client.select_folder(folder, readonly=True)
            return [
                bytes(found[b"BODY[]"])
                for found in client.fetch(client.search(), ["BODY.PEEK[]"]).values()
            ]

    def file(self, user: str, content: bytes) -> None:
        """Puts a message into the Sent folder of a mailbox, as some servers do by themselves."""
        with IMAPClient("127.0.0.1", self.imap, ssl=False) as client:
            client.login(user, "secret")
            client.append("Envoyes", content)

    def wait_for(self, user: str, count: int) -> list[bytes]:
        """Waits until the inbox has that many messages, and returns them."""

        def enough() -> list[bytes]:
            found = self.inbox(user)
            return found if len(found) >= count else []

        return until(enough, f"{count} messages for {user}")

    def send(self, sender: str, text: str, to: str = HER, **headers: str) -> None:
        """Delivers a mail from somebody, to her or to a colleague."""
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, to
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with SMTP("127.0.0.1", self.smtp) as line:
            line.send_message(mail)


def missing() -> list[str]:
    """Returns the names of the servers that are not installed on this machine."""
    return [
        name
        for name in ("smtpd", "dovecot")
        if shutil.which(name, path=f"/usr/sbin:{os.environ['PATH']}") is None
    ]


@contextmanager
def post() -> Iterator[Post]:
    """Runs the servers during the block; the third one refuses every recipient."""
    with TemporaryDirectory(prefix="decroche-post-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the servers' own users read it
        with _running(folder) as ports:
            yield ports


@contextmanager
def _running(folder: Path) -> Iterator[Post]:
    (folder / "mail").mkdir()
    (folder / "run").mkdir()
    shutil.chown(folder / "mail", "nobody")
    users = (HER, LOU, THEM, CAPS)
    (folder / "users").write_text("".join(f"{user}:{{PLAIN}}secret::::::\n" for user in users))
    (folder / "vusers").write_text("".join(f"{user} nobody\n" for user in users))
    with smtp_server() as away:
        away.hook = lambda step: (
            "550 5.1.1 <perdu@ailleurs.example>: user unknown" if step == "rcpt" else None
        )
        ports = Post(free_port(), free_port())
        (folder / "dovecot.conf").write_text(DOVECOT.format(folder=folder, imap=ports.imap))
        (folder / "smtpd.conf").write_text(
            _OPENSMTPD.format(folder=folder, smtp=ports.smtp, away=away.port)
        )
        path = f"/usr/sbin:{os.environ['PATH']}"
        with (folder / "smtpd.log").open("w") as log:
            running = [
                subprocess.Popen(
                    [
                        str(shutil.which("dovecot", path=path)),
                        "-F",
                        "-c",
                        str(folder / "dovecot.conf"),
                    ],
                    stderr=subprocess.DEVNULL,
                ),
                subprocess.Popen(
                    [str(shutil.which("smtpd", path=path)), "-d", "-f", str(folder / "smtpd.conf")],
                    stderr=log,
                ),
            ]
        try:
            for port in (ports.smtp, ports.imap):
                _answers(port)
            yield ports
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=DEADLINE)


def _answers(port: int) -> None:
    def open_() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10):
            return True
        return False

    until(open_, f"a server on port {port}")
