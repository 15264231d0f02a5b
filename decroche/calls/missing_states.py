"""Cards that have no call state get one: an undo of before 27 November 2026 could take away the
state of a card that stayed, and the pages that show the card then broke.
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
    """Gives each card without a call state the one that follows from what is kept of it; how many
    cards there were.
    """
    keys = Company.objects.filter(state=None).values_list("pk", flat=True)
    return sum(map(_make_whole, sorted(keys)))


@transaction.atomic
def _make_whole(key: int) -> bool:
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
