"""The numbers of a card: which may be dialled, which were marked as wrong, and marking one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from decroche.compliance.permission import DIALLED
from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.queries import numbers_of
from decroche.shared.events import publish


def dialled(rows: QuerySet[PhoneNumber]) -> QuerySet[PhoneNumber]:
    """Those of the numbers that may be dialled: by their state, and no fax."""
    return rows.filter(state__in=DIALLED).exclude(kind=PhoneNumber.Kind.FAX)


def wrong_among(numbers: Iterable[PhoneNumber]) -> list[PhoneNumber]:
    """Those of the numbers of a card that were marked as wrong, and not written on it anew."""
    of_card = list(numbers)
    kept = {one.dial for one in of_card if one.state != PhoneNumber.State.WRONG}
    wrong = {one.dial: one for one in of_card if one.state == PhoneNumber.State.WRONG}
    return [number for dial, number in wrong.items() if dial not in kept]


def marked_wrong(company: int, dials: Iterable[str]) -> None:
    """Those of the card's numbers that are dialled so (`PhoneNumber.dial`) were marked as wrong
    before a file brought them here; what follows for the card is worked out by whoever brings it.
    """
    named = Q(e164__in=dials) | Q(e164="", national__in=dials)
    numbers = dialled(PhoneNumber.objects.filter(named, company=company))
    numbers.update(state=PhoneNumber.State.WRONG)


def mark_wrong(*, verb: Verb, company: Company, number: PhoneNumber | None) -> None:
    """Marks a number as wrong (without one, the first of the company that can be dialled). From
    then on the company's next number is called; without another, the card waits for a number.
    """
    own_numbers = numbers_of(company, verb.known)
    wrong = number or next((own for own in own_numbers if own.usable), None)
    if wrong is not None:
        verb.update(wrong, state=PhoneNumber.State.WRONG)
        publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
