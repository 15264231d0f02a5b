"""Her calendar and address book on a server (CalDAV, RFC 4791; CardDAV, RFC 6352): finding them,
then reading, writing and deleting objects by name. No other objects are read.

Each request ends within ten seconds; the password is said to the one server it was typed for, over
TLS or to this machine itself. No redirection to another server is followed, no proxy used.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from decroche.gateways.dav.multistatus import NotMultistatus, Part, collections_in, parts
from decroche.gateways.deadline import Deadline
from decroche.gateways.lines import WrongNetwork, opener
from decroche.gateways.trust import may_sign_in

Why = Literal[
    "address",
    "open",
    "own_network",
    "password",
    "refused",
    "missing",
    "changed",
    "away",
    "emptied",
    "unknown",
]
"""The text is not an address; the password would be sent unencrypted; the address is on her own
network, and she did not allow that; the password was refused; the request was refused; the object
is not there; it is another version than expected; there is no answer, or none that can be read. The
last two are of a synchronisation: most of what was written is missing; the server has objects of
ours that are unknown here.
"""
SECONDS = 10.0
FOUND_WITHIN = 10 * SECONDS
"""Seconds within which `find` has ended."""
_MOST_BYTES = 8_000_000
_AT_ONCE = 100
_CALENDAR, _CARDS = "urn:ietf:params:xml:ns:caldav", "urn:ietf:params:xml:ns:carddav"
Kind = Literal["calendar", "book"]
_DATA = {
    "calendar": ("calendar-multiget", _CALENDAR, "calendar-data"),
    "book": ("addressbook-multiget", _CARDS, "address-data"),
}
_TYPES = {"calendar": "text/calendar; charset=utf-8", "book": "text/vcard; charset=utf-8"}


class NotSynced(Exception):
    """The request was not carried out; `detail` is the server's status, or the error's text."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class Account:
    """Where she signs in. `own_network`: she said that the server is on her own network."""

    address: str
    user: str
    password: str
    own_network: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A calendar or an address book: its full address, and its name on her server."""

    address: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Object:
    """An event or a card on the server: its version (ETag), and its text."""

    etag: str
    text: str


def origin(address: str) -> str:
    """Scheme, host and port: the server that a password is for."""
    return "/".join(address.split("/")[:3]).lower()


def check(address: str) -> None:
    """Raises NotSynced (address, open) for an address to which no password may be sent."""
    try:
        found = urllib.parse.urlsplit(address)
        known = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        raise NotSynced("address") from None
    if not known or "@" in found.netloc or any(one <= " " or one > "~" for one in address):
        raise NotSynced("address")
    if not may_sign_in(found.hostname or "", "tls" if found.scheme == "https" else "none"):
        raise NotSynced("open")


def find(account: Account) -> list[Collection]:
    """Her calendars and address books: from the address itself, else from the two well-known ones
    (RFC 6764). Raises NotSynced.
    """
    check(account.address)
    start = account.address if account.address.count("/") > 2 else f"{account.address}/"
    beginnings = (start, *(urllib.parse.urljoin(start, f"/.well-known/{name}") for name in _KNOWN))
    found: dict[str, Collection] = {}
    refused: NotSynced | None = None
    for beginning in beginnings:
        try:
            for collection in _found_from(account, beginning):
                found.setdefault(collection.address, collection)
        except NotSynced as error:
            if error.why not in ("missing", "refused"):
                raise
            refused = refused or error
        if {one.kind for one in found.values()} == {"calendar", "book"}:
            break
    if not found and refused is not None:
        raise refused
    return list(found.values())


def fetch(account: Account, collection: str, kind: Kind, paths: list[str]) -> dict[str, Object]:
    """{path: object} of those that exist. Raises NotSynced (missing: the calendar or address book
    itself does not exist).
    """
    report, space, data = _DATA[kind]
    found: dict[str, Object] = {}
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        named = "".join(f"<d:href>{_xml(path)}</d:href>" for path in some)
        body = (
            f'<c:{report} xmlns:d="DAV:" xmlns:c="{space}"><d:prop><d:getetag/><c:{data}/></d:prop>'
            f"{named}</c:{report}>"
        )
        asked = {_plain(path): path for path in some}
        for part in _multistatus(account, "REPORT", collection, body, depth="1"):
            path = asked.get(_plain(part.href))
            if path is not None and part.data:
                found[path] = Object(part.etag, part.data)
    return found


def read(account: Account, collection: str, path: str) -> Object | None:
    """One object, None when it is not there. Raises NotSynced."""
    try:
        content, etag = _asked(account, "GET", urllib.parse.urljoin(collection, path), None, {})
    except NotSynced as error:
        if error.why != "missing":
            raise
        return None
    return Object(etag, content.decode("utf-8", "replace"))


def names(account: Account, collection: str) -> list[str]:
    """The names of the objects in a calendar or address book, without reading the objects. Raises
    NotSynced.
    """
    answered = _multistatus(account, "PROPFIND", collection, _NAMES, depth="1")
    paths = (_plain(part.href) for part in answered)
    return [path.rpartition("/")[2] for path in paths if path and not path.endswith("/")]


def put(account: Account, collection: str, kind: Kind, path: str, *, text: str, etag: str) -> str:
    """Writes an object in place of its version `etag`, "" for a new one. Returns the new version,
    "" when the server does not say. Raises NotSynced (changed: the server has another version).
    """
    match = {"If-Match": etag} if etag else {"If-None-Match": "*"}
    headers = {"Content-Type": _TYPES[kind], **match}
    where = urllib.parse.urljoin(collection, path)
    return _asked(account, "PUT", where, text.encode(), headers)[1]


def delete(account: Account, collection: str, path: str) -> None:
    """Deletes an object, whatever its version; one that does not exist is no error. Raises
    NotSynced.
    """
    try:
        _asked(account, "DELETE", urllib.parse.urljoin(collection, path), None, {})
    except NotSynced as error:
        if error.why != "missing":
            raise


_KNOWN = ("caldav", "carddav")
_NAMES = '<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>'
_WHO = '<d:propfind xmlns:d="DAV:"><d:prop><d:current-user-principal/></d:prop></d:propfind>'
_HOMES = (
    f'<d:propfind xmlns:d="DAV:" xmlns:c="{_CALENDAR}" xmlns:a="{_CARDS}"><d:prop>'
    "<c:calendar-home-set/><a:addressbook-home-set/></d:prop></d:propfind>"
)
_LISTED = (
    f'<d:propfind xmlns:d="DAV:" xmlns:c="{_CALENDAR}"><d:prop><d:resourcetype/><d:displayname/>'
    "<c:supported-calendar-component-set/></d:prop></d:propfind>"
)


def _found_from(account: Account, beginning: str) -> Iterable[Collection]:
    """The calendars and address books in the principal's homes; without a principal, those at the
    address itself.
    """
    who = _first(_multistatus(account, "PROPFIND", beginning, _WHO, depth="0"), "principal")
    homes = [beginning]
    if who:
        principal = _there(account, beginning, who)
        answered = _multistatus(account, "PROPFIND", principal, _HOMES, depth="0")
        homes = [
            _there(account, principal, home)
            for name in ("calendars", "books")
            for home in [_first(answered, name)]
            if home
        ] or [principal]
    for home in dict.fromkeys(homes):
        for kind, href, name in collections_in(
            _multistatus(account, "PROPFIND", home, _LISTED, depth="1")
        ):
            address = _there(account, home, href)
            last = urllib.parse.unquote(address.rstrip("/").rpartition("/")[2])
            yield Collection(address, name or last, "calendar" if kind == "calendar" else "book")


def _first(answered: list[Part], name: str) -> str:
    return next((part.homes[name] for part in answered if part.homes.get(name)), "")


def _there(account: Account, base: str, href: str) -> str:
    """The whole address of a reference, which must be on the server the password is for."""
    try:
        address = urllib.parse.urljoin(base, href)
        here = origin(address) == origin(account.address)
    except ValueError:
        raise NotSynced("away", "an address that can be none") from None
    if not here:
        raise NotSynced("refused", f"leads to {origin(address)}"[:150])
    return address


def _multistatus(
    account: Account, method: str, address: str, body: str, *, depth: str
) -> list[Part]:
    whole = f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
    headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
    answer, _etag = _asked(account, method, address, whole, headers)
    try:
        return parts(answer)
    except NotMultistatus as error:
        raise NotSynced("away", str(error)) from None


def _asked(
    account: Account,
    method: str,
    address: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    redirected: bool = False,
) -> tuple[bytes, str]:
    """Sends one request; (the body of the response, its ETag). A redirection is followed once, on
    the same server only.
    """
    check(address)
    if origin(address) != origin(account.address):
        raise NotSynced("refused", f"leads to {origin(address)}"[:150])
    word = b64encode(f"{account.user}:{account.password}".encode()).decode()
    request = urllib.request.Request(
        address,
        data=body,
        headers={"User-Agent": "decroche", "Authorization": f"Basic {word}", **headers},
        method=method,
    )
    try:
        return _answer(account, request)
    except urllib.error.HTTPError as error:
        target = error.headers.get("Location", "")
        error.close()
        if error.code not in _MOVED or redirected or not target:
            raise NotSynced(_WHY.get(error.code, "refused"), str(error.code)) from None
    there = _there(account, address, target)
    return _asked(account, method, there, body, headers, redirected=True)


def _answer(account: Account, request: urllib.request.Request) -> tuple[bytes, str]:
    """The answer to one request; (its body, its ETag). Raises HTTPError for one that says no."""
    with Deadline(SECONDS) as deadline:
        try:
            lines = opener(deadline, "own" if account.own_network else "public")
            with lines.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read(_MOST_BYTES + 1)
                etag = str(answer.headers.get("ETag") or "").strip()
        except WrongNetwork as wrong:
            raise NotSynced("own_network" if wrong.own else "open") from None
        except urllib.error.HTTPError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = str(getattr(error, "reason", error))
            raise NotSynced(
                "away", (deadline.explanation() if deadline.passed else said)[:150]
            ) from None
    if len(content) > _MOST_BYTES:
        raise NotSynced("away", "too long an answer")
    return content, etag


_MOVED = (301, 302, 307, 308)
_WHY: dict[int, Why] = {401: "password", 404: "missing", 410: "missing", 412: "changed"}


def _plain(href: str) -> str:
    """The path of a reference in one form, so that differently encoded paths can be compared."""
    try:
        return urllib.parse.unquote(urllib.parse.urlsplit(href).path)
    except ValueError:
        return ""  # not an address: none of our objects is there


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
