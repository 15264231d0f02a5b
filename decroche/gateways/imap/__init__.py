"""Her mailbox by IMAP: finding a message, filing one, reading what is new.

Servers leave out what the standard makes optional and encode folder names in many ways. So no part
of a response is assumed to be there, and a response that makes no sense raises `Unreachable`, never
another error.
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
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

from decroche.gateways.bearer import after_refusal, first_words, mechanism
from decroche.gateways.deadline import Deadline
from decroche.gateways.imap.folders import (
    SENT_NAMES,
    as_text,
    encoded_name,
    folder_name,
    last_part_of,
    personal_prefix,
)
from decroche.gateways.oauth import GiveToken, NotGranted
from decroche.gateways.trust import Security, may_sign_in, trusted
from decroche.shared.folding import only_letters

log = logging.getLogger(__name__)
_MOST_BYTES = 400_000
"""Bytes that are read of one message; what stands beyond is left out."""
MOST_AT_ONCE = 200
"""Messages that `since` returns at most; the next call returns the following ones."""
_MOST_LITERAL = 20_000_000
"""Bytes of one literal of a response (RFC 3501, 4.3): a server that announces a longer one is cut
off, since the client would read all of it into memory.
"""
_NONSENSE = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the client library raises on a malformed response, beside its own errors."""
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """The server mail is read from, and the login for it. `timeout` holds for each step and
    `overall` for the whole conversation, both in seconds. With a `token`, that is said instead of
    the password.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str
    timeout: float = 30.0
    overall: float = 600.0
    token: GiveToken | None = None


class Unreachable(Exception):
    """The mailbox can't be read. kind: account (name, password or certificate is wrong) or
    temporary (try later). step: connect, tls, login, consent (the provider gives no access),
    token (the server refuses the access it gave) or read. `words` is the server's, the provider's
    or the system's message.
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


def _unreachable_on_nonsense(
    method: Callable[Concatenate[Inbox, _Parameters], _Result],
) -> Callable[Concatenate[Inbox, _Parameters], _Result]:
    """Makes a method of Inbox raise Unreachable for a response that makes no sense."""

    @wraps(method)
    def guarded(inbox: Inbox, /, *args: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        try:
            return method(inbox, *args, **named)
        except _NONSENSE as error:
            raise Unreachable("temporary", "read", f"{type(error).__name__}: {error}") from error

    return guarded


class Inbox:
    """A mailbox that is signed in (see `opened`). Its methods raise Unreachable."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._raw_names: dict[str, bytes] | None = None
        """By readable name, the bytes the server uses for each folder whose name is not in modified
        UTF-7; None before the folders were listed.
        """

    @_unreachable_on_nonsense
    def sent_folder(self) -> str:
        """The name of the folder for sent mail: the one that the server marks as such (RFC 6154),
        else one with a usual name at any depth, else a new one made beside the others.
        """
        folders = [
            (flags, as_text(separator), str(name))
            for flags, separator, name in self._list_folders()
            if b"\\noselect" not in {bytes(flag).lower() for flag in flags}
        ]
        for flags, _separator, name in folders:
            if b"\\sent" in {bytes(flag).lower() for flag in flags}:
                return name
        by_last_part: dict[str, str] = {}
        # The deepest folders first, so that of two with the same last part the higher one stays.
        for _flags, separator, name in sorted(
            folders, key=lambda folder: -folder[2].count(folder[1] or "/")
        ):
            last_part = unicodedata.normalize("NFC", last_part_of(name, separator))
            by_last_part[only_letters(last_part)] = name
        for usual in SENT_NAMES:
            if usual in by_last_part:
                return by_last_part[usual]
        new_folder = f"{personal_prefix(folders)}Sent"
        self._client.create_folder(new_folder)
        return new_folder

    def _list_folders(self) -> list[tuple[Any, Any, str]]:
        """(flags, separator, readable name) of each folder. A name that is not in modified UTF-7
        (RFC 3501, 5.1.3) is read as UTF-8, else as Windows-1252; its bytes are kept in
        `_raw_names`, because the server finds the folder by exactly these bytes.
        """
        self._client.folder_encode = False
        try:
            listed = list(self._client.list_folders())
        finally:
            self._client.folder_encode = True
        self._raw_names = {}
        folders: list[tuple[Any, Any, str]] = []
        for flags, separator, raw_name in listed:
            name = raw_name if isinstance(raw_name, str) else folder_name(raw_name)
            if isinstance(raw_name, bytes) and encoded_name(name) != raw_name:
                self._raw_names[name] = raw_name
            folders.append((flags, separator, name))
        return folders

    def _server_name(self, folder: str) -> str | bytes:
        """A folder's name as it must be sent to the server. Names in ASCII without "&" (which
        begins an encoded part) are the same in every encoding; for others the folders are listed.
        """
        if folder.isascii() and "&" not in folder:
            return folder
        if self._raw_names is None:
            self._list_folders()
        return (self._raw_names or {}).get(folder, folder)

    @_unreachable_on_nonsense
    def holds(self, folder: str, message_id: str) -> bool:
        """Whether a message is in a folder, by its Message-ID."""
        self._client.select_folder(self._server_name(folder), readonly=True)
        return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    @_unreachable_on_nonsense
    def file(self, folder: str, content: bytes, at: datetime) -> None:
        """Stores a message in a folder, marked as read and received at `at`."""
        self._client.append(self._server_name(folder), content, flags=[b"\\Seen"], msg_time=at)

    @_unreachable_on_nonsense
    def end(self) -> Position:
        """The position after the newest message of the inbox. It is told by UIDNEXT; where SELECT
        does not return that (RFC 3501, 6.3.1), STATUS is asked for it, and else the highest UID.
        """
        state = self._client.select_folder("INBOX", readonly=True)
        validity = int(state.get(b"UIDVALIDITY", 0)) or 1
        following = state.get(b"UIDNEXT")
        if following is None:
            following = self._status_of_inbox().get(b"UIDNEXT")
        if following is not None:
            return Position(validity, int(following) - 1)
        return Position(validity, max(self._client.search(["ALL"]), default=0))

    def _status_of_inbox(self) -> dict[bytes, Any]:
        from imapclient.exceptions import IMAPClientError

        try:
            return dict(self._client.folder_status("INBOX", ["UIDNEXT"]))
        except IMAPClientError:  # not every server answers STATUS of the folder that is open
            return {}

    def since(self, position: Position, day: date | None = None) -> tuple[Position, list[Fetched]]:
        """(the position after what is returned, the first messages after `position`, oldest first,
        each cut at `_MOST_BYTES`).
        """
        return self.messages(*self.numbers_since(position, day))

    @_unreachable_on_nonsense
    def numbers_since(
        self, position: Position, day: date | None = None
    ) -> tuple[list[int], Position]:
        """(the numbers of the messages after `position`, the end of the inbox).

        Another UIDVALIDITY means that the server has renumbered the inbox, so that `position` means
        nothing any more: then those received since `day` are returned, some of them perhaps for a
        second time; without a `day` none are.
        """
        end = self.end()
        if end.validity != position.validity:
            return sorted(self._client.search(["SINCE", day])) if day else [], end
        if end.uid <= position.uid:
            return [], Position(end.validity, max(end.uid, position.uid))
        found = self._client.search(["UID", f"{position.uid + 1}:*"])
        return sorted(uid for uid in found if uid > position.uid), end

    @property
    def is_cut_off(self) -> bool:
        """Whether an answer was too long: nothing more can be asked on this line."""
        return bool(getattr(getattr(self._client, "_imap", None), "too_long", False))

    @_unreachable_on_nonsense
    def messages(self, uids: list[int], end: Position) -> tuple[Position, list[Fetched]]:
        """(the position after what is returned, the first messages of these). A message that is
        sent whole although a part was asked for, and is too long, ends the line: the others come
        with the next reading, which begins behind it.
        """
        from imapclient.exceptions import IMAPClientAbortError

        found = list[Fetched]()
        for uid in uids[:MOST_AT_ONCE]:
            try:
                message = self._message(uid)
            except IMAPClientAbortError:
                if not self._client._imap.too_long:
                    raise
                return Position(end.validity, uid), [*found, Fetched(uid, None)]
            if message is not None:
                found.append(message)
        if len(uids) <= MOST_AT_ONCE:
            return end, found
        return Position(end.validity, uids[MOST_AT_ONCE - 1]), found

    def _message(self, uid: int) -> Fetched | None:
        """One message; None when it was removed meanwhile. Each is asked for by itself, so that a
        full inbox does not fill the memory, and one that the server fails to deliver does not keep
        the others away.
        """
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        try:
            response = self._client.fetch([uid], [f"BODY.PEEK[]<0.{_MOST_BYTES}>"]).get(uid)
        except IMAPClientAbortError:
            raise  # the connection is gone
        except (IMAPClientError, *_NONSENSE):
            return Fetched(uid, None)
        if response is None:
            return None
        body = next((value for key, value in response.items() if key.startswith(b"BODY[")), None)
        return Fetched(uid, bytes(body) if body is not None else None)


@contextmanager
def opened(account: ImapAccount) -> Iterator[Inbox]:
    """The mailbox, signed in while the block runs; `account.overall` limits the whole block.

    Raises Unreachable, also for an error of the network or the server inside the block.
    """
    if not may_sign_in(account.host, account.security):
        raise Unreachable("account", "login", "no password without TLS")
    with Deadline(account.overall) as deadline:
        try:
            with _signed_in(account, deadline) as inbox:
                yield inbox
        except Unreachable as error:
            if deadline.passed:
                raise Unreachable("temporary", error.step, deadline.explanation()) from None
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
            if account.token is not None:
                step = "token"
                _sign_in_by_token(client, account, account.token)
            else:
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
        # RFC 5530: the response code UNAVAILABLE says that the login could not be checked now.
        raise Unreachable(
            "temporary" if "UNAVAILABLE" in words else "account", step, words
        ) from None
    except (IMAPClientError, OSError, *_NONSENSE) as error:
        raise Unreachable("temporary", step, str(error)) from None
    try:
        yield Inbox(client)
    except (IMAPClientError, OSError) as error:
        raise Unreachable("temporary", step, str(error)) from None
    finally:
        _close(client)


def _sign_in_by_token(client: Any, account: ImapAccount, token: GiveToken) -> None:
    """Signs in with an access token; one that is refused is replaced once: it may have been taken
    back, or have ended early. Raises Unreachable, and what the client raises.
    """
    from imapclient.exceptions import LoginError

    offered = (as_text(one).upper() for one in client.capabilities())
    kind = mechanism(one.removeprefix("AUTH=") for one in offered if one.startswith("AUTH="))

    def say(*, fresh: bool) -> None:
        try:
            words = first_words(
                kind, user=account.user, token=token(fresh), host=account.host, port=account.port
            )
        except NotGranted as error:
            raise Unreachable(error.kind, "consent", str(error)) from None
        client.sasl_login(
            kind, lambda told: after_refusal(kind).encode() if told else words.encode()
        )

    try:
        say(fresh=False)
    except LoginError as error:
        if "UNAVAILABLE" in str(error):
            raise
        say(fresh=True)


class _WatchedConnection(imaplib.IMAP4):
    """A connection that the deadline watches, and which a response that would not fit into memory
    ends.
    """

    too_long = False
    """Whether an answer came that would not fit into memory: the rest of it is not read."""

    def __init__(self, account: ImapAccount, deadline: Deadline) -> None:
        self.account, self.deadline = account, deadline
        super().__init__(account.host, account.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        account = self.account
        # Watched before the handshake, so that it is inside the limit.
        plain = self.deadline.connect(account.host, account.port, account.timeout)
        if account.security != "tls":
            return plain
        return trusted().wrap_socket(plain, server_hostname=account.host)

    def read(self, size: int) -> bytes:
        if size > _MOST_LITERAL:
            self.too_long = True
            raise self.abort(f"an answer of {size} bytes")
        return super().read(size)

    def readline(self) -> bytes:
        # The library's own limit of 1 MB is less than the numbers of a full inbox.
        line = cast("bytes", self.file.readline(_MOST_LITERAL + 1))
        if len(line) > _MOST_LITERAL:
            raise self.abort(f"a line of more than {_MOST_LITERAL} bytes")
        return line


def _folder_as_sent(client: Any, folder: str | bytes) -> object:
    """A folder's name as it is sent: text is encoded, bytes (see `_raw_names`) are quoted."""
    from imapclient import IMAPClient

    if isinstance(folder, str):
        return IMAPClient._normalise_folder(client, folder)
    return b'"' + folder.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _client(account: ImapAccount, deadline: Deadline) -> Any:
    """An IMAPClient that is connected by a `_WatchedConnection`, and sends folder names in bytes
    unchanged.
    """
    from imapclient import IMAPClient

    changes = {
        "_create_IMAP4": lambda _client: _WatchedConnection(account, deadline),
        "_normalise_folder": _folder_as_sent,
    }
    client = type("Client", (IMAPClient,), changes)
    tls = account.security == "tls"
    return client(
        account.host,
        account.port,
        ssl=tls,
        ssl_context=trusted() if tls else None,
        timeout=account.timeout,
    )


def _close(client: Any) -> None:
    """Logs out, or drops the connection when that is not possible any more."""
    from imapclient.exceptions import IMAPClientError

    try:
        client.logout()
    except (IMAPClientError, OSError, *_NONSENSE):
        with suppress(OSError):
            client.shutdown()
