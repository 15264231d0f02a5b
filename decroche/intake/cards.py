"""From a row to a draft of a card.

Pure; the hot path of an import, so plain tuples and no objects per cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from decroche.calls.callability import zone_of
from decroche.calls.strata import stratum
from decroche.compliance.permission import Nature
from decroche.intake.cells import (
    DECIDES,
    SWITCHBOARD,
    day_written_out,
    is_of_a_day,
    next_call_noted,
    next_call_of,
    people_of,
    refuses,
    written_out,
)
from decroche.intake.drafts import (
    KIND_OF_NUMBER,
    ZONE_OF_NUMBER,
    Draft,
    Facts,
    Kept,
    NumberTuple,
    Person,
    Reached,
    Values,
)
from decroche.intake.fields import COUNTED, OWN_NAME
from decroche.intake.headers import about_mails_only, allows_mails, plain, with_fax
from decroche.intake.history import Past, read_lines, read_moment, read_names, read_past
from decroche.intake.own_words import ROLES, code_of
from decroche.intake.row_cells import (
    addresses_in,
    filled,
    filled_cell,
    first_cell,
    naf_code,
    read_siret,
    readable_row,
    register_numbers_of,
    tags_of,
    without_label,
)
from decroche.intake.row_headings import (
    FEW_FIELDS,
    LEAST_WITH_HEADINGS,
    SUMMARY,
    heads_others,
    only_sums,
)
from decroche.intake.row_numbers import (
    OF_NUMBERS,
    PHONE_AND_FAX,
    beside_numbers,
    first_as_read,
    numbers_in,
    numbers_of_row,
    remarks_beside,
    wrong_numbers_of,
)
from decroche.intake.row_person import is_theirs, person_in_cell
from decroche.intake.row_place import country_of_row, place_of_row
from decroche.intake.row_refusals import row_refuses
from decroche.intake.row_search import plain_text, search_text
from decroche.intake.rules import Layout
from decroche.prospects.audience import decide, nature_from
from decroche.prospects.rules import headcount_from, role_of
from decroche.shared.addresses import find_addresses
from decroche.shared.clock import now
from decroche.shared.folding import fold, fold_name, strip_marks
from decroche.shared.places import department

_OF_THE_PAST = frozenset({"history", "steps", "not_before", "lists", "wrong_numbers"})


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
            if name in ("last_call", "last_called", "next_call") or is_of_a_day(plain(column))
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
        row = readable_row(row)
        if self._is_header(row):
            return "header_again"
        values = self._values(row)
        if not values and not any(map(filled, row)):
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
            cell = filled_cell(row[index])
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
        return self._by_label(name, index, row) if index in self.labels else PHONE_AND_FAX

    def _kept(self, row: list[str]) -> list[Kept]:
        """The filled cells that are kept under the names of their columns."""
        end = len(row)
        return [
            (name, column, day_written_out(cell) if index in self.days else cell)
            for name, index, column in self.kept
            if index < end and (cell := filled(row[index]))
        ]

    def _beyond(self, row: list[str]) -> list[str]:
        """The filled cells beyond the last column that has a name."""
        if len(row) <= self.width:
            return []
        return [cell for cell in map(filled, row[self.width :]) if cell]

    def _is_summary(self, row: list[str], values: Values) -> bool:
        """Whether a row sums up others, or heads them."""
        first = next(filter(None, map(str.strip, row)), "")
        few = len(values) <= FEW_FIELDS
        if few and SUMMARY.fullmatch(first) and only_sums(values):
            return True
        return len(values) == 1 and self.width > LEAST_WITH_HEADINGS and heads_others(row)

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
        return "fax" if name in OF_NUMBERS and ("fax" in label or "copie" in label) else name

    def _draft(self, line: int, values: Values, more: list[str], kept: list[Kept]) -> Draft | str:
        """The draft of the filled cells of a row; `more` stands beyond its columns."""
        country = country_of_row(kept)
        address, postcode, city = place_of_row(values, country)
        values, kept = self._without_unwanted_mails(values, kept)
        reached = self._reached(values, postcode, country)
        if not reached.name:
            return "nothing_to_call"
        wrong = wrong_numbers_of(values, reached, postcode, country)
        facts = self._facts(values, reached, more, kept, wrong)
        plain = strip_marks(reached.name)  # once for all that is made of it
        source = first_cell(values, "source")[:200]
        nature = nature_from(source) if source else self.nature
        audience, why = decide(plain, nature, siren=facts.siren, activity=facts.activity)
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
            name_key=f"{fold_name(plain)}|{postcode or fold(plain_text(city))}"[:220],
            sort_name=plain[:200],
            search_text=search_text(plain, city, postcode, reached, facts),
            diffusion=first_cell(values, "diffusion")[:1].upper(),
            audience=audience,
            audience_why=why,
            zone=zone_of(postcode, [number[ZONE_OF_NUMBER] for number in called[:1]]),
            stratum=stratum(facts.naf, facts.people, dialled[0][KIND_OF_NUMBER] if dialled else ""),
            numbers=reached.numbers,
            unread=reached.unread,
            person=reached.person,
            person_numbers=reached.own,
            faxes=reached.faxes,
            others=reached.others,
            refused=row_refuses(values, kept),
            next_call=self._next_call(kept, values),
            past=facts.past,
            source=source,
        )

    def _refuses_mails(self, kept: list[Kept]) -> bool:
        """Whether a row says that they want no mails, and nothing of calls."""
        return any(
            refuses(cell, allows=self.mails[column]) is True
            for _, column, cell in kept
            if column in self.mails
        )

    def _without_unwanted_mails(
        self, values: Values, kept: list[Kept]
    ) -> tuple[Values, list[Kept]]:
        """The cells of a row, (as they feed the card, those kept). Of a row that wants no mails the
        addresses are kept under the names of their columns, where they are read and found, and
        nothing is sent to them.
        """
        if not self.mails or not self._refuses_mails(kept):
            return values, kept
        addresses = [
            ("detail", self._column(name), cell)
            for name in _WRITTEN_TO
            for cell in values.get(name, ())
        ]
        others = {name: cells for name, cells in values.items() if name not in _WRITTEN_TO}
        return others, [*addresses, *kept]

    def _reached(self, values: Values, postcode: str, country: str) -> Reached:
        """Who a row is, and how they are reached."""
        person = self._person(values)
        read = numbers_of_row(values, postcode, country)
        numbers, own = read.numbers, read.own
        emails = addresses_in(values.get("email", ()))
        emails += [one for one in beside_numbers(values) if one not in emails]
        personal = addresses_in(values.get("contact_email", ()))
        others = self._others(values, postcode, country) if "people" in values else []
        if others and person is None:
            (person, more_own), *others = others
            own += more_own
        named, _, below = without_label(_name(values), ("name",)).partition("\n")
        name = (
            named
            or (person[0] if person else "")
            or next(iter(emails + personal), "")
            or first_as_read(numbers + own)
        )
        if person and not personal:
            personal = [one for one in emails if is_theirs(one, person[0])][:1]
            emails = [one for one in emails if one not in personal]
        if not person or not person[3]:
            left = emails[1:] if named else emails
            person = self._with_email(person, personal or (left if person else []))
        if not person:
            numbers, own = numbers + own, []
        return Reached(
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
        reached: Reached,
        more: list[str],
        kept: list[Kept],
        wrong: list[str],
    ) -> Facts:
        """What else a row says of a company."""
        siret, siren = register_numbers_of(values)
        naf = naf_code(first_cell(values, "naf"))
        emails = len(reached.emails) + reached.personal
        misread = _misread(values, siren=siren, naf=naf, emails=emails)
        remarks = remarks_beside(values, reached.unread)
        if not wrong:
            remarks += [("wrong_numbers", cell) for cell in values.get("wrong_numbers", ())]
        headcount = first_cell(values, "headcount")[:60]
        faxes = [f"Fax : {text}" for text in reached.unread_faxes]
        noted = [*values.get("notes", ()), *reached.emails[1:], *more, *faxes, *reached.below]
        if self.layout.header < 0:
            noted += [cell for _, cell in remarks]
            remarks = []
        return Facts(
            siret=siret,
            siren=siren,
            naf=naf,
            activity=first_cell(values, "activity")[:200],
            website=first_cell(values, "website")[:300],
            headcount=headcount,
            people=headcount_from(headcount) if headcount else None,
            tags=tags_of(values.get("tags", ())),
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
        told = any(map(read_lines, values.get("history", ())))
        for name, column, cell in kept:
            if name in COUNTED and (told or cell == "0"):
                continue
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
        one = next(one for one in (name, *OF_NUMBERS) if one in fields)
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

    def _next_call(self, kept: list[Kept], values: Values) -> tuple[str, str, str] | None:
        for name, _, cell in kept:
            if name == "next_call" and (found := next_call_of(cell, self.at)):
                return found[:]  # a plain tuple: see as_tuple
        # In an own export, what the remarks asked for was done or has its own column.
        return None if self.tells_past else next_call_noted(values.get("notes", ()), self.at)

    def _others(
        self, values: Values, postcode: str, country: str
    ) -> list[tuple[Person, list[NumberTuple]]]:
        """The people of the cells that hold several."""
        found = list[tuple[Person, list[NumberTuple]]]()
        for cell in values["people"]:
            for one in people_of(cell):
                role = code_of(ROLES, one.role)
                role = role if role in ROLES["fr"] else role_of(one.title)
                numbers, _ = numbers_in(
                    [one.numbers] if one.numbers else (), postcode, country, [], of_person=True
                )
                found.append(((one.name[:160], role, one.title[:160], one.email), numbers))
        return found

    def _person(self, values: Values) -> Person | None:
        first, last = first_cell(values, "contact_first"), first_cell(values, "contact_last")
        whole = first_cell(values, "contact_name")
        if first and not last and whole:  # “Contact” may be the whole name, or the surname beside
            last = "" if first.lower() in whole.lower() else whole
            first = first if last else whole
        elif last and not first and last.lower() in whole.lower():
            last = ""  # “cn: Inès Jol”, “sn: Jol”
        name = (f"{first} {last}".strip() if first or last else "") or whole
        title, civility = first_cell(values, "contact_title"), first_cell(values, "civility")
        if not title and name == whole:
            name, title = person_in_cell(whole)
        if name and civility and not name.lower().startswith(civility.lower()):
            name = f"{civility} {name}"
        if not name and not (title and ("name" in self.named or whole)):
            return None
        return name[:160], role_of(title) if title else "other", title[:160], ""

    def _with_email(self, person: Person | None, emails: list[str]) -> Person | None:
        if person is None:
            return (
                ("", "other", "", emails[0]) if emails and "contact_email" in self.named else None
            )
        return (*person[:3], emails[0] if emails else "")


def _name(values: Values) -> str:
    """The name of a company, whose parts may stand in several columns: “Raison sociale 1”, “2”."""
    cells = values.get("name", ())
    if len(cells) <= 1:
        return first_cell(values, "name")
    return " ".join(" ".join(dict.fromkeys(cells)).split())


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


_WRITTEN_TO = ("email", "contact_email")


_READ: dict[str, Callable[[str], object]] = {
    "siret": lambda cell: any(read_siret(written_out(cell))),
    "naf": naf_code,
    "email": find_addresses,
    "contact_email": find_addresses,
    "history": read_lines,
    "steps": read_lines,
    "not_before": read_moment,
    "lists": read_names,
}
"""What reads the cells of a field that may hold something else."""
