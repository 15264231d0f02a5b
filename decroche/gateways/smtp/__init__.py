"""Handing one message to a mail server by SMTP. It is done command by command, so that the caller
can note just before the text goes out that the server may have the message from then on.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from decroche.gateways.bearer import after_refusal, first_words, mechanism
from decroche.gateways.deadline import Deadline
from decroche.gateways.oauth import GiveToken, NotGranted
from decroche.gateways.trust import Security, may_sign_in, trusted

_HELLO = "[127.0.0.1]"
"""The name this machine gives itself in EHLO. smtplib's default is the machine's real name, which
would be looked up on the network and sent to the server.
"""
_SLOWEST = 20_000
"""Bytes a second at which the slowest server that is waited for takes a message; the limit of the
whole conversation is this time, plus four times the limit of one step.
"""
Kind = Literal["temporary", "final", "account", "unknown"]
"""Of a refusal: see `Refusal`."""


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """The server mail is handed to, and the login for it. `timeout` is in seconds and holds for
    each step by itself. With a `token`, that is said instead of the password.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str
    timeout: float = 30.0
    token: GiveToken | None = None


class Refusal(Exception):
    """The server did not accept the message.

    kind: temporary (try later), final (this recipient or message is refused for good), account (the
    account itself is wrong: name, password, certificate), unknown (the connection broke after the
    text was sent: the server may have accepted it). `step` is connect, tls, login, consent
    (the provider gives no access), token (the server refuses the access it gave), sender,
    recipient, data or answer. `code` is the server's reply code, 0 without one; `words` its text or
    the error's.
    """

    def __init__(self, kind: Kind, step: str, code: int = 0, words: str = "") -> None:
        super().__init__(f"{step}: {code} {words}".strip())
        self.kind, self.step, self.code, self.words = kind, step, code, words


def send(
    account: SmtpAccount, *, sender: str, to: str, content: bytes, before_data: Callable[[], None]
) -> str:
    """Hands a message over and returns the text of the server's acceptance. Raises Refusal.

    `before_data` is called when the server has accepted sender and recipient and only the text is
    left to send. The caller notes there that the server may have the message from now on, so that
    it is not sent a second time if this process dies before the answer.
    """
    with _session(account, len(content)) as client:
        _command("sender", lambda: client.mail(sender))
        _command("recipient", lambda: client.rcpt(to))
        before_data()
        try:
            code, words = client.data(content)
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


class _Client(smtplib.SMTP):
    """An SMTP client whose connection has an overall limit, from the moment it is made."""

    def __init__(self, account: SmtpAccount, deadline: Deadline) -> None:
        self.deadline = deadline
        super().__init__(account.host, account.port, timeout=account.timeout, local_hostname=_HELLO)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        return self.deadline.connect(host, port, timeout)


class _TlsClient(smtplib.SMTP_SSL, _Client):
    """The same with TLS from the first byte. SMTP_SSL calls `_Client._get_socket` before its
    handshake, so that the handshake is inside the limit.
    """

    def __init__(self, account: SmtpAccount, deadline: Deadline) -> None:
        self.deadline = deadline
        # Not super(): `_Client.__init__` has other parameters than SMTP_SSL's.
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
    """A client that is signed in. The whole conversation, in which a message of `size` bytes is
    sent, has an overall limit. Raises Refusal.
    """
    with Deadline(4 * account.timeout + size / _SLOWEST) as deadline:
        try:
            with _signed_in(account, deadline) as client:
                yield client
        except Refusal as refusal:
            if deadline.passed and refusal.kind != "unknown":
                raise Refusal("temporary", refusal.step, 0, deadline.explanation()) from None
            raise


@contextmanager
def _signed_in(account: SmtpAccount, deadline: Deadline) -> Iterator[smtplib.SMTP]:
    client = _connected(account, deadline)
    try:
        # An unencrypted relay on this machine may offer no login at all: then none is tried.
        if account.user and (client.has_extn("auth") or account.security != "none"):
            _sign_in(client, account)
        yield client
    finally:
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()  # the server closed it before; its answer to the message stands


def _sign_in(client: smtplib.SMTP, account: SmtpAccount) -> None:
    """Raises Refusal."""
    if not may_sign_in(account.host, account.security):
        raise Refusal("account", "login", 0, "no password without TLS")
    if account.token is not None:
        _sign_in_by_token(client, account, account.token)
    else:
        _say_who("login", lambda: client.login(account.user, account.password))


def _say_who(step: str, say: Callable[[], object]) -> None:
    """Raises Refusal."""
    try:
        say()
    except smtplib.SMTPAuthenticationError as error:
        # 421 and 454: the service or its login is unavailable for the moment (RFC 4954, 6).
        kind: Kind = "temporary" if error.smtp_code in (421, 454) else "account"
        raise Refusal(kind, step, error.smtp_code, _text(error.smtp_error)) from None
    except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
        raise Refusal("account", step, 0, str(error)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Refusal("temporary", step, 0, str(error)) from None


def _sign_in_by_token(client: smtplib.SMTP, account: SmtpAccount, token: GiveToken) -> None:
    """Signs in with an access token; one that is refused is replaced once: it may have been taken
    back, or have ended early. Raises Refusal.
    """
    kind = mechanism(client.esmtp_features.get("auth", "").split())

    def say(*, fresh: bool) -> None:
        try:
            words = first_words(
                kind, user=account.user, token=token(fresh), host=account.host, port=account.port
            )
        except NotGranted as error:
            raise Refusal(error.kind, "consent", 0, str(error)) from None
        except ValueError as error:
            raise Refusal("account", "token", 0, str(error)) from None
        _say_who(
            "token",
            lambda: client.auth(
                kind, lambda told=None: words if told is None else after_refusal(kind)
            ),
        )

    try:
        say(fresh=False)
    except Refusal as refusal:
        if refusal.step != "token" or refusal.kind != "account":
            raise
        say(fresh=True)


def _connected(account: SmtpAccount, deadline: Deadline) -> smtplib.SMTP:
    """A client that is connected, encrypted as the account says, and not signed in yet. Raises
    Refusal.
    """
    step = "connect"
    try:
        if account.security == "tls":
            step = "tls"
            client: smtplib.SMTP = _TlsClient(account, deadline)
        else:
            client = _Client(account, deadline)
        client.ehlo_or_helo_if_needed()
        if account.security == "starttls":
            step = "tls"
            client.starttls(context=trusted())
            client.ehlo()
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
    return client


def _command(step: str, command: Callable[[], tuple[int, bytes]]) -> None:
    """Sends one command and checks the reply: 250 and 251 (the server forwards) accept. Raises
    Refusal.
    """
    try:
        code, words = command()
    except (smtplib.SMTPException, OSError) as error:
        raise Refusal("temporary", step, 0, str(error)) from None
    if code not in (250, 251):
        refusal = _refused(step, code, words)
        if step == "sender" and refusal.kind == "final":  # her own address: the account is wrong
            raise Refusal("account", step, code, refusal.words)
        raise refusal


def _refused(step: str, code: int, words: bytes | str) -> Refusal:
    """The refusal that a reply code means: 5xx is final, any other temporary (RFC 5321, 4.2.1)."""
    return Refusal("final" if 500 <= code < 600 else "temporary", step, code, _text(words))


def _text(words: bytes | str) -> str:
    """A server's reply as one line of at most 500 characters."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:500]
