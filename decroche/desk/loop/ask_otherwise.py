"""Whom to ask for when the person of a card is not available, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.prospects.models import Contact


def others_to_ask(
    order: list[str], role: str, people: list[Contact], asked: Contact | None
) -> list[str]:
    """Returns whom to ask for if the first is not available: the next role of her order, by name
    when a person of that role is known who did not ask to be left alone. When the first is a person
    of unknown role, or of a role that is not in her order, the department of its first role comes
    before.
    """
    names = dict(Contact.Role.choices)
    outside_order = (
        asked is not None and not asked.decides and (asked.of_unknown_role or role not in order)
    )
    found = [_department(order[0])] if outside_order else []
    for other in order:
        if other != role and not (outside_order and other == order[0]):
            known = (one for one in people if one.role == other and one.name and one.approachable)
            person = next(known, None)
            return [*found, person.name if person else str(names[other])]
    return found


def in_turn(who: list[str]) -> str:
    """“otherwise HR”, “otherwise communication, then HR”."""
    hr = str(Contact.Role.HR.label)
    if len(who) == 1:
        return _("otherwise HR") if who[0] == hr else _("otherwise %(who)s") % {"who": who[0]}
    first, then = who
    if then == hr:
        return _("otherwise %(first)s, then HR") % {"first": first}
    return _("otherwise %(first)s, then %(then)s") % {"first": first, "then": then}


def _department(role: str) -> str:
    if role == Contact.Role.COMMUNICATION:
        return _("the communication department")
    return str(dict(Contact.Role.choices).get(role, role))
