"""Whether what somebody types, sends or brings in belongs to a company, or to a person, that asked
not to be called.

Such a number or address makes no card and goes on none: a second card of them would only wait to be
called by mistake, and a card that it is added to would be opposed without a word. Whoever typed it
is told whose it is. The rows of a file are asked by intake/settling.py, thousands at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decroche.compliance.queries import opposed
from decroche.compliance.rules import ValueKind
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import cards_carrying
from decroche.shared.numbers import Number
from decroche.team.models import Workspace

Typed = tuple[ValueKind, str, str]
"""(what a value is, as an opposition keeps it, as it is written)"""


_OF_THE_COMPANY = ("siret", "siren", "company")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A value that is not to be called (or written to), as it is written; whose it is, and the card
    that has it: "" and None when no card has it (any more).
    """

    kind: ValueKind
    said: str
    name: str = ""
    card: Company | None = None


class SilentValue(Exception):
    """What was to be written on a card belongs to somebody who asked not to be called; nothing was
    written. `found`: which of the values, and whose.
    """

    def __init__(self, found: list[LeftAlone]) -> None:
        super().__init__(", ".join(one.said for one in found))
        self.found = found

    def in_words(self) -> str:
        """One sentence for each of the values, as she reads it."""
        return " ".join(map(left_alone_in_words, self.found))


def left_alone(
    workspace: Workspace,
    numbers: Iterable[Number] = (),
    *,
    email: str = "",
    siret: str = "",
    name: str = "",
    name_key: str = "",
) -> list[LeftAlone]:
    """Those of the values that are not to be called. `name` and `name_key` are the name of a
    company and its folded name with its place, as an opposition keeps it (indexing.py).
    """
    typed: list[Typed] = [
        *(("number", number.dial, number.national) for number in numbers),
        ("email", email, email),
        ("siret", siret, siret),
        ("siren", siret[:9], siret[:9]),
        ("company", name_key, name),
    ]
    return left_alone_values(workspace, typed)


def left_alone_values(workspace: Workspace, typed: Sequence[Typed]) -> list[LeftAlone]:
    """Those of the values that are not to be called, kind by kind. The name or the SIRET of a
    company is only looked at when no number and no address was found, since it would say the same
    again.
    """
    found = list[LeftAlone]()
    for kind in dict.fromkeys(kind for kind, _value, _said in typed):
        if found and kind in _OF_THE_COMPANY:
            continue
        values = {value: said for each, value, said in typed if each == kind and value}
        stopped = opposed(workspace, kind, values)
        found += [_whose(workspace, kind, one, values[one]) for one in values if one in stopped]
    return found


def refuse(found: list[LeftAlone]) -> None:
    """Raises SilentValue when a value was found."""
    if found:
        raise SilentValue(found)


def _whose(workspace: Workspace, kind: ValueKind, value: str, said: str) -> LeftAlone:
    rows = cards_carrying(workspace.pk, [(kind, value)]).filter(removed_at=None).order_by("pk")
    theirs = sorted(rows, key=lambda card: card.opposed_at is None)
    if not theirs:
        return LeftAlone(kind, said, said if kind == "company" else "")
    card = theirs[0]
    person = _person(card, kind, value) if card.opposed_at is None else None
    return LeftAlone(kind, said, person.name if person else card.name, card)


def _person(card: Company, kind: ValueKind, value: str) -> Contact | None:
    """The person of the card who asked to be left alone and whose number or address this is; None
    when it is nobody's.
    """
    people = Contact.objects.filter(workspace_id=card.workspace_id, company=card)
    silent = people.exclude(opposed_at=None).exclude(name="")
    if kind == "email":
        return silent.filter(email=value).first()
    if kind != "number":
        return None
    numbers = PhoneNumber.objects.filter(workspace_id=card.workspace_id, company=card)
    theirs = (number for number in numbers.exclude(contact=None) if number.dial == value)
    keys = [number.contact_id or 0 for number in theirs]
    return silent.filter(pk__in=keys).first()


def left_alone_in_words(found: LeftAlone) -> str:
    """A sentence: whose the number or the address is, and that they are not called."""
    given = {"number": found.said, "name": found.name}
    if not found.name:
        return _("Whoever has %(number)s asked not to be called: nothing is added.") % given
    if found.kind == "number":
        words = _(
            "%(number)s is the number of %(name)s, who asked not to be called: nothing is added."
        )
        return words % given
    if found.kind == "email":
        words = _(
            "%(number)s is the address of %(name)s, who asked not to be called: nothing is added."
        )
        return words % given
    return _("%(name)s asked not to be called: nothing is added.") % given
