"""Numbers that somebody types of companies, or people, who asked not to be called.

Such a number makes no card and goes on none: a second card of them would only wait to be called by
mistake, and a card that it is added to would be opposed without a word. Whoever types it is told
whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from decroche.compliance.queries import opposed
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.numbers import Number
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A number that is not to be called, as it is written; whose it is, and the card that has it:
    "" and None when no card has it (any more).
    """

    national: str
    name: str = ""
    card: Company | None = None


def left_alone(workspace: Workspace, numbers: Iterable[Number]) -> list[LeftAlone]:
    """Those of the numbers that are not to be called."""
    typed = {number.dial: number for number in numbers}
    stopped = opposed(workspace, "number", typed)
    return [_whose(workspace, typed[dial]) for dial in typed if dial in stopped]


def _whose(workspace: Workspace, number: Number) -> LeftAlone:
    same = Q(e164=number.e164) if number.e164 else Q(e164="", national=number.national)
    rows = PhoneNumber.objects.filter(
        same, workspace=workspace, company__removed_at=None, company__erased_at=None
    ).select_related("company", "contact")
    theirs = sorted(rows.order_by("company_id"), key=lambda row: row.company.opposed_at is None)
    if not theirs:
        return LeftAlone(number.national)
    row = theirs[0]
    person = row.contact if row.company.opposed_at is None else None
    name = person.name if person and person.opposed_at and person.name else row.company.name
    return LeftAlone(number.national, name, row.company)


def left_alone_in_words(found: LeftAlone) -> str:
    """Whose the number is, and that they are not called."""
    if not found.name:
        words = _("Whoever has %(number)s asked not to be called: nothing is added.")
        return words % {"number": found.national}
    words = _("%(number)s is the number of %(name)s, who asked not to be called: nothing is added.")
    return words % {"number": found.national, "name": found.name}
