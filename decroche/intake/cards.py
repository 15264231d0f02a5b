"""From a row to a draft of a card.

Pure; the hot path of an import, so plain tuples and no objects per cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from decroche.calls.callability import zone_of
from decroche.calls.strata import stratum
from decroche.compliance.permission import Nature
from decroche.intake.cells import (
    DECIDES,
    SWITCHBOARD,
    apart_from_fax,
    day_written_out,
    detail_refuses,
    is_of_a_day,
    next_call_of,
    people_of,
    refuses,
    status_refuses,
    unguarded,
    written_out,
)
from decroche.intake.fields import OWN_NAME
from decroche.intake.headers import (
    about_mails_only,
    allows,
    allows_mails,
    field_of,
    plain,
    with_fax,
)
from decroche.intake.history import Past, read_lines, read_moment, read_names, read_past
from decroche.intake.places_wanted import place_names
from decroche.intake.rules import Layout
from decroche.intake.sources.gathered import is_said_below_a_table
from decroche.prospects.audience import decide
from decroche.prospects.refusal_notes import note_refuses
from decroche.prospects.rules import headcount_from, role_of
from decroche.prospects.spellings import all_spellings
from decroche.prospects.towns import is_town_by_itself
from decroche.shared.addresses import find_addresses
from decroche.shared.clock import now
from decroche.shared.folding import fold, fold_name, only_letters, strip_marks
from decroche.shared.numbers import (
    Number,
    national_digits,
    plain_number,
    read_numbers,
    read_postcode,
    region_of,
)
from decroche.shared.places import department
from decroche.shared.typed import has_control, has_unseen, without_control, without_unseen

_PLACE = re.compile(r"(?<!\d)(\d{5})[ \t]+([^\d\n,;]{2,60}?)(?:[ ]+cedex.*)?\s*$", re.IGNORECASE)
_BOTH_IN_ONE = re.compile(
    r"(?:F(?:R)?[ -]*)?(?P<first>\d{2} ?\d{3})[ ,-]+(?P<behind>[^\d\n,;()]{2,60})"
    r"|(?P<before>[^\d\n,;()]{2,60}?)[ ,-]*[( ](?P<last>\d{2} ?\d{3})\)?"
)
"""A postcode and its town in one cell."""
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
"""(E.164, as read aloud, kind, extension, whether the plan knows it, cost, time zone). A plain
tuple: hundreds of thousands are made, and handed from one process to another.
"""
_KIND: Final = 2
_TIME_ZONE: Final = 6
"""Places in a NumberTuple."""
Person = tuple[str, str, str, str]
"""(name, role, job, e-mail)"""
Values = dict[str, list[str]]
"""The filled cells of a row, by the field they feed."""
Kept = tuple[str, str, str]
"""(field, name of the column, cell) of a cell that is kept under the name of its column"""
_PHONES = ("phone", "contact_phone")
_OF_THE_PAST = frozenset({"history", "steps", "not_before", "lists", "wrong_numbers"})
_EMAILS = ("email", "contact_email")
_ROLES = frozenset({"communication", "hr", "management", "marketing", "other"})
_FRENCH_POST = frozenset(
    ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "MC")
)
"""Places whose postcodes are those of La Poste (ISO 3166)."""
_FIVE = re.compile(r"\d{5}")
_LEAST_WITH_LABEL = len("+33 1 99 00 12 34")
"""Characters of the shortest cell in which a label may stand beside a number."""
_BOTH = "phone_and_fax"
"""The field of a column “Tél. / Fax”."""
_NUMBER_AND_FAX = 2
"""Numbers of a cell “Tél. / Fax”: the second is the fax."""


class Draft(NamedTuple):
    """A row understood, as the card it becomes.

    Plain values only, no subclass of tuple either, so that it can be handed from one process to
    another.
    """

    line: int
    # What a row of companies holds, from here to `audience_why`: see CARD.
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
    tags: str
    """A list, as JSON writes it."""
    details: str
    """{column: text} of the columns kept under their own names, as JSON writes it."""
    name_key: str
    sort_name: str
    search_text: str
    diffusion: str
    audience: str
    audience_why: str
    # What else is written of it.
    zone: str
    stratum: int
    numbers: list[NumberTuple]
    unread: list[str]
    person: Person | None
    person_numbers: list[NumberTuple]
    faxes: list[NumberTuple]
    others: list[tuple[Person, list[NumberTuple]]]
    """Further people of the same row."""
    refused: bool
    """Whether the row says that they must not be called."""
    next_call: tuple[str, str, str] | None
    """The fields of a NextCall."""
    past: Past | None
    repeats: int | None = None
    """The row of the same file that it repeats: its place among those that repeat none."""

    def card(self) -> tuple[object, ...]:
        """What a row of companies holds, as CARD names it."""
        return tuple.__getitem__(self, _CARD)


_CARD = slice(Draft._fields.index("name"), Draft._fields.index("zone"))
CARD = Draft._fields[_CARD]
"""Columns of companies that a draft fills."""


class _Reached(NamedTuple):
    """Who a row is, and how they are reached. `below` are the lines under the name in its cell,
    `own` the numbers of the person, `personal` how many addresses stand in the person's column.
    """

    name: str
    below: list[str]
    person: Person | None
    others: list[tuple[Person, list[NumberTuple]]]
    numbers: list[NumberTuple]
    own: list[NumberTuple]
    faxes: list[NumberTuple]
    emails: list[str]
    personal: int
    unread: list[str]
    unread_faxes: list[str]

    @property
    def email(self) -> str:
        """The address of the company."""
        return self.emails[0] if self.emails else ""

    def dialled(self) -> list[NumberTuple]:
        """All numbers that can be called, in the order in which they are offered."""
        of_others = (number for _, numbers in self.others for number in numbers)
        return [*self.numbers, *self.own, *of_others]


class _Facts(NamedTuple):
    """What else a row says of a company; `people` is the least of its headcount."""

    siret: str
    siren: str
    naf: str
    activity: str
    website: str
    headcount: str
    people: int | None
    tags: list[str]
    notes: str
    details: dict[str, str]
    past: Past | None

    def written(self) -> list[str]:
        """What was noted of it before."""
        return [text for *_, text in self.past[0]] if self.past else []


class RowReader:
    """Reads rows by a layout; `nature` is where the file comes from, as the law sees it, `at` the
    moment from which its cards could be called, `footers` the lines that are no rows of the table.

    Reasons for keeping a row aside: empty, nothing_to_call, header_again, summary, footer.
    """

    def __init__(
        self,
        layout: Layout,
        nature: Nature = "",
        at: datetime | None = None,
        footers: frozenset[int] = frozenset(),
    ) -> None:
        self.layout, self.nature, self.at = layout, nature, at or now()
        self.footers = footers
        self.columns = [
            (name, index)
            for index, name in enumerate(layout.fields)
            if name and name not in OWN_NAME and name != "label"
        ]
        self.mails = {
            column: allows_mails(column) for column in layout.columns if about_mails_only(column)
        }
        self.kept = [
            (name, index, layout.columns[index])
            for index, name in enumerate(layout.fields)
            if name in OWN_NAME
        ]
        self.days = {
            index
            for name, index, column in self.kept
            if name in ("last_call", "next_call") or is_of_a_day(plain(column))
        }
        self.labels = _labelled(layout)
        self.with_fax = {
            index
            for index, name in enumerate(layout.fields)
            if name in ("phone", "contact_phone") and with_fax(layout.columns[index])
        }
        self.told_by_column = self.with_fax | self.labels.keys()
        """The columns whose field depends on another or on their own name."""
        self.named = frozenset(layout.fields)
        self.tells_past = bool(self.named & _OF_THE_PAST)
        self.width = len(layout.columns)
        self.header = [column.strip().lower() for column in layout.columns]

    def read(self, line: int, row: list[str]) -> Draft | str:
        """The draft of a row, or the reason why it can't become a card."""
        row = _readable(row)
        if self._is_header(row):
            return "header_again"
        values = self._values(row)
        if not values and not any(map(_filled, row)):
            return "empty"
        if self._is_summary(row, values):
            return "summary"
        if line in self.footers:
            return "footer"
        return self._draft(line, values, self._beyond(row), self._kept(row))

    def _values(self, row: list[str]) -> Values:
        """The filled cells of a row, by the field they feed."""
        values: Values = {}
        end = len(row)
        for name, index in self.columns:
            if index >= end:
                continue
            cell = _filled_cell(row[index])
            if not cell:
                continue
            field = self._told(name, index, row) if index in self.told_by_column else name
            if field in values:
                values[field].append(cell)
            else:
                values[field] = [cell]
        return values

    def _told(self, name: str, index: int, row: list[str]) -> str:
        """The field of a cell whose kind depends on another column or on the name of its own."""
        return self._by_label(name, index, row) if index in self.labels else _BOTH

    def _kept(self, row: list[str]) -> list[Kept]:
        """The filled cells that are kept under the names of their columns."""
        end = len(row)
        return [
            (name, column, day_written_out(cell) if index in self.days else cell)
            for name, index, column in self.kept
            if index < end and (cell := _filled(row[index]))
        ]

    def _beyond(self, row: list[str]) -> list[str]:
        """The filled cells beyond the last column that has a name."""
        if len(row) <= self.width:
            return []
        return [cell for cell in map(_filled, row[self.width :]) if cell]

    def _is_summary(self, row: list[str], values: Values) -> bool:
        """Whether a row sums up others, or heads them."""
        first = next(filter(None, map(str.strip, row)), "")
        few = len(values) <= _FEW_FIELDS
        if few and _SUMMARY.fullmatch(first) and _only_sums(values):
            return True
        return len(values) == 1 and self.width > _LEAST_WITH_HEADINGS and _heads_others(row)

    def _is_header(self, row: list[str]) -> bool:
        """The names of the columns again, whatever empty cells follow."""
        if self.layout.header < 0 or row[0].strip().lower() != self.header[0]:
            return False
        cells = [cell.strip().lower() for cell in row[: self.width]]
        while cells and not cells[-1]:
            cells.pop()
        return len(cells) >= min(2, self.width) and cells == self.header[: len(cells)]

    def _by_label(self, name: str, index: int, row: list[str]) -> str:
        """The field of a cell whose kind stands in the column beside it."""
        beside = self.labels[index]
        label = row[beside].lower() if beside < len(row) else ""
        return "fax" if name in _PHONES and ("fax" in label or "copie" in label) else name

    def _draft(self, line: int, values: Values, more: list[str], kept: list[Kept]) -> Draft | str:
        """The draft of the filled cells of a row; `more` stands beyond its columns."""
        country = _country(kept)
        address, postcode, city = _place(values, country)
        if self.mails and self._refuses_mails(kept):
            values, kept = self._without_addresses(values, kept)
        reached = self._reached(values, postcode, country)
        if not reached.name:
            return "nothing_to_call"
        wrong = _wrong(values, reached, postcode, country) if "wrong_numbers" in values else []
        facts = self._facts(values, reached, more, kept, wrong)
        plain = strip_marks(reached.name)  # once for all that is made of it
        audience, why = decide(plain, self.nature, siren=facts.siren, activity=facts.activity)
        dialled = reached.dialled()
        called = [*dialled, *reached.faxes]
        return Draft(
            line=line,
            name=reached.name,
            siret=facts.siret,
            siren=facts.siren,
            naf=facts.naf,
            activity=facts.activity,
            headcount=facts.headcount,
            headcount_min=facts.people,
            address=address[:300],
            postcode=postcode[:12],
            city=city[:120],
            department=department(postcode),
            website=facts.website,
            email=reached.email,
            notes=facts.notes,
            tags=json.dumps(facts.tags) if facts.tags else "[]",
            details=json.dumps(facts.details, ensure_ascii=False) if facts.details else "{}",
            name_key=f"{fold_name(plain)}|{postcode or fold(_plain(city))}"[:220],
            sort_name=plain[:200],
            search_text=_search_text(plain, city, postcode, reached, facts),
            diffusion=_one(values, "diffusion")[:1].upper(),
            audience=audience,
            audience_why=why,
            zone=zone_of(postcode, [number[_TIME_ZONE] for number in called[:1]]),
            stratum=stratum(facts.naf, facts.people, dialled[0][_KIND] if dialled else ""),
            numbers=reached.numbers,
            unread=reached.unread,
            person=reached.person,
            person_numbers=reached.own,
            faxes=reached.faxes,
            others=reached.others,
            refused=_row_refuses(values, kept),
            next_call=self._next_call(kept) if kept else None,
            past=facts.past,
        )

    def _refuses_mails(self, kept: list[Kept]) -> bool:
        """Whether a row says that they want no mails, and nothing of calls."""
        return any(
            refuses(cell, allows=self.mails[column]) is True
            for _, column, cell in kept
            if column in self.mails
        )

    def _without_addresses(self, values: Values, kept: list[Kept]) -> tuple[Values, list[Kept]]:
        """A row that wants no mails: its addresses are kept under the names of their columns, where
        they are read and found, and nothing is sent to them.
        """
        addresses = [
            ("detail", self._column(name), cell)
            for name in _WRITTEN_TO
            for cell in values.get(name, ())
        ]
        others = {name: cells for name, cells in values.items() if name not in _WRITTEN_TO}
        return others, [*addresses, *kept]

    def _reached(self, values: Values, postcode: str, country: str) -> _Reached:
        """Who a row is, and how they are reached."""
        person = self._person(values)
        read = _read_numbers(values, postcode, country)
        numbers, own = read.numbers, read.own
        emails = _addresses(values.get("email", ()))
        emails += [one for one in _beside_numbers(values) if one not in emails]
        personal = _addresses(values.get("contact_email", ()))
        others = self._others(values, postcode, country) if "people" in values else []
        if others and person is None:
            (person, more_own), *others = others
            own += more_own
        named, _, below = _without_label(_name(values), ("name",)).partition("\n")
        name = (
            named
            or (person[0] if person else "")
            or next(iter(emails + personal), "")
            or _shown(numbers + own)
        )
        if not person or not person[3]:
            left = emails[1:] if named else emails
            person = self._with_email(person, personal or (left if person else []))
        if not person:
            numbers, own = numbers + own, []
        return _Reached(
            name=name[:200],
            below=below.split("\n") if below else [],
            person=person,
            others=others,
            numbers=numbers,
            own=own,
            faxes=read.faxes,
            emails=emails,
            personal=len(personal),
            unread=read.unread,
            unread_faxes=read.unread_faxes,
        )

    def _facts(
        self,
        values: Values,
        reached: _Reached,
        more: list[str],
        kept: list[Kept],
        wrong: list[str],
    ) -> _Facts:
        """What else a row says of a company."""
        siret, siren = _register_numbers(values)
        naf = _naf(_one(values, "naf"))
        emails = len(reached.emails) + reached.personal
        misread = _misread(values, siren=siren, naf=naf, emails=emails)
        remarks = _remarks(values, reached.unread)
        if not wrong:
            remarks += [("wrong_numbers", cell) for cell in values.get("wrong_numbers", ())]
        headcount = _one(values, "headcount")[:60]
        faxes = [f"Fax : {text}" for text in reached.unread_faxes]
        noted = [*values.get("notes", ()), *reached.emails[1:], *more, *faxes, *reached.below]
        if self.layout.header < 0:
            noted += [cell for _, cell in remarks]
            remarks = []
        return _Facts(
            siret=siret,
            siren=siren,
            naf=naf,
            activity=_one(values, "activity")[:200],
            website=_one(values, "website")[:300],
            headcount=headcount,
            people=headcount_from(headcount) if headcount else None,
            tags=_tags(values.get("tags", ())),
            notes="\n".join(noted),
            details=self._details(values, kept, misread, remarks)
            if kept or misread or remarks
            else {},
            past=self._past(values, wrong) if self.tells_past else None,
        )

    def _details(
        self, values: Values, kept: list[Kept], misread: list[str], remarks: list[tuple[str, str]]
    ) -> dict[str, str]:
        """The cells kept under the names of their columns, those of the fields `misread` in which
        nothing of their kind could be read, and those that say more (`remarks`).
        """
        details = dict[str, str]()
        for _, column, cell in kept:
            details[column] = f"{details[column]} / {cell}" if column in details else cell
        for name in misread:
            for cell in values.get(name, ()):
                if not _READ[name](cell):
                    details[self._column(name)] = cell
        for name, cell in remarks:
            column = self._column(name)
            details[column] = f"{details[column]} / {cell}" if column in details else cell
        return details

    def _column(self, name: str) -> str:
        """The name of the first column of a field; of a column of numbers where a label beside the
        cells makes them faxes.
        """
        fields = self.layout.fields
        one = next(one for one in (name, *_PHONES) if one in fields)
        return self.layout.columns[fields.index(one)]

    def _past(self, values: Values, wrong: list[str]) -> Past | None:
        """What this program's own export says of the past of the card."""
        people = [
            (one.name[:160], DECIDES in one.known_for, SWITCHBOARD in one.known_for)
            for cell in values.get("people", ())
            for one in people_of(cell)
            if one.known_for
        ]
        return read_past(values, people, wrong)

    def _next_call(self, kept: list[Kept]) -> tuple[str, str, str] | None:
        for name, _, cell in kept:
            if name == "next_call" and (found := next_call_of(cell, self.at)):
                return found[:]  # a plain tuple: see _tuple
        return None

    def _others(
        self, values: Values, postcode: str, country: str
    ) -> list[tuple[Person, list[NumberTuple]]]:
        """The people of the cells that hold several."""
        found = list[tuple[Person, list[NumberTuple]]]()
        for cell in values["people"]:
            for one in people_of(cell):
                role = one.role if one.role in _ROLES else role_of(one.title)
                numbers, _ = _numbers(
                    [one.numbers] if one.numbers else (), postcode, country, [], of_person=True
                )
                found.append(((one.name[:160], role, one.title[:160], one.email), numbers))
        return found

    def _person(self, values: Values) -> Person | None:
        first, last = _one(values, "contact_first"), _one(values, "contact_last")
        whole = _one(values, "contact_name")
        if first and not last and whole:  # “Contact” may be the whole name, or the surname beside
            last = "" if first.lower() in whole.lower() else whole
            first = first if last else whole
        elif last and not first and last.lower() in whole.lower():
            last = ""  # “cn: Inès Jol”, “sn: Jol”
        name = (f"{first} {last}".strip() if first or last else "") or whole
        title, civility = _one(values, "contact_title"), _one(values, "civility")
        if name and civility and not name.lower().startswith(civility.lower()):
            name = f"{civility} {name}"
        if not name and not (title and "name" in self.named):
            return None
        return name[:160], role_of(title) if title else "other", title[:160], ""

    def _with_email(self, person: Person | None, emails: list[str]) -> Person | None:
        if person is None:
            return (
                ("", "other", "", emails[0]) if emails and "contact_email" in self.named else None
            )
        return (*person[:3], emails[0] if emails else "")


def _wrong(values: Values, reached: _Reached, postcode: str, country: str) -> list[str]:
    """Those numbers of the row that a column of wrong numbers names, as they are dialled. None when
    it names another one or says something else: then its words stay on the card.
    """
    faxes = list[NumberTuple]()
    named, unread = _numbers(values["wrong_numbers"], postcode, country, faxes)
    own = {number[0] or number[1] for number in (*reached.dialled(), *reached.faxes)}
    wrong = [number[0] or number[1] for number in (*named, *faxes)]
    return wrong if not unread and own.issuperset(wrong) else []


def _country(kept: list[Kept]) -> str:
    return next((cell for name, _, cell in kept if name == "country"), "") if kept else ""


def _row_refuses(values: Values, kept: list[Kept]) -> bool:
    """Whether a column or a note of a row says that they must not be called."""
    if kept and _refused(kept):
        return True
    return "notes" in values and any(map(note_refuses, values["notes"]))


def _search_text(plain: str, city: str, postcode: str, reached: _Reached, facts: _Facts) -> str:
    """Everything the card of a row is found by; `plain` is its name without accents."""
    known_as = (
        *(plain, _plain(city), postcode, _plain(facts.activity), reached.email),
        facts.siret or facts.siren,
    )
    searched = [*known_as, facts.website, facts.notes, *_who(reached.person)]
    searched += [*facts.tags, *facts.details.values(), *facts.written()]
    person = reached.person
    names = [reached.name, city, person[0]] if person else [reached.name, city]
    for other, _ in reached.others:
        searched += _who(other)
        names.append(other[0])
    return _searched(searched, [*reached.dialled(), *reached.faxes], names)


def _readable(row: list[str]) -> list[str]:
    """A row without control characters and marks that nobody sees, each letter with its accent as
    one character (a Mac may write them apart).
    """
    whole = "".join(row)
    if has_control(whole):
        row = [without_control(cell) for cell in row]
    if not whole.isascii() and has_unseen(whole):
        row = [without_unseen(cell) for cell in row]
    if not whole.isascii() and not is_normalized("NFC", whole):
        row = [normalize("NFC", cell) for cell in row]
    return row


def _one(values: Values, name: str) -> str:
    """The first cell of a field, its spaces made one."""
    cells = values.get(name)
    if cells is None:
        return ""
    value = cells[0]
    return " ".join(value.split()) if "  " in value or "\u00a0" in value else value


def _name(values: Values) -> str:
    """The name of a company, whose parts may stand in several columns: “Raison sociale 1”, “2”."""
    cells = values.get("name", ())
    if len(cells) <= 1:
        return _one(values, "name")
    return " ".join(" ".join(dict.fromkeys(cells)).split())


def _without_label(cell: str, fields: tuple[str, ...]) -> str:
    """A cell without the name of its own field in front: “Ville : Lille” gives Lille."""
    if ":" not in cell:
        return cell
    label, _, said = cell.partition(":")
    label = plain(label) if len(label) <= _LONGEST_LABEL else ""
    names_it = field_of(label) in fields or (label == "nom" and "name" in fields)
    return said.strip() if names_it and said.strip() else cell


def _addresses(cells: Iterable[str]) -> list[str]:
    return [email for cell in cells for email in find_addresses(cell)]


def _naf(cell: str) -> str:
    found = _NAF.fullmatch(cell.replace(" ", "")) if cell else None
    code = found.group().upper() if found else ""
    return f"{code[:2]}.{code[-3:]}" if code else ""


def _tags(cells: Iterable[str]) -> list[str]:
    return [
        word.strip()[:40] for cell in cells for word in re.split(r"[;,|]|:::", cell) if word.strip()
    ]


def _place(values: Values, country: str) -> tuple[str, str, str]:
    """(address, postcode, town); a postcode abroad has its country before it where it would be
    taken for a French one.
    """
    lines = values.get("address", [])
    postcode = _without_label(_one(values, "postcode"), ("postcode",))
    city = _without_label(_one(values, "city"), ("city",))
    region = region_of(country) if country else ""
    abroad = bool(region) and region not in _FRENCH_POST
    if postcode and abroad:
        postcode = f"{region}-{postcode}" if _FIVE.fullmatch(postcode) else postcode
    if not abroad:
        postcode, city = _postcode_and_town(postcode, city)
    if postcode and not abroad:
        postcode = read_postcode(
            re.split(r"[|;,/ ]", postcode)[0]
            if not postcode.replace(" ", "").isdigit()
            else postcode
        )
    parts = [" ".join(part.split()) for line in lines for part in line.split("\n")]
    address = ", ".join(filter(None, parts))
    if (not city or not postcode) and not abroad:
        found = _PLACE.search(lines[-1].replace("\n", " \n").split("\n")[-1]) if lines else None
        if found:
            postcode, city = postcode or found.group(1), city or found.group(2).strip()
    return address, postcode, city


def _postcode_and_town(postcode: str, city: str) -> tuple[str, str]:
    """Both, where one cell holds the two: “62300 Lens”, “Lens (62300)”, “F-62300 Lens”."""
    for cell in (city, postcode):
        if found := _BOTH_IN_ONE.fullmatch(cell):
            town = (found["behind"] or found["before"]).strip()
            digits = (found["first"] or found["last"]).replace(" ", "")
            one_of_town = city if city and city != cell else town
            return (postcode if postcode and postcode != cell else digits), one_of_town
    return postcode, city


def _numbers(
    cells: Iterable[str],
    postcode: str,
    country: str,
    faxes: list[NumberTuple],
    *,
    of_person: bool = False,
) -> tuple[list[NumberTuple], list[str]]:
    """(the numbers, each once; what could not be read as one). Faxes named in the cells are added
    to `faxes`.
    """
    found: list[NumberTuple] = []
    unread: list[str] = []
    for cell in cells:
        plainly = None if country else plain_number(cell, postcode=postcode, of_person=of_person)
        if plainly is not None:
            if not found or all(plainly.dial != (other[0] or other[1]) for other in found):
                found.append(_tuple(plainly))
            continue
        text, fax = cell, ""
        if len(cell) > _LEAST_WITH_LABEL or "E" in cell:
            text, fax = apart_from_fax(written_out(cell))
        if fax:
            named = read_numbers(fax, postcode=postcode, country=country)
            faxes += [_as_fax(_tuple(number)) for number in named.numbers]
            unread += [f"Fax {text}" for text in named.unread]
        reading = read_numbers(text, postcode=postcode, of_person=of_person, country=country)
        for number in reading.numbers:
            if all(number.dial != (other[0] or other[1]) for other in found):
                found.append(_tuple(number))
        unread.extend(reading.unread)
    return found, unread


class _NumbersOfRow(NamedTuple):
    """The numbers of a row: the company's, those of its first person, the faxes, and the texts in
    which none could be read.
    """

    numbers: list[NumberTuple]
    own: list[NumberTuple]
    faxes: list[NumberTuple]
    unread: list[str]
    unread_faxes: list[str]


def _read_numbers(values: Values, postcode: str, country: str) -> _NumbersOfRow:
    faxes = list[NumberTuple]()
    cells = [*values.get("phone", ()), *_beside_addresses(values)]
    numbers, unread = _numbers(cells, postcode, country, faxes)
    own, own_unread = list[NumberTuple](), list[str]()
    if "contact_phone" in values:
        own, own_unread = _numbers(
            values["contact_phone"], postcode, country, faxes, of_person=True
        )
    if _BOTH in values:
        found, illegible = _numbers(values[_BOTH], postcode, country, faxes)
        if len(found) == _NUMBER_AND_FAX and not faxes:
            faxes.append(_as_fax(found[1]))
            found = found[:1]
        numbers, unread = numbers + found, unread + illegible
    unread_faxes = list[str]()
    if "fax" in values:
        found, unread_faxes = _numbers(values["fax"], postcode, country, faxes)
        faxes += [_as_fax(one) for one in found]
    return _NumbersOfRow(numbers, own, faxes, unread + own_unread, unread_faxes)


def _as_fax(number: NumberTuple) -> NumberTuple:
    return (*number[:2], "fax", *number[3:])


_SAID = re.compile(r"[^\W\d_]{3,}")
_LABELS = frozenset(
    [
        *("tel", "tels", "telephone", "telephones", "phone", "fax", "telecopie", "telecopieur"),
        *("port", "portable", "mobile", "mob", "gsm", "cell", "std", "standard", "fixe", "fix"),
        *("bureau", "domicile", "perso", "pro", "poste", "ext", "int", "ligne", "direct"),
        *("directe", "num", "numero", "appel", "min", "local", "prix", "gratuit", "ttc", "service"),
        *(
            "work",
            "home",
            "office",
            "main",
            "accueil",
            "mail",
            "email",
            "mel",
            "courriel",
            "mailto",
        ),
        *("adresse", "contact", "indicatif", "france", "eur", "cts"),
    ]
)
"""Words beside a number or an address that say no more than what it is."""


def _beside_numbers(values: Values) -> list[str]:
    """The addresses in cells of numbers: “Tél. 01… contact@…”."""
    cells = (cell for name in (*_PHONES, _BOTH) if name in values for cell in values[name])
    return [email for cell in cells if "@" in cell for email in find_addresses(cell)]


def _beside_addresses(values: Values) -> list[str]:
    """What stands beside the addresses of cells that hold a number too."""
    return [
        _ADDRESS.sub(" ", cell).strip(" /;,-–")
        for name in _EMAILS
        if name in values
        for cell in values[name]
        if "@" in cell and not _ONE_ADDRESS.fullmatch(cell) and _MANY_DIGITS.search(cell)
    ]


def _remarks(values: Values, unread: list[str]) -> list[tuple[str, str]]:
    """(field, cell) of the cells of numbers and addresses that say more than these: “01… (le
    soir)”, “Mme Roy : 01…”, “Marie Durand <marie@…>”. What is unread as a whole is kept as it is.
    """
    return [
        ("phone" if name == _BOTH else name, cell)
        for name in (*_PHONES, _BOTH, "fax", *_EMAILS)
        if name in values
        for cell in values[name]
        if cell not in unread and _says_more(cell, addresses=name in _EMAILS)
    ]


def _says_more(cell: str, *, addresses: bool) -> bool:
    """Whether a cell of numbers, or of addresses, has words of its own beside them."""
    if not _SAID.search(cell) or (addresses and _ONE_ADDRESS.fullmatch(cell)):
        return False
    beside = _ADDRESS.sub(" ", cell) if "@" in cell else cell
    if addresses and beside == cell:  # no address in it: it is kept whole
        return False
    return not {strip_marks(word) for word in _SAID.findall(beside)} <= _LABELS


_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:/])[^\s<>()\[\],;:/@]++@[^\s<>()\[\],;/@]++")
_ONE_ADDRESS = re.compile(r"[^\s<>(@]++@[^\s<>(@]++")
_MANY_DIGITS = re.compile(r"(?:\d[ .-]?){9}")


def _misread(values: Values, *, siren: str, naf: str, emails: int) -> list[str]:
    """The fields of a row in which nothing of their kind could be read; `emails` were."""
    found = list[str]()
    if not siren and "siret" in values:
        found.append("siret")
    if not naf and "naf" in values:
        found.append("naf")
    found += [name for name in ("history", "steps", "not_before", "lists") if name in values]
    if emails < len(values.get("email", ())) + len(values.get("contact_email", ())):
        found += ["email", "contact_email"]
    return found


def _labelled(layout: Layout) -> dict[int, int]:
    """{column of a value: column that says its kind}: “Phone 2 - Value” and “Phone 2 - Label”."""
    kinds = {
        plain(layout.columns[index]).rpartition(" ")[0]: index
        for index, name in enumerate(layout.fields)
        if name == "label"
    }
    names = [plain(column) for column in layout.columns]
    return {
        index: kinds[name.removesuffix(" value")]
        for index, name in enumerate(names)
        if name.endswith(" value") and name.removesuffix(" value") in kinds
    }


def _refused(kept: list[Kept]) -> bool:
    return any(_cell_refuses(name, column, cell) for name, column, cell in kept)


def _cell_refuses(name: str, column: str, cell: str) -> bool:
    """Whether a cell says that they must not be called; `name` is the field of its column."""
    if name == "refusal":
        return refuses(cell, allows=allows(column)) is True
    if name == "status":
        return status_refuses(cell)
    return name == "detail" and detail_refuses(column, cell)


_WRITTEN_TO = ("email", "contact_email")
_SUMMARY = re.compile(
    r"(?:(?:grand |sous[- ]?)?total(?:aux)?(?: (?:g[ée]n[ée]ra\w+|cumul[ée]\w*|partiel\w*"
    r"|(?:de|du|des|de la|par|pour|sur) [\w’' -]{1,30}))?|sous[- ]?total [\w’' -]{1,30}"
    r"|nombre (?:de |d[’'])[\w’' ]{2,40}|nb (?:de )?\w+"
    r"|moyenne)"
    r"(?:\s*[:=]?\s*[\d .,€%]*)|(?:d[ée]partement|r[ée]gion|secteur|zone|page"
    r"|feuille)\s[\w’'/ -]{1,40}",
    re.IGNORECASE,
)
"""The first cell of a row that sums up or heads others: “TOTAL”, “Sous-total : 12”, “Région Nord”.
"""
_FEW_DIGITS, _FEW_FIELDS = 7, 4
_LONGEST_LABEL = 40
"""Characters of the name of a field before a colon."""


_LEAST_WITH_HEADINGS = 2
"""Columns of a table, beyond which a row of one cell may head those below it."""


def _heads_others(row: list[str]) -> bool:
    """Whether a row is nothing but the name of a department, a region or a town, or a letter of the
    alphabet: the heading of the rows below it; or what a program writes below its table.
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) != 1:
        return False
    said = filled[0]
    if len(said) == 1 or only_letters(said) in place_names():
        return True
    return is_town_by_itself(said) or is_said_below_a_table(said)


def _only_sums(values: Values) -> bool:
    """Whether a row holds nothing beside its name but sums."""
    others = (cell for name, cells in values.items() if name != "name" for cell in cells)
    return all(
        sum(map(str.isdigit, cell)) < _FEW_DIGITS and not re.search(r"[^\W\d_]{3}", cell)
        for cell in others
    )


def _register_numbers(values: Values) -> tuple[str, str]:
    """(SIRET, SIREN) of the columns that hold them."""
    siret = siren = ""
    for cell in values.get("siret", ()):
        one, other = read_siret(written_out(cell))
        siret, siren = siret or one, siren or other
    return siret, siren


@lru_cache(16_384)
def _plain(text: str) -> str:
    """Without accents and capitals: towns, trades and names of people come again and again."""
    return strip_marks(text)


def _who(person: Person | None) -> tuple[str, ...]:
    """A person's name and e-mail address, as the search finds a card by them."""
    return (_plain(person[0]), person[3]) if person else ()


def _searched(words: Iterable[str], numbers: list[NumberTuple], names: list[str]) -> str:
    """Everything a card is found by, folded, in its other spellings too, its numbers as digits."""
    called = " ".join(
        [national_digits(number[0]) if number[0] else number[1] for number in numbers]
    )
    folded = fold(" ".join(filter(None, words)))
    return f"{folded}{all_spellings(folded, names)} {called}".rstrip()


_SHORT = 8
"""Characters of a cell that comes again and again (a postcode, “Lille”, nothing)."""


def _filled_cell(cell: str) -> str:
    """`_filled`, faster for most cells: what is short comes again, and what begins and ends with a
    letter or a figure is as it should be.
    """
    if len(cell) <= _SHORT:
        return _filled_short(cell)
    first, last = cell[0], cell[-1]
    if first > "'" and first != "=" and "'" < last < "\x7f":
        return cell
    return _filled(cell)


@lru_cache(16_384)
def _filled_short(cell: str) -> str:
    return _filled(cell)


def _filled(cell: str) -> str:
    cell = cell.strip()
    if cell[:1] in ("=", "'"):
        cell = unguarded(cell).strip()
    return "" if len(cell) < 7 and cell.lower() in _NOT_FILLED else cell


def _tuple(number: Number) -> NumberTuple:
    """A plain tuple of the same values: only that can be handed to another process (marshal)."""
    return number[:]


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


_READ: dict[str, Callable[[str], object]] = {
    "siret": lambda cell: any(read_siret(written_out(cell))),
    "naf": _naf,
    "email": find_addresses,
    "contact_email": find_addresses,
    "history": read_lines,
    "steps": read_lines,
    "not_before": read_moment,
    "lists": read_names,
}
"""What reads the cells of a field that may hold something else."""
