"""A person of a card, corrected or taken off it by hand.

Whoever asked to be left alone is neither changed nor removed: what they asked stays readable.
"""

from __future__ import annotations

from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.rows import concrete
from decroche.prospects.actions import lock_company
from decroche.prospects.go_betweens import is_front
from decroche.prospects.left_alone import left_alone, refuse
from decroche.prospects.models import Contact
from decroche.prospects.opposition import stop_if_opposed
from decroche.prospects.refreshing import refresh
from decroche.shared.clock import now
from decroche.team.models import Member


class AskedForSilence(ValueError):
    """The person asked to be left alone."""


def edit_person(
    *, by: Member, person: Contact, name: str, role: str, email: str = ""
) -> Entry | None:
    """Changes the name, the role and the address of a person; None when nothing differs.

    Raises AskedForSilence, SilentValue for the address of somebody who asked not to be called,
    and ValueError for a text that is too long, an unknown role, or no name where there was one.
    """
    _stop_if_silent(person)
    values = {"name": name.strip(), "role": role, "email": email.strip()}
    before = {field: getattr(person, field) for field in values}
    if role not in Contact.Role.values or (person.name and not values["name"]):
        raise ValueError("a person has a name and one of the roles")
    for field, value in values.items():
        most = concrete(Contact, field).max_length
        if most and len(value) > most:
            raise ValueError(f"{field} holds {most} characters at most")
    changed = {field: value for field, value in values.items() if value != before[field]}
    if not changed:
        return None
    if person.company.opposed_at is None:
        refuse(left_alone(by.workspace, email=changed.get("email", "")))
    with record(
        "company.person_edited",
        by=by,
        company_id=person.company_id,
        before={field: before[field] for field in changed},
        after=changed,
    ) as verb:
        company = person.company
        lock_company(company)
        verb.update(person, **changed)
        if person.gatekeeper:
            verb.update(person, gatekeeper=_still_in_front(person))
        verb.update(company, edited_at=now())
        refresh(verb, company)
        stop_if_opposed(verb, company)
    return verb.entry


def _still_in_front(person: Contact) -> bool:
    return person.role == Contact.Role.OTHER and is_front(person.name, person.title)


def remove_person(*, by: Member, person: Contact) -> Entry:
    """Takes a person off their card. Calls, numbers and mails stay, without them.

    Raises AskedForSilence.
    """
    _stop_if_silent(person)
    company = person.company
    with record("company.person_removed", by=by, company_id=company.pk, name=str(person)) as verb:
        lock_company(company)
        verb.delete(person)
        verb.update(company, edited_at=now())
        refresh(verb, company)
    return verb.entry


def _stop_if_silent(person: Contact) -> None:
    if not person.approachable:
        raise AskedForSilence("the person asked to be left alone")
