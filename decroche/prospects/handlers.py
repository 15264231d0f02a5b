"""What undo does with the rows of this package, and that it takes no opposition back without a
reason.
"""

from __future__ import annotations

from decroche.compliance.actions import LEAST_REASON
from decroche.journal.actions import KeptForGood
from decroche.journal.events import Undoing
from decroche.journal.staying import changed_by, goes_with, stays_while_used
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

changed_by(Company, *EDITABLE, "tags")
stays_while_used(Company, Contact, PhoneNumber)
goes_with(CallListEntry, "company")
goes_with(DistinctPair, "first", "second")
goes_with(DuplicateCandidate, "first", "second")

_BY_HER = (LOGGED, "companies.opposed", "person.opposed", "values.opposed")
"""Verbs by which she notes an opposition. Others (a merge, an import) may oppose cards as a side
effect, and can be undone without a reason.
"""


@on(Undoing)
def hold_opposition(event: Undoing) -> None:
    """Refuses to undo a verb by which she noted an opposition, unless a reason is given; the
    journal keeps it. So no opposition is lost by pressing the key for undo.
    """
    added = any(
        image[0] == "+" and image[1] == "compliance.suppression" for image in event.entry.changes
    )
    if event.entry.verb in _BY_HER and added and len(event.reason.strip()) < LEAST_REASON:
        raise KeptForGood(event.entry)
