"""Whether a message comes from the sender it names, as the server of her mailbox found (RFC 8601).
Pure.

A server writes its verdict above what it was given, in `Authentication-Results`. The topmost one is
looked at and no other: those below may have come with the message. A bad verdict only means that
she is asked, so it is believed whoever wrote it. A good one is believed only when it is her own
server's: it stands above every `Received` header, or names the same organisation as the topmost of
these, which is always her own server's; and only for the domain that she sees (its `From`).
"""

from __future__ import annotations

import re
from email.message import Message
from typing import Literal

from decroche.correspondence.mailtext import header_names, headers

Verdict = Literal["pass", "fail", ""]
"""`fail`: it is forged, as her server says; `pass`: it comes from its sender; "" when that is not
known.
"""

_MOST = 5_000
"""Letters of a verdict that are read: servers write some hundreds."""
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^([a-z0-9.-]+)(?:/\d+)?=([a-z]+)")
_PROPERTY = re.compile(r"\b([a-z]+)\.([a-z0-9-]+)=(\"[^\"]*\"|[^\s;]+)")
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)
_BAD = frozenset(["fail", "hardfail", "permerror"])
_SECOND_LEVEL = frozenset(["ac", "asso", "co", "com", "edu", "gouv", "gov", "net", "org"])
"""Names below which, in a country's domain of two letters, organisations have theirs."""


def verdict_of(mail: Message, sender: str) -> Verdict:
    """What is known about the address that a message is from."""
    told = next(iter(headers(mail, "Authentication-Results")), "")[:_MOST].lower()
    if not told:
        return ""
    server, results = _read(told)
    methods = [(name, result) for name, result, _properties in results]
    if ("dmarc", "fail") in methods or ("compauth", "fail") in methods:
        return "fail"
    domain = sender.rpartition("@")[2]
    proved = ("dmarc", "pass") in methods or any(
        result == "pass" and _speaks_of(name, properties, domain)
        for name, result, properties in results
    )
    if proved:
        return "pass" if _is_hers(mail, server) else ""
    named = [result for name, result in methods if name in ("spf", "dkim")]
    return "fail" if _BAD.intersection(named) and "pass" not in named else ""


def _read(told: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """(the server that says it, its results as (method, result, properties)). Microsoft's servers
    leave their own name out.
    """
    for _ in range(5):  # a comment may hold others
        told, found = _COMMENT.subn(" ", told)
        if not found:
            break
    pieces = [piece.strip() for piece in told.split(";")]
    server = "" if _RESULT.match(pieces[0]) else pieces.pop(0).partition(" ")[0]
    results = []
    for piece in pieces:
        found_result = _RESULT.match(piece)
        if found_result:
            properties = {
                f"{kind}.{name}": value.strip('"') for kind, name, value in _PROPERTY.findall(piece)
            }
            results.append((found_result[1], found_result[2], properties))
    return server, results


def _speaks_of(method: str, properties: dict[str, str], domain: str) -> bool:
    """Whether SPF or DKIM looked at the domain of the sender that she sees, and not at that of
    another envelope or signature.
    """
    names = {"spf": ("smtp.mailfrom", "smtp.mail"), "dkim": ("header.d", "header.i")}
    looked_at = [properties[name] for name in names.get(method, ()) if name in properties]
    return any(_same_organisation(one.rpartition("@")[2], domain) for one in looked_at)


def _is_hers(mail: Message, server: str) -> bool:
    """Whether the topmost verdict is that of the server that received the message for her."""
    names = [name.lower() for name, _value in mail.raw_items()]
    if "received" not in header_names(mail):
        return True
    if names.index("authentication-results") < names.index("received"):
        return True
    receiver = _receiver(mail)
    return _same_organisation(receiver, server or "outlook.com")


def _receiver(mail: Message) -> str:
    """The server that received the message, from the topmost `Received` that names one: Google's
    own hand it on between addresses.
    """
    found = (_BY.search(one) for one in headers(mail, "Received")[:5])
    names = (one[1].lower() for one in found if one)
    return next((one for one in names if ":" not in one and not one[-1].isdigit()), "")


def _same_organisation(one: str, two: str) -> bool:
    return bool(one) and bool(two) and _organisation(one) == _organisation(two)


def _organisation(domain: str) -> str:
    """The part of a domain that an organisation registers: mx.google.com is google.com's."""
    labels = domain.strip(".").split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if short else -2 :])
