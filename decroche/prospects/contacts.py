"""Noting on a card what a call said about its people: an e-mail address, or the name of who
decides. These functions are called inside the verb that logs the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decroche.journal.record import Verb
from decroche.prospects.indexing import with_name
from decroche.prospects.models import Company, Contact
from decroche.prospects.names_given import carries_name, name_in_address
from decroche.prospects.queries import people_of
from decroche.shared.folding import fold


def whose_address(
    people: Sequence[Contact], contact_id: int | None, role: str, email: str
) -> Contact | None:
    """Which of a card's people an address belongs to: who has it already, else whose name it
    carries, else the person called, else the first person of the role (who may have another
    address).
    """
    named = (one for one in people if one.name and not one.email and carries_name(email, one.name))
    return (
        next((person for person in people if person.email == email), None)
        or next(named, None)
        or next((person for person in people if person.pk == contact_id), None)
        or next((person for person in people if person.role == role), None)
    )


def keep_address(
    *,
    verb: Verb,
    company: Company,
    contact_id: int | None,
    role: str,
    email: str,
    words: Iterable[str] = (),
) -> Contact | None:
    """Saves an address that was given on the telephone for the person it belongs to (see
    `whose_address`), or for a new person when that one has another address. A person without a name
    gets the one that the address carries, when the `words` of the call name it.
    """
    people = people_of(company, verb.known)
    chosen = whose_address(people, contact_id, role, email)
    if chosen is not None and chosen.email == email:
        return chosen
    name = name_in_address(email, words)
    theirs = chosen is not None and (
        not name or not chosen.name or carries_name(email, chosen.name)
    )
    if chosen is not None and theirs and not chosen.email:
        verb.update(chosen, email=email, name=chosen.name or name)
    else:
        chosen = verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                role=role or Contact.Role.OTHER,
                email=email,
                name=name,
            )
        )
        people.append(chosen)
    text = with_name(company.search_text, name) if name else company.search_text
    verb.update(company, search_text=f"{text} {email}")
    return chosen


def name_decider(*, verb: Verb, company: Company, name: str) -> Contact:
    """Notes the name of the person who decides: on the person of that name (whoever asked for
    silence is not made the decider), else on the manager who has no name yet, else on a new person.
    """
    role = Contact.Role.MANAGEMENT
    people = list(
        Contact.objects.filter(workspace_id=company.workspace_id, company=company).order_by("id")
    )
    named = next((each for each in people if each.name and fold(each.name) == fold(name)), None)
    nameless = next((each for each in people if each.role == role and not each.name), None)
    if named is not None:
        verb.update(named, decides=named.decides or named.opposed_at is None)
        return named
    if nameless is not None:
        verb.update(nameless, name=name[:160], decides=True)
        person = nameless
    else:
        person = verb.create(
            Contact(
                workspace_id=company.workspace_id,
                company=company,
                role=role,
                name=name[:160],
                decides=True,
            )
        )
    verb.update(company, search_text=with_name(company.search_text, name))
    return person
