"""Her mailbox as IMAP shows it: finding a message, filing one, reading what is new."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from decroche.gateways.trust import Security, trusted

_SENT_NAMES = (
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "envoyés",
    "envoyes",
    "éléments envoyés",
    "messages envoyés",
    "inbox.sent",
    "outbox",
)
_MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where mail is read. `timeout` in seconds."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    timeout: float = 30.0


class Unreachable(Exception):
    """The mailbox can't be read: kind is account (name, password, certificate) or temporary; step
    is connect, tls, login or read.
    """

    def __init__(self, kind: Literal["account", "temporary"], step: str, words: str = "") -> None:
        super().__init__(f"{step}: {words}")
        self.kind, self.step, self.words = kind, step, words


@dataclass(frozen=True, slots=True)
class Position:
    """How far the inbox has been read: IMAP's UIDVALIDITY and the last UID."""

    validity: int
    uid: int


class Inbox:
    """An open mailbox."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def sent_folder(self) -> str:
        """The folder for sent mail: the one the server marks, else one by its usual name, else
        made.
        """
        folders = self._client.list_folders()
        for flags, _separator, name in folders:
            if b"\\Sent" in flags:
                return str(name)
        for _flags, _separator, name in folders:
            if str(name).lower() in _SENT_NAMES:
                return str(name)
        self._client.create_folder("Sent")
        return "Sent"

    def holds(self, folder: str, message_id: str) -> bool:
        """Whether a message stands in a folder, by its Message-ID."""
        self._client.select_folder(folder, readonly=True)
        return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    def file(self, folder: str, content: bytes, at: datetime) -> None:
        """Puts a message into a folder, as read."""
        self._client.append(folder, content, flags=[b"\\Seen"], msg_time=at)

    def end(self) -> Position:
        """Where the inbox ends now."""
        state = self._client.select_folder("INBOX", readonly=True)
        return Position(int(state[b"UIDVALIDITY"]), int(state[b"UIDNEXT"]) - 1)

    def since(self, position: Position) -> tuple[Position, list[bytes]]:
        """(the new position, the messages since the old one, each cut at 400 KB).

        A mailbox made anew is read from its end on.
        """
        end = self.end()
        if end.validity != position.validity or end.uid <= position.uid:
            return end, []
        found = sorted(
            uid
            for uid in self._client.search(["UID", f"{position.uid + 1}:*"])
            if uid > position.uid
        )[:200]
        if not found:
            return end, []
        return Position(end.validity, found[-1]), [
            content for content in map(self._content, found) if content
        ]

    def _content(self, uid: int) -> bytes:
        """One message, one at a time: a full inbox must not fill the memory."""
        answer = self._client.fetch([uid], [f"BODY.PEEK[]<0.{_MOST_BYTES}>"]).get(uid, {})
        return bytes(answer.get(b"BODY[]<0>", b""))


@contextmanager
def opened(account: ImapAccount) -> Iterator[Inbox]:
    """Signs in for the length of the block.

    Raises Unreachable, for what goes wrong inside it too.
    """
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError, LoginError

    step = "connect"
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.security == "tls",
            ssl_context=trusted() if account.security == "tls" else None,
            timeout=account.timeout,
        )
        try:
            if account.security == "starttls":
                step = "tls"
                client.starttls(trusted())
            step = "login"
            client.login(account.user, account.password)
            step = "read"
            yield Inbox(client)
        finally:
            try:
                client.logout()
            except (IMAPClientError, OSError):
                client.shutdown()  # the line was gone first
    except ssl.SSLError as error:
        raise Unreachable(
            "account", "tls", getattr(error, "verify_message", "") or str(error)
        ) from None
    except LoginError as error:
        words = str(error).removeprefix("b'").removesuffix("'")
        raise Unreachable(
            "temporary" if "UNAVAILABLE" in words else "account", "login", words
        ) from None
    except (IMAPClientError, OSError) as error:
        raise Unreachable("temporary", step, str(error)) from None
