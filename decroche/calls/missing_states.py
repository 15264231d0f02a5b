"""Gives a call state to cards that have none. Until 27 November 2026 an undo could delete the state
of a card that stayed, and the pages that show the card failed.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from decroche.calls.counted_again import count_card
from decroche.calls.models import CallState
from decroche.calls.states import add_state
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.prospects.models import Company
from decroche.prospects.refreshing import derive


def add_missing_states() -> int:
    """Gives each card without a call state the one that follows from its numbers and calls.

    Returns how many cards got one.
    """
    keys = Company.objects.filter(state=None).values_list("pk", flat=True)
    return sum(map(_add_missing_state, sorted(keys)))


@transaction.atomic
def _add_missing_state(key: int) -> bool:
    """Returns whether the card had no state: another process may have given it one meanwhile."""
    company = (
        Company.objects.select_for_update(of=("self",))
        .select_related("provenance", "workspace")
        .get(pk=key)
    )
    if CallState.objects.filter(pk=key).exists():
        return False
    verb = Verb(Entry(workspace_id=company.workspace_id))
    derive(verb, company)
    count_card(add_state(verb, company, first=False))
    CallState.objects.filter(pk=key, attempts__gt=0).update(not_before=F("last_called_at"))
    return True
