"""The names of the folders of a mailbox: decoded, encoded, and the usual ones for sent mail."""

from __future__ import annotations

from typing import Any

SENT_NAMES = (
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
"""Usual names of the folder for sent mail (the last part of its path), without case, accents and
punctuation, the likeliest first.
"""


def folder_name(raw_name: bytes) -> str:
    """A folder's name, decoded from modified UTF-7, else from UTF-8 (RFC 6855, and servers that do
    not encode names), else from Windows-1252.
    """
    from imapclient.imap_utf7 import decode

    if raw_name.isascii():
        try:
            return str(decode(raw_name))
        except ValueError:  # malformed base64, or malformed UTF-16 inside it
            return raw_name.decode("ascii")
    try:
        return raw_name.decode()
    except UnicodeError:
        return raw_name.decode("cp1252", "replace")


def encoded_name(name: str) -> bytes:
    """A folder's name in modified UTF-7."""
    from imapclient.imap_utf7 import encode

    return bytes(encode(name))


def as_text(separator: bytes | str | None) -> str:
    """A word of a server as text: the sign between the parts of a path, or one of its capabilities;
    "" for a server that keeps no folder below another.
    """
    if isinstance(separator, bytes):
        return separator.decode("ascii", "replace")
    return separator or ""


def last_part_of(name: str, separator: str) -> str:
    """The last part of a folder's path: “Sent” of “INBOX.Sent”."""
    return name.rpartition(separator)[2] if separator else name


def personal_prefix(folders: list[tuple[Any, str, str]]) -> str:
    """What the name of a new folder must begin with: "INBOX." on servers that keep every folder
    below the inbox, else "".
    """
    others = [(name, separator) for _flags, separator, name in folders if name.upper() != "INBOX"]
    separator = next((separator for _flags, separator, _name in folders if separator), "")
    inside = separator and all(name.upper().startswith(f"INBOX{separator}") for name, _ in others)
    # With the inbox alone, only the separator can tell: servers of this kind use a dot.
    return f"INBOX{separator}" if inside and (others or separator == ".") else ""
