"""Handing one message to a mail server, step by step, so that the caller knows how far it came."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import Security, may_sign_in, trusted

_HELLO = "[127.0.0.1]"
"""What the line opens with: an address that says nothing, not this machine's name (which would be
looked up, and sent).
"""
_SLOWEST = 20_000
"""Bytes a second a server takes at least, beside four times the limit of one step."""
Kind = Literal["temporary", "final", "account", "unknown"]


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Where mail is handed over. `timeout` is in seconds and holds for each step."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    timeout: float = 30.0


class Refusal(Exception):
    """The message was not taken over.

    kind: temporary (try later), final (this address or message is refused for good), account (the
    mailbox itself: name, password, certificate), unknown (the line broke after the text was handed
    over: nobody can tell). `step` is connect, tls, login, sender, recipient, data or answer.
    """

    def __init__(self, kind: Kind, step: str, code: int = 0, words: str = "") -> None:
        super().__init__(f"{step}: {code} {words}".strip())
        self.kind, self.step, self.code, self.words = kind, step, code, words


def send(
    account: SmtpAccount, *, sender: str, to: str, content: bytes, before_data: Callable[[], None]
) -> str:
    """Hands a message over and returns the server's acceptance. Raises Refusal.

    `before_data` is called when all is agreed and only the text is left: what is noted there tells
    a process that died later that the server may have the message.
    """
    with _session(account, len(content)) as line:
        _say(line, "sender", lambda: line.mail(sender))
        _say(line, "recipient", lambda: line.rcpt(to))
        before_data()
        try:
            code, words = line.data(content)
        except smtplib.SMTPDataError as error:
            raise _refused("data", int(error.smtp_code), error.smtp_error) from None
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Refusal("unknown", "answer", 0, str(error)) from None
        if code != 250:
            raise _refused("answer", code, words)
        return _text(words)


def check(account: SmtpAccount) -> None:
    """Connects and signs in, nothing more. Raises Refusal."""
    with _session(account):
        pass


class _Line(smtplib.SMTP):
    """A line with an overall limit, from the first byte the server says."""

    def __init__(self, account: SmtpAccount, deadline: Deadline) -> None:
        self.deadline = deadline
        super().__init__(account.host, account.port, timeout=account.timeout, local_hostname=_HELLO)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        line = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # not in typeshed
        self.deadline.watch(line)
        return line


class _TlsLine(smtplib.SMTP_SSL, _Line):
    """The same, private from the start: the handshake is inside the limit."""

    def __init__(self, account: SmtpAccount, deadline: Deadline) -> None:
        self.deadline = deadline
        smtplib.SMTP_SSL.__init__(
            self,
            account.host,
            account.port,
            timeout=account.timeout,
            context=trusted(),
            local_hostname=_HELLO,
        )


@contextmanager
def _session(account: SmtpAccount, size: int = 0) -> Iterator[smtplib.SMTP]:
    """A line that is signed in. The whole talk about `size` bytes has a limit of its own."""
    with Deadline(4 * account.timeout + size / _SLOWEST) as deadline:
        try:
            with _signed_in(account, deadline) as line:
                yield line
        except Refusal as refusal:
            if deadline.passed and refusal.kind != "unknown":
                raise Refusal("temporary", refusal.step, 0, deadline.words()) from None
            raise


@contextmanager
def _signed_in(account: SmtpAccount, deadline: Deadline) -> Iterator[smtplib.SMTP]:
    line = _connected(account, deadline)
    try:
        if account.user and (
            line.has_extn("auth") or account.security != "none"
        ):  # a relay on this machine may know no names
            if not may_sign_in(account.host, account.security):
                raise Refusal("account", "login", 0, "no password without TLS")
            try:
                line.login(account.user, account.password)
            except smtplib.SMTPAuthenticationError as error:
                raise Refusal(
                    "temporary" if error.smtp_code in (421, 454) else "account",
                    "login",
                    error.smtp_code,
                    _text(error.smtp_error),
                ) from None
            except smtplib.SMTPNotSupportedError as error:
                raise Refusal("account", "login", 0, str(error)) from None
            except (smtplib.SMTPException, OSError) as error:
                raise Refusal("temporary", "login", 0, str(error)) from None
        yield line
    finally:
        try:
            line.quit()
        except (smtplib.SMTPException, OSError):
            line.close()  # the server was gone first; what it said before counts


def _connected(account: SmtpAccount, deadline: Deadline) -> smtplib.SMTP:
    step = "connect"
    try:
        if account.security == "tls":
            step = "tls"
            line: smtplib.SMTP = _TlsLine(account, deadline)
        else:
            line = _Line(account, deadline)
        line.ehlo_or_helo_if_needed()
        if account.security == "starttls":
            step = "tls"
            line.starttls(context=trusted())
            line.ehlo()
    except ssl.SSLError as error:
        raise Refusal(
            "account", "tls", 0, getattr(error, "verify_message", "") or str(error)
        ) from None
    except socket.gaierror as error:
        raise Refusal("temporary", "connect", 0, str(error.strerror)) from None
    except smtplib.SMTPNotSupportedError as error:
        raise Refusal("account", step, 0, str(error)) from None
    except smtplib.SMTPResponseException as error:
        raise Refusal("temporary", step, error.smtp_code, _text(error.smtp_error)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Refusal("temporary", step, 0, str(error)) from None
    return line


def _say(line: smtplib.SMTP, step: str, command: Callable[[], tuple[int, bytes]]) -> None:
    try:
        code, words = command()
    except (smtplib.SMTPException, OSError) as error:
        raise Refusal("temporary", step, 0, str(error)) from None
    if code not in (250, 251):
        refused = _refused(step, code, words)
        if step == "sender" and refused.kind == "final":
            raise Refusal("account", step, code, refused.words)
        raise refused


def _refused(step: str, code: int, words: bytes | str) -> Refusal:
    return Refusal("final" if 500 <= code < 600 else "temporary", step, code, _text(words))


def _text(words: bytes | str) -> str:
    return " ".join(
        (words.decode("utf-8", "replace") if isinstance(words, bytes) else words).split()
    )[:500]
