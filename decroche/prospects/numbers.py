"""The numbers of a card: which may be dialled, and marking one as wrong."""

from __future__ import annotations

from django.db.models import QuerySet

from decroche.compliance.permission import DIALLED
from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.queries import numbers_of
from decroche.shared.events import publish


def dialled(rows: QuerySet[PhoneNumber]) -> QuerySet[PhoneNumber]:
    """Those of the numbers that may be dialled: by their state, and no fax."""
    return rows.filter(state__in=DIALLED).exclude(kind=PhoneNumber.Kind.FAX)


def mark_wrong(*, verb: Verb, company: Company, number: PhoneNumber | None) -> None:
    """Marks a number as wrong (without one, the first of the company that can be dialled). From
    then on the company's next number is called; without another, the card waits for a number.
    """
    own_numbers = numbers_of(company, verb.known)
    wrong = number or next((own for own in own_numbers if own.usable), None)
    if wrong is not None:
        verb.update(wrong, state=PhoneNumber.State.WRONG)
        publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
