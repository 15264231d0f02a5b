"""What a row changes on an existing card: shown to her first, then written field by field. Part of
the actions of this package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from decroche.intake.drafts import Draft, NumberTuple, Person
from decroche.intake.models import Batch, Change, UpdatedCompany
from decroche.intake.updating import number_row
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.prospects.go_betweens import is_front
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import stop_if_opposed
from decroche.prospects.queries import people_of
from decroche.prospects.refreshing import refresh
from decroche.prospects.rules import headcount_from
from decroche.shared.clock import now
from decroche.shared.folding import fold
from decroche.shared.places import department
from decroche.team.models import Member

SHOWN = (
    "name",
    "activity",
    "naf",
    "headcount",
    "address",
    "postcode",
    "city",
    "website",
    "email",
    "siret",
    "siren",
)
"""The fields a row may change, in the order shown; what follows from them (department, zone…) is
worked out.
"""

NUMBERS, PEOPLE = "numbers", "people"
"""The names, among the fields of a change, of its numbers and its people."""
DETAIL = "detail:"
"""The beginning of the name of a column that is no field of a card."""
PersonOfChange = list[Any]
"""[name, role, job, e-mail, numbers]"""


class Differences(NamedTuple):
    """The differences between a row and a card: {field: [before, after]}, and the numbers and
    people that the card does not have.
    """

    fields: dict[str, list[str]]
    numbers: list[NumberTuple]
    people: list[PersonOfChange]


def differences(company: Company, draft: Draft) -> Differences:
    """Returns the differences between a row and its card. An empty cell never empties a field;
    notes and tags are added to the existing ones.
    """
    fields = {
        name: [str(getattr(company, name)), str(getattr(draft, name))]
        for name in SHOWN
        if getattr(draft, name) and getattr(draft, name) != getattr(company, name)
    }
    if "siret" in fields:
        fields.pop("siren", None)  # it follows
    for column, text in json.loads(draft.details).items():
        if text != company.details.get(column, ""):
            fields[DETAIL + column] = [company.details.get(column, ""), text]
    if draft.notes and draft.notes not in company.notes:
        fields["notes"] = [company.notes, f"{company.notes}\n{draft.notes}".strip()]
    tags = [*company.tags, *(tag for tag in json.loads(draft.tags) if tag not in company.tags)]
    if tags != company.tags:
        fields["tags"] = [", ".join(company.tags), ", ".join(tags)]
    return Differences(fields, *_new_numbers_and_people(company, draft))


def _new_numbers_and_people(
    company: Company, draft: Draft
) -> tuple[list[NumberTuple], list[PersonOfChange]]:
    """Returns (the numbers of the company, the people) of the row that the card does not have."""
    rows = PhoneNumber.objects.filter(company=company).values_list("e164", "national")
    known = {e164 or national for e164, national in rows}
    of_nobody = () if draft.person else draft.person_numbers
    numbers = [
        number
        for number in (*draft.numbers, *draft.faxes, *of_nobody)
        if (number[0] or number[1]) not in known
    ]
    known |= {number[0] or number[1] for number in numbers}
    contacts = people_of(company)
    people = [
        [*person, own]
        for person, numbers_of_person in _people_of(draft)
        if (own := [one for one in numbers_of_person if (one[0] or one[1]) not in known])
        or _is_news(contacts, person)
    ]
    return numbers, people


def _people_of(draft: Draft) -> list[tuple[Person, list[NumberTuple]]]:
    first = [(draft.person, draft.person_numbers)] if draft.person else []
    return [*first, *draft.others]


def _is_news(there: list[Contact], person: Person) -> bool:
    """Whether the card does not have this person, or lacks something that the row says of them."""
    name, role, title, email = person
    known = _same_person(there, name, email, role)
    if known is None:
        return bool(name or email)
    return bool((email and not known.email) or (title and not known.title))


def _same_person(there: list[Contact], name: str, email: str, role: str) -> Contact | None:
    """Returns which of these people it is, by the address, the name, or a role for which nobody was
    named.
    """
    return next(
        (
            one
            for one in there
            if (email and one.email == email) or (name and fold(one.name) == fold(name))
        ),
        None,
    ) or next((one for one in there if not name and not email and one.role == role), None)


def propose(batch: Batch, company_id: int, draft: Draft) -> Change | None:
    """Keeps what the row would change, for her to decide; None when it changes nothing."""
    company = Company.objects.filter(workspace_id=batch.workspace_id, pk=company_id).first()
    if company is None:  # erased while the rest of the file was read
        return None
    fields, numbers, people = differences(company, draft)
    if not fields and not numbers and not people:
        return None
    change = Change(
        workspace_id=batch.workspace_id,
        batch=batch,
        company=company,
        line=draft.line,
        fields=fields,
        numbers=[list(one) for one in numbers],
        people=people,
    )
    change.save()
    return change


def apply_at_once(by: Member, change: Change) -> None:
    """Writes a change during an import that may update cards; the undo of the import
    takes it back.
    """
    verb = Verb(Entry(workspace_id=by.workspace_id))
    _write(verb, by, change, _everything(change))


def apply_changes(
    *, by: Member, changes: Iterable[Change], only: dict[int, set[str]] | None = None
) -> tuple[Entry, int]:
    """Writes the changes that she accepts, in one journal line. `only` names the accepted fields of
    each change (NUMBERS among them); a card without any accepted field stays as it is.

    Returns (the journal line, how many cards were changed).
    """
    with record("changes.applied", by=by) as verb:
        waiting = _still_waiting(verb, by, changes)
        for change in waiting:
            taken = _everything(change) if only is None else only.get(change.pk, set())
            if taken:
                _write(verb, by, change, taken)
            else:
                verb.update(change, state=Change.State.LEFT, decided_at=now())
        written = [change for change in waiting if change.state == Change.State.APPLIED]
        _count(verb, written)
    return verb.entry, len(written)


def _everything(change: Change) -> set[str]:
    return {*change.fields, NUMBERS, PEOPLE}


def leave_changes(*, by: Member, changes: Iterable[Change]) -> tuple[Entry, int]:
    """Drops changes: the cards stay as they are."""
    with record("changes.left", by=by) as verb:
        waiting = _still_waiting(verb, by, changes)
        for change in waiting:
            verb.update(change, state=Change.State.LEFT, decided_at=now())
    return verb.entry, len(waiting)


def _still_waiting(verb: Verb, by: Member, changes: Iterable[Change]) -> list[Change]:
    """Returns the changes that nobody has decided on meanwhile, in another tab or by a second
    click, locked until the verb ends.
    """
    keys = [change.pk for change in changes]
    found: list[Change] = []
    for start in range(0, len(keys), 500):
        rows = Change.objects.select_for_update().filter(
            workspace_id=by.workspace_id,
            pk__in=keys[start : start + 500],
            state=Change.State.WAITING,
        )
        found += rows.order_by("pk")
    verb.entry.company_id = found[0].company_id if len(found) == 1 else None
    verb.entry.particulars |= {"cards": len(found)}
    return found


def _count(verb: Verb, changes: list[Change]) -> None:
    """Counts a duplicate row as updated once its change is written."""
    if changes:
        batch = Batch.objects.get(pk=changes[0].batch_id)
        verb.update(
            batch,
            updated_count=batch.updated_count + len(changes),
            duplicate_count=batch.duplicate_count - len(changes),
        )


def _write(verb: Verb, by: Member, change: Change, taken: set[str]) -> None:
    company = Company.objects.get(workspace_id=by.workspace_id, pk=change.company_id)
    values = _columns(company, change, taken)
    closed = values.pop("closed", "")
    before = {name: getattr(company, name) for name in values}
    verb.update(company, **values)
    made = _add_numbers(
        verb, company, [tuple(number) for number in change.numbers] if NUMBERS in taken else []
    )
    people = list[int]()
    filled = list[list[Any]]()
    for *person, numbers in change.people if PEOPLE in taken else ():
        contact, new = _add_person(verb, company, tuple(person), filled)
        people += [contact.pk] if new else []
        made += _add_numbers(verb, company, [tuple(number) for number in numbers], contact)
    if closed:  # the establishment is closed: its card leaves the file, and undo brings it back
        verb.update(company, removed_at=now())
    images = {
        "fields": before,
        "after": values,
        "numbers": made,
        "removed": bool(closed),
        "people": people,
        "filled": filled,
    }
    verb.create(
        UpdatedCompany(
            workspace_id=by.workspace_id,
            batch_id=change.batch_id,
            company_id=company.pk,
            before=images,
        )
    )
    verb.update(change, state=Change.State.APPLIED, decided_at=now())
    refresh(verb, company)
    stop_if_opposed(verb, company)


def _columns(company: Company, change: Change, taken: set[str]) -> dict[str, Any]:
    """Returns the new values of the columns of a card, with those that follow from them; "closed"
    is one of them when the establishment is closed.
    """
    values: dict[str, Any] = {
        name: after for name, (_before, after) in change.fields.items() if name in taken
    }
    if "siret" in values:
        values["siren"] = values["siret"][:9]
    if "headcount" in values:
        values["headcount_min"] = headcount_from(values["headcount"])
    if "postcode" in values:
        values["department"] = department(values["postcode"])
    details = {
        name.removeprefix(DETAIL): values.pop(name)
        for name in list(values)
        if name.startswith(DETAIL)
    }
    if details:
        values["details"] = company.details | details
    if "tags" in values:
        values["tags"] = values["tags"].split(", ")
    return values


def _add_person(
    verb: Verb, company: Company, person: Person, filled: list[list[Any]]
) -> tuple[Contact, bool]:
    """Returns (the person of the card, whether they are new). For a known person, empty columns are
    filled; each is noted as [key, field, value].
    """
    name, role, title, email = person
    known = _same_person(people_of(company), name, email, role)
    if known is None:
        contact = verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                name=name[:160],
                role=role,
                title=title,
                email=email,
                gatekeeper=is_front(name, title),
            )
        )
        return contact, True
    missing = {
        field: value
        for field, value in (("email", email), ("title", title))
        if value and not getattr(known, field)
    }
    if missing:
        verb.update(known, **missing)
        filled += [[known.pk, field, value] for field, value in missing.items()]
    return known, False


def _add_numbers(
    verb: Verb, company: Company, numbers: list[NumberTuple], contact: Contact | None = None
) -> list[int]:
    """Adds numbers and returns their keys. A number with an opposition stops the whole card, once
    all are written.
    """
    known = set(
        PhoneNumber.objects.filter(company=company).values_list("e164", "national")
    )  # another row, or she, may have brought it since
    numbers = [number for number in numbers if (number[0], number[1]) not in known]
    rows = [
        number_row(company, number, contact, position)
        for position, number in enumerate(numbers, len(known))
    ]
    return [verb.create(row).pk for row in rows]
