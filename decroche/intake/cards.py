"""From a row to a draft of a card.

Pure; the hot path of an import, so plain tuples and no objects per cell.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from decroche.intake.rules import Layout
from decroche.prospects.rules import headcount_from, role_of
from decroche.shared.addresses import find_addresses
from decroche.shared.folding import fold, fold_name, strip_marks
from decroche.shared.numbers import Number, national_digits, read_numbers, read_postcode
from decroche.shared.places import department, zone_for

_PLACE = re.compile(r"(?<!\d)(\d{5})[ \t]+([^\d\n,;]{2,60}?)(?:[ ]+cedex.*)?\s*$", re.IGNORECASE)
_NAF = re.compile(r"\d{2}\.?\d{2}[A-Z]", re.IGNORECASE)
_NOT_FILLED = frozenset(
    {
        "-",
        "--",
        ".",
        "/",
        "?",
        "n/a",
        "na",
        "nc",
        "n.c.",
        "neant",
        "null",
        "none",
        "#n/a",
        "aucun",
        "nan",
    }
)

NumberTuple = tuple[str, str, str, str, bool, str, str]


class Draft(NamedTuple):
    """A row understood.

    Plain values only, so that it can be written to a spool file and read back.
    """

    line: int
    name: str
    siret: str
    siren: str
    naf: str
    activity: str
    headcount: str
    headcount_min: int | None
    address: str
    postcode: str
    city: str
    department: str
    website: str
    email: str
    notes: str
    tags: list[str]
    zone: str
    name_key: str
    sort_name: str
    search_text: str
    numbers: list[NumberTuple]
    unread: list[str]
    person: tuple[str, str, str, str] | None
    person_numbers: list[NumberTuple]
    diffusion: str = ""


class RowReader:
    """Reads rows by a layout.

    Reasons for keeping a row aside: empty, nothing_to_call, header_again.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.at = {name: layout.where(name) for name in set(layout.fields) if name}
        self.width = len(layout.columns)
        self.header = [column.strip().lower() for column in layout.columns]

    def read(self, line: int, row: list[str]) -> Draft | str:
        """The draft of a row, or the reason why it is none."""
        if (
            self.layout.header >= 0
            and row[0].strip().lower() == self.header[0]
            and self._is_header(row)
        ):
            return "header_again"
        cells = [
            cell if len(cell) > 8 and cell[0] > " " < cell[-1] < "\x7f" else _filled(cell)
            for cell in row
        ]
        return self._draft(line, cells) if any(cells) else "empty"

    def _is_header(self, row: list[str]) -> bool:
        """The names of the columns again, whatever empty cells follow."""
        cells = [cell.strip().lower() for cell in row[: self.width]]
        while cells and not cells[-1]:
            cells.pop()
        return len(cells) >= min(2, self.width) and cells == self.header[: len(cells)]

    def _one(self, row: list[str], name: str) -> str:
        for index in self.at.get(name, ()):
            if index < len(row) and (value := row[index]):
                return " ".join(value.split()) if "  " in value or "\u00a0" in value else value
        return ""

    def _all(self, row: list[str], name: str) -> list[str]:
        if name not in self.at:
            return []
        return [row[index] for index in self.at[name] if index < len(row) and row[index]]

    def _draft(self, line: int, row: list[str]) -> Draft | str:
        address, postcode, city = self._place(row)
        person = self._person(row)
        numbers, unread = self._numbers(self._all(row, "phone"), postcode, of_person=False)
        own, own_unread = self._numbers(self._all(row, "contact_phone"), postcode, of_person=True)
        emails = [email for value in self._all(row, "email") for email in find_addresses(value)]
        personal = [
            email for value in self._all(row, "contact_email") for email in find_addresses(value)
        ]
        name = (
            self._one(row, "name")
            or (person[0] if person else "")
            or next(iter(emails + personal), "")
            or _shown(numbers + own)
        )[:200]
        if not name:
            return "nothing_to_call"
        siret, siren = read_siret(self._one(row, "siret"))
        person = self._with_email(
            person,
            personal or ([] if not person else emails[1:] if self._one(row, "name") else emails),
            own,
        )
        if not person:
            numbers, own = numbers + own, []
        everyone, unread = numbers + own, unread + own_unread
        email = emails[0] if emails else ""
        notes = self._notes(row, emails[1:], unread)
        activity, website = self._one(row, "activity")[:200], self._one(row, "website")[:300]
        headcount, tags = self._one(row, "headcount")[:60], self._tags(row)
        known_as = (name, city, postcode, activity, email, siret or siren, website, notes)
        return Draft(
            line=line,
            name=name,
            siret=siret,
            siren=siren,
            naf=self._naf(row),
            activity=activity,
            headcount=headcount,
            headcount_min=headcount_from(headcount) if headcount else None,
            address=address[:300],
            postcode=postcode[:12],
            city=city[:120],
            department=department(postcode),
            website=website,
            email=email,
            notes=notes,
            tags=tags,
            zone=zone_for(postcode=postcode, timezone=everyone[0][6] if everyone else ""),
            name_key=f"{fold_name(name)}|{postcode or fold(city)}"[:220],
            sort_name=strip_marks(name),
            search_text=_searched((*known_as, *_who(person), *tags), everyone),
            numbers=numbers,
            unread=unread,
            person=person,
            person_numbers=own,
            diffusion=self._one(row, "diffusion")[:1].upper() if "diffusion" in self.at else "",
        )

    def _naf(self, row: list[str]) -> str:
        found = _NAF.fullmatch(self._one(row, "naf").replace(" ", ""))
        code = found.group().upper() if found else ""
        return f"{code[:2]}.{code[-3:]}" if code else ""

    def _tags(self, row: list[str]) -> list[str]:
        return [
            word.strip()[:40]
            for value in self._all(row, "tags")
            for word in re.split(r"[;,|]|:::", value)
            if word.strip()
        ]

    def _place(self, row: list[str]) -> tuple[str, str, str]:
        lines = self._all(row, "address")
        postcode, city = self._one(row, "postcode"), self._one(row, "city")
        if postcode:
            postcode = read_postcode(
                re.split(r"[|;,/ ]", postcode)[0]
                if not postcode.replace(" ", "").isdigit()
                else postcode
            )
        address = ", ".join(
            " ".join(part.split()) for line in lines for part in line.split("\n") if part.strip()
        )
        if not city or not postcode:
            found = _PLACE.search(lines[-1].replace("\n", " \n").split("\n")[-1]) if lines else None
            if found:
                postcode, city = postcode or found.group(1), city or found.group(2).strip()
        return address, postcode, city

    def _person(self, row: list[str]) -> tuple[str, str, str, str] | None:
        name = " ".join(
            part
            for part in (self._one(row, "contact_first"), self._one(row, "contact_last"))
            if part
        ) or self._one(row, "contact_name")
        title = self._one(row, "contact_title")
        if not name and not (title and self.at.get("name")):
            return None
        return name[:160], role_of(title) if title else "other", title[:160], ""

    def _with_email(
        self, person: tuple[str, str, str, str] | None, emails: list[str], own: list[NumberTuple]
    ) -> tuple[str, str, str, str] | None:
        if person is None:
            return ("", "other", "", emails[0]) if emails and self.at.get("contact_email") else None
        return (*person[:3], emails[0] if emails else "")

    def _numbers(
        self, cells: list[str], postcode: str, *, of_person: bool
    ) -> tuple[list[NumberTuple], list[str]]:
        found: list[NumberTuple] = []
        unread: list[str] = []
        for cell in cells:
            reading = read_numbers(cell, postcode=postcode, of_person=of_person)
            for number in reading.numbers:
                if all(number.dial != (other[0] or other[1]) for other in found):
                    found.append(_tuple(number))
            unread.extend(reading.unread)
        return found, unread

    def _notes(self, row: list[str], more_emails: list[str], unread: list[str]) -> str:
        parts = self._all(row, "notes") + more_emails
        if len(row) > self.width:
            parts += [cell.strip() for cell in row[self.width :] if cell.strip()]
        return "\n".join(parts)


def _who(person: tuple[str, str, str, str] | None) -> tuple[str, ...]:
    """A person's name and e-mail address, as the search finds a card by them."""
    return (person[0], person[3]) if person else ()


def _searched(words: tuple[str, ...], numbers: list[NumberTuple]) -> str:
    """Everything a card is found by, folded, its numbers as digits."""
    called = " ".join(national_digits(number[0]) if number[0] else number[1] for number in numbers)
    return f"{fold(' '.join(word for word in words if word))} {called} "


def _filled(cell: str) -> str:
    cell = cell.strip()
    return "" if len(cell) < 7 and cell.lower() in _NOT_FILLED else cell


def _tuple(number: Number) -> NumberTuple:
    return (
        number.e164,
        number.national,
        number.kind,
        number.extension,
        number.valid,
        number.cost,
        number.timezone,
    )


def _shown(numbers: list[NumberTuple]) -> str:
    return numbers[0][1] if numbers else ""


def read_siret(text: str) -> tuple[str, str]:
    """(SIRET, SIREN) when the check digits hold (La Poste's exception included); zeros alone are
    refused; zeros lost in front come back.
    """
    plain = "".join(c for c in text.removesuffix(".0") if c.isdigit())
    if not plain or not plain.strip("0"):
        return "", ""
    if len(plain) in (12, 13):
        plain = plain.zfill(14)
    elif len(plain) == 8:
        plain = plain.zfill(9)
    if len(plain) == 14 and siret_rules.is_valid(plain):
        return plain, plain[:9]
    if len(plain) == 9 and siren_rules.is_valid(plain):
        return "", plain
    return "", ""
