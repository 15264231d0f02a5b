"""Verbs about companies, their people and numbers. Each is one transaction with one journal line,
and can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from decroche.compliance.queries import opposed
from decroche.journal.models import Entry
from decroche.journal.record import Verb, key_of_verb, record, replay
from decroche.prospects.audience import nature_from
from decroche.prospects.events import CompaniesChanged, CompanyAdded
from decroche.prospects.go_betweens import is_front
from decroche.prospects.indexing import name_key
from decroche.prospects.left_alone import LeftAlone, left_alone, refuse
from decroche.prospects.models import (
    CallList,
    CallListEntry,
    Company,
    Contact,
    PhoneNumber,
    Provenance,
)
from decroche.prospects.opposition import oppose_company, stop_if_opposed
from decroche.prospects.paper_line import PaperLine
from decroche.prospects.refreshing import derive, refresh, resolve_audience
from decroche.prospects.rules import headcount_from, number_state
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold
from decroche.shared.numbers import Number
from decroche.shared.places import department
from decroche.team.models import Member, Workspace

EDITABLE = (
    "name",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "website",
    "email",
    "notes",
    "siret",
)


@dataclass(frozen=True, slots=True)
class NewCompany:
    """The values of a company to add: its numbers, other fields of the card by name, people as
    (role, name), and where it comes from (`source`, and its `nature` as in Provenance).
    """

    name: str
    numbers: list[Number] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    people: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    nature: str = ""


def provenance_for(by: Member, source: str, kind: str, nature: str = "") -> Provenance:
    """The provenance with this source, kind and nature; it is made when there is none. Without a
    nature, the text of the source is asked for it (`nature_from`).
    """
    provenance, _ = Provenance.objects.get_or_create(
        workspace_id=by.workspace_id,
        source=source[:200],
        kind=kind,
        nature=nature or nature_from(source),
        defaults={"created_at": now()},
    )
    return provenance


def say_nature(*, by: Member, provenance: Provenance, nature: str) -> Entry:
    """Sets the legal nature of a source. Whether its cards are professionals or consumers is
    decided again by it.
    """
    with record("source.nature", by=by, source=provenance.source, nature=nature) as verb:
        verb.update(provenance, nature=nature)
        for company in Company.objects.filter(
            workspace=by.workspace, provenance=provenance, erased_at=None
        ):
            company.provenance, company.workspace = provenance, by.workspace
            audience = resolve_audience(company)
            if audience != (company.audience, company.audience_why) or company.diffusion == "P":
                refresh(verb, company)
    return verb.entry


def add_company(
    *, by: Member, new: NewCompany, first: bool = False, key: str | None = None
) -> tuple[Company, Entry]:
    """Adds one card: (the card, the journal line). `first` puts it at the head of the file. A
    second call with the same `key` adds nothing and returns the card of the first.

    Raises SilentValue for a company that asked not to be called.
    """
    key = key_of_verb("company.added", key)
    done = replay(workspace_id=by.workspace_id, key=key)
    if done is not None:
        return _added(done)
    refuse(left_alone_of(by.workspace, new))
    try:
        return _add(by, new, first, key)
    except IntegrityError:  # another process has just used the same key
        done = replay(workspace_id=by.workspace_id, key=key)
        if done is None:
            raise
        return _added(done)


def _added(entry: Entry) -> tuple[Company, Entry]:
    """(the card that a journal line added, the line)."""
    company = Company.objects.get(workspace_id=entry.workspace_id, pk=entry.company_id or 0)
    return company, entry


def _add(by: Member, new: NewCompany, first: bool, key: str | None) -> tuple[Company, Entry]:
    with record("company.added", by=by, key=key) as verb:
        company = make_company(verb=verb, by=by, new=new, first=first)
        verb.entry.company_id = company.pk
        verb.entry.particulars = {"name": company.name}
    return company, verb.entry


def left_alone_of(workspace: Workspace, new: NewCompany) -> list[LeftAlone]:
    """Those values of a company to add that are not to be called: its numbers, its address, its
    SIRET, or its name and place.
    """
    place = new.fields.get("postcode", ""), new.fields.get("city", "")
    return left_alone(
        workspace,
        new.numbers,
        email=new.fields.get("email", ""),
        siret=new.fields.get("siret", ""),
        name=new.name,
        name_key=name_key(new.name, *place),
    )


def new_from_line(read: PaperLine) -> NewCompany:
    """The values of a card from a typed line; without a name, its number stands for the name."""
    name = read.name or read.numbers[0].national
    return NewCompany(name, list(read.numbers), read.fields, read.contacts)


def make_company(*, verb: Verb, by: Member, new: NewCompany, first: bool = False) -> Company:
    """Makes a card with its numbers and people, inside a verb that was opened already."""
    workspace = by.workspace
    company = Company(
        workspace=workspace,
        name=new.name[:200],
        provenance=provenance_for(by, new.source or "saisie", "typed", new.nature),
        department=department(new.fields.get("postcode", "")),
        created_at=now(),
        name_key="",
        sort_name="",
        **_fitting(new.fields),
    )
    company.siren = company.siren or company.siret[:9]
    verb.create(company)
    stopped = opposed(workspace, "number", [number.dial for number in new.numbers])
    for position, number in enumerate(new.numbers):
        verb.create(_number_row(company, number, position, number.dial in stopped))
    for role, name in new.people:
        verb.create(
            Contact(
                workspace=workspace,
                company=company,
                role=role,
                name=name[:160],
                gatekeeper=is_front(name),
                created_at=now(),
            )
        )
    derive(verb, company)
    publish(CompanyAdded(verb, company, first))
    stop_if_opposed(verb, company)
    return company


def _max_length(name: str) -> int | None:
    """The longest text that a column of the card can have; None for one without a limit."""
    return getattr(Company._meta.get_field(name), "max_length", None)


def _fitting(fields: dict[str, str]) -> dict[str, str]:
    """The texts, cut to the length of their columns."""
    return {name: value[: _max_length(name)] for name, value in fields.items()}


def _number_row(company: Company, number: Number, position: int, stopped: bool) -> PhoneNumber:
    return PhoneNumber(
        workspace_id=company.workspace_id,
        company=company,
        e164=number.e164,
        national=number.national,
        extension=number.extension,
        kind=number.kind,
        cost=number.cost,
        timezone=number.timezone,
        state=number_state(valid=number.valid, opposed=stopped),
        position=position,
    )


def edit_company(*, by: Member, company: Company, changes: dict[str, str]) -> Entry | None:
    """Changes fields of a card; None when nothing differs. Raises ValueError for a field that can't
    be edited, an empty name or a text that is too long, and SilentValue for a value of somebody
    who asked not to be called, which would silence the card.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not a field of a card: {', '.join(sorted(unknown))}")
    if "name" in changes and not changes["name"].strip():
        raise ValueError("a company needs a name")
    for name, value in changes.items():
        most = _max_length(name)
        if most and len(value.strip()) > most:
            raise ValueError(f"{name} holds {most} characters at most")
    values: dict[str, Any] = {name: value.strip() for name, value in changes.items()}
    before = {name: getattr(company, name) for name in values}
    if before == values:
        return None
    _refuse_what_silences(company, {name: str(value) for name, value in values.items()})
    if "headcount" in values:
        values["headcount_min"] = headcount_from(values["headcount"])
    if "siret" in values:
        values["siren"] = values["siret"][:9]
    if "postcode" in values:
        values["department"] = department(values["postcode"])
    with record(
        "company.edited",
        by=by,
        company_id=company.pk,
        before=before,
        after={name: values[name] for name in before},
    ) as verb:
        verb.update(company, **values, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def _refuse_what_silences(
    company: Company, changes: dict[str, str], numbers: Iterable[Number] = ()
) -> None:
    """Raises SilentValue when a new number or a changed field of a card is that of somebody who
    asked not to be called. It does not for a card that is opposed already.
    """
    if company.opposed_at is not None:
        return
    new = {name: value for name, value in changes.items() if value != getattr(company, name)}
    name, postcode, city = (
        new.get(each, getattr(company, each)) for each in ("name", "postcode", "city")
    )
    key = name_key(name, postcode, city)
    found = left_alone(
        company.workspace,
        numbers,
        email=new.get("email", ""),
        siret=new.get("siret", ""),
        name=name,
        name_key=key if key != company.name_key else "",
    )
    refuse(found)


def add_number(*, by: Member, company: Company, number: Number) -> Entry:
    """Adds a number to a card. Raises SilentValue."""
    _refuse_what_silences(company, {}, [number])
    with record(
        "company.number_added", by=by, company_id=company.pk, number=number.national
    ) as verb:
        position = PhoneNumber.objects.filter(company=company).count()
        verb.create(
            _number_row(
                company, number, position, bool(opposed(by.workspace, "number", [number.dial]))
            )
        )
        verb.update(company, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def new_numbers(company: Company, numbers: Iterable[Number]) -> list[Number]:
    """Those of the numbers that the card does not have yet. One that was marked wrong counts as
    new.
    """
    known = set(
        PhoneNumber.objects.filter(company=company)
        .exclude(state=PhoneNumber.State.WRONG)
        .values_list("e164", "national")
    )
    return [number for number in numbers if (number.e164, number.national) not in known]


def add_what_is_new(
    *, verb: Verb, company: Company, numbers: Iterable[Number], people: Iterable[tuple[str, str]]
) -> None:
    """Adds the numbers and people (role, name) that a card does not have, inside a verb that was
    opened already.
    """
    new = new_numbers(company, numbers)
    rows = Contact.objects.filter(company=company, workspace_id=company.workspace_id)
    known = {(role, fold(name)) for role, name in rows.values_list("role", "name")}
    names = {name for _, name in known if name}
    added = [
        (role, name)
        for role, name in people
        if fold(name) not in names and (role, fold(name)) not in known
    ]
    if not new and not added:
        return
    stopped = opposed(company.workspace, "number", [number.dial for number in new])
    position = PhoneNumber.objects.filter(company=company).count()
    for index, number in enumerate(new):
        verb.create(_number_row(company, number, position + index, number.dial in stopped))
    for role, name in added:
        verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                role=role,
                name=name[:160],
                gatekeeper=is_front(name),
                created_at=now(),
            )
        )
    verb.update(company, edited_at=now())
    refresh(verb, company)
    stop_if_opposed(verb, company)


def complete_company(
    *, by: Member, company: Company, numbers: Iterable[Number], changes: dict[str, str]
) -> Entry | None:
    """Adds numbers and other fields that were found for a card, as one journal line; None when
    there is nothing new. Raises SilentValue.
    """
    new = new_numbers(company, numbers)
    values: dict[str, Any] = {
        name: value
        for name, value in changes.items()
        if name in EDITABLE and value != getattr(company, name)
    }
    if not new and not values:
        return None
    _refuse_what_silences(company, {name: str(value) for name, value in values.items()}, new)
    with record(
        "company.completed",
        by=by,
        company_id=company.pk,
        numbers=[number.national for number in new],
        fields=sorted(values),
    ) as verb:
        stopped = opposed(by.workspace, "number", [number.dial for number in new])
        position = PhoneNumber.objects.filter(company=company).count()
        for index, number in enumerate(new):
            verb.create(_number_row(company, number, position + index, number.dial in stopped))
        verb.update(company, **values, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def add_person(
    *, by: Member, company: Company, role: str, name: str, email: str = "", decides: bool = False
) -> Entry:
    """Adds a person to a card. When the card has the same person already, nothing is written: the
    journal line that is returned then has no primary key. Raises SilentValue for an address of
    somebody who asked not to be called; a person who asked for it by name stands there as silent.
    """
    if company.opposed_at is None:
        refuse(left_alone(by.workspace, email=email))
    with record("company.person_added", by=by, company_id=company.pk, name=name, role=role) as verb:
        lock_company(company)
        if Contact.objects.filter(
            company=company, role=role, name=name[:160], email=email, decides=decides
        ).exists():
            return verb.entry
        verb.create(
            Contact(
                workspace_id=by.workspace_id,
                company=company,
                role=role,
                name=name[:160],
                email=email,
                decides=decides,
                gatekeeper=is_front(name) and not decides,
                created_at=now(),
            )
        )
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def lock_company(company: Company) -> None:
    """Makes other transactions that write on the card wait until the verb under way has ended."""
    list(Company.objects.select_for_update().filter(pk=company.pk).values_list("pk"))


def put_on_list(*, by: Member, companies: QuerySet[Company], name: str) -> Entry:
    """Puts companies on the list of that name, which is made when there is none."""
    with record("companies.listed", by=by, list=name) as verb:
        chosen = CallList.objects.filter(
            workspace_id=by.workspace_id, name=name[:120]
        ).first() or verb.create(
            CallList(workspace_id=by.workspace_id, name=name[:120], created_at=now())
        )
        present = set(
            CallListEntry.objects.filter(call_list=chosen).values_list("company_id", flat=True)
        )
        new = [pk for pk in companies.values_list("pk", flat=True) if pk not in present]
        for entry in CallListEntry.objects.bulk_create(
            [
                CallListEntry(workspace_id=by.workspace_id, call_list=chosen, company_id=pk)
                for pk in new
            ],
            500,
        ):
            verb.made(entry)
        verb.entry.particulars["count"] = len(new)
    return verb.entry


def tag(*, by: Member, companies: QuerySet[Company], word: str) -> Entry:
    """Puts a tag on companies."""
    word = word.strip()[:40]
    with record("companies.tagged", by=by, tag=word) as verb:
        count = 0
        for company in companies.select_related(None).only(
            "id", "tags", "edited_at", "workspace_id"
        ):
            if word not in company.tags:
                verb.update(company, tags=[*company.tags, word], edited_at=now())
                count += 1
        verb.entry.particulars["count"] = count
    return verb.entry


def oppose_all(*, by: Member, companies: QuerySet[Company], channel: str = "phone") -> Entry:
    """Notes an opposition of each of the companies."""
    with record("companies.opposed", by=by) as verb:
        chosen = list(companies)
        for company in chosen:
            oppose_company(verb=verb, by=by, company=company, channel=channel)
        verb.entry.company_id = chosen[0].pk if len(chosen) == 1 else None
        verb.entry.particulars["count"] = len(chosen)
    return verb.entry


def remove(*, by: Member, companies: QuerySet[Company]) -> Entry:
    """Removes companies from the file. The rows stay, so that it can be undone."""
    with record("companies.removed", by=by) as verb:
        present = companies.filter(removed_at=None)
        keys = tuple(present.values_list("pk", flat=True))
        verb.entry.particulars["count"] = verb.update_all(present, removed_at=now())
        publish(CompaniesChanged(verb, by.workspace_id, keys))
    return verb.entry
