"""Her mailbox as IMAP shows it: finding a message, filing one, reading what is new.

Servers leave out what the standard makes optional and write folders in many ways: nothing of an
answer is taken as given, and what makes no sense is `Unreachable`, never another error.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import ssl
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import Security, may_sign_in, trusted
from decroche.shared.folding import only_letters

log = logging.getLogger(__name__)
_SENT_NAMES = (
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "envoyes",
    "elements envoyes",
    "messages envoyes",
    "courrier envoye",
    "courriers envoyes",
    "courriels envoyes",
    "mails envoyes",
    "e mails envoyes",
    "objets envoyes",
    "envoye",
    "sentmail",
    "sentitems",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "enviados",
    "elementos enviados",
    "mensajes enviados",
    "itens enviados",
    "inviata",
    "inviati",
    "posta inviata",
    "elementi inviati",
    "verzonden",
    "verzonden items",
    "verzonden berichten",
    "outbox",
)
"""Names of the folder for sent mail, folded: the last part of the path, whatever comes before it.
"""
_MOST_BYTES = 400_000
_MOST_AT_ONCE = 200
_MOST_LITERAL = 20_000_000
"""Bytes of one piece of an answer: a server that announces more is not listened to."""
_NONSENSE = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the client raises on an answer that is none."""
_Given = ParamSpec("_Given")
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where mail is read. `timeout`, for each step, and `overall`, for the talk, in seconds."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    timeout: float = 30.0
    overall: float = 600.0


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


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message of the inbox; `content` is None when the server could not give it."""

    uid: int
    content: bytes | None


def _asked(
    method: Callable[Concatenate[Inbox, _Given], _Told],
) -> Callable[Concatenate[Inbox, _Given], _Told]:
    """Turns answers that make no sense into Unreachable."""

    @wraps(method)
    def asking(inbox: Inbox, /, *args: _Given.args, **named: _Given.kwargs) -> _Told:
        try:
            return method(inbox, *args, **named)
        except _NONSENSE as error:
            raise Unreachable("temporary", "read", f"{type(error).__name__}: {error}") from error

    return asking


class Inbox:
    """An open mailbox."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._spelled: dict[str, bytes] | None = None
        """By name, how the server writes the folders whose names are not in modified UTF-7; None
        before they were listed.
        """

    @_asked
    def sent_folder(self) -> str:
        """The folder for sent mail: the one the server marks, else one by its usual name wherever
        it stands, else made beside the others.
        """
        folders = [
            (flags, _text(separator), str(name))
            for flags, separator, name in self._listed()
            if b"\\noselect" not in {bytes(flag).lower() for flag in flags}
        ]
        for flags, _separator, name in folders:
            if b"\\sent" in {bytes(flag).lower() for flag in flags}:
                return name
        known = {
            only_letters(unicodedata.normalize("NFC", _last_part(name, separator))): name
            for _flags, separator, name in sorted(
                folders, key=lambda one: -one[2].count(one[1] or "/")
            )
        }
        for one in _SENT_NAMES:
            if one in known:
                return known[one]
        made = f"{_personal_prefix(folders)}Sent"
        self._client.create_folder(made)
        return made

    def _listed(self) -> list[tuple[Any, Any, str]]:
        """The folders as the server lists them. A name that is not in modified UTF-7 (RFC 3501,
        5.1.3) is read as UTF-8, else as Windows letters, and its own spelling is kept: the server
        knows the folder by no other.
        """
        self._client.folder_encode = False
        try:
            raw = list(self._client.list_folders())
        finally:
            self._client.folder_encode = True
        self._spelled = {}
        named: list[tuple[Any, Any, str]] = []
        for flags, separator, written in raw:
            name = written if isinstance(written, str) else _folder_name(written)
            if isinstance(written, bytes) and _written_folder(name) != written:
                self._spelled[name] = written
            named.append((flags, separator, name))
        return named

    def _as_written(self, folder: str) -> str | bytes:
        """A folder's name as the server writes it; those of plain letters need no look."""
        if folder.isascii() and "&" not in folder:
            return folder
        if self._spelled is None:
            self._listed()
        return (self._spelled or {}).get(folder, folder)

    @_asked
    def holds(self, folder: str, message_id: str) -> bool:
        """Whether a message stands in a folder, by its Message-ID."""
        self._client.select_folder(self._as_written(folder), readonly=True)
        return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    @_asked
    def file(self, folder: str, content: bytes, at: datetime) -> None:
        """Puts a message into a folder, as read."""
        self._client.append(self._as_written(folder), content, flags=[b"\\Seen"], msg_time=at)

    @_asked
    def end(self) -> Position:
        """Where the inbox ends now. UIDNEXT may be missing (RFC 3501, 6.3.1): then it is asked for,
        or the highest UID is.
        """
        state = self._client.select_folder("INBOX", readonly=True)
        validity = int(state.get(b"UIDVALIDITY", 0)) or 1
        following = state.get(b"UIDNEXT")
        if following is None:
            following = self._status().get(b"UIDNEXT")
        if following is not None:
            return Position(validity, int(following) - 1)
        return Position(validity, max(self._client.search(["ALL"]), default=0))

    def _status(self) -> dict[bytes, Any]:
        from imapclient.exceptions import IMAPClientError

        try:
            return dict(self._client.folder_status("INBOX", ["UIDNEXT"]))
        except IMAPClientError:  # not every server answers STATUS of the folder that is open
            return {}

    @_asked
    def since(self, position: Position, day: date | None = None) -> tuple[Position, list[Fetched]]:
        """(the new position, the messages since the old one, each cut at 400 KB).

        A mailbox made anew (another UIDVALIDITY) has other numbers: what came from `day` on is
        given again; from its end on without one.
        """
        end = self.end()
        if end.validity != position.validity:
            if day is None:
                return end, []
            found = sorted(self._client.search(["SINCE", day]))[-_MOST_AT_ONCE:]
            return end, self._messages(found)
        if end.uid <= position.uid:
            return Position(end.validity, max(end.uid, position.uid)), []
        found = sorted(
            uid
            for uid in self._client.search(["UID", f"{position.uid + 1}:*"])
            if uid > position.uid
        )[:_MOST_AT_ONCE]
        if not found:
            return end, []
        return Position(end.validity, found[-1]), self._messages(found)

    def _messages(self, uids: list[int]) -> list[Fetched]:
        return [one for one in map(self._message, uids) if one is not None]

    def _message(self, uid: int) -> Fetched | None:
        """One message, one at a time: a full inbox must not fill the memory, and one that the
        server can't give must not cost the others; None when it was removed meanwhile.
        """
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        try:
            answer = self._client.fetch([uid], [f"BODY.PEEK[]<0.{_MOST_BYTES}>"]).get(uid)
        except IMAPClientAbortError:
            raise  # the line is gone
        except (IMAPClientError, *_NONSENSE):
            return Fetched(uid, None)
        if answer is None:
            return None
        body = next((value for key, value in answer.items() if key.startswith(b"BODY[")), None)
        return Fetched(uid, bytes(body) if body is not None else None)


def _folder_name(written: bytes) -> str:
    """A folder's name from modified UTF-7, else from UTF-8 (RFC 6855, and servers that never
    encoded any), else from Windows letters.
    """
    from imapclient.imap_utf7 import decode

    if written.isascii():
        try:
            return str(decode(written))
        except ValueError:  # of base64, or of the letters in it
            return written.decode("ascii")
    try:
        return written.decode()
    except UnicodeError:
        return written.decode("cp1252", "replace")


def _written_folder(name: str) -> bytes:
    """A name in modified UTF-7."""
    from imapclient.imap_utf7 import encode

    return bytes(encode(name))


def _text(separator: bytes | str | None) -> str:
    if isinstance(separator, bytes):
        return separator.decode("ascii", "replace")
    return separator or ""


def _last_part(name: str, separator: str) -> str:
    return name.rpartition(separator)[2] if separator else name


def _personal_prefix(folders: list[tuple[Any, str, str]]) -> str:
    """What her folders' names begin with: "INBOX." on servers where every folder is below the
    inbox, else nothing.
    """
    others = [(name, separator) for _flags, separator, name in folders if name.upper() != "INBOX"]
    separator = next((sign for _flags, sign, _name in folders if sign), "")
    inside = separator and all(name.upper().startswith(f"INBOX{separator}") for name, _ in others)
    return f"INBOX{separator}" if inside and (others or separator == ".") else ""


@contextmanager
def opened(account: ImapAccount) -> Iterator[Inbox]:
    """Signs in for the length of the block, at most for as long as the account allows.

    Raises Unreachable, for what goes wrong inside it too.
    """
    if not may_sign_in(account.host, account.security):
        raise Unreachable("account", "login", "no password without TLS")
    with Deadline(account.overall) as deadline:
        try:
            with _signed_in(account, deadline) as inbox:
                yield inbox
        except Unreachable as error:
            if deadline.passed:
                raise Unreachable("temporary", error.step, deadline.words()) from None
            raise


@contextmanager
def _signed_in(account: ImapAccount, deadline: Deadline) -> Iterator[Inbox]:
    from imapclient.exceptions import IMAPClientError, LoginError

    step = "connect"
    try:
        client = _client(account, deadline)
        try:
            if account.security == "starttls":
                step = "tls"
                client.starttls(trusted())
            step = "login"
            client.login(account.user, account.password)
            step = "read"
        except BaseException:
            _close(client)
            raise
    except ssl.SSLError as error:
        raise Unreachable(
            "account", "tls", getattr(error, "verify_message", "") or str(error)
        ) from None
    except LoginError as error:
        words = str(error).removeprefix("b'").removesuffix("'")
        raise Unreachable(
            "temporary" if "UNAVAILABLE" in words else "account", "login", words
        ) from None
    except (IMAPClientError, OSError, *_NONSENSE) as error:
        raise Unreachable("temporary", step, str(error)) from None
    try:
        yield Inbox(client)
    except (IMAPClientError, OSError) as error:
        raise Unreachable("temporary", step, str(error)) from None
    finally:
        _close(client)


def _client(account: ImapAccount, deadline: Deadline) -> Any:
    """A client whose line is watched, and which takes no piece of an answer beyond what fits into
    memory.
    """
    from imapclient import IMAPClient

    tls = account.security == "tls"

    class Line(imaplib.IMAP4):
        def _create_socket(self, timeout: float | None = None) -> socket.socket:
            line = socket.create_connection((account.host, account.port), account.timeout)
            deadline.watch(line)
            return trusted().wrap_socket(line, server_hostname=account.host) if tls else line

        def read(self, size: int) -> bytes:
            if size > _MOST_LITERAL:
                raise self.abort(f"an answer of {size} bytes")
            return super().read(size)

    def written(client: Any, folder: str | bytes) -> object:
        """A folder as it is sent: one that is spelled in the server's own way is taken as it is."""
        if isinstance(folder, str):
            return IMAPClient._normalise_folder(client, folder)
        return b'"' + folder.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'

    client = type(
        "Client",
        (IMAPClient,),
        {
            "_create_IMAP4": lambda _client: Line(account.host, account.port),
            "_normalise_folder": written,
        },
    )
    return client(
        account.host,
        account.port,
        ssl=tls,
        ssl_context=trusted() if tls else None,
        timeout=account.timeout,
    )


def _close(client: Any) -> None:
    """Signs off, or drops the line when it was gone first."""
    from imapclient.exceptions import IMAPClientError

    try:
        client.logout()
    except (IMAPClientError, OSError, *_NONSENSE):
        with suppress(OSError):
            client.shutdown()
