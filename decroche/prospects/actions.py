"""Verbs about the file. Each is one transaction and one journal entry; each can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from decroche.compliance.queries import opposed
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record, replay
from decroche.prospects.audience import nature_from
from decroche.prospects.events import CompaniesChanged, CompanyAdded
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
from decroche.shared.numbers import Number
from decroche.shared.places import department
from decroche.team.models import Member

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
    """A company to add by hand."""

    name: str
    numbers: list[Number] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    people: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    nature: str = ""


def provenance_for(by: Member, source: str, kind: str, nature: str = "") -> Provenance:
    """The provenance of that name and nature, made once.

    Without a nature: what the words say of it.
    """
    found, _ = Provenance.objects.get_or_create(
        workspace_id=by.workspace_id,
        source=source[:200],
        kind=kind,
        nature=nature or nature_from(source),
        defaults={"created_at": now()},
    )
    return found


def say_nature(*, by: Member, provenance: Provenance, nature: str) -> Entry:
    """Where a source comes from, in the law's terms; its cards are professional or consumer
    accordingly.
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
    """Adds one card; `first` puts it at the head of the file. The same key twice is one card."""
    done = replay(workspace_id=by.workspace_id, key=key)
    if done is not None:
        return _added(done)
    try:
        return _add(by, new, first, key)
    except IntegrityError:  # the same key at the same moment, from another process
        done = replay(workspace_id=by.workspace_id, key=key)
        if done is None:
            raise
        return _added(done)


def _added(entry: Entry) -> tuple[Company, Entry]:
    """The card that an entry added."""
    found = Company.objects.get(workspace_id=entry.workspace_id, pk=entry.company_id or 0)
    return found, entry


def _add(by: Member, new: NewCompany, first: bool, key: str | None) -> tuple[Company, Entry]:
    with record("company.added", by=by, key=key) as verb:
        company = make_company(verb=verb, by=by, new=new, first=first)
        verb.entry.company_id = company.pk
        verb.entry.particulars = {"name": company.name}
    return company, verb.entry


def new_from_line(read: PaperLine) -> NewCompany:
    """The card of a typed line; without a name it is called by its number."""
    name = read.name or read.numbers[0].national
    return NewCompany(name, list(read.numbers), read.fields, read.contacts)


def make_company(*, verb: Verb, by: Member, new: NewCompany, first: bool = False) -> Company:
    """The card, its numbers and people, inside a verb under way."""
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
    for place, number in enumerate(new.numbers):
        verb.create(_number_row(company, number, place, number.dial in stopped))
    for role, name in new.people:
        verb.create(
            Contact(
                workspace=workspace, company=company, role=role, name=name[:160], created_at=now()
            )
        )
    derive(verb, company)
    publish(CompanyAdded(verb, company, first))
    stop_if_opposed(verb, company)
    return company


def _most(name: str) -> int | None:
    return getattr(Company._meta.get_field(name), "max_length", None)


def _fitting(fields: dict[str, str]) -> dict[str, str]:
    """Texts cut to what their column holds."""
    return {name: value[: _most(name)] for name, value in fields.items()}


def _number_row(company: Company, number: Number, place: int, stopped: bool) -> PhoneNumber:
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
        position=place,
    )


def edit_company(*, by: Member, company: Company, changes: dict[str, str]) -> Entry | None:
    """Changes fields of a card; None when nothing differs. Raises ValueError on a field that can't
    be edited or an empty name.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not a field of a card: {', '.join(sorted(unknown))}")
    if "name" in changes and not changes["name"].strip():
        raise ValueError("a company needs a name")
    for name, value in changes.items():
        most = _most(name)
        if most and len(value.strip()) > most:
            raise ValueError(f"{name} holds {most} characters at most")
    values: dict[str, Any] = {name: value.strip() for name, value in changes.items()}
    before = {name: getattr(company, name) for name in values}
    if before == values:
        return None
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


def add_number(*, by: Member, company: Company, number: Number) -> Entry:
    """One more number; an opposed one is kept as such and never becomes callable."""
    with record(
        "company.number_added", by=by, company_id=company.pk, number=number.national
    ) as verb:
        place = PhoneNumber.objects.filter(company=company).count()
        verb.create(
            _number_row(
                company, number, place, bool(opposed(by.workspace, "number", [number.dial]))
            )
        )
        verb.update(company, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def new_numbers(company: Company, numbers: Iterable[Number]) -> list[Number]:
    """Those that the card does not have yet; one that was marked wrong may come again."""
    known = set(
        PhoneNumber.objects.filter(company=company)
        .exclude(state=PhoneNumber.State.WRONG)
        .values_list("e164", "national")
    )
    return [number for number in numbers if (number.e164, number.national) not in known]


def complete_company(
    *, by: Member, company: Company, numbers: Iterable[Number], changes: dict[str, str]
) -> Entry | None:
    """Numbers, an address or a site found for a card, in one entry; None when there is nothing new.
    An opposed number stops the card.
    """
    new = new_numbers(company, numbers)
    values: dict[str, Any] = {
        name: value
        for name, value in changes.items()
        if name in EDITABLE and value != getattr(company, name)
    }
    if not new and not values:
        return None
    with record(
        "company.completed",
        by=by,
        company_id=company.pk,
        numbers=[number.national for number in new],
        fields=sorted(values),
    ) as verb:
        stopped = opposed(by.workspace, "number", [number.dial for number in new])
        place = PhoneNumber.objects.filter(company=company).count()
        for index, number in enumerate(new):
            verb.create(_number_row(company, number, place + index, number.dial in stopped))
        verb.update(company, **values, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def add_person(
    *, by: Member, company: Company, role: str, name: str, email: str = "", decides: bool = False
) -> Entry:
    """One more person. The entry has no key when the card has that person, with that address,
    already.
    """
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
                created_at=now(),
            )
        )
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def lock_company(company: Company) -> None:
    """Inside a verb under way: others that write on the card wait until it is done."""
    list(Company.objects.select_for_update().filter(pk=company.pk).values_list("pk"))


def put_on_list(*, by: Member, companies: QuerySet[Company], name: str) -> Entry:
    """Adds companies to the list of that name, made if it is new."""
    with record("companies.listed", by=by, list=name) as verb:
        chosen = CallList.objects.filter(
            workspace_id=by.workspace_id, name=name[:120]
        ).first() or verb.create(
            CallList(workspace_id=by.workspace_id, name=name[:120], created_at=now())
        )
        there = set(
            CallListEntry.objects.filter(call_list=chosen).values_list("company_id", flat=True)
        )
        new = [pk for pk in companies.values_list("pk", flat=True) if pk not in there]
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
    """An opposition for each company."""
    with record("companies.opposed", by=by) as verb:
        chosen = list(companies)
        for company in chosen:
            oppose_company(verb=verb, by=by, company=company, channel=channel)
        verb.entry.company_id = chosen[0].pk if len(chosen) == 1 else None
        verb.entry.particulars["count"] = len(chosen)
    return verb.entry


def remove(*, by: Member, companies: QuerySet[Company]) -> Entry:
    """Takes companies out of the file; undo brings them back."""
    with record("companies.removed", by=by) as verb:
        there = companies.filter(removed_at=None)
        keys = tuple(there.values_list("pk", flat=True))
        verb.entry.particulars["count"] = verb.update_all(there, removed_at=now())
        publish(CompaniesChanged(verb, by.workspace_id, keys))
    return verb.entry
