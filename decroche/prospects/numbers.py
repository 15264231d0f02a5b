"""The numbers of a card. Part of the actions of this package; works inside a verb under way."""

from __future__ import annotations

from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.models import USABLE, Company, PhoneNumber
from decroche.shared.events import publish


def mark_wrong(*, verb: Verb, company: Company, number: PhoneNumber | None) -> None:
    """The number is nobody's: the company's next one is called, or the card is to be completed.

    Without a number: the first of the company that can be dialled.
    """
    wrong = number or (
        PhoneNumber.objects.filter(
            company=company, workspace_id=company.workspace_id, state__in=USABLE
        )
        .order_by("position", "id")
        .first()
    )
    if wrong is not None:
        verb.update(wrong, state=PhoneNumber.State.WRONG)
        publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
