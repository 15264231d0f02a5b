"""Reading the XML answers of a WebDAV server (RFC 4918, 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

_DAV, _CALENDAR = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_CARDS = "{urn:ietf:params:xml:ns:carddav}"
_HOMES = {
    "principal": f"{_DAV}current-user-principal",
    "calendars": f"{_CALENDAR}calendar-home-set",
    "books": f"{_CARDS}addressbook-home-set",
}


_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["'](?P<name>[^"']*)""")
_PLAIN_ENCODINGS = frozenset(
    [b"utf-8", b"us-ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"]
)


class NotMultistatus(Exception):
    """The answer is not such XML."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an answer says about one object: its path, version and text, its type and name, the
    homes it refers to (`homes`), and for a calendar the kinds of objects it may hold.
    """

    href: str
    etag: str = ""
    data: str = ""
    name: str = ""
    kinds: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    homes: dict[str, str] = field(default_factory=dict)


def parts(answer: bytes) -> list[Part]:
    """The parts of an answer, one for each object. Raises NotMultistatus.

    A document that declares entities is refused, since they can make it endlessly long; so is one
    in an encoding that could hide such a declaration (UTF-16 among them).
    """
    if b"<!DOCTYPE" in answer or b"<!ENTITY" in answer:
        raise NotMultistatus("the answer declares entities")
    declared = _ENCODING.match(answer)
    if b"\x00" in answer or (declared and declared["name"].lower() not in _PLAIN_ENCODINGS):
        raise NotMultistatus("the answer is not in UTF-8")
    try:
        whole = ElementTree.fromstring(answer)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise NotMultistatus("the answer is no XML") from None
    if whole.tag != f"{_DAV}multistatus":
        raise NotMultistatus("the answer is no multistatus")
    return [_part(response) for response in whole.findall(f"{_DAV}response")]


def collections_in(answered: Iterable[Part]) -> Iterator[tuple[str, str, str]]:
    """(kind, reference, name) of each calendar that holds events, and of each address book."""
    for part in answered:
        if f"{_CALENDAR}calendar" in part.kinds and (not part.holds or "VEVENT" in part.holds):
            yield "calendar", part.href, part.name
        elif f"{_CARDS}addressbook" in part.kinds:
            yield "book", part.href, part.name


def _part(response: ElementTree.Element) -> Part:
    """One response; only what the server could give (status 200) is taken."""
    given = [
        one
        for stat in response.findall(f"{_DAV}propstat")
        if " 200" in (stat.findtext(f"{_DAV}status") or "")
        for one in stat.findall(f"{_DAV}prop/*")
    ]
    by_name = {one.tag: one for one in given}
    data = by_name.get(f"{_CALENDAR}calendar-data", by_name.get(f"{_CARDS}address-data"))
    types = by_name.get(f"{_DAV}resourcetype")
    holds = by_name.get(f"{_CALENDAR}supported-calendar-component-set")
    return Part(
        (response.findtext(f"{_DAV}href") or "").strip(),
        _text(by_name.get(f"{_DAV}getetag")),
        (data.text or "") if data is not None else "",
        " ".join(_text(by_name.get(f"{_DAV}displayname")).split())[:100],
        frozenset(one.tag for one in types) if types is not None else frozenset(),
        frozenset(one.get("name", "") for one in holds) if holds is not None else frozenset(),
        {
            name: (by_name[tag].findtext(f"{_DAV}href") or "").strip()
            for name, tag in _HOMES.items()
            if tag in by_name
        },
    )


def _text(element: ElementTree.Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
