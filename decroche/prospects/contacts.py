"""The person a call was about, found or made: by the address that was given, or by the name of who
decides. Works inside the verb that keeps the call.
"""

from __future__ import annotations

from decroche.journal.record import Verb
from decroche.prospects.indexing import with_name
from decroche.prospects.models import Company, Contact
from decroche.shared.folding import fold


def keep_address(
    *, verb: Verb, company: Company, contact_id: int | None, role: str, email: str
) -> Contact | None:
    """Puts an address given on the telephone on the right person: the one called, the one of that
    role, or a new one.
    """
    people = list(
        Contact.objects.filter(workspace_id=company.workspace_id, company=company).order_by("id")
    )
    known = next((person for person in people if person.email == email), None)
    if known is not None:
        return known
    chosen = next((person for person in people if person.pk == contact_id), None) or next(
        (person for person in people if person.role == role), None
    )
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
