"""The person a call was about, found or made: by the address that was given, or by the name of who
decides. Works inside the verb that keeps the call.
"""

from __future__ import annotations

from collections.abc import Sequence

from decroche.journal.record import Verb
from decroche.prospects.indexing import with_name
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import people_of
from decroche.shared.folding import fold


def whose_address(
    people: Sequence[Contact], contact_id: int | None, role: str, email: str
) -> Contact | None:
    """Whom of a card's people an address is put on: who has it already, else the one called, else
    the first of that role, who may have another address.
    """
    return (
        next((person for person in people if person.email == email), None)
        or next((person for person in people if person.pk == contact_id), None)
        or next((person for person in people if person.role == role), None)
    )


def keep_address(
    *, verb: Verb, company: Company, contact_id: int | None, role: str, email: str
) -> Contact | None:
    """Puts an address given on the telephone on the right person: the one called, the one of that
    role, or a new one.
    """
    people = people_of(company, verb.known)
    chosen = whose_address(people, contact_id, role, email)
    if chosen is not None and chosen.email == email:
        return chosen
    if chosen is not None and not chosen.email:
        verb.update(chosen, email=email)
    else:
        chosen = verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                role=role or Contact.Role.OTHER,
                email=email,
            )
        )
        people.append(chosen)
    verb.update(company, search_text=f"{company.search_text} {email}")
    return chosen


def name_person(
    *, verb: Verb, company: Company, name: str, role: str, decides: bool = True
) -> Contact:
    """Names who decides: somebody known by that name, the person of a role nobody had named, or
    somebody new.
    """
    people = list(
        Contact.objects.filter(workspace_id=company.workspace_id, company=company).order_by("id")
    )
    known = next((one for one in people if one.name and fold(one.name) == fold(name)), None)
    nameless = next((one for one in people if one.role == role and not one.name), None)
    if known is not None:
        verb.update(known, decides=known.decides or (decides and known.opposed_at is None))
        return known
    if nameless is not None:
        verb.update(nameless, name=name[:160], decides=decides)
        person = nameless
    else:
        person = verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                role=role,
                name=name[:160],
                decides=decides,
            )
        )
    verb.update(company, search_text=with_name(company.search_text, name))
    return person
