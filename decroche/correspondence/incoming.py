"""Reading what came back: pure. Bytes in, what they mean out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html import unescape
from typing import Any, Literal

from decroche.correspondence.rules import asks_to_stop, own_words, says_automatic

Kind = Literal["reply", "stop", "away", "bounce"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message of the inbox.

    `about` are the Message-IDs it may speak of, the likeliest first; `failed` the address that
    bounced, with `words` of the server; `delayed` a warning that is no failure.
    """

    kind: Kind
    message_id: str
    about: tuple[str, ...]
    sender: str
    subject: str
    text: str
    failed: str = ""
    words: str = ""
    delayed: bool = False


def read_incoming(content: bytes) -> Incoming:
    """What a message is: an answer, a request to stop, an absence, a delivery that failed."""
    mail = message_from_bytes(content, policy=default)
    subject, sender = _header(mail, "Subject"), parseaddr(_header(mail, "From"))[1].lower()
    about = _ids(
        f"{_header(mail, 'In-Reply-To')} {' '.join(reversed(_ids(_header(mail, 'References'))))}"
    )
    message_id = next(iter(_ids(_header(mail, "Message-ID"))), "")
    report = next(
        (part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    if report is not None:  # the outer type is not to be trusted: OpenSMTPD says multipart/mixed
        failed, words, action = _report(report)
        if not re.search(
            "[A-Za-z]{3}", words
        ):  # a bare status: the server's own words stand in the part for people
            told = re.search(r"\b[45]\d\d[ -][^\n]{4,300}", _text(mail))
            words = " ".join(told.group().split()) if told else words
        return Incoming(
            "bounce",
            message_id,
            _original(mail) + about,
            sender,
            subject,
            _text(mail),
            failed,
            words,
            delayed=action not in ("", "failed"),
        )
    text = _text(mail)
    if _automatic(mail, subject):
        return Incoming("away", message_id, about, sender, subject, text)
    return Incoming(
        "stop" if asks_to_stop(subject, text) else "reply",
        message_id,
        about,
        sender,
        subject,
        own_words(text),
    )


def _header(mail: EmailMessage, name: str) -> str:
    """A header as text, whatever it holds: a broken one must not cost the message."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (
        ValueError,
        AttributeError,
        IndexError,
        KeyError,
    ):  # the standard library trips over some real headers
        return " ".join(str(dict(mail.raw_items()).get(name, "")).split())


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]+>", text)))


def _report(part: Any) -> tuple[str, str, str]:
    """(failed address, the server's words, action) of a delivery report, RFC 3464."""
    failed, words, action = "", "", ""
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        recipient = str(block.get("Final-Recipient", "") or block.get("Original-Recipient", ""))
        if recipient:
            failed = recipient.rpartition(";")[2].strip().strip("<>").lower()
            action = str(block.get("Action", "")).strip().lower()
            words = (
                f"{block.get('Status', '')} "
                f"{str(block.get('Diagnostic-Code', '')).partition(';')[2].strip()}"
            ).strip()
    return failed, " ".join(words.split())[:500], action


def _original(mail: Any) -> tuple[str, ...]:
    """The Message-ID of the message that came back, from the copy or the headers enclosed."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            if inner is not None and inner.get("Message-ID"):
                return _ids(str(inner.get("Message-ID")))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            found = re.search(
                r"^Message-ID:\s*(<[^<>\s]+>)",
                str(part.get_payload()),
                re.IGNORECASE | re.MULTILINE,
            )
            if found:
                return (found.group(1),)
    return ()


def _automatic(mail: EmailMessage, subject: str) -> bool:
    """RFC 3834, and what older programs say instead."""
    said = _header(mail, "Auto-Submitted").lower()
    if said and not said.startswith("no"):
        return True
    if (
        mail.get("X-Autoreply")
        or mail.get("X-Autorespond")
        or _header(mail, "Precedence").lower() in ("auto_reply", "auto-reply")
    ):
        return True
    return says_automatic(subject)


def _text(mail: EmailMessage) -> str:
    """The plain text of a message; from its HTML when there is no other."""
    try:
        body = mail.get_body(preferencelist=("plain", "html"))
        text = body.get_content() if body is not None else ""
    except (LookupError, UnicodeError, ValueError, AttributeError, KeyError):
        return ""
    if not isinstance(text, str):
        return ""
    if body is not None and body.get_content_type() == "text/html":
        text = re.sub(r"(?is)<(script|style|head|blockquote).*?</\1>", " ", text)
        text = unescape(
            re.sub(r"<[^>]+>", "", re.sub(r"(?i)<(br|/p|/div|/tr|/li)[^>]*>", "\n", text))
        )
    return text.replace("\r\n", "\n").replace("\x00", "").strip()[:20_000]
