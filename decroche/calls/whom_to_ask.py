"""Whom she asks for at a company, and the number she dials for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from decroche.calls.models import Call
from decroche.calls.preferences import RolesAsked
from decroche.calls.rules import ANSWERED, RIGHT_PARTY_CONTACT
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber
from decroche.prospects.names_given import person_to_ask, same_person
from decroche.prospects.queries import numbers_of, people_of
from decroche.prospects.rules import role_of
from decroche.team.models import Workspace
from decroche.team.preferences import preferred

_ORDER = {"direct": 0, "mobile": 1, "switchboard": 2}


def roles_asked(workspace: Workspace) -> list[str]:
    """Returns the roles she asks for, in order."""
    return list(preferred(workspace, RolesAsked).order)


def roles_by_list(workspace: Workspace) -> dict[int, list[str]]:
    """Returns {list: roles she asks for, in order} for the lists that have their own order."""
    return {key: list(order) for key, order in preferred(workspace, RolesAsked).by_list}


LISTS = PreparedQuery(
    lambda workspace, company: CallListEntry.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("call_list_id")
)


def roles_for(company: Company, fetch: Fetch = fetch_now) -> list[str]:
    """Returns the roles she asks for at a company: those of the first of its lists that has its own
    order, else the usual ones.
    """
    own = roles_by_list(company.workspace)
    if own:
        for entry in fetch(LISTS, company.workspace_id, company.pk):
            if entry.call_list_id in own:
                return own[entry.call_list_id]
    return roles_asked(company.workspace)


class WhomToAsk(NamedTuple):
    """The role to ask for, a value of Contact.Role, and the person, None when nobody is known."""

    role: str
    person: Contact | None


def ask_for(
    company: Company,
    people: Sequence[Contact] | None = None,
    order: Sequence[str] = (),
    talked_since: bool | None = None,
) -> WhomToAsk:
    """Returns whom to ask for at a company.

    The first of these who is known: the person whom the switchboard named in its last words, unless
    she talked with somebody since (`talked_since`; by default: in the last call); the decision
    maker; a person of the first role of her order; one of unknown role; one of a role that is not
    in her order. Without any of them it is the first role of her order. A person who asked to be
    left alone is left out. (qualifying.py says how a name in a note becomes the decision maker.)

    A person whom only the switchboard named has no key: there is no row for them.
    """
    people = people_of(company) if people is None else people
    order = order or roles_for(company)
    if talked_since is None:
        talked_since = company.state.last_outcome in RIGHT_PARTY_CONTACT
    asked = [one for one in people if one.approachable and not one.gatekeeper]
    named = _named_by_switchboard(company, people)
    decider = next((one for one in asked if one.decides), None)
    first = (decider or named) if talked_since else (named or decider)
    if first:
        return WhomToAsk(order[0] if first.of_unknown_role else first.role, first)
    of_role = [one for one in asked if one.role == order[0]]
    by_name = next((one for one in of_role if one.name), None)
    by_name = by_name or next((one for one in asked if one.of_unknown_role), None)
    if by_name:
        return WhomToAsk(order[0], by_name)
    other = (one for one in asked if one.name and one.role not in (*order, Contact.Role.OTHER))
    person = next(other, None)
    if person:
        return WhomToAsk(person.role, person)
    return WhomToAsk(order[0], next(iter(of_role), None))


def _named_by_switchboard(company: Company, people: Sequence[Contact]) -> Contact | None:
    """Returns whom the switchboard said to ask for: the person of the card with that name, else a
    new one that has only the name. None when it named nobody, or somebody who asked to be left
    alone.
    """
    name, title = person_to_ask(company.state.ask_next)
    if not name:
        return None
    known = next((one for one in people if one.name and same_person(one.name, name)), None)
    if known:
        return known if known.approachable and not known.gatekeeper else None
    found = role_of(title) if title else str(Contact.Role.OTHER)
    extra = title if found == Contact.Role.OTHER else ""
    return Contact(company=company, name=name, role=found, title=extra)


def best_number(
    company: Company, numbers: Sequence[PhoneNumber] | None = None, contact: Contact | None = None
) -> PhoneNumber | None:
    """Returns the number to dial: the person's own, else the first one of the company; None when no
    number may be dialled.
    """
    usable = [
        number for number in (numbers_of(company) if numbers is None else numbers) if number.usable
    ]
    if contact and contact.pk:
        own = [number for number in usable if number.contact_id == contact.pk]
        if own:
            return min(own, key=lambda number: (_ORDER[number.kind], number.position))
    return min(
        usable, key=lambda number: (number.contact_id is not None, number.position), default=None
    )


def talked_last(history: Sequence[Call]) -> bool:
    """Whether the last call that was answered got beyond the switchboard; `history` is newest
    first.
    """
    answered = (call.outcome for call in history if call.outcome in ANSWERED)
    return next(answered, "") in RIGHT_PARTY_CONTACT
