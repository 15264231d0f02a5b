"""What undo may not do to an opposition, and what it leaves of cards, people and numbers."""

from __future__ import annotations

from decroche.compliance.actions import LEAST_REASON
from decroche.journal.actions import KeptForGood
from decroche.journal.events import Undoing
from decroche.journal.staying import counts_as_changed, goes_along, shared
from decroche.journal.verbs import LOGGED
from decroche.prospects.actions import EDITABLE
from decroche.prospects.models import (
    CallListEntry,
    Company,
    Contact,
    DistinctPair,
    DuplicateCandidate,
    PhoneNumber,
)
from decroche.shared.events import on

counts_as_changed(Company, *EDITABLE, "tags")
shared(Company, Contact, PhoneNumber)
goes_along(CallListEntry, "company")
goes_along(DistinctPair, "first", "second")
goes_along(DuplicateCandidate, "first", "second")

_SAID_SO = (LOGGED, "companies.opposed", "person.opposed", "values.opposed")
"""Verbs by which she keeps an opposition on purpose.

Others (a merge, an import) may stop cards on the way, and are taken back whole.
"""


@on(Undoing)
def hold_opposition(event: Undoing) -> None:
    """A refusal is not taken back by a key: that asks for a written reason, which the journal
    keeps.
    """
    stopped = any(
        image[0] == "+" and image[1] == "compliance.suppression" for image in event.entry.changes
    )
    if event.entry.verb in _SAID_SO and stopped and len(event.reason.strip()) < LEAST_REASON:
        raise KeptForGood(event.entry)
