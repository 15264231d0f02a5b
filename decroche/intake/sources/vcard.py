"""vCards 2.1, 3.0 and 4.0, as telephones and address books really write them.

Read by hand, card by card: what one program broke must not cost the cards of the others (the usual
library fails on one real file in nine: decision 11). Charsets are settled property by property:
what it says, else UTF-8 where that decodes, else cp1252.
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

from decroche.intake.sources.source import Unreadable

COLUMNS = (
    "Société",
    "Contact",
    "Fonction",
    "Téléphone",
    "Mobile",
    "E-mail",
    "Email du contact",
    "Adresse",
    "Code postal",
    "Ville",
    "Site web",
    "Notes",
    "Tags",
)
_MOST = 200_000_000
_DROPPED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"})
_NOT_DIALLED = frozenset({"FAX", "PAGER", "MODEM", "TELEX", "ISDN", "BBS"})


@dataclass(slots=True)
class Property:
    """One line of a card: its name, its types in capitals, its decoded value still escaped."""

    name: str
    types: frozenset[str]
    value: str

    def parts(self) -> list[str]:
        """The value cut at its unescaped semicolons, unescaped."""
        return [_unescaped(part) for part in re.split(r"(?<!\\);", self.value)]

    def text(self) -> str:
        """The value as she reads it."""
        return _unescaped(self.value)


@dataclass(slots=True)
class Card:
    """One card: the line it begins at, what could be read of it, and what could not."""

    line: int
    properties: list[Property] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    complete: bool = False

    def all(self, name: str) -> list[Property]:
        """The properties of a name, those preferred first."""
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
        self.cards = read_cards(path.read_bytes())
        if not self.cards:
            raise Unreadable("empty")

    def height(self) -> int:
        return len(self.cards) + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, list(COLUMNS)
        for card in self.cards:
            yield card.line, _row(card)


def read_cards(content: bytes) -> list[Card]:
    """Every card of a file, in order; text between cards is nobody's and is left out."""
    cards: list[Card] = []
    open_cards: list[Card] = []
    for number, line in _lines(_as_bytes(content)):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            card = Card(number)
            if not open_cards or not _inside(
                open_cards[-1]
            ):  # a card that never ended: the next one begins all the same
                open_cards = []
                cards.append(card)
            open_cards.append(card)
        elif mark == b"END:VCARD":
            if open_cards:
                open_cards.pop().complete = True
        elif open_cards and line.strip():
            _take(open_cards[-1], line)
    return cards


def _inside(card: Card) -> bool:
    """Whether a card just said that another one (its agent) follows inside it."""
    return (
        bool(card.properties)
        and card.properties[-1].name == "AGENT"
        and not card.properties[-1].value
    )


def _as_bytes(content: bytes) -> bytes:
    """UTF-16 and marks aside: bytes whose lines can be cut."""
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


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, logical line): folded lines, soft line breaks of quoted-printable and the lines of a
    base64 block joined.
    """
    held, number, block = b"", 0, False
    for index, raw in enumerate(
        content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1
    ):
        quoted = b"QUOTED-PRINTABLE" in held.partition(b":")[0].upper()
        if held and quoted and held.endswith(b"="):
            held = held[:-1] + raw
        elif held and raw[:1] in (b" ", b"\t"):
            held += raw.strip() if block else raw[1:]
        elif block and raw.strip() and re.fullmatch(rb"[A-Za-z0-9+/=]+", raw.strip()):
            held += raw.strip()
        else:
            if held:
                yield number, held
            held, number = raw, index
            block = bool(
                re.search(rb"(ENCODING=)?(BASE64|[;=]B\b)", raw.partition(b":")[0].upper())
            )
    if held:
        yield number, held


def _take(card: Card, line: bytes) -> None:
    head, colon, value = line.partition(b":")
    while colon and head.count(b'"') % 2:  # a colon inside a quoted parameter
        more, colon, value = value.partition(b":")
        head += b":" + more
    if not colon or not re.match(rb"[A-Za-z0-9.\- ]+", head):
        card.broken.append(_text(line, "")[:200])
        return
    name, *parameters = head.decode("latin-1").split(";")
    types, charset, encoding = set[str](), "", ""
    for parameter in parameters:
        key, equals, said = parameter.partition("=")
        key, said = key.strip().upper(), said.strip().strip('"')
        if key == "CHARSET":
            charset = said
        elif key == "ENCODING" or (not equals and key in ("QUOTED-PRINTABLE", "BASE64")):
            encoding = (said or key).upper()
        elif key == "TYPE" or not equals:
            types.update((said if equals else key).upper().split(","))
    name = name.rpartition(".")[2].strip().upper()
    if name in _DROPPED:
        card.properties.append(Property(name, frozenset(types), ""))
        return
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    elif encoding in ("BASE64", "B"):
        try:
            value = b64decode(value, validate=False)
        except (binascii.Error, ValueError):
            card.broken.append(f"{name}: base64")
            return
    card.properties.append(
        Property(name, frozenset(types), _text(value, charset).replace("\x00", ""))
    )


def _text(value: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            if name:
                return value.decode(name)
        except (LookupError, ValueError):  # a charset nobody knows, or with a null in its name
            continue
    return value.decode("cp1252", "replace")


def _unescaped(text: str) -> str:
    return re.sub(
        r"\\([nN,;:\\])", lambda found: "\n" if found.group(1) in "nN" else found.group(1), text
    ).strip()


def _row(card: Card) -> list[str]:
    company, person = _names(card)
    switchboard, own, unheard = _numbers(card)
    emails = list(dict.fromkeys(one.text() for one in card.all("EMAIL") if one.text()))
    street, postcode, city = _place(card)
    dropped = sum(one.name in _DROPPED for one in card.properties)
    units = [", ".join(part for part in one.parts()[1:] if part) for one in card.all("ORG")][:1]
    notes = (
        [part for part in units if part]
        + [one.text() for one in card.all("NOTE") if one.text()]
        + unheard
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
        " / ".join(switchboard if for_person or company else switchboard + own),
        " / ".join(own) if for_person or company else "",
        "" if for_person else ", ".join(emails),
        ", ".join(emails) if for_person else "",
        street,
        postcode,
        city,
        site,
        "\n".join(notes),
        ";".join(map(_unescaped, tags)),
    ]


def _names(card: Card) -> tuple[str, str]:
    """(company, person). A card of an organisation has no person."""
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


def _numbers(card: Card) -> tuple[list[str], list[str], list[str]]:
    """(numbers of the company, of the person, what is not dialled, in words)."""
    switchboard: list[str] = []
    own: list[str] = []
    unheard: list[str] = []
    for one in (*card.all("TEL"), *card.all("X-MS-TEL")):
        text = one.text().removeprefix("tel:").replace(";ext=", " poste ")
        if not text:
            continue
        if one.types & _NOT_DIALLED:
            unheard.append(f"{'/'.join(sorted(one.types & _NOT_DIALLED)).capitalize()} : {text}")
        elif "WORK" in one.types and not one.types & {"CELL", "HOME"}:
            switchboard.append(text)
        else:
            own.append(text)
    return (
        list(dict.fromkeys(switchboard)),
        [text for text in dict.fromkeys(own) if text not in switchboard],
        unheard,
    )


def _place(card: Card) -> tuple[str, str, str]:
    """(street, postcode, city) of the address of work, else of the first one."""
    found = sorted(card.all("ADR"), key=lambda one: "WORK" not in one.types)
    for one in found:
        box, more, street, city, _region, postcode = [*one.parts(), *[""] * 6][:6]
        lines = [part.replace("\n", ", ") for part in (street, more, box) if part]
        if lines or city or postcode:
            return ", ".join(lines), postcode, city
    return "", "", ""
