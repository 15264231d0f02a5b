"""vCards 2.1, 3.0 and 4.0, as telephones and address books really write them.

The parser is our own and reads card by card, so that one broken card does not cost the others (the
usual library fails on one real file in nine: decision 11). Each property has its own charset: the
one it names, else UTF-8 if the value is valid UTF-8, else cp1252.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from decroche.intake.sources.source import Unreadable

COLUMNS = (
    "Société",
    "Contact",
    "Fonction",
    "Téléphone",
    "Mobile",
    "E-mail",
    "Email du contact",
    "Fax",
    "Adresse",
    "Code postal",
    "Ville",
    "Pays",
    "Site web",
    "Notes",
    "Tags",
)
_MOST = 200_000_000
_DROPPED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"})
_NOT_DIALLED = frozenset({"FAX", "PAGER", "MODEM", "TELEX", "ISDN", "BBS"})


@dataclass(slots=True)
class Property:
    """One line of a card: its name and types in capitals, and its decoded value, still escaped."""

    name: str
    types: frozenset[str]
    value: str
    group: str = ""
    """The name that joins it to others: “item1” of item1.TEL and item1.X-ABLabel."""

    def parts(self) -> list[str]:
        """Returns the parts of the value between its semicolons, unescaped."""
        return [_unescaped(part) for part in re.split(r"(?<!\\);", self.value)]

    def text(self) -> str:
        """Returns the value, unescaped."""
        return _unescaped(self.value)


@dataclass(slots=True)
class Card:
    """One card: the line where it begins, the properties that were read, and the lines that could
    not be read.
    """

    line: int
    properties: list[Property] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    complete: bool = False

    def all(self, name: str) -> list[Property]:
        """Returns the properties with a name, the preferred ones first."""
        found = [one for one in self.properties if one.name == name]
        return sorted(found, key=lambda one: "PREF" not in one.types)


class VcardSource:
    """A file of cards, as rows under made-up headers that every layout knows."""

    kind = "vcard"
    encoding = ""
    separator = ""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > _MOST:
            raise Unreadable("too_large")
        cards = read_cards(path.read_bytes())
        self.cards = [card for card in cards if not _is_group(card)]
        self.tags = _tags_of_groups(cards)
        self.own = list(dict.fromkeys(name for card in self.cards for name in _own_names(card)))
        if not self.cards:
            raise Unreadable("empty")

    def height(self) -> int:
        return len(self.cards) + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, [*COLUMNS, *self.own]
        for card in self.cards:
            uid = next((one.text() for one in card.all("UID")), "")
            own = _own_names(card)
            tags = self.tags.get(_bare(uid), [])
            yield card.line, [*_row(card, tags), *(own.get(name, "") for name in self.own)]


def read_cards(content: bytes) -> list[Card]:
    """Returns every card of a file, in order; text between cards is left out."""
    cards: list[Card] = []
    open_cards: list[Card] = []
    for number, line in _lines(_as_bytes(content)):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            card = Card(number)
            is_nested = bool(open_cards) and _announces_agent(open_cards[-1])
            if not is_nested:
                open_cards = []  # a card may never have ended
                cards.append(card)
            open_cards.append(card)
        elif mark == b"END:VCARD":
            if open_cards:
                open_cards.pop().complete = True
        elif open_cards and line.strip():
            _take(open_cards[-1], line)
    return cards


def _announces_agent(card: Card) -> bool:
    """Whether the last line of a card says that another card, its agent, follows inside it."""
    return (
        bool(card.properties)
        and card.properties[-1].name == "AGENT"
        and not card.properties[-1].value
    )


_KINDS = frozenset({"group", "location", "application", "device"})


def _is_group(card: Card) -> bool:
    """Whether a card is neither a company nor a person, but a group, a place or a device (RFC 6350,
    6.1.4).
    """
    kinds = (*card.all("KIND"), *card.all("X-ADDRESSBOOKSERVER-KIND"))
    return any(one.text().lower() in _KINDS for one in kinds)


def _tags_of_groups(cards: list[Card]) -> dict[str, list[str]]:
    """Returns {UID of a member: names of its groups}."""
    tags = dict[str, list[str]]()
    for card in filter(_is_group, cards):
        name = next((one.text() for one in card.all("FN")), "")
        for one in (*card.all("MEMBER"), *card.all("X-ADDRESSBOOKSERVER-MEMBER")):
            tags.setdefault(_bare(one.text()), []).append(name)
    return tags


def _bare(uid: str) -> str:
    return uid.lower().removeprefix("urn:uuid:")


_READ = frozenset(
    {
        "VERSION",
        "PRODID",
        "REV",
        "UID",
        "N",
        "FN",
        "ORG",
        "TITLE",
        "ROLE",
        "TEL",
        "X-MS-TEL",
        "EMAIL",
    }
    | {"ADR", "LABEL", "URL", "NOTE", "CATEGORIES", "KIND", "AGENT", "MAILER", "SOURCE", "NAME"}
    | {"SORT-STRING", "CLASS", "PROFILE", "TZ", "GEO", "CLIENTPIDMAP", "X-ABLABEL", "X-ABADR"}
    | {
        "X-ABSHOWAS",
        "X-ABUID",
        "X-PHONETIC-FIRST-NAME",
        "X-PHONETIC-LAST-NAME",
        "MEMBER",
        *_DROPPED,
    }
)
"""Properties that are read, or that say nothing about the person."""


def _own_names(card: Card) -> dict[str, str]:
    """Returns {name: text} of the properties that are kept as columns under their own names; this
    program's own export names the columns.
    """
    found = dict[str, str]()
    for one in card.properties:
        if one.name == "X-DECROCHE":
            column, *text = one.parts()
            found[column] = ";".join(text)
        elif one.name not in _READ and (text_of_it := one.text()):
            found.setdefault(one.name.removeprefix("X-").capitalize(), text_of_it)
    return found


def _as_bytes(content: bytes) -> bytes:
    """Returns the content without a byte order mark, and UTF-16 converted to UTF-8, so that it can
    be split into lines.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, "replace").encode()
    if content[:64].count(0) * 4 > len(content[:64]):
        return content.decode(
            "utf-16-le" if content[1:64:2].count(0) >= content[:64:2].count(0) else "utf-16-be",
            "replace",
        ).encode()
    return content


_FOLDED = re.compile(rb"=\r?\n[ \t]")
_SOFT_BREAK = re.compile(rb"=\r?\n[^ \t\r\n]")
_LONGEST_HEAD = 4000
"""How many bytes a property has before its colon at most."""


def _is_folded(content: bytes) -> bool:
    """Whether the program that wrote the file adds a space after a soft line break of
    quoted-printable, as programs do that fold these lines too.
    """
    if _FOLDED.search(content) is None:
        return False
    for found in _SOFT_BREAK.finditer(content):
        line = content[content.rfind(b"\n", 0, found.start()) + 1 : found.start()]
        if b"QUOTED-PRINTABLE" in line.upper():
            return False
    return True


class _LogicalLine:
    """A property, to which the physical lines that it was split into are added."""

    def __init__(self, number: int, raw: bytes) -> None:
        self.number, self.pieces, self.head, self.colon = number, list[bytes](), b"", False
        self.add(raw)

    def add(self, piece: bytes) -> None:
        if piece:
            self.pieces.append(piece)
        if not self.colon:
            self.head += piece.partition(b":")[0]
            self.colon = b":" in piece or len(self.head) > _LONGEST_HEAD
            self.quoted = b"QUOTED-PRINTABLE" in self.head.upper()

    def breaks_softly(self) -> bool:
        """Whether the next line continues it by a soft line break, whose sign is removed."""
        if not self.quoted or not self.pieces or not self.pieces[-1].endswith(b"="):
            return False
        self.pieces[-1] = self.pieces[-1][:-1]
        if not self.pieces[-1]:
            self.pieces.pop()
        return True


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields (number, logical line): folded lines, soft line breaks of quoted-printable and the
    lines of a base64 block are joined.
    """
    held, block = _LogicalLine(0, b""), False
    folded = _is_folded(content)
    for index, raw in enumerate(
        content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1
    ):
        if held.breaks_softly():
            held.add(raw[1:] if folded else raw)
        elif held.pieces and raw[:1] in (b" ", b"\t"):
            held.add(raw.strip() if block else raw[1:])
        elif block and raw.strip() and re.fullmatch(rb"[A-Za-z0-9+/=]+", raw.strip()):
            held.add(raw.strip())
        else:
            if held.pieces:
                yield held.number, b"".join(held.pieces)
            held = _LogicalLine(index, raw)
            block = bool(re.search(rb"(ENCODING=)?(BASE64|[;=]B\b)", held.head.upper()))
    if held.pieces:
        yield held.number, b"".join(held.pieces)


def _take(card: Card, line: bytes) -> None:
    """Adds a logical line to a card, as a property or as a broken line."""
    head, value = _split_head(line)
    if not head:
        card.broken.append(_text(line, "")[:200])
        return
    name, *written = head.decode("latin-1").split(";")
    parameters = _parameters(written)
    group, _, name = name.rpartition(".")
    name = name.strip().upper()
    if name in _DROPPED:
        card.properties.append(Property(name, parameters.types, ""))
        return
    try:
        decoded = _decoded(value, parameters.encoding)
    except (binascii.Error, ValueError):
        card.broken.append(f"{name}: base64")
        return
    text = _text(decoded, parameters.charset).replace("\x00", "")
    card.properties.append(Property(name, parameters.types, text, group))


def _split_head(line: bytes) -> tuple[bytes, bytes]:
    """Returns (name and parameters, value) of a logical line; the first is empty when the line is
    no property. A colon inside a quoted parameter does not end the parameters.
    """
    head, colon, value = line.partition(b":")
    while colon and len(head) < _LONGEST_HEAD and head.count(b'"') % 2:
        more, colon, value = value.partition(b":")
        head += b":" + more
    is_property = colon and re.match(rb"[A-Za-z0-9.\- ]+", head)
    return (head, value) if is_property else (b"", b"")


class _Parameters(NamedTuple):
    types: frozenset[str]
    charset: str
    encoding: str


def _parameters(written: list[str]) -> _Parameters:
    """Reads “TYPE=WORK”, “CHARSET=utf-8”, and the types and encodings of vCard 2.1, which have no
    name.
    """
    types, charset, encoding = set[str](), "", ""
    for parameter in written:
        key, equals, said = parameter.partition("=")
        key, said = key.strip().upper(), said.strip().strip('"')
        if key == "CHARSET":
            charset = said
        elif key == "ENCODING" or (not equals and key in ("QUOTED-PRINTABLE", "BASE64")):
            encoding = (said or key).upper()
        elif key == "TYPE" or not equals:
            types.update((said if equals else key).upper().split(","))
    return _Parameters(frozenset(types), charset, encoding)


def _decoded(value: bytes, encoding: str) -> bytes:
    """Raises ValueError for a value that is no base64."""
    if encoding == "QUOTED-PRINTABLE":
        return quopri.decodestring(value)
    return b64decode(value, validate=False) if encoding in ("BASE64", "B") else value


def _text(value: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            if name:
                return value.decode(name)
        except (LookupError, ValueError):  # an unknown charset, or one with a null in its name
            continue
    return value.decode("cp1252", "replace")


def _unescaped(text: str) -> str:
    return re.sub(
        r"\\([nN,;:\\])", lambda found: "\n" if found.group(1) in "nN" else found.group(1), text
    ).strip()


def _row(card: Card, groups: list[str]) -> list[str]:
    company, person = _names(card)
    numbers = _numbers(card)
    emails = list(dict.fromkeys(one.text() for one in card.all("EMAIL") if one.text()))
    street, postcode, city, country = _place(card)
    dropped = sum(one.name in _DROPPED for one in card.properties)
    units = [", ".join(part for part in one.parts()[1:] if part) for one in card.all("ORG")][:1]
    notes = (
        [part for part in units if part]
        + [one.text() for one in card.all("NOTE") if one.text()]
        + numbers.not_dialled
        + card.broken
        + [f"({dropped} image)"] * bool(dropped)
    )
    titles = [one.text() for one in (*card.all("TITLE"), *card.all("ROLE")) if one.text()]
    tags = [
        part for one in card.all("CATEGORIES") for part in re.split(r"(?<!\\),", one.value) if part
    ]
    site = next((one.text() for one in card.all("URL") if one.text()), "")
    for_person = bool(company and person)
    return [
        company or person,
        person if for_person else "",
        titles[0] if titles else "",
        " / ".join(numbers.of_company if company else numbers.of_company + numbers.of_person),
        " / ".join(numbers.of_person) if company else "",
        "" if for_person else ", ".join(emails),
        ", ".join(emails) if for_person else "",
        " / ".join(numbers.faxes),
        street,
        postcode,
        city,
        country,
        site,
        "\n".join(notes),
        ";".join([*map(_unescaped, tags), *groups]),
    ]


def _names(card: Card) -> tuple[str, str]:
    """Returns (company, person). A card of an organisation has no person."""
    organisation = next((part for one in card.all("ORG") for part in one.parts() if part), "")
    shown = next((one.text() for one in card.all("FN") if one.text()), "")
    if not shown:
        family, given = (*(next((one.parts() for one in card.all("N")), [])), "", "")[:2]
        shown = " ".join(part for part in (given, family) if part) or next(
            (one.text() for one in card.all("NICKNAME")), ""
        )
    of_company = any(one.text().lower() == "org" for one in card.all("KIND")) or any(
        one.text().upper() == "COMPANY" for one in card.all("X-ABSHOWAS")
    )
    if of_company or shown == organisation:
        return organisation or shown, ""
    return organisation, shown


class _Numbers(NamedTuple):
    """The numbers of a card; `not_dialled` are those of pagers, modems and the like, in words."""

    of_company: list[str]
    of_person: list[str]
    faxes: list[str]
    not_dialled: list[str]


def _numbers(card: Card) -> _Numbers:
    labels = {one.group: one.text().lower() for one in card.all("X-ABLABEL") if one.group}
    faxes: list[str] = []
    switchboard: list[str] = []
    own: list[str] = []
    not_dialled: list[str] = []
    for one in (*card.all("TEL"), *card.all("X-MS-TEL")):
        text = one.text().removeprefix("tel:").replace(";ext=", " poste ")
        if not text:
            continue
        label = labels.get(one.group, "")
        if "FAX" in one.types or "fax" in label or "copie" in label:
            faxes.append(text)
        elif one.types & _NOT_DIALLED:
            kinds = "/".join(sorted(one.types & _NOT_DIALLED)).capitalize()
            not_dialled.append(f"{kinds} : {text}")
        elif "WORK" in one.types and not one.types & {"CELL", "HOME"}:
            switchboard.append(text)
        else:
            own.append(text)
    return _Numbers(
        list(dict.fromkeys(switchboard)),
        [text for text in dict.fromkeys(own) if text not in switchboard],
        list(dict.fromkeys(faxes)),
        not_dialled,
    )


def _place(card: Card) -> tuple[str, str, str, str]:
    """Returns (street, postcode, city, country) of the address of work, else of the first one."""
    found = sorted(card.all("ADR"), key=lambda one: "WORK" not in one.types)
    for one in found:
        box, more, street, city, _region, postcode, country = [*one.parts(), *[""] * 7][:7]
        lines = [part.replace("\n", ", ") for part in (street, more, box) if part]
        if lines or city or postcode:
            return ", ".join(lines), postcode, city, country
    return "", "", "", ""
