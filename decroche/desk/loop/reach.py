"""How far “never call again” reaches, shown before she presses it: which numbers, addresses and
people it silences, which follow-ups and mails it removes, and to which other cards of the same
company she may extend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.calls.rules import APPOINTMENTS
from decroche.correspondence.queries import not_gone
from decroche.followups.models import FollowUp
from decroche.followups.queries import open_with_any
from decroche.prospects.models import Company
from decroche.prospects.opposition import same_company, stopped_along
from decroche.prospects.queries import numbers_of, people_of
from decroche.shared.choices import one_of
from decroche.shared.clock import PARIS
from decroche.shared.spoken.parts import Precision
from decroche.shared.spoken.say import say
from decroche.ui.language import current_language

_NAMED = 5
"""How many names are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an opposition does. `numbers`, `addresses` and `people` are those of the card, which it
    silences; `stopped` names the other cards with one of the card's numbers or
    addresses, which it covers too; `removed` has the follow-ups and mails of all these cards, in
    words; `others` names further cards of its SIREN, `others_count` is how many they are.
    """

    numbers: str
    addresses: str
    people: str
    stopped: str
    removed: list[str]
    others: str
    others_count: int


def reach_of(company: Company, at: datetime) -> Reach:
    """Returns what an opposition of this card would do now."""
    along = stopped_along(company)
    keys = [company.pk, *(card.pk for card in along)]
    others = [card for card in same_company(company) if card.pk not in keys]
    due = open_with_any(company.workspace, keys)
    mails = not_gone(company.workspace, keys)
    people = people_of(company)
    addresses = [company.email, *(person.email for person in people)]
    return Reach(
        numbers=names_in_short([number.national for number in numbers_of(company)]),
        addresses=names_in_short([one for one in dict.fromkeys(addresses) if one]),
        people=names_in_short([person.name for person in people if person.name]),
        stopped=names_in_short([card.name for card in along]),
        removed=[_due_in_words(row, company, at) for row in due]
        + [_("A mail to %(to)s, which has not left") % {"to": mail.to} for mail in mails],
        others=names_in_short([card.name for card in others]),
        others_count=len(others),
    )


def names_in_short(names: list[str]) -> str:
    """Returns the first names in a row, with the number of the others."""
    said, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more <= 0:
        return said
    return said + " " + ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more}


def _due_in_words(row: FollowUp, company: Company, at: datetime) -> str:
    """“A promised call: Thursday 26 November at 10:00 (Mme Durand)”."""
    local = row.due_at.astimezone(PARIS)
    precision = one_of(row.precision, get_args(Precision), "minute")
    when = say(local, precision, at.astimezone(PARIS), current_language())
    if row.purpose in APPOINTMENTS:
        said = _("A meeting: %(when)s") % {"when": when}
    elif row.kind == FollowUp.Kind.PROMISED:
        said = _("A promised call: %(when)s") % {"when": when}
    else:
        said = _("A follow-up: %(when)s") % {"when": when}
    who = row.contact.name if row.contact and row.contact.name else ""
    if row.company_id != company.pk:
        who = f"{row.company.name}, {who}" if who else row.company.name
    return f"{said} ({who})" if who else said
